"""The step table: what to set the pump to, from which bag, and what each step gives."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan, Step

from .layout import WIDTH, amount, table, wrapped
from .timeline_text import event_clock, minutes_text
from .working_text import formula_lines

HEADS = ("Step", "Rate to set", "Start", "Duration", "Volume", "Dose", "Cumulative")


def step_lines(plan: Plan, *, working: bool) -> Iterator[str]:
    """The table, with a line for each change of bag; with `working`, the sums under each row."""
    head, *rows, total = step_table(plan)
    yield from head
    bag = None
    for step, row in zip(plan.steps, rows, strict=True):
        if len(plan.bags) > 1 and step.bag not in (None, bag):
            bag = step.bag
            yield wrapped(f"from {bag}:", 2)
        yield from row
        if step.clears_line:
            yield wrapped("Clears the line: brings drug to the vein, none is counted.", 8)
        if step.go_on_if:
            yield wrapped(f"Go on only if: {step.go_on_if}", 8)
        if step.note:
            yield wrapped(step.note, 8)
        if working:
            yield from formula_lines(step.working)
    yield from total
    if any("~" in line for row in rows for line in row):
        yield wrapped("~ rounded to be shown; --working and --format json give the exact value", 2)


def step_table(plan: Plan, width: int = WIDTH) -> list[list[str]]:
    """The lines of the table: one list for the heads, one for each step, one for the total.

    The share of the dose stands beside the dose given so far where there is room for it.
    """
    lines = _table(plan, width, shares=True)
    return _table(plan, width, shares=False) if any(len(row) > 1 for row in lines) else lines


def _table(plan: Plan, width: int, *, shares: bool) -> list[list[str]]:
    rows = [_row(plan, step, shares=shares) for step in plan.steps]
    totals = plan.totals
    whole = (
        "Total",
        "",
        "",
        minutes_text(totals.duration),
        *map(amount, (totals.volume, totals.dose)),
        "",
    )
    return table(HEADS, [*rows, whole], width=width)


def _row(plan: Plan, step: Step, *, shares: bool) -> tuple[str, ...]:
    number, start, duration = str(step.number), _start(plan, step), minutes_text(step.duration)
    if step.rate is None:
        return (number, "observe", start, duration, "none", "none", "")
    given = amount(step.cumulative_dose)
    if shares:
        given = f"{given} ({amount(step.cumulative_share, 1)})"
    volume, dose = amount(step.volume), amount(step.dose)
    return (number, amount(step.rate), start, duration, volume, dose, given)


def _start(plan: Plan, step: Step) -> str:
    if plan.order.start is None:
        return minutes_text(step.start)
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    return event_clock(plan, event)
