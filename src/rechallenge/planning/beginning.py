"""Beginning in the middle: the state from which an order with a dose already given goes on."""

from typing import NamedTuple

from rechallenge.model.consistency import VOLUME, runs
from rechallenge.model.delivery import DrugInLine
from rechallenge.model.infusion import IV, AtOnce, DoseLadder
from rechallenge.model.line import Line
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.stop import Begun
from rechallenge.quantities import ML, H, Kind, Quantity, display, kind_of
from rechallenge.words import _

from .bags import ONLY_BAG, Stock
from .calculation_log import CalculationLog
from .line.flow import set_name
from .order.dosing import amount_unit
from .state.infusion_state import BagState, InfusionState, before_step_1
from .state.line_contents import LineContents, Plug

_OF_THE_PAST = ("left", "left_strength", "go_on_at", "bag_started")


class Beginning(NamedTuple):
    """What the steps of an order begin with: the dose `given` before them and what `remaining` they
    give; and the bag that hangs, where one does. `limit` is a dose rate that is not exceeded."""

    given: Quantity
    remaining: Quantity
    hangs: Stock | None
    limit: Quantity | None
    log: CalculationLog

    def state(self, line: Line | None = None) -> InfusionState:
        """The state before step 1, with nothing given yet: the steps are worked out for what
        remains. A line primed with drug holds that of the bag that hangs."""
        state, bag = before_step_1(amount_unit(self.given)), self.hangs
        if bag is None:
            return state
        state = state.with_bag(BagState(bag, bag.volume))
        if line is None or line.primed != "drug":
            return state
        concentration = bag.concentration.magnitude
        fill = Plug(line.dead_volume.magnitude, bag.name, concentration)
        return state._replace(
            bag=bag.name, line=LineContents(sets={set_name(bag.name, line): (fill,)})
        )

    def begun(self, line: Line | None) -> Begun | None:
        """What a plan says of it; None for an order that begins at its beginning. Raises
        UnusableOrder where the line would hold more than was given."""
        if not self.given.magnitude:
            return None
        unit, bag, in_line = amount_unit(self.given), self.hangs, None
        at_vein = None if line is None else self.given
        if bag is not None and line is not None and line.primed == "drug":
            stands = (line.dead_volume * bag.concentration).to(unit)
            in_line = DrugInLine(bag=bag.name, volume=line.dead_volume, dose=stands)
            if stands > self.given:
                sentence = _(
                    "the line of {volume} would hold {stands}, more than the {given} that was "
                    "given; write primed with diluent, or correct the dose given"
                )
                values = {"volume": display(line.dead_volume), "stands": display(stands)}
                text = sentence.format(given=display(self.given), **values)
                raise UnusableOrder(Problem(("primed",), text))
            at_vein = self.log.minus("at_vein", self.given, stands, unit)
        return Begun(
            given=self.given,
            remaining=self.remaining,
            bag=None if bag is None else bag.name,
            left=None if bag is None else bag.volume,
            concentration=None if bag is None else bag.concentration,
            in_line=in_line,
            at_vein=at_vein,
            limit=self.limit,
            working=self.log.formulas,
        )


def beginning_of(protocol: Protocol, order: Order, total: Quantity) -> Beginning:
    """What the steps of an order for `total` (mg or units) begin with. Raises UnusableOrder for
    what cannot be, with both numbers."""
    unit, log = amount_unit(total), CalculationLog()
    if order.given is None:
        stated = [name for name in _OF_THE_PAST if getattr(order, name) is not None]
        if stated:
            sentence = _('is of an infusion that has begun; write the dose given too: "633 mg"')
            raise UnusableOrder(*(Problem((name,), sentence) for name in stated))
        return Beginning(total * 0, total, None, None, log)
    if order.given.dimensionality != total.dimensionality:
        raise _wrong("given", _("{given} does not go with a dose of {dose}; use one unit"), order,
                     dose=total)  # fmt: skip
    given = order.given.to(unit)
    if given >= total:
        raise _wrong(
            "given",
            _("{given} is not less than the ordered dose, {dose}: nothing is left to give"),
            order,
            dose=total,
        )
    routes = {protocol.route, *(getattr(entry, "route", None) for entry in protocol.infusion)}
    at_once = any(isinstance(entry, AtOnce | DoseLadder) for entry in protocol.infusion)
    if at_once or routes - {None, IV}:
        sentence = _(
            "{protocol} gives doses at once, or not into a vein, and cannot be run for what "
            "remains of an infusion; choose another protocol"
        )
        raise UnusableOrder(Problem(("given",), sentence.format(protocol=protocol.id)))
    if protocol.dosing is not None and protocol.dosing.in_all is not None:
        sentence = _(
            "{protocol} gives another amount in all than the dose ordered, and cannot be run for "
            "what remains of a dose; choose another protocol"
        )
        raise UnusableOrder(Problem(("given",), sentence.format(protocol=protocol.id)))
    remaining = log.minus("remaining", total, given, unit)
    hangs = None
    if order.left is not None:
        hangs = _bag_that_hangs(protocol, order, remaining, log)
    elif order.left_strength is not None or order.bag_started is not None:
        name = "left_strength" if order.left_strength is not None else "bag_started"
        sentence = _('is of the bag that hangs; write the volume left in it too: "469 mL"')
        raise UnusableOrder(Problem((name,), sentence))
    _refuse_later_bag(order)
    return Beginning(given, remaining, hangs, _limit(order, hangs, total, log), log)


