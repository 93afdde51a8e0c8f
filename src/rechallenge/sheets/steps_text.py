"""The step table: what to set the pump to, from which bag, and what each step gives."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import DROPS_PER_MIN, Quantity, in_unit

from .layout import WIDTH, amount, table, wrapped
from .timeline_text import event_clock, minutes_text
from .working_text import formula_lines

CLEARS = "Clears the line: brings drug to the vein, none is counted."
HEADS = ("Step", "Rate to set", "Start", "Duration", "Volume", "Dose", "Cumulative")


def step_lines(plan: Plan, *, working: bool) -> Iterator[str]:
    """The table, with a line for each change of bag; with `working`, the sums under each row."""
    head, *rows, total = step_table(plan)
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
        if step.clears_line:
            yield wrapped(CLEARS, 8)
        if step.go_on_if:
            yield wrapped(f"Go on only if: {step.go_on_if}", 8)
        if step.note:
            yield wrapped(step.note, 8)
        if working:
            yield from formula_lines(step.working)
    yield from total
    if rounded:
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
    return (number, rate_to_set(plan, step.rate), start, duration, volume, dose, given)


def rate_to_set(plan: Plan, rate: Quantity) -> str:
    """The rate in mL/h; of a gravity set, the drops to count too."""
    if plan.pump is None or plan.pump.drops is None:
        return amount(rate)
    drops = in_unit(rate * plan.pump.drops, DROPS_PER_MIN)
    return f"{amount(drops)} ({amount(rate)})"


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
