"""The line that is always on the screen: how long, until when, how fast, what is open."""

from dataclasses import dataclass
from fractions import Fraction

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import MIN, Quantity, display
from rechallenge.sheet.text.layout import NO_BREAK
from rechallenge.sheet.text.rate import rate_to_set
from rechallenge.sheet.text.timeline import event_clock

NONE = "none"


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in one line. `peak_at` is the step that runs fastest; `finish` is empty where the
    order has no start."""

    total: str
    finish: str
    peak: str
    peak_at: int
    to_confirm: int
    notes: int

    @property
    def is_draft(self) -> bool:
        """Whether a finding still asks to be confirmed."""
        return self.to_confirm > 0


def summary_of(plan: Plan) -> Summary:
    """The summary of one plan."""
    fastest = fastest_step(plan)
    assert fastest.rate is not None
    return Summary(
        total=span(plan.totals.duration),
        finish=finish_clock(plan),
        peak=rate_to_set(plan, fastest.rate).replace(NO_BREAK, " "),
        peak_at=fastest.number,
        to_confirm=len(plan.open_findings(Severity.CONFIRM)),
        notes=sum(f.severity is Severity.NOTE for f in plan.findings),
    )


def fastest_step(plan: Plan) -> Step:
    """The first of the steps that run at the highest rate."""
    running = [step for step in plan.steps if step.rate is not None]
    highest = max(step.rate for step in running if step.rate is not None)
    return next(step for step in running if step.rate == highest)


def finish_clock(plan: Plan) -> str:
    """The clock time at which the last step ends; empty without a start."""
    if plan.order.start is None:
        return ""
    ends = [e for e in plan.timeline if e.what == "step-end" and e.step == len(plan.steps)]
    return event_clock(plan, ends[0]) if ends else ""


def span(duration: Quantity) -> str:
    """`150 min (2 h 30 min)`; the hours only where the minutes are whole and there are some."""
    text = display(duration)
    minutes = Fraction(duration.to(MIN).magnitude)
    if minutes.denominator != 1 or minutes < 60:
        return text
    hours, rest = divmod(int(minutes), 60)
    return f"{text} ({hours} h{f' {rest} min' if rest else ''})"
