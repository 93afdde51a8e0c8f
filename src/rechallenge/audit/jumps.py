"""Jumps: a step that rises by far more than the others of its table do, and a rate that falls.

What is far is not a number that was chosen. A rise stands out where it is larger than the two
largest others one after the other, as if a step had been left out; printed digits are taken for all
that they may stand for.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from rechallenge.quantities import Quantity, exact_number, parse_exact

from .agreement import Audit
from .at_once import are_at_once, gives
from .bags import bag_key, gives_none
from .intervals import Interval
from .looks import Look, Note, Value, solution_of
from .printed import Printed
from .roles import Role
from .understanding import Line

_PER_H = Fraction(60)
_FEWEST = 2
"""With so many others a rise is compared, the largest, one after the other."""


class _Level(NamedTuple):
    """What a step gives: its dose rate, rate or dose as printed, and what that may stand for."""

    step: str
    number: Printed
    value: Fraction
    unit: str
    may_be: Interval

    @property
    def amount(self) -> Quantity:
        """The value with its unit."""
        return parse_exact(f"{exact_number(self.value)} {self.unit}")


class _Rise(NamedTuple):
    before: _Level
    after: _Level
    factor: Fraction
    may_be: Interval


def jumps(audit: Audit) -> Look:
    """Rises that stand out from those of the other steps, and rates that fall. Of doses that are
    given at once; else of dose rates, where all steps have one; else of rates within each bag."""
    what, parts = _levels(audit)
    parts = [[level for level in part if level.value] for part in parts]
    rises = [
        _Rise(before, after, after.value / before.value, after.may_be.over(before.may_be))
        for part in parts
        for before, after in pairwise(part)
    ]
    if not rises:
        return Look("jumps", why_not="no-levels")
    rising = sorted((one for one in rises if one.factor > 1), key=lambda one: one.factor)
    notes = [note for rise in rises if (note := _note(what, rise, rising))]
    return Look("jumps", len(rises), tuple(notes))


def _note(what: str, rise: _Rise, rising: Sequence[_Rise]) -> Note | None:
    """What stands out of a rise, beside all that rise, the smallest first."""
    before, after, factor, may_be = rise
    said: dict[str, Value] = {"step": after.step, "before": before.amount, "after": after.amount}
    if may_be.high is not None and may_be.high < 1:
        return Note(f"{what}-falls", after.number.cell, said)
    largest = [one for one in rising[-_FEWEST - 1 :] if one is not rise][-_FEWEST:]
    if len(largest) < _FEWEST:
        return None
    least = next(one for one in rising if one is not rise)
    together = Fraction(1)
    for one in largest:
        if one.may_be.high is None:
            return None
        together *= one.may_be.high
    if may_be.low <= together:
        return None
    said |= {"factor": factor, "least": least.factor, "most": largest[-1].factor}
    return Note(f"{what}-jumps", after.number.cell, said)


def _levels(audit: Audit) -> tuple[str, list[list[_Level]]]:
    """What is compared, and the levels of the steps in the parts within which they are."""
    giving = [line for line in audit.found.lines if gives(line) and not gives_none(line)]
    if are_at_once(audit.found) and all(Role.DOSE in line.numbers for line in giving):
        return "dose", [[_level(audit, line.numbers[Role.DOSE]) for line in giving]]
    levels = [_dose_rate(audit, line) for line in giving]
    known = [level for level in levels if level is not None]
    if known and len(known) == len(giving):
        return "dose-rate", [known]
    if all(Role.RATE in line.numbers for line in giving):
        parts: list[list[_Level]] = []
        for before, line in pairwise([None, *giving]):
            assert line is not None
            if before is None or bag_key(solution_of(before)) != bag_key(solution_of(line)):
                parts.append([])
            parts[-1].append(_level(audit, line.numbers[Role.RATE]))
        return "rate", parts
    return "", []


def _dose_rate(audit: Audit, line: Line) -> _Level | None:
    if (stated := line.numbers.get(Role.DOSE_RATE)) is not None and stated.value:
        return _level(audit, stated)
    dose, time = line.numbers.get(Role.DOSE), line.numbers.get(Role.TIME)
    if dose is None or time is None or not dose.value or not time.value:
        return None
    per_min = audit.reading.interval(dose).over(audit.reading.interval(time))
    high = None if per_min.high is None else per_min.high * _PER_H
    may_be = Interval(per_min.low * _PER_H, high)
    shown = line.numbers.get(Role.RATE, dose)
    return _Level(line.name, shown, dose.value / time.value * _PER_H, f"{dose.base}/h", may_be)


def _level(audit: Audit, number: Printed) -> _Level:
    return _Level(number.line, number, number.value, number.base, audit.reading.interval(number))
