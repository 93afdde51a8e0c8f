"""Three ways to make up a bag: what diluent is withdrawn and what is added, so that the bag ends at
its final volume, as nearly as it can be measured."""

from typing import NamedTuple

from rechallenge.model.making_up import Technique
from rechallenge.model.measures import DiluentBag, Measures
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.pump import nearest
from rechallenge.planning.bags import Stock
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import ML, Quantity, display, quantity
from rechallenge.words import _

from .measuring import Measured, Rounding, measured

_NONE = quantity(0, ML)
_NOTHING = Measured(_NONE)
_WRITTEN = quantity(1, ML) / 1000
"""A volume that does not end as a decimal is ordered to the thousandth of a mL."""


class Container(NamedTuple):
    """The bag of diluent to begin with, as the order states it: nominal volume, and overfill;
    whether the order states the final volume too, as it does where the protocol has no bags; and
    the measures that there are."""

    nominal: Quantity | None
    overfill: Quantity
    for_ordered_volume: bool = False
    measures: Measures | None = None

    def on_file(self, nominal: Quantity) -> DiluentBag | None:
        """The bag of diluent on file of this nominal volume."""
        bags = () if self.measures is None else self.measures.bags
        return next((bag for bag in bags if bag.holds == nominal), None)

    def overfill_of(self, nominal: Quantity) -> Quantity:
        """What a bag holds above its nominal volume: as ordered, else as on file, else nothing."""
        bag = None if self.overfill.magnitude else self.on_file(nominal)
        stated = self.overfill if bag is None or bag.overfill is None else bag.overfill
        return stated.to(ML)


class Filled(NamedTuple):
    """The bag of diluent (None: empty) with its overfill, what is taken out, what is put in besides
    the drug, and the volume that comes out. `no_bag` is the volume of a full bag that is not on
    file, and an empty container stands in for it."""

    container: Quantity | None
    overfill: Quantity
    withdraw: Measured
    add: Measured
    final_volume: Quantity
    no_bag: Quantity | None = None


class BagToFill(NamedTuple):
    """A bag to be made up with `draw` of drug solution, which is `exact` before it is measured. To
    be `full` it holds no less than its final volume: diluent is rounded that way."""

    bag: Stock
    exact: Quantity
    draw: Measured
    begin: Container
    log: CalculationLog
    full: bool = False

    def measured(self, gives: str, volume: Quantity, to_fill: Rounding) -> Measured:
        """A volume of diluent as it can be measured; `to_fill` where the bag must be full."""
        if self.begin.measures is None:
            return Measured(volume)
        rounding: Rounding = to_fill if self.full else "nearest"
        found = measured(volume, self.begin.measures, None, rounding)
        found.noted(gives, volume, rounding, self.log)
        return found


def filled(technique: Technique, one: BagToFill) -> Filled:
    """The bag made up.

    Raises UnusableOrder where it cannot come out at the bag's final volume, with the volume that
    would.
    """
    bag = one.bag
    if one.exact > bag.volume:
        sentence = _(
            "{bag} needs {draw} of drug solution, more than its final volume, {volume}; "
            "order a larger volume"
        ).format(bag=bag.name, draw=display(one.exact), volume=display(bag.volume))
        raise UnusableOrder(Problem(_order_of(one.begin), sentence))
    if technique == "final volume":
        return _to_final_volume(one)
    if technique == "withdraw first":
        return _withdrawn_first(one)
    return _added(one)


def _into_empty(one: BagToFill, *, no_bag: Quantity | None = None) -> Filled:
    if one.begin.overfill.magnitude:
        sentence = _("belongs to a bag of diluent; state that container too, or leave it out")
        raise UnusableOrder(Problem(("overfill",), sentence))
    if one.draw.volume >= one.bag.volume:
        return Filled(None, _NONE, _NOTHING, _NOTHING, one.draw.volume, no_bag)
    wanted = one.log.minus("add", one.bag.volume, one.draw.volume, ML)
    add = one.measured("add", wanted, "up")
    final = one.bag.volume
    if add.volume != wanted:
        final = one.log.plus("final_volume", add.volume, one.draw.volume, ML)
    return Filled(None, _NONE, _NOTHING, add, final, no_bag)


def _brought_down(one: BagToFill, nominal: Quantity) -> Filled:
    """A full container with the drug, of which diluent is taken out first to end at the bag's final
    volume."""
    overfill = one.begin.overfill_of(nominal)
    holds = _with_overfill(nominal, overfill, one.log)
    with_drug = one.log.plus("with_drug", holds, one.draw.volume, ML)
    withdraw, final = _NOTHING, with_drug
    if with_drug > one.bag.volume:
        wanted = one.log.minus("withdraw", with_drug, one.bag.volume, ML)
        withdraw = one.measured("withdraw", wanted, "down")
        final = one.bag.volume
        if withdraw.volume != wanted:
            final = one.log.minus("final_volume", with_drug, withdraw.volume, ML)
    return Filled(nominal, overfill, withdraw, _NOTHING, final)


def _to_final_volume(one: BagToFill) -> Filled:
    """Into an empty container, or into a full one that is first brought down to what is needed."""
    if one.begin.nominal is None:
        return _into_empty(one)
    holds = one.begin.nominal + one.begin.overfill_of(one.begin.nominal) + one.exact
    if holds < one.bag.volume:
        raise _does_not_fit(one, holds, _("or a larger container"))
    return _brought_down(one, one.begin.nominal)