def bound_to_what_hangs(protocol: Protocol, order: Order) -> Order:
    """The order with the volume of the bag that hangs, where the protocol asks for a volume."""
    if order.left is None or VOLUME not in protocol.parameters:
        return order
    return order.model_copy(update={VOLUME: order.left})


def _bag_that_hangs(
    protocol: Protocol, order: Order, remaining: Quantity, log: CalculationLog
) -> Stock:
    if not runs(protocol):
        sentence = _("is of a bag that hangs, and {protocol} runs nothing; leave it out")
        raise UnusableOrder(Problem(("left",), sentence.format(protocol=protocol.id)))
    if len(protocol.bags) > 1:
        sentence = _(
            "{protocol} runs from {number} bags of its own, and not from one that hangs; leave the "
            "volume out, and bags are prepared for what remains"
        )
        values = {"protocol": protocol.id, "number": len(protocol.bags)}
        raise UnusableOrder(Problem(("left",), sentence.format(**values)))
    if order.volume is not None:
        sentence = _("is of a bag to be prepared, and one hangs; leave one of the two volumes out")
        raise UnusableOrder(Problem((VOLUME,), sentence))
    assert order.left is not None
    left, unit = order.left.to(ML), amount_unit(remaining)
    drug = remaining
    if order.left_strength is None:
        concentration = log.over("concentration", remaining, left, unit / ML)
    elif order.left_strength.dimensionality != (unit / ML).dimensionality:
        raise _wrong("left_strength", _("{left_strength} does not go with a dose of {dose}; use "
                     "one unit"), order, dose=remaining)  # fmt: skip
    else:
        concentration = order.left_strength.to(unit / ML)
        drug = log.times("drug", concentration, left, unit)
    if drug < remaining:
        sentence = _(
            "{left} at {left_strength} hold {drug}, and {remaining} of the dose remain; correct "
            "the numbers, or leave the bag out, and bags are prepared for what remains"
        )
        raise _wrong("left", sentence, order, drug=drug, remaining=remaining)
    name = protocol.bags[0].name if protocol.bags else ONLY_BAG
    return Stock(name, left, drug, concentration, log.formulas)


def _limit(
    order: Order, hangs: Stock | None, total: Quantity, log: CalculationLog
) -> Quantity | None:
    """The dose rate that is not exceeded."""
    way, unit = order.go_on_at, amount_unit(total)
    if way is None:
        return None
    if kind_of(way) is Kind.SHARE:
        if order.reaction_rate is None:
            sentence = _(
                "{go_on_at} is a share of the rate at which it was stopped; write that rate too "
                "(of the earlier reaction), or write a rate"
            )
            raise _wrong("go_on_at", sentence, order)
        at_stop = _as_dose_rate(order.reaction_rate, "reaction_rate", order, hangs, total, log)
        return log.times("limit", at_stop, way, unit / H)
    return _as_dose_rate(way, "go_on_at", order, hangs, total, log)


def _as_dose_rate(
    rate: Quantity, field: str, order: Order, hangs: Stock | None, total: Quantity,
    log: CalculationLog,
) -> Quantity:  # fmt: skip
    unit = amount_unit(total)
    if kind_of(rate) is Kind.VOLUME_RATE and hangs is not None:
        return log.times("limit", rate, hangs.concentration, unit / H)
    if rate.dimensionality == (unit / H).dimensionality:
        return rate.to(unit / H)
    sentence = _("{rate} does not tell how fast the drug ran; write it as drug, such as 100 mg/h")
    raise UnusableOrder(Problem((field,), sentence.format(rate=display(rate))))


def _refuse_later_bag(order: Order) -> None:
    started, begins = order.bag_started, order.start
    if started is None:
        return
    if begins is None:
        sentence = _("is a clock time, and the order has no start; write the start too")
        raise UnusableOrder(Problem(("bag_started",), sentence))
    if started >= begins:
        sentence = _("{started} is not before the start, {start}; write when the bag was connected")
        text = sentence.format(
            started=f"{started:%Y-%m-%d %H:%M}", start=f"{begins:%Y-%m-%d %H:%M}"
        )
        raise UnusableOrder(Problem(("bag_started",), text))


def _wrong(field: str, sentence: str, order: Order, **more: Quantity) -> UnusableOrder:
    stated = {name: getattr(order, name) for name in ("given", *_OF_THE_PAST)}
    amounts = {name: v for name, v in (stated | more).items() if isinstance(v, Quantity)}
    said = {name: display(value) for name, value in amounts.items()}
    return UnusableOrder(Problem((field,), sentence.format(**said)))
