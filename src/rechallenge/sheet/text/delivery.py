"""What reaches the vein, as lines: the line, the first drug, each step, what stays, the flush."""

from collections.abc import Iterator

from rechallenge.model.delivery import DeliveredStep, Delivery, DrugInLine
from rechallenge.model.line import Line
from rechallenge.model.plan import Plan, Step
from rechallenge.words.lists import steps_named

from .layout import amount, labelled, table, wrapped
from .rate import rate_to_set
from .timeline import time_text
from .working import formula_lines

SETS = {"shared": "shared by all bags", "fresh": "a fresh set for each bag"}
DELIVERY_HEADS = ("Step", "Planned dose", "Reaches the vein", "In all", "Arriving at")


def delivery_lines(plan: Plan, line: Line, delivery: Delivery, *, working: bool) -> Iterator[str]:
    """The section, with the sums under first drug and flush where `working` is asked for."""
    yield from labelled(first_rows(plan, line, delivery))
    if working and delivery.first_drug is not None:
        yield from formula_lines(delivery.first_drug.working)
    yield ""
    for lines in table(DELIVERY_HEADS, delivered_rows(plan, delivery)):
        yield from lines
    if fastest := fastest_text(delivery):
        yield wrapped(fastest, 2)
    yield ""
    yield from labelled(rest_rows(plan, delivery))
    if working and delivery.flush is not None:
        yield from formula_lines(delivery.flush.working)


def first_rows(plan: Plan, line: Line, delivery: Delivery) -> list[tuple[str, str]]:
    """The line, and when the first drug reaches the vein, as labels and texts."""
    first = ("First drug", _first(plan, delivery))
    return [("Line", _line(plan, line)), *_clearing(plan, line), first]


def delivered_rows(plan: Plan, delivery: Delivery) -> list[tuple[str, ...]]:
    """What reaches the vein during each step, and in all."""
    rows = [_row(*pair) for pair in zip(plan.steps, delivery.steps, strict=True)]
    total = ("Total", amount(plan.totals.dose), amount(delivery.delivered), "", "")
    return [*rows, total]


def _line(plan: Plan, line: Line) -> str:
    parts = [f"{amount(line.dead_volume)}, primed with {line.primed}"]
    if len(plan.bags) > 1:
        parts.append(SETS[line.sets])
    text = ", ".join(parts)
    if line.title is not None:
        return f"{line.title}: {text} ({line.source})"
    return f"{text} (volume stated by the order)"


def _clearing(plan: Plan, line: Line) -> Iterator[tuple[str, str]]:
    if line.clear_at is None:
        return
    steps = steps_named(step.number for step in plan.steps if step.clears_line)
    rate = rate_to_set(plan, line.clear_at)
    if plan.order.clear_line is not None and plan.order.clear_line != line.clear_at:
        rate = f"{rate} ({amount(plan.order.clear_line)} ordered, rounded for the pump)"
    yield "Cleared", f"in {steps} at {rate}: brings drug to the vein, none is counted"


def _first(plan: Plan, delivery: Delivery) -> str:
    first = delivery.first_drug
    if first is None:
        return "none reaches the vein before the end of the last step"
    return f"{time_text(plan, first.at)}, in step {first.step}, at {amount(first.dose_rate)}"


def _row(step: Step, reached: DeliveredStep) -> tuple[str, ...]:
    planned = amount(step.dose)
    if step.clears_line:
        planned = "clears the line"
    elif step.rate is None:
        planned = "observe"
    at = "none" if reached.dose_rate is None else amount(reached.dose_rate)
    dose = amount(reached.dose) if reached.dose.magnitude else "none"
    return (str(step.number), planned, dose, amount(reached.cumulative_dose), at)


def fastest_text(delivery: Delivery) -> str:
    """A word on the table where drug arrives faster than any step so far was planned to run."""
    peak = delivery.peak
    if peak is None or peak.dose_rate <= peak.planned:
        return ""
    return (
        f"In step {peak.step} drug arrives at {amount(peak.dose_rate)}, faster than any step "
        f"so far was planned to give it ({amount(peak.planned)} at most)."
    )


def rest_rows(plan: Plan, delivery: Delivery) -> Iterator[tuple[str, str]]:
    """What is left behind, lost or flushed, as labels and texts."""
    for residue in delivery.residues:
        stands = f"{amount(residue.volume)} with {amount(residue.dose)} of {residue.bag}"
        if residue.arrives_at is None:
            arrives = "they stay in the line"
        else:
            during = "the flush" if residue.step is None else f"step {residue.step}"
            arrives = f"they arrive at up to {amount(residue.arrives_at)}, in {during}"
        own = f"its own steps ran at {amount(residue.own_rate)} at most"
        yield "Residue", f"{stands} when the next bag is connected; {arrives}; {own}"
    for lost in delivery.lost:
        yield "Lost", f"{_standing(lost)} of {lost.bag}, with its set"
    if delivery.dry_at is not None:
        bag, at = delivery.left_in_line.bag, time_text(plan, delivery.dry_at)
        text = f"{bag} is empty at {at}; the last {amount(delivery.dry)} of the steps do not run"
        yield "Bag", text
    yield "Left in line", _standing(delivery.left_in_line)
    yield "Flush", _flush(plan, delivery)


def _standing(standing: DrugInLine) -> str:
    return f"{amount(standing.volume)} with {amount(standing.dose)}"


def _flush(plan: Plan, delivery: Delivery) -> str:
    flush, left = delivery.flush, delivery.left_in_line.dose
    if flush is None:
        return "none: the ordered dose is in. What stands in the line is beyond it; leave it there"
    text = (
        f"{amount(flush.volume)} of diluent at {rate_to_set(plan, flush.rate)} "
        f"for {amount(flush.duration)}, from {time_text(plan, flush.start)}: "
        f"brings {amount(flush.dose)}, then {amount(delivery.delivered + flush.dose)} "
        f"of the ordered {amount(plan.dose.total)} are in"
    )
    if flush.dose < left:
        text += f". No more: {amount(left - flush.dose)} beyond the dose stay in the line"
    return text