def _withdrawn_first(one: BagToFill) -> Filled:
    """Out of a full bag as much as goes in, and the overfill: its nominal volume remains."""
    nominal = one.begin.nominal
    if nominal is None:
        if one.begin.measures is not None and one.begin.on_file(one.bag.volume) is None:
            return _into_empty(one, no_bag=one.bag.volume)
        nominal = one.bag.volume
    if one.exact > nominal:
        sentence = _(
            "{draw} cannot be withdrawn from a bag of {container} for {bag}; write a larger one"
        ).format(container=display(nominal), draw=display(one.exact), bag=one.bag.name)
        raise UnusableOrder(Problem(("container",), sentence))
    if nominal != one.bag.volume:
        sentence = _(
            "withdrawn first, a bag of {container} ends at {container}, and {bag} is to hold "
            "{volume}: write {other}, or a container of {written}"
        ).format(
            container=display(nominal),
            bag=one.bag.name,
            volume=display(one.bag.volume),
            other=_volume(one, nominal),
            written=_written(one.bag.volume),
        )
        raise UnusableOrder(Problem(("container",), sentence))
    overfill = one.begin.overfill_of(nominal)
    if not overfill.magnitude:
        return Filled(nominal, overfill, one.draw, _NOTHING, one.bag.volume)
    wanted = one.log.plus("withdraw", one.draw.volume, overfill, ML)
    withdraw = one.measured("withdraw", wanted, "down")
    final = one.bag.volume + wanted - withdraw.volume
    return Filled(nominal, overfill, withdraw, _NOTHING, final)


def _added(one: BagToFill) -> Filled:
    """Into a full bag; its nominal volume is worked out where the order does not state it."""
    if one.begin.nominal is None:
        before = one.log.minus("full_bag", one.bag.volume, one.exact, ML)
        nominal = before
        if one.begin.overfill.magnitude:
            nominal = one.log.minus("container", before, one.begin.overfill, ML)
        if one.begin.measures is None:
            if nominal.magnitude <= 0:
                place: Place = (
                    ("overfill",) if one.begin.overfill.magnitude else _order_of(one.begin)
                )
                sentence = _(
                    "{bag} holds {volume}, and {draw} of drug solution leaves no bag of diluent to "
                    'add it to; write the technique "final volume"'
                ).format(bag=one.bag.name, volume=display(one.bag.volume), draw=display(one.exact))
                raise UnusableOrder(Problem(place, sentence))
            return Filled(nominal, one.begin.overfill, _NOTHING, _NOTHING, one.bag.volume)
        found = one.begin.on_file(nominal)
        if found is None:
            return _into_empty(one, no_bag=nominal)
        nominal = found.holds.to(ML)
        return _full_bag(one, nominal)
    holds = one.begin.nominal + one.begin.overfill_of(one.begin.nominal) + one.exact
    made = _full_bag(one, one.begin.nominal)
    if one.bag.volume not in (holds, nearest(holds, _WRITTEN, _NONE), made.final_volume):
        other = _('or the technique "withdraw first"')
        if one.begin.nominal != one.bag.volume:
            other = _('or {volume} with the technique "withdraw first"').format(
                volume=_volume(one, one.begin.nominal)
            )
        raise _does_not_fit(one, holds, other)
    return made


def _full_bag(one: BagToFill, nominal: Quantity) -> Filled:
    overfill = one.begin.overfill_of(nominal)
    holds = _with_overfill(nominal, overfill, one.log)
    final = one.log.plus("final_volume", holds, one.draw.volume, ML)
    return Filled(nominal, overfill, _NOTHING, _NOTHING, final)


def _with_overfill(nominal: Quantity, overfill: Quantity, log: CalculationLog) -> Quantity:
    return log.plus("full_bag", nominal, overfill, ML) if overfill.magnitude else nominal


def _does_not_fit(one: BagToFill, holds: Quantity, other: str) -> UnusableOrder:
    assert one.begin.nominal is not None
    sentence = _(
        "a full {container} bag with {draw} added holds {holds}, not the {volume} of {bag}: "
        "write {needed}, {other}"
    ).format(
        container=display(one.begin.nominal),
        draw=display(one.exact),
        holds=display(holds),
        volume=display(one.bag.volume),
        bag=one.bag.name,
        needed=_volume(one, holds),
        other=other,
    )
    return UnusableOrder(Problem(("container",), sentence))


def _order_of(begin: Container) -> Place:
    """What of the order the bag's volume hangs on; of several bags the protocol has the volumes."""
    return ("volume",) if begin.for_ordered_volume else ("dose",)


def _volume(one: BagToFill, volume: Quantity) -> str:
    """How another volume is ordered."""
    if one.begin.for_ordered_volume:
        return _("a final volume of {volume}").format(volume=_written(volume))
    return _("a volume of {volume} for {bag}").format(volume=_written(volume), bag=one.bag.name)


def _written(volume: Quantity) -> str:
    """A volume as it can be ordered."""
    return display(nearest(volume, _WRITTEN, _NONE), grouped=False)
