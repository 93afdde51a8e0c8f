"""How the digits of a table are read: which numbers mean what they say, and which are rounded."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from .intervals import Interval, exactly
from .printed import Printed
from .roles import Role
from .understanding import Digits, Line, Understanding

_SET = (Role.RATE, Role.TIME)
"""What somebody sets on a pump: it means what it says, to the last digit."""
_EXACT = (*_SET, Role.BAG_VOLUME, Role.WEIGHT, Role.SURFACE, Role.RATIO, Role.ORDERED,
          Role.STATED_VOLUME, Role.STATED_HOLDS, Role.FULL_RATE)  # fmt: skip
"""What means what it says; all else is worked out from other numbers, and printed rounded."""
PER_H = Fraction(1, 60)


class Reading(NamedTuple):
    """How digits are read: the places of rates and times that are printed rounded, half of the last
    digit of columns that are read to the same digit throughout, and for which roles a person says
    that they mean what they say, or are rounded."""

    rounded: frozenset[str]
    halves: Mapping[Role, Fraction]
    said: Mapping[Role, Digits] = {}

    @classmethod
    def of(cls, found: Understanding, *, by_column: bool) -> "Reading":
        """How a table's digits are read, each by its own or by those of its column."""
        halves = _halves(found) if by_column else {}
        totals = frozenset(number.cell.where for number in found.totals.values())
        plain = cls(frozenset(), halves, found.digits)
        return cls(totals | _rounded_when_set(found, plain), halves, found.digits)

    def interval(self, number: Printed) -> Interval:
        """What a printed number may stand for."""
        said = self.said.get(number.role)
        exact = number.role in _EXACT and number.cell.where not in self.rounded
        if said == "exact" or (exact and said is None):
            return exactly(number.value)
        return number.rounded(self.halves.get(number.role, number.half))


def _halves(found: Understanding) -> dict[Role, Fraction]:
    """Half of the last digit of each column that seems to drop the zeros at the end: its numbers
    differ in decimals, none ends in 0, and those with fewer decimals have fewer figures too."""
    by_role: dict[Role, list[Printed]] = {}
    for number in found.printed():
        if number.half and number.role not in found.digits:
            by_role.setdefault(number.role, []).append(number)
    halves = {}
    for role, numbers in by_role.items():
        finest = min(number.half for number in numbers)
        figures = max(_figures(n) for n in numbers if n.half == finest)
        coarser = [n for n in numbers if n.half != finest]
        full = any("." in n.digits and n.digits.endswith("0") for n in numbers)
        of_coarser = max(map(_figures, coarser), default=0)
        if role not in _EXACT and not full and coarser and (of_coarser < figures or figures == 1):
            halves[role] = finest
    return halves


def _figures(number: Printed) -> int:
    """How many figures a number has; zeros that only say how large it is are none."""
    digits = number.digits.replace(",", "")
    plain = digits.replace(".", "").lstrip("0")
    return len(plain if "." in digits else plain.rstrip("0"))


def _rounded_when_set(found: Understanding, reading: Reading) -> frozenset[str]:
    """The rates and times that are printed rounded, by their places.

    A column is, where that makes all its rows agree: if it is printed to the same digit throughout
    (15.0 beside 16.7), or if most of its rows disagree when taken to the last digit. So is the time
    of a bag's last step, which runs until it is empty, unless it is the time of another step.
    """
    lines = [line for line in found.lines if all(r in line.numbers for r in (*_SET, Role.VOLUME))]
    for role in _SET:
        numbers = [line.numbers[role] for line in lines]
        column = frozenset(number.cell.where for number in numbers)
        exact = sum(_runs(line, reading) for line in lines)
        taken = sum(_runs(line, reading._replace(rounded=column)) for line in lines)
        to_one_digit = len({number.half for number in numbers}) == 1 and any(
            "." in number.digits and number.digits.endswith("0") for number in numbers
        )
        if taken == len(lines) > exact and (to_one_digit or exact * 2 < len(lines)):
            return column
    rounded: set[str] = set()
    for line, after in zip_longest(found.lines, found.lines[1:]):
        if line in lines and (after is None or after.bag != line.bag):
            rate, time, volume = (line.numbers[role] for role in (*_SET, Role.VOLUME))
            where = frozenset({time.cell.where})
            exact = rate.value * time.value * PER_H == volume.value
            own = [one.numbers[Role.TIME].value for one in lines].count(time.value) == 1
            if own and not exact and _runs(line, reading._replace(rounded=where)):
                rounded |= where
    return frozenset(rounded)


def _runs(line: Line, reading: Reading) -> bool:
    """Whether rate, time and volume of a line agree."""
    rate, time, volume = (reading.interval(line.numbers[r]) for r in (*_SET, Role.VOLUME))
    return rate.times(time).times(exactly(PER_H)).within(volume) is not None
