"""The end of the infusion: a bag that runs dry, and drug that stays in the line or is discarded
with a set."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import STAYS_IN_LINE
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, Basis, Rule, check


@check(Rule(FindingCode.BAG_DRY_BEFORE_END, (CONFIRM,), (Basis.ARITHMETIC,), ("H-08",)))
def dry_bag(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """The last bag is empty before its steps end, because the line was filled from it."""
    if plan.delivery is None or plan.delivery.dry_at is None:
        return
    dry_at, bag = plan.delivery.dry_at, plan.delivery.left_in_line.bag
    running = next(step.number for step in plan.steps if step.bag == bag and step.end > dry_at)
    yield confirm(
        FindingCode.BAG_DRY_BEFORE_END,
        (STEP, running),
        bag=bag,
        at=dry_at,
        step=running,
        dry=plan.delivery.dry,
        line=next(b.into_line for b in plan.bags if b.name == bag),
    )


@check(Rule(FindingCode.DOSE_LEFT_IN_LINE, (CONFIRM,), (STAYS_IN_LINE,), ("H-21",)))
def left_in_line(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """The part of the dose that has not reached the vein, and the flush that delivers it. Drug
    beyond the dose may stay in the line."""
    if plan.delivery is None or plan.delivery.flush is None:
        return
    flush = plan.delivery.flush
    yield confirm(
        FindingCode.DOSE_LEFT_IN_LINE,
        ("order", "line"),
        STAYS_IN_LINE.source,
        dose=flush.dose,
        ordered=plan.dose.total,
        volume=flush.volume,
        rate=flush.rate,
        duration=flush.duration,
    )


@check(Rule(FindingCode.DOSE_LOST_WITH_SET, (CONFIRM,), (Basis.ARITHMETIC,), ("H-21",)))
def lost_with_set(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Drug that is discarded with a set. Drug beyond the dose may be discarded too; then nothing of
    the dose is lost."""
    if plan.delivery is None:
        return
    flush, reaches = plan.delivery.flush, plan.delivery.delivered
    if flush is not None:
        reaches = reaches + flush.dose
    numbers = {bag.name: number for number, bag in enumerate(plan.bags)}
    for lost in plan.delivery.lost if reaches < plan.through_line else ():
        yield confirm(
            FindingCode.DOSE_LOST_WITH_SET,
            ("bags", numbers[lost.bag]),
            bag=lost.bag,
            volume=lost.volume,
            dose=lost.dose,
            reaches=reaches,
            ordered=plan.through_line,
        )
