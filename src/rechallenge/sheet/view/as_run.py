"""A step as it is run: the volume set for it and, where its bag does not last, what that gives."""

from collections.abc import Iterator
from typing import NamedTuple

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, quantity

from .cells import Amount, worded
from .codes import Label
from .rows import Note, noted

_NOTHING = quantity(0, ML)


class AsRun(NamedTuple):
    """The part of a step that is run: `runs` is False if its bag is empty before it begins,
    `cut_short` is True if its bag is empty before it ends."""

    duration: Quantity
    volume: Quantity
    dose: Quantity
    cumulative_dose: Quantity
    cumulative_share: Quantity
    cut_short: bool = False
    runs: bool = True


def as_run(plan: Plan, step: Step) -> AsRun:
    """The step as it is run; as planned if its bag lasts."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    if dry_at is None or step.bag is None or step.rate is None or dry_at >= step.end:
        planned = (step.duration, step.volume, step.dose)
        return AsRun(*planned, step.cumulative_dose, step.cumulative_share)
    duration = dry_at - step.start if dry_at > step.start else quantity(0, MIN)
    volume = (step.rate * duration).to(ML)
    dose = _dose(plan, step.bag, volume)
    given = plan.totals.dose - _dose(plan, step.bag, _not_run(plan))
    share = (given / plan.totals.dose).to(PERCENT)
    runs = bool(volume.magnitude)
    return AsRun(duration, volume, dose, given, share, cut_short=True, runs=runs)


def _not_run(plan: Plan) -> Quantity:
    """The volume of the steps for which the last bag is empty."""
    return plan.delivery.dry if plan.delivery and plan.delivery.dry_at is not None else _NOTHING


def totals_as_run(plan: Plan) -> tuple[Quantity, Quantity, Quantity]:
    """Duration, volume and dose of the steps as they are run. What was given before is
    not included."""
    totals, dose = plan.totals, plan.totals.dose - plan.given_before
    if plan.delivery is None or plan.delivery.dry_at is None:
        return totals.duration, totals.volume, dose
    last = plan.steps[-1]
    ends = totals.duration if last.rate is None else plan.delivery.dry_at
    dry = plan.delivery.dry
    lacks = _dose(plan, plan.delivery.left_in_line.bag, dry)
    return ends, totals.volume - dry, dose - lacks


def _dose(plan: Plan, bag: str, volume: Quantity) -> Quantity:
    dose: Quantity = (volume * plan.bag(bag).concentration).to(plan.totals.dose.units)
    return dose


def volume_to_set(step: Step, runs: Quantity) -> Amount:
    """What runs, shown as what is set for it on the pump."""
    to_set = step.volume_to_set
    if to_set is None or to_set == runs:
        return Amount(runs)
    return Amount(runs, instead=Amount(to_set).alone)


def until_empty(plan: Plan, step: Step, runs: Quantity) -> Iterator[Note]:
    """For the last step of a bag: what to set, and what the bag holds where that is less."""
    if step.volume_to_set is None or not plan.empties_bag(step):
        return
    code = "steps.bag-runs-empty" if step.volume_to_set == runs else "steps.bag-runs-empty-first"
    said = worded(code, to_set=step.volume_to_set, volume=runs)
    yield noted(Label.EMPTIES_BAG, said)
