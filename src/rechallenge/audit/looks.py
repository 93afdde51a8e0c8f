"""What is worth a look in a table whose numbers agree: what was looked at, and what stood out.

A note is not a slip. It says that something is unusual, and a person decides whether it is meant.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from rechallenge.model.pump import Pump
from rechallenge.quantities import Quantity

from .agreement import Audit
from .roles import Role
from .table import Cell
from .understanding import Line

Value: TypeAlias = Quantity | Fraction | str
"""An amount, a factor, or the name of a step, bag or pump."""


class Note(NamedTuple):
    """Something to look at: its code, its cell, and the numbers it was decided on."""

    code: str
    cell: Cell
    numbers: Mapping[str, Value]


class Look(NamedTuple):
    """One way of looking: its code, how many times it was looked, what stood out, and `by` what
    was looked: the pump, the line. Where it was not looked at all, `times` is 0 and `why_not` a
    code for the reason."""

    code: str
    times: int = 0
    notes: tuple[Note, ...] = ()
    why_not: str = ""
    by: Mapping[str, Value] = {}


def looked_at(
    audit: Audit, pump: Pump | None = None, dead_volume: Quantity | None = None
) -> tuple[Look, ...]:
    """Every way of looking at a table: those that need the pump or the dead volume of the line are
    not done without it."""
    from .dead_time import dead_time
    from .jumps import jumps
    from .order import step_numbers, sums_that_fall
    from .pump_rates import pump_rates

    return (
        step_numbers(audit.found),
        sums_that_fall(audit),
        jumps(audit),
        pump_rates(audit.found, pump),
        dead_time(audit.found, dead_volume),
    )


def solution_of(line: Line) -> str:
    """What a step is given from: its bag; where none is named, its concentration or its dilution as
    printed."""
    numbers = map(line.numbers.get, (Role.CONCENTRATION, Role.RATIO))
    return line.bag or next((number.shown for number in numbers if number is not None), "")


def notes_of(looks: Sequence[Look]) -> tuple[Note, ...]:
    return tuple(note for look in looks for note in look.notes)
