"""The flush as the row that follows the last step that runs, and when to change over to it."""

from dataclasses import dataclass

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import ML, Quantity, in_unit, quantity

from .layout import amount
from .rate import rate_to_set
from .timeline import event_clock, minutes_text, time_text

FLUSH = "Flush"
DILUENT = "diluent"
BRINGS = "brings"
DOES_NOT_RUN = "Does not run"


@dataclass(frozen=True, slots=True)
class FlushRow:
    """What is set for the flush, when, and what it gives, as texts; `brings` is drug that was
    counted when it left its bag, and adds nothing to the dose."""

    rate: str
    start: str
    duration: str
    volume: str
    brings: str
    note: str


def flush_of(plan: Plan) -> Flush | None:
    """The flush; None where no line is given or nothing is to be brought."""
    return None if plan.delivery is None else plan.delivery.flush


def flush_after(plan: Plan) -> int:
    """The number of the step that the flush follows: the last that begins before it."""
    flush = flush_of(plan)
    assert flush is not None
    running = [step for step in plan.steps if step.rate is not None]
    return ([step for step in running if step.start < flush.start] or running[:1])[-1].number


def flush_row(plan: Plan) -> FlushRow | None:
    """The row of the flush in every form of a plan."""
    flush = flush_of(plan)
    if flush is None:
        return None
    return FlushRow(
        rate=rate_to_set(plan, flush.rate),
        start=_start(plan, flush),
        duration=minutes_text(flush.duration),
        volume=amount(flush.volume),
        brings=f"{BRINGS}\u00a0{amount(flush.dose)}",
        note=_note(plan, flush),
    )


def _start(plan: Plan, flush: Flush) -> str:
    if plan.order.start is None:
        return minutes_text(flush.start)
    return event_clock(plan, next(e for e in plan.timeline if e.what == "flush-start"))


def _note(plan: Plan, flush: Flush) -> str:
    assert plan.delivery is not None
    beyond = plan.delivery.left_in_line.dose - flush.dose
    if not beyond.magnitude:
        return ""
    return f"Stop after {amount(flush.volume)}: {amount(beyond)} beyond the dose stay in the line"


def until_dry(plan: Plan, step: Step) -> Quantity | None:
    """The volume of a step that the bag still holds where it runs dry before the step ends; None
    for a step that its bag lasts for."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    if dry_at is None or step.rate is None or dry_at >= step.end:
        return None
    if dry_at <= step.start:
        return quantity(0, ML)
    return in_unit(step.rate * (dry_at - step.start), ML)


def change_over(plan: Plan, step: Step) -> tuple[str, str] | None:
    """What to do in a step that its bag does not last for, as label and text."""
    held = until_dry(plan, step)
    if held is None:
        return None
    assert plan.delivery is not None
    assert plan.delivery.dry_at is not None
    at, bag = time_text(plan, plan.delivery.dry_at), plan.delivery.left_in_line.bag
    flushed = plan.delivery.flush is not None
    if not held.magnitude:
        instead = "The flush runs in its place." if flushed else "Nothing runs in its place."
        return DOES_NOT_RUN, f"{bag} is empty from {at} on. {instead}"
    then = "Start the flush at once" if flushed else "Stop the pump; there is no flush"
    text = (
        f"{bag} is empty then, after {amount(held)} of the {amount(step.volume)} of this step; set "
        f"{amount(held)} as the volume to infuse. {then}; do not wait for the end of the step."
    )
    return f"Change over at {at}", text
