"""What stands in a line at the end, and the flush that brings it to the vein."""

from fractions import Fraction

from rechallenge.model.delivery import Delivery, DrugInLine
from rechallenge.model.plan import Plan

from .agreement import Agreement
from .grid import Grid, at_least, at_most, volumes_of
from .sets import Set


def prove_standing(
    where: str, stated: DrugInLine, one: Set, unit: str, agreement: Agreement
) -> None:
    """The drug that stands in one line after its last step."""
    volume, dose = one.standing
    agreement.word(f"{where}.bag", stated.bag, one.bag)
    agreement.amount(f"{where}.volume", stated.volume, volume, "mL")
    agreement.amount(f"{where}.dose", stated.dose, dose, unit)


def prove_flush(
    plan: Plan, delivery: Delivery, last: Set, missing: Fraction, unit: str, agreement: Agreement
) -> None:
    """The least volume that brings what is missing, or all that is in the line if that is less; on
    a pump the next that can be set, whole mL where none is stated: down where more drug follows."""
    stated, where = delivery.flush, "delivery.flush"
    _, left = last.standing
    brings, volume = missing if missing < left else left, Fraction(0)
    if brings > 0:
        volume = last.stream.volume_for(last.arrived + brings) - last.stop
    if brings > 0 and plan.pump is not None:
        grids = volumes_of(plan.pump) or [Grid(Fraction(0), None, Fraction(1))]
        if brings == left:
            volume = at_least(volume, grids) or volume
        else:
            volume = at_most(volume, grids) or Fraction(0)
            brings = last.stream.dose_at(last.stop + volume) - last.arrived
    if stated is None or brings <= 0:
        agreement.word(where, stated is not None, brings > 0)
        return
    ends_with = last.stream.steps[-1]
    start, rate = ends_with.start + ends_with.minutes, ends_with.rate
    if (empty := last.time_of(last.stop)) is not None:
        start = empty[0]
        for step in last.stream.steps:
            if step.start + step.minutes > start and step.rate < rate:
                rate = step.rate
    agreement.amount(f"{where}.volume", stated.volume, volume, "mL")
    agreement.amount(f"{where}.rate", stated.rate, rate, "mL/h")
    agreement.amount(f"{where}.start", stated.start, start, "min")
    agreement.amount(f"{where}.duration", stated.duration, volume * 60 / rate, "min")
    agreement.amount(f"{where}.dose", stated.dose, brings, unit)
