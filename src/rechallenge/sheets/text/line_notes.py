"""What to do at a step about the line: a bag that is empty early, and the flush after it."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import Quantity

from .layout import amount
from .rate import rate_to_set
from .timeline import minutes_text, time_text

RUNS_DRY = "The bag runs dry"
NOT_RUN = "Do not run this step"
THEN_FLUSH = "Then flush"


def line_notes(plan: Plan, step: Step) -> Iterator[tuple[str, str]]:
    """Labels and texts for this step, in the order they are acted on."""
    if plan.delivery is None or step.rate is None:
        return
    dry_at, flush, bag = plan.delivery.dry_at, plan.delivery.flush, plan.delivery.left_in_line.bag
    if dry_at is not None and step.start >= dry_at:
        in_place = "" if flush is None else ", and the flush is in its place"
        yield NOT_RUN, f"{bag} is empty{in_place}"
    elif dry_at is not None and step.end > dry_at:
        drawn = (step.rate * (dry_at - step.start)).to(step.volume.units)
        yield (
            RUNS_DRY,
            (
                f"{bag} is empty after {amount(drawn)} of this step, at {time_text(plan, dry_at)}; "
                f"set {amount(drawn)} as the volume to infuse"
            ),
        )
    if flush is not None and step.number == _last_that_runs(plan, flush.start):
        yield (
            THEN_FLUSH,
            (
                f"{amount(flush.volume)} of diluent at {rate_to_set(plan, flush.rate)} for "
                f"{minutes_text(flush.duration)}, from {time_text(plan, flush.start)}"
            ),
        )


def _last_that_runs(plan: Plan, flush_start: Quantity) -> int:
    running = [step for step in plan.steps if step.rate is not None]
    return ([step for step in running if step.start < flush_start] or running[:1])[-1].number
