"""The step table: what to set the pump to, from which bag, and what each step gives."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from rechallenge.model.plan import Plan, Step

from .flush import DILUENT, FLUSH, change_over, flush_after, flush_row
from .layout import WIDTH, amount, table, wrapped
from .rate import rate_to_set
from .timeline import event_clock, minutes_text
from .working import formula_lines

_Cells: TypeAlias = tuple[str, ...]
TOTAL = "Total"
CLEARS = "Clears the line: brings drug to the vein, none is counted."
HEADS = ("Step", "Rate to set", "Start", "Duration", "Volume", "Dose", "Cumulative")


def step_lines(plan: Plan, *, working: bool) -> Iterator[str]:
    """The table, with a line for each change of bag, with `working` the sums under each row, and
    the flush after the last step that runs."""
    head, rows, flush, total = step_table(plan)
    yield from head
    bag, rounded = None, False
    for step, row in zip(plan.steps, rows, strict=True):
        if len(plan.bags) > 1 and step.bag not in (None, bag):
            bag = step.bag
            yield wrapped(f"from {bag}:", 2)
        shown = [*row]
        if written := as_written_text(plan, step):
            shown.append(wrapped(f"as written: {written}", 8))
        rounded = rounded or any("~" in line for line in shown)
        yield from shown
        if change := change_over(plan, step):
            yield wrapped(": ".join(change), 8)
        if step.clears_line:
            yield wrapped(CLEARS, 8)
        if step.go_on_if:
            yield wrapped(f"Go on only if: {step.go_on_if}", 8)
        if step.note:
            yield wrapped(step.note, 8)
        if working:
            yield from formula_lines(step.working)
        if flush and step.number == flush_after(plan):
            yield wrapped(f"from a bag of {DILUENT}:", 2)
            yield from flush
            yield from flush_notes(plan)
    yield from total
    rounded = rounded or any("~" in line for line in flush)
    if rounded:
        yield wrapped("~ rounded to be shown; --working and --format json give the exact value", 2)


class StepTable(NamedTuple):
    """The lines of the table: of its heads, of each step, of the flush (none where there is none),
    and of the total."""

    head: list[str]
    steps: list[list[str]]
    flush: list[str]
    total: list[str]


def step_table(plan: Plan, width: int = WIDTH) -> StepTable:
    """The table at a width. The share of the dose stands beside the dose given so far where there
    is room for it."""
    cells = [_row(plan, step) for step in plan.steps]
    lines = _table(plan, [_with_share(*row) for row in zip(plan.steps, cells, strict=True)], width)
    if any(len(row) > 1 for row in lines):
        lines = _table(plan, cells, width)
    head, *rows, total = lines
    flush = rows.pop() if flush_row(plan) is not None else []
    return StepTable(head, rows, flush, total)


def _table(plan: Plan, rows: list[_Cells], width: int) -> list[list[str]]:
    totals = plan.totals
    whole = (
        TOTAL,
        "",
        "",
        minutes_text(totals.duration),
        *map(amount, (totals.volume, totals.dose)),
        "",
    )
    return table(HEADS, [*rows, *_flush(plan), whole], width=width)


def _flush(plan: Plan) -> Iterator[tuple[str, ...]]:
    if (row := flush_row(plan)) is not None:
        yield (FLUSH, row.rate, row.start, row.duration, row.volume, "", "")


def flush_notes(plan: Plan, width: int = WIDTH) -> Iterator[str]:
    """What stands below the row of the flush: what it brings, and when to stop it."""
    if (row := flush_row(plan)) is not None:
        yield wrapped(f"{row.brings} from the line, counted when it left its bag", 8, width=width)
        if row.note:
            yield wrapped(row.note, 8, width=width)


def _row(plan: Plan, step: Step) -> _Cells:
    number, start, duration = str(step.number), _start(plan, step), minutes_text(step.duration)
    if step.rate is None:
        return (number, "observe", start, duration, "none", "none", "")
    amounts = map(amount, (step.volume, step.dose, step.cumulative_dose))
    return (number, rate_to_set(plan, step.rate), start, duration, *amounts)


def _with_share(step: Step, cells: _Cells) -> _Cells:
    *others, given = cells
    if step.rate is None:
        return cells
    return (*others, f"{given} ({amount(step.cumulative_share, 1)})")


def as_written_text(plan: Plan, step: Step) -> str:
    """Rate and dose of the protocol for a step where the pump has moved one; empty for others."""
    written = plan.written(step)
    if written is None or written.rate is None:
        return ""
    if (written.rate, written.dose) == (step.rate, step.dose):
        return ""
    return f"{amount(written.rate)}, {amount(written.dose)}"


def _start(plan: Plan, step: Step) -> str:
    if plan.order.start is None:
        return minutes_text(step.start)
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    return event_clock(plan, event)
