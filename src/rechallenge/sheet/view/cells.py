"""The cells of a view: each knows its exact value and the one way in which it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeAlias

from rechallenge.model.formula import Formula
from rechallenge.planning.timeline.clock import at_offset, later
from rechallenge.quantities import (
    MIN,
    ROUNDED,
    Quantity,
    display,
    display_with_exact,
    number_in,
)
from rechallenge.words import counted, word
from rechallenge.words.lists import aside
from rechallenge.words.shown import NO_BREAK

TICK = "[ ]"
_ROUNDED = {
    "to the nearest": "working.rounded",
    "down to": "working.rounded-down",
    "up to": "working.rounded-up",
}


@dataclass(frozen=True)
class Amount:
    """A quantity, to `places` decimals. `instead` is shown in its place if it is zero or does not
    apply; `beside` follows it in brackets, or is printed small under it."""

    value: Quantity
    places: int = 3
    instead: str | None = None
    beside: "Amount | Text | None" = None

    @cached_property
    def alone(self) -> str:
        """The amount without `beside`; no line break separates it from its unit."""
        if self.instead is not None:
            return self.instead
        return display(self.value, self.places).replace(" ", NO_BREAK)

    @property
    def text(self) -> str:
        """The amount with `beside`."""
        return self.alone if self.beside is None else aside(self.alone, self.beside.text)

    @property
    def exact(self) -> str:
        """The amount; where it is rounded, followed by its exact value in brackets."""
        return display_with_exact(self.value).replace(" ", NO_BREAK)

    @property
    def per(self) -> str:
        """`1.5 mg per mL`: in words, so that on paper no slash is read as a 1."""
        amount, _stroke, unit = self.text.partition("/")
        return word("unit.per", amount=amount, unit=unit) if unit else amount


def minutes(time: Quantity) -> Amount:
    """A time in min, to a tenth, more if it is short: nobody measures a thousandth of a minute."""
    return Amount(time, 1)


@dataclass(frozen=True)
class Moment:
    """A point on the infusion clock: an offset from the start of step 1 and, where the order has a
    start, a time of day."""

    offset: Quantity
    start: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """The clock time to the nearest second; None without a start."""
        return at_offset(self.start, self.offset)

    @property
    def clock(self) -> str:
        """`09:15`, with the day where it is not the first. A time between two minutes is rounded to
        the nearest, with `~`: nobody at a bedside counts seconds. Empty without a start."""
        return f"{self.hour} {self.day}" if self.day else self.hour

    @property
    def hour(self) -> str:
        """The clock time without its day, for a list that has told it."""
        return self._parts[0]

    @property
    def day(self) -> str:
        """`(+1 day)`; empty on the first day."""
        return self._parts[1]

    @cached_property
    def nearest(self) -> datetime | None:
        """The clock time to the nearest minute; None without a start."""
        if self.start is None:
            return None
        minute = int((self._passed + Fraction(1, 2)) // 1)
        return later(self.start.replace(second=0), timedelta(minutes=minute))

    @property
    def _passed(self) -> Fraction:
        """The minutes since the full minute of the start."""
        assert self.start is not None
        return number_in(self.offset, MIN) + Fraction(self.start.second, 60)

    @cached_property
    def _parts(self) -> tuple[str, str]:
        at = self.nearest
        if self.start is None or at is None:
            return "", ""
        mark = "" if self._passed.denominator == 1 else ROUNDED
        days = (at.date() - self.start.date()).days
        day = counted("moment.days", abs(days), days=f"{days:+d}") if days else ""
        return mark + at.strftime("%H:%M"), day

    @property
    def from_start(self) -> str:
        """The minutes from the start of step 1."""
        return minutes(self.offset).text

    @property
    def exact(self) -> str:
        """The minutes from the start of step 1, with the exact value where they are rounded."""
        return minutes(self.offset).exact

    @property
    def text(self) -> str:
        """The time of day or, without a start, the minutes."""
        return self.clock or self.from_start

    @property
    def both(self) -> str:
        """The minutes and, with a start, the time of day: `108 min (10:48)`."""
        return aside(self.from_start, self.clock) if self.start else self.from_start


class Text(NamedTuple):
    """A text."""

    text: str


class Blank(NamedTuple):
    """A blank to write in, with room for `room` characters."""

    room: int = 20

    @property
    def text(self) -> str:
        """A rule to write on."""
        return "_" * self.room


class Tick(NamedTuple):
    """A box to tick."""

    @property
    def text(self) -> str:
        """A box of plain characters."""
        return TICK


def worded(code: str, /, **values: object) -> str:
    """The book's text for a code, in which a quantity is shown as an amount is."""
    shown = {n: Amount(v).text if isinstance(v, Quantity) else v for n, v in values.items()}
    return word(code, **shown)


Cell: TypeAlias = Amount | Moment | Text | Blank | Tick
Run: TypeAlias = tuple[Cell, ...]
"""Cells on one line, with nothing between them."""


def run_text(run: Run) -> str:
    """A run as plain text."""
    return "".join(cell.text for cell in run)


def sums(formulas: tuple[Formula, ...]) -> Iterator[tuple[str, str]]:
    """Each formula by its label: `dose rate`, `337.5 mg / 90 min = 225 mg/h`."""
    for formula in formulas:
        yield word(f"working.{formula.gives.replace('_', '-')}"), formula_text(formula)


def formula_text(formula: Formula) -> str:
    """`337.5 mg / 90 min = 225 mg/h`; a rounded number is followed by its exact value."""
    operands = (formula.left, formula.right, formula.result)
    left, right, result = (Amount(value).exact for value in operands)
    if formula.operation in _ROUNDED:
        code = _ROUNDED[formula.operation]
        return word(code, value=left, increment=right, result=result)
    if formula.operation == "at most":
        of_weight = "dosing-weight-" if formula.gives == "dosing_weight" else ""
        return word(f"working.{of_weight}at-most", value=left, result=result)
    return f"{left} {formula.operation} {right} = {result}"
