"""What an infusion is run from: the entries of its protocol, each with its bag, and what they are
solved against."""

from collections.abc import Iterator
from typing import NamedTuple

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.consistency import FULL_RATE, VOLUME
from rechallenge.model.drug import DrugFacts
from rechallenge.model.infusion import AtOnce, FillLine, Observe, Plain, in_order
from rechallenge.model.line import Line
from rechallenge.model.order import Order
from rechallenge.model.plan import Bag
from rechallenge.model.pump import Pump
from rechallenge.model.reading import RATE_KINDS, VOLUME_KINDS
from rechallenge.quantities import Kind, Quantity, kind_of

from .bags import ONLY_BAG
from .calculation_log import CalculationLog
from .order.binding import Bound
from .order.dose_context import DoseContext, for_patient
from .order.dosing import amount_unit
from .order.strength import highest_rates, strength_of
from .preparation.bench import Bench, Making


class _Placed(NamedTuple):
    """An entry of one bag, and its place in the protocol's `infusion`."""

    at: int
    entry: Plain


class Infusion(NamedTuple):
    """What an infusion is run from, and what does not change while it runs. Without a line, nothing
    is worked out about the vein; without `making`, bags hold exactly what is written."""

    written: tuple[_Placed, ...]
    written_bags: tuple[WrittenBag, ...]
    context: DoseContext
    line: Line | None = None
    making: Making | None = None

    def on(self, pump: Pump | None, line: Line | None) -> "Infusion":
        """The same infusion on this pump and through this line. On a pump that ends by volume, the
        last step that states an amount gives what is left of the dose: the steps as written give
        all of it, and rounding their volumes moves that amount."""
        written = self.written
        if pump is not None and pump.volumes:
            written = _with_the_rest_last(written)
        return self._replace(written=written, context=self.context._replace(pump=pump), line=line)

    def for_dose(self, dose: Quantity) -> "Infusion":
        """The same infusion, of which the steps give only what remains of this dose."""
        return self._replace(context=self.context._replace(dose=dose))

    def made_at(self, bench: Bench | None, as_written: tuple[Bag, ...]) -> "Infusion":
        """The same infusion from bags made here; `as_written` are the bags as they are written."""
        if bench is None:
            return self
        closing = {bag.name for bag in self.written_bags if _holds_dose_or_rest(bag)}
        emptied = {bag.name for bag in as_written if not bag.discarded.magnitude}
        return self._replace(making=Making(bench, frozenset(closing & emptied)))


def _with_the_rest_last(written: tuple[_Placed, ...]) -> tuple[_Placed, ...]:
    at = [n for n, placed in enumerate(written) if not isinstance(placed.entry, Observe)][-1]
    last = written[at].entry
    key = "at_once" if isinstance(last, AtOnce) else "give"
    if getattr(last, key, None) in (None, "rest", "bag"):
        return written
    with_rest = written[at]._replace(entry=last.model_copy(update={key: "rest"}))
    return (*written[:at], with_rest, *written[at + 1 :])


def _holds_dose_or_rest(bag: WrittenBag) -> bool:
    by_concentration = bag.concentration is not None or bag.dilution is not None
    return not by_concentration and bag.holds in (None, HOLDS_DOSE, HOLDS_REST)


def infusion_as_written(
    bound: Bound, order: Order, dose: Quantity, drug: DrugFacts | None
) -> Infusion:
    """What the protocol, the order and the drug's file say, on an ideal pump and without a line."""
    volume = bound.quantity(VOLUME, *VOLUME_KINDS) if VOLUME in bound.values else None
    full_rate = bound.quantity(FULL_RATE, *RATE_KINDS) if FULL_RATE in bound.values else None
    unit = amount_unit(dose)
    strength, _source = strength_of(order, drug, unit)
    highest = tuple(highest_rates(order, drug))
    context = DoseContext(order, dose, unit, volume, full_rate, bound.dosing, strength, highest)
    bags = bound.bags
    if volume is not None and not bags:
        bags = (WrittenBag(name=ONLY_BAG, volume=volume),)
    context = context._replace(in_all=_in_all(context))
    return Infusion(tuple(_placed(bound, bags)), bags, context)


def _placed(bound: Bound, bags: tuple[WrittenBag, ...]) -> Iterator[_Placed]:
    """Each entry of one bag with the bag and the route that it leaves unsaid. A fill is none of
    them: it runs when its bag is connected, as one that the order states does."""
    for at, plain, in_force in in_order(bound.infusion, bags[0].name if bags else None):
        if isinstance(plain, Observe):
            yield _Placed(at, plain)
        elif not isinstance(plain, FillLine):
            drawn = not isinstance(plain, AtOnce) or plain.form is None
            said = {"bag": in_force if drawn else None, "route": plain.route or bound.route}
            yield _Placed(at, plain.model_copy(update=said))


def _in_all(context: DoseContext) -> Quantity | None:
    """What the steps are to give in all, where the protocol states it."""
    stated = None if context.dosing is None else context.dosing.in_all
    if stated is None:
        return None
    if kind_of(stated) is Kind.SHARE:
        return (context.dose * stated).to(context.unit)
    place = ("dosing", "in_all")
    return for_patient(stated, place, "in_all", context.unit, context, CalculationLog())
