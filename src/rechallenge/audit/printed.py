"""A number as it is printed, and how a cell is read as one."""

import re
from fractions import Fraction
from typing import NamedTuple

from .columns import Column
from .intervals import Interval
from .roles import SHARES, Role, Scale, scale
from .table import Cell
from .written import is_date, number_text, says_hours_minutes, written_unit

_LETTER = r"[A-Za-zµμ%/.\u4e00-\u9fff]"
_NUMBER = re.compile(
    rf"(?P<number>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>{_LETTER}(?: ?{_LETTER})*)?"
)
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_OPEN = 10**12
"""An end that is not included stops short of it by so small a part."""
_OF_DRUG = (Role.DOSE, Role.DOSE_SO_FAR, Role.DOSE_RATE, Role.CONCENTRATION, Role.HOLDS,
            Role.DOSE_PER_BODY, Role.DOSE_RATE_PER_BODY, Role.HOLDS_PER_BODY)  # fmt: skip
_OF_WHOLE = (Role.RATIO, *SHARES)
_RATIO = re.compile(r"(?i)(?P<part>\d+)\s?(?:[:：/]|in)\s?(?P<whole>\d[\d,]*)(?: dilution| 稀释)?")
_DROPS = re.compile(r"(?i)\b(?:drops?|gtts?)\b|滴/")
_HOURS_MINUTES = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
_UNDILUTED = re.compile(r"(?i)undiluted|neat|full[ -]strength|未稀释|原液")


class Printed(NamedTuple):
    """A number as printed: its `digits`, and the `unit` of its cell or column. `value` is in the
    unit that its role is reckoned in, `base`, and `half` is half of its last digit in that. `line`
    is the step or bag that it is of, empty for a total."""

    cell: Cell
    role: Role
    line: str
    base: str
    value: Fraction
    half: Fraction
    digits: str
    unit: str

    @classmethod
    def of(
        cls, cell: Cell, role: Role, line: str, digits: str, unit: str, scale: Scale
    ) -> "Printed":
        """A number by its digits, such as `1,250.0`, and its unit, reckoned in that of a scale."""
        plain = digits.replace(",", "")
        half = Fraction(1, 2 * 10 ** len(plain.partition(".")[2]))
        value, half = Fraction(plain) * scale.factor, half * scale.factor
        return cls(cell, role, line, scale.base, value, half, digits, unit)

    @property
    def shown(self) -> str:
        return f"{self.digits} {self.unit}".strip()

    def rounded(self, half: Fraction) -> Interval:
        """What the digits may stand for, where `half` is half of the last one. Half a digit is
        rounded up, or to the even digit: 0.37 never stands for 0.375, and 0.36 may for 0.365."""
        odd = half == self.half and self.digits[-1] in "13579"
        above = half - half / _OPEN if odd else half
        return Interval(max(Fraction(0), self.value - half), self.value + above)


class Unread(NamedTuple):
    """A cell that was passed over, and a code for why."""

    cell: Cell
    why: str


def printed_in(cell: Cell, column: Column, line: str, units: dict[Role, str]) -> Printed | Unread:
    """The number in a cell of a column, or why none is read. `units` are those that roles are
    reckoned in so far; the first number of a role adds its own."""
    if says_hours_minutes(column.header):
        # A spreadsheet makes a time of day of 0:15; a header h:mm says that it is none.
        hours_minutes = _HOURS_MINUTES.fullmatch(cell.text.strip())
        of_min = scale(column.role, "min")
        if hours_minutes is None or of_min is None:
            return Unread(cell, cell.why or "no-number")
        digits = f"{int(hours_minutes[1]) * 60 + int(hours_minutes[2])}"
        units.setdefault(column.role, of_min.base)
        return Printed.of(cell, column.role, line, digits, "min", of_min)
    if cell.why:
        return Unread(cell, cell.why)
    if column.role in _OF_WHOLE and (ratio := ratio_in(cell, column.role, line)):
        return ratio
    text = number_text(cell.text)
    matched = _NUMBER.fullmatch(text)
    if matched is None:
        comma = "decimal-comma" if _DECIMAL_COMMA.match(text) else "no-number"
        return Unread(cell, "date" if is_date(text) else comma)
    digits, own = matched["number"], written_unit(matched["unit"] or "")
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        return Unread(cell, "decimal-comma")
    if _DROPS.search(text) or (not own and _DROPS.search(column.header)):
        return Unread(cell, "drops")
    if matched["unit"] and not own:
        return Unread(cell, "unknown-unit")
    unit = own or column.unit
    of = scale(column.role, unit)
    if of is None:
        return Unread(cell, "no-unit" if not unit else "other-unit")
    in_units = of.base.startswith("units")
    others = (base.startswith("units") for role, base in units.items() if role in _OF_DRUG)
    if column.role in _OF_DRUG and any(one is not in_units for one in others):
        # What is in mg says nothing of what is in units.
        return Unread(cell, "other-unit")
    if units.setdefault(column.role, of.base) != of.base:
        return Unread(cell, "other-unit")
    return Printed.of(cell, column.role, line, digits, unit, of)


def ratio_in(cell: Cell, role: Role, line: str) -> Printed | None:
    """A part of a whole written as 1:100, 1/100 or 1 in 100; 1 of what is undiluted."""
    if role is Role.RATIO and _UNDILUTED.fullmatch(cell.text.strip()):
        value = Fraction(1)
    else:
        matched = _RATIO.fullmatch(cell.text.strip())
        whole = matched and int(matched["whole"].replace(",", ""))
        if not matched or not whole or int(matched["part"]) > whole:
            return None
        value = Fraction(int(matched["part"]), whole)
    base = "" if role is Role.RATIO else "%"
    in_base = value if role is Role.RATIO else value * 100
    return Printed(cell, role, line, base, in_base, Fraction(0), cell.text.strip(), "")
