"""The timeline as lines: one for each moment, in minutes and, with a start, by the clock."""

from datetime import datetime, timedelta
from itertools import groupby

from rechallenge.model.plan import Event, Plan, Step
from rechallenge.planning.timeline.clock import at_offset
from rechallenge.quantities import MIN, ROUNDED, Quantity
from rechallenge.sheet.names import drug_name

from .layout import amount, wrapped
from .rate import rate_to_set

_WHY = {
    "baseline": "baseline",
    "each rate change": "rate change",
    "end": "end of infusion",
    "every": "routine",
}


def timeline_lines(plan: Plan) -> list[str]:
    """All events, those of one moment on one line."""
    rows = timeline_rows(plan)
    widths = [max((len(row[place]) for row in rows), default=0) for place in (0, 1)]
    column = sum(width + 2 for width in widths if width)
    lines = []
    for *times, said in rows:
        cells = [t.ljust(w + 2) for t, w in zip(times, widths, strict=True) if w]
        time = "".join(cells).replace(" ", "\u00a0")
        lines.append(wrapped(time + said, 2, 2 + column))
    return lines


def timeline_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """Each moment: its clock time (empty without a start), its offset, and what is due then."""
    moments = [(offset, list(events)) for offset, events in groupby(plan.timeline, _offset)]
    return [
        (_clock(plan, events[0]), minutes_text(offset), "; ".join(_said(plan, events)))
        for offset, events in moments
    ]


def minutes_text(time: Quantity) -> str:
    """A time in min to one decimal, more where it is short: no one keeps a thousandth of one."""
    return amount(time, 1)


def clock_text(at: datetime, start: datetime) -> str:
    """`09:15`, with seconds where they are not zero, and the day where it is not the first."""
    text = at.strftime("%H:%M:%S" if at.second else "%H:%M")
    days = (at.date() - start.date()).days
    return f"{text} ({days:+d} {'day' if abs(days) == 1 else 'days'})" if days else text


def _offset(event: Event) -> Quantity:
    return event.offset


def _clock(plan: Plan, event: Event) -> str:
    if event.at is None or plan.order.start is None:
        return ""
    return event_clock(plan, event)


def event_clock(plan: Plan, event: Event) -> str:
    """The clock time of an event; one between two seconds is rounded to the minute, with `~`."""
    assert event.at is not None
    assert plan.order.start is not None
    if (event.offset.to(MIN).magnitude * 60).denominator == 1:
        return clock_text(event.at, plan.order.start)
    to_the_minute = (event.at + timedelta(seconds=30)).replace(second=0)
    return f"{ROUNDED}{clock_text(to_the_minute, plan.order.start)}"


def time_text(plan: Plan, offset: Quantity) -> str:
    """A point on the infusion clock; with a start, by the clock too: `108 min (10:48)`."""
    text, at = amount(offset), at_offset(plan.order.start, offset)
    if at is None:
        return text
    clock = event_clock(plan, Event(offset=offset, at=at, what="step-start"))
    return f"{text} ({clock})"


def _said(plan: Plan, events: list[Event]) -> list[str]:
    said = []
    premedication = [drug_name(e.reasons[0]) for e in events if e.what == "premedication"]
    if premedication:
        said.append(f"give {', '.join(premedication)}")
    for event in events:
        if event.what == "step-end" and event.step == len(plan.steps):
            if not _is_dry(plan, event.offset):
                said.append("infusion ends")
        elif event.what == "step-start":
            said.append(_step_text(plan, plan.steps[_number(event) - 1]))
        elif event.what == "vitals":
            said.append(f"vital signs ({', '.join(_WHY[r] for r in event.reasons)})")
        elif event.what == "flush-start":
            said.append(_flush_text(plan))
        elif event.what == "flush-end":
            said.append("flush ends")
        elif event.what == "observation-end":
            said.append("observation ends")
    return said


def _flush_text(plan: Plan) -> str:
    assert plan.delivery is not None
    assert plan.delivery.flush is not None
    flush = plan.delivery.flush
    empty = "" if plan.delivery.dry_at is None else f"{plan.delivery.left_in_line.bag} is empty: "
    return (
        f"{empty}flush with {amount(flush.volume)} of diluent, set {rate_to_set(plan, flush.rate)}"
    )


def _step_text(plan: Plan, step: Step) -> str:
    if step.rate is None:
        return f"step {step.number}: observe, nothing runs"
    if _is_dry(plan, step.start):
        return f"step {step.number} does not run"
    earlier = [s.bag for s in plan.steps[: step.number - 1] if s.bag is not None]
    change = ""
    if len(plan.bags) > 1 and earlier[-1:] != [step.bag]:
        change = f"connect {step.bag}, "
    to_clear = " to clear the line" if step.clears_line else ""
    return f"step {step.number}: {change}set {rate_to_set(plan, step.rate)}{to_clear}"


def _is_dry(plan: Plan, offset: Quantity) -> bool:
    """Whether the last bag is empty by then, so that nothing is left to run from it."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    return dry_at is not None and offset >= dry_at


def _number(event: Event) -> int:
    assert event.step is not None
    return event.step
