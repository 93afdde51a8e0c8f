"""The line itself: its volume as ordered, and the steps that clear it."""

from rechallenge.model.line import Line
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import bags_that_fill_a_line
from .grid import at_most, volumes_of
from .integrating import Found
from .plain_numbers import number


def prove_line(plan: Plan, line: Line, found: list[Found], agreement: Agreement) -> None:
    """The line is used as ordered. A cleared one is cleared once for each bag that fills it, of
    just its volume, or the next below that can be set, before any other step of that bag."""
    dead = number(line.dead_volume, "mL")
    if grids := volumes_of(plan.pump):
        dead = at_most(dead, grids) or dead
    if isinstance(plan.order.line, Quantity):
        ordered = number(plan.order.line, "mL")
        agreement.amount("line.dead_volume", line.dead_volume, ordered, "mL")
    agreement.word("line.primed", line.primed, plan.order.primed)
    agreement.word("line.sets", line.sets, plan.order.sets or "shared")
    filling = set() if line.clear_at is None else bags_that_fill_a_line(plan, found)
    seen: set[str | None] = set()
    for place, one in enumerate(found):
        first, where = one.bag in filling - seen, f"steps[{place}]"
        seen.add(one.bag)
        agreement.word(f"{where}.written_at", one.step.clears_line, first)
        if first and line.clear_at is not None:
            agreement.amount(f"{where}.volume", one.step.volume, dead, "mL")
            agreement.amount(f"{where}.rate", one.step.rate, number(line.clear_at, "mL/h"), "mL/h")
