"""Three ways to make up a bag: what diluent is withdrawn and what is added, so that the bag ends at
its final volume."""

from typing import NamedTuple

from rechallenge.model.making_up import Technique
from rechallenge.model.places import Place
from rechallenge.model.plan import Bag
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.pump import nearest
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import ML, Quantity, display, quantity
from rechallenge.words import _

_NONE = quantity(0, ML)
_WRITTEN = quantity(1, ML) / 1000
"""A volume that does not end as a decimal is ordered to the thousandth of a mL."""


class Container(NamedTuple):
    """The bag of diluent to begin with, as the order states it: nominal volume, and overfill;
    and whether the order states the final volume too, as it does where the protocol has no bags."""

    nominal: Quantity | None
    overfill: Quantity
    for_ordered_volume: bool = False


class Filled(NamedTuple):
    """The bag of diluent (None: empty), what is taken out, what is put in besides the drug, and the
    volume that comes out."""

    container: Quantity | None
    withdraw: Quantity
    add: Quantity
    final_volume: Quantity


def filled(
    technique: Technique, bag: Bag, draw: Quantity, begin: Container, log: CalculationLog
) -> Filled:
    """The bag made up with `draw` of drug solution.

    Raises UnusableOrder where it cannot come out at the bag's final volume, with the volume that
    would.
    """
    if draw > bag.volume:
        sentence = _(
            "{bag} needs {draw} of drug solution, more than its final volume, {volume}; "
            "order a larger volume"
        ).format(bag=bag.name, draw=display(draw), volume=display(bag.volume))
        raise UnusableOrder(Problem(_order_of(begin), sentence))
    if technique == "final volume":
        return _to_final_volume(bag, draw, begin, log)
    if technique == "withdraw first":
        return _withdrawn_first(bag, draw, begin, log)
    return _added(bag, draw, begin, log)


def _to_final_volume(bag: Bag, draw: Quantity, begin: Container, log: CalculationLog) -> Filled:
    """Into an empty container, or into a full one that is first brought down to what is needed."""
    if begin.nominal is None:
        if begin.overfill.magnitude:
            sentence = _("belongs to a bag of diluent; state that container too, or leave it out")
            raise UnusableOrder(Problem(("overfill",), sentence))
        return Filled(None, _NONE, log.minus("add", bag.volume, draw, ML), bag.volume)
    full = _with_overfill(begin.nominal, begin, log)
    holds = full + draw
    if holds < bag.volume:
        raise _does_not_fit(bag, draw, begin, holds, _("or a larger container"))
    with_drug = log.plus("with_drug", full, draw, ML)
    withdraw = log.minus("withdraw", with_drug, bag.volume, ML)
    return Filled(begin.nominal, withdraw, _NONE, bag.volume)


def _withdrawn_first(bag: Bag, draw: Quantity, begin: Container, log: CalculationLog) -> Filled:
    """Out of a full bag as much as goes in, and the overfill: its nominal volume remains."""
    nominal = bag.volume if begin.nominal is None else begin.nominal
    if draw > nominal:
        sentence = _(
            "{draw} cannot be withdrawn from a bag of {container} for {bag}; write a larger one"
        ).format(container=display(nominal), draw=display(draw), bag=bag.name)
        raise UnusableOrder(Problem(("container",), sentence))
    if nominal != bag.volume:
        sentence = _(
            "withdrawn first, a bag of {container} ends at {container}, and {bag} is to hold "
            "{volume}: write {other}, or a container of {written}"
        ).format(
            container=display(nominal),
            bag=bag.name,
            volume=display(bag.volume),
            other=_volume(bag, nominal, begin),
            written=_written(bag.volume),
        )
        raise UnusableOrder(Problem(("container",), sentence))
    withdraw = draw
    if begin.overfill.magnitude:
        withdraw = log.plus("withdraw", draw, begin.overfill, ML)
    return Filled(nominal, withdraw, _NONE, bag.volume)


def _added(bag: Bag, draw: Quantity, begin: Container, log: CalculationLog) -> Filled:
    """Into a full bag; its nominal volume is worked out where the order does not state it."""
    if begin.nominal is None:
        before = log.minus("full_bag", bag.volume, draw, ML)
        nominal = before
        if begin.overfill.magnitude:
            nominal = log.minus("container", before, begin.overfill, ML)
        if nominal.magnitude <= 0:
            place: Place = ("overfill",) if begin.overfill.magnitude else _order_of(begin)
            sentence = _(
                "{bag} holds {volume}, and {draw} of drug solution leaves no bag of diluent to "
                'add it to; write the technique "final volume"'
            ).format(bag=bag.name, volume=display(bag.volume), draw=display(draw))
            raise UnusableOrder(Problem(place, sentence))
        return Filled(nominal, _NONE, _NONE, bag.volume)
    full = _with_overfill(begin.nominal, begin, log)
    holds = log.plus("final_volume", full, draw, ML)
    if bag.volume not in (holds, nearest(holds, _WRITTEN, _NONE)):
        other = _('or the technique "withdraw first"')
        if begin.nominal != bag.volume:
            other = _('or {volume} with the technique "withdraw first"').format(
                volume=_volume(bag, begin.nominal, begin)
            )
        raise _does_not_fit(bag, draw, begin, holds, other)
    return Filled(begin.nominal, _NONE, _NONE, holds)


def _with_overfill(nominal: Quantity, begin: Container, log: CalculationLog) -> Quantity:
    if not begin.overfill.magnitude:
        return nominal
    return log.plus("full_bag", nominal, begin.overfill, ML)


def _does_not_fit(
    bag: Bag, draw: Quantity, begin: Container, holds: Quantity, other: str
) -> UnusableOrder:
    assert begin.nominal is not None
    sentence = _(
        "a full {container} bag with {draw} added holds {holds}, not the {volume} of {bag}: "
        "write {needed}, {other}"
    ).format(
        container=display(begin.nominal),
        draw=display(draw),
        holds=display(holds),
        volume=display(bag.volume),
        bag=bag.name,
        needed=_volume(bag, holds, begin),
        other=other,
    )
    return UnusableOrder(Problem(("container",), sentence))


def _order_of(begin: Container) -> Place:
    """What of the order the bag's volume hangs on; of several bags the protocol has the volumes."""
    return ("volume",) if begin.for_ordered_volume else ("dose",)


def _volume(bag: Bag, volume: Quantity, begin: Container) -> str:
    """How another volume is ordered."""
    if begin.for_ordered_volume:
        return _("a final volume of {volume}").format(volume=_written(volume))
    return _("a volume of {volume} for {bag}").format(volume=_written(volume), bag=bag.name)


def _written(volume: Quantity) -> str:
    """A volume as it can be ordered."""
    return display(nearest(volume, _WRITTEN, _NONE), grouped=False)
