"""The rows of the step table: what to set, from when, for how long, and what it gives."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import DROPS_PER_MIN, ML_PER_H, ROUNDED, Quantity, in_unit
from rechallenge.sheet.text.flush import (
    BRINGS,
    DILUENT,
    DOES_NOT_RUN,
    FLUSH,
    change_over,
    flush_after,
    flush_of,
    flush_row,
    until_dry,
)
from rechallenge.sheet.text.layout import amount
from rechallenge.sheet.text.timeline import event_clock, minutes_text

from .words import Data, JsonValue, printed

OBSERVE = "observe"
NOTHING_RUNS = "nothing runs"
NOT_COUNTED = "not counted"
STOP_AT = "stop at"
TOTAL = "Steps in all"
GO_ON_IF = "Go on only if"


def step_table(plan: Plan) -> Data:
    """Rows, totals, and what stands under the table."""
    rows = [_row(plan, step) for step in plan.steps]
    if flush_of(plan) is not None:
        rows.insert(flush_after(plan), _flush(plan))
    totals = plan.totals
    cells = [minutes_text(totals.duration), amount(totals.volume), amount(totals.dose)]
    shown = [str(value) for row in rows for value in row.values()] + cells
    return {
        "rows": list(rows),
        "ends": _ends(plan),
        "total": TOTAL,
        "totals": list(cells),
        "rounded": any(ROUNDED in text for text in shown),
    }


def _row(plan: Plan, step: Step) -> Data:
    infuses = step.rate is not None
    counted = infuses and not step.clears_line
    held = until_dry(plan, step)
    runs = held is None or bool(held.magnitude)
    return {
        "number": str(step.number),
        "flush": False,
        "bag": printed(step.bag) if step.bag is not None else "",
        "connect": step.bag is not None and step.bag != _bag_before(plan, step),
        "rate": _to_do(plan, step) if runs else DOES_NOT_RUN.lower(),
        "also": _also(plan, step.rate) if runs else f"planned: {_to_do(plan, step)}",
        "infuses": infuses and runs,
        "clears_line": step.clears_line,
        "start": _start(plan, step),
        "duration": minutes_text(step.duration),
        "volume": amount(step.volume) if infuses else "",
        "stop_at": f"{STOP_AT} {amount(held)}" if held is not None and runs else "",
        "brings": "",
        "dose": amount(step.dose) if counted else NOT_COUNTED if infuses else "",
        "given": amount(step.cumulative_dose) if counted else "",
        "share": amount(step.cumulative_share, 1) if counted else "",
        "vitals": list(_vitals_due(plan, step)),
        "notes": list[JsonValue](
            [label, printed(text), rank] for label, text, rank in _ranked(plan, step)
        ),
    }


def _flush(plan: Plan) -> Data:
    """The flush, as the last row: it is set like a step."""
    flush, row = flush_of(plan), flush_row(plan)
    assert flush is not None
    assert row is not None
    return {
        "number": FLUSH,
        "flush": True,
        "bag": DILUENT,
        "connect": True,
        "rate": set_rate(plan, flush.rate),
        "also": _also(plan, flush.rate),
        "infuses": True,
        "clears_line": False,
        "start": row.start,
        "duration": row.duration,
        "volume": row.volume,
        "stop_at": "",
        "brings": BRINGS,
        "dose": amount(flush.dose),
        "given": "",
        "share": "",
        "vitals": list[JsonValue](),
        "notes": [["", printed(row.note), "acted on"]] if row.note else [],
    }


def _ranked(plan: Plan, step: Step) -> Iterator[tuple[str, str, str]]:
    """Notes with how each is printed: as large as the rest where it is acted on, and framed where
    the nurse changes over before the step ends."""
    change = change_over(plan, step)
    if change is not None:
        yield (*change, "change over")
    for label, text in _notes(plan, step):
        yield label, text, "acted on" if label == GO_ON_IF else "small"


def _to_do(plan: Plan, step: Step) -> str:
    return OBSERVE if step.rate is None else set_rate(plan, step.rate)


def set_rate(plan: Plan, rate: Quantity) -> str:
    """What the nurse sets: mL/h, or drops/min on a gravity set."""
    if plan.pump is not None and plan.pump.drops is not None:
        return amount(in_unit(rate * plan.pump.drops, DROPS_PER_MIN))
    return amount(in_unit(rate, ML_PER_H))


def _also(plan: Plan, rate: Quantity | None) -> str:
    """What stands small under the rate."""
    if rate is None:
        return NOTHING_RUNS
    if plan.pump is not None and plan.pump.drops is not None:
        return amount(in_unit(rate, ML_PER_H))
    return ""


def _bag_before(plan: Plan, step: Step) -> str | None:
    earlier = [s.bag for s in plan.steps[: step.number - 1] if s.bag is not None]
    return earlier[-1] if earlier else None


def _start(plan: Plan, step: Step) -> str:
    if plan.order.start is None:
        return minutes_text(step.start)
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    return event_clock(plan, event)


def _ends(plan: Plan) -> str:
    if plan.order.start is None:
        return ""
    return event_clock(plan, next(e for e in reversed(plan.timeline) if e.what == "step-end"))


def _vitals_due(plan: Plan, step: Step) -> Iterator[str]:
    """When vital signs are due during the step; those after it belong to the last one."""
    last = step.number == len(plan.steps)
    for event in plan.timeline:
        at = event.offset
        if event.what != "vitals" or at < step.start:
            continue
        if last or at < step.end:
            if event.at is not None and plan.order.start is not None:
                yield event_clock(plan, event)
            else:
                yield minutes_text(at)


def _notes(plan: Plan, step: Step) -> Iterator[tuple[str, str]]:
    if step.clears_line:
        yield "Clears the line", "brings drug to the vein; nothing of it is counted as given"
    if step.go_on_if:
        yield GO_ON_IF, step.go_on_if
    if step.note:
        yield "Note", step.note
    written = plan.written(step)
    if written is not None:
        if differing := list(_differing(written, step)):
            yield "As written", ", ".join(differing)
    elif not step.clears_line:
        yield "Not in the protocol", "added because rates were rounded for the pump"


def _differing(written: Step, step: Step) -> Iterator[str]:
    """What the protocol has where rounding for the pump gave something else."""
    if written.rate is not None and written.rate != step.rate:
        yield f"rate {amount(written.rate)}"
    if written.duration != step.duration:
        yield f"duration {minutes_text(written.duration)}"
    for name in ("volume", "dose"):
        theirs = getattr(written, name)
        if theirs != getattr(step, name):
            yield f"{name} {amount(theirs)}"
