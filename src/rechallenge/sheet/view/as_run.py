"""A step as it is run: of one that its bag does not last for, what the bag still gives."""

from typing import NamedTuple

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import MIN, ML, PERCENT, Quantity, in_unit, quantity

from .bags import bag_of

_NOTHING = quantity(0, ML)


class AsRun(NamedTuple):
    """What is run of a step: `runs` is False where its bag is empty before it begins, `cut_short`
    True where it is empty before it ends."""

    duration: Quantity
    volume: Quantity
    dose: Quantity
    cumulative_dose: Quantity
    cumulative_share: Quantity
    cut_short: bool = False
    runs: bool = True


def as_run(plan: Plan, step: Step) -> AsRun:
    """The step as it is run; the planned one where its bag lasts for it."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    if dry_at is None or step.bag is None or step.rate is None or dry_at >= step.end:
        planned = (step.duration, step.volume, step.dose)
        return AsRun(*planned, step.cumulative_dose, step.cumulative_share)
    duration = dry_at - step.start if dry_at > step.start else quantity(0, MIN)
    volume = in_unit(step.rate * duration, ML)
    dose = _dose(plan, step.bag, volume)
    given = plan.totals.dose - _dose(plan, step.bag, not_run(plan))
    share = (given / plan.totals.dose).to(PERCENT)
    runs = bool(volume.magnitude)
    return AsRun(duration, volume, dose, given, share, cut_short=True, runs=runs)


def not_run(plan: Plan) -> Quantity:
    """The volume of the steps for which the last bag is empty."""
    return plan.delivery.dry if plan.delivery and plan.delivery.dry_at is not None else _NOTHING


def totals_as_run(plan: Plan) -> tuple[Quantity, Quantity, Quantity]:
    """Duration, volume and dose of the steps as they are run. What was given before is not of
    them."""
    totals, dose = plan.totals, plan.totals.dose - plan.given_before
    if plan.delivery is None or plan.delivery.dry_at is None:
        return totals.duration, totals.volume, dose
    last = plan.steps[-1]
    ends = totals.duration if last.rate is None else plan.delivery.dry_at
    dry = plan.delivery.dry
    lacks = _dose(plan, plan.delivery.left_in_line.bag, dry)
    return ends, totals.volume - dry, dose - lacks


def _dose(plan: Plan, bag: str, volume: Quantity) -> Quantity:
    dose: Quantity = (volume * bag_of(plan, bag).concentration).to(plan.totals.dose.units)
    return dose
