"""What a table says: its header, its steps, its totals, and what could not be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from .columns import Column, Role, scale, understood, written_unit
from .intervals import Interval
from .table import Cell, Row, Table

_LETTER = r"[A-Za-zµμ%/.\u4e00-\u9fff]"
_NUMBER = re.compile(
    rf"(?P<number>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>{_LETTER}(?: ?{_LETTER})*)?"
)
_NUMBER_OF_ANY = re.compile(r"\d[\d.,]*(?:\D|$)")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_OPEN = 10**12
"""An end that is not included stops short of it by so small a part."""
_TOTAL = re.compile(r"(?i)total|sum|in all|合计|总计|共计")
Decimal: TypeAlias = Literal["point", "comma"]
_OF_DRUG = (Role.DOSE, Role.DOSE_SO_FAR, Role.DOSE_RATE, Role.CONCENTRATION, Role.HOLDS,
            Role.DOSE_PER_BODY, Role.DOSE_RATE_PER_BODY, Role.HOLDS_PER_BODY)  # fmt: skip
_OF_WHOLE = (Role.RATIO, Role.SHARE, Role.SHARE_SO_FAR, Role.BAG_SHARE, Role.RATE_SHARE)
_RATIO = re.compile(r"(?i)(?P<part>\d+)\s?(?:[:：/]|in)\s?(?P<whole>\d[\d,]*)(?: dilution| 稀释)?")
_UNDILUTED = re.compile(r"(?i)undiluted|neat|full[ -]strength|未稀释|原液")
COUNTED = tuple(role for role in Role if role not in (Role.STEP, Role.BAG))


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

    @property
    def shown(self) -> str:
        """The number with its unit."""
        return f"{self.digits} {self.unit}".strip()

    def rounded(self, half: Fraction) -> Interval:
        """What the digits may stand for, where `half` is half of the last one. Half a digit is
        rounded up, or to the even digit: 0.37 never stands for 0.375, and 0.36 may for 0.365."""
        odd = half == self.half and self.digits[-1] in "13579"
        above = half - half / _OPEN if odd else half
        return Interval(max(Fraction(0), self.value - half), self.value + above)


class Line(NamedTuple):
    """One step of the table: what it is called, its bag (empty for none named), its numbers, and
    the cell that names it, None where none does."""

    name: str
    bag: str
    numbers: Mapping[Role, Printed]
    named: Cell | None = None


class Unread(NamedTuple):
    """A cell that was passed over, and a code for why."""

    cell: Cell
    why: str


class Header(NamedTuple):
    """A column that is not understood: its place from 0, and its header."""

    place: int
    text: str


@dataclass
class Understanding:
    """A table as it was understood; `units` are those that its roles are reckoned in, and `bags`
    the lines of a list of bags. `second` is where another table of steps begins, which is not read.
    """

    table: Table
    columns: tuple[Column, ...] = ()
    others: tuple[Header, ...] = ()
    units: dict[Role, str] = field(default_factory=dict)
    bags: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    totals: dict[Role, Printed] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    second: Cell | None = None

    def printed(self) -> Iterator[Printed]:
        """Every number that was read."""
        for line in (*self.bags, *self.lines):
            yield from line.numbers.values()
        yield from self.totals.values()


def understand(
    table: Table, headers: Mapping[int, str] | None = None, decimal: Decimal | None = None
) -> Understanding:
    """What a table says. Nothing is read before the first row that is a header: of two columns or
    more that are known.

    `headers` says what columns are in place of their own headers, by their place from 0; `decimal`
    what stands before the decimals of a number.
    """
    found = Understanding(table)
    columns: tuple[Column, ...] = ()
    bag, at = "", 0
    while at < len(table.rows):
        new, others, depth = _header(table.rows[at : at + 2], headers or {})
        if new and found.lines and new != columns:
            found.second = table.rows[at][0]
            break
        if new:
            bag = bag if new == columns else ""
            columns, at = new, at + depth
            found.columns += tuple(column for column in new if column not in found.columns)
            found.others += tuple(other for other in others if other not in found.others)
        else:
            bag = _read(found, columns, _plain(table.rows[at], decimal), bag)
            at += 1
    return found


def _plain(row: Row, decimal: Decimal | None) -> Row:
    """A row whose numbers have a point before their decimals."""
    if decimal is None:
        return row
    mark, other = (",", ".") if decimal == "comma" else (".", ",")
    swap = str.maketrans({mark: ".", other: ","})
    return tuple(cell._replace(text=cell.text.translate(swap))
                 if _NUMBER_OF_ANY.match(cell.text) else cell for cell in row)  # fmt: skip


def _header(
    rows: Sequence[Row], headers: Mapping[int, str]
) -> tuple[tuple[Column, ...], tuple[Header, ...], int]:
    """The columns of a header of two rows or one, those that are not understood, and of how many
    rows it is; none where there is none."""
    for depth in (2, 1):
        taken = rows[:depth]
        if len(taken) == depth and not any(_has_number(row) for row in taken):
            joined = [" ".join(cell.text or cell.of for cell in column if cell.text or cell.of)
                      for column in zip(*taken, strict=True)]  # fmt: skip
            names = [headers.get(place, name) for place, name in enumerate(joined)]
            columns = understood(names)
            counted = sum(column.role in COUNTED for column in columns)
            if counted + any(column.role is Role.BAG for column in columns) >= 2 and counted:
                known = {column.place for column in columns}
                others = (Header(*one) for one in enumerate(names) if one[0] not in known)
                return columns, tuple(other for other in others if other.text), depth
    return (), (), 0


def _has_number(row: Row) -> bool:
    return any(_NUMBER.fullmatch(cell.text.strip()) for cell in row)


def _read(found: Understanding, columns: Sequence[Column], row: Row, before: str) -> str:
    """Read a row that is no header; the bag that it is of, which may be that of the row before."""
    by_role = {column.role: row[column.place].text.strip() for column in columns}
    bag = by_role.get(Role.BAG) or before
    of_bag = Role.HOLDS in by_role or Role.BAG_VOLUME in by_role
    is_total = any(_TOTAL.search(cell.text) for cell in row)
    step = by_role.get(Role.STEP) or str(len(found.lines) + 1)
    name = "" if is_total else bag if of_bag else step
    numbers: dict[Role, Printed] = {}
    named_by = [one for one in columns if one.role is Role.BAG]
    if named_by and not is_total and (ratio := _ratio(row[named_by[0].place], Role.RATIO, name)):
        numbers[Role.RATIO] = ratio
    for column in columns:
        if column.role in COUNTED and by_role[column.role]:
            number = _number(row[column.place], column, name, found)
            if isinstance(number, Printed):
                numbers[column.role] = number
            else:
                found.unread.append(number)
    if is_total:
        found.totals |= numbers
    elif of_bag:
        found.bags.append(Line(bag, bag, numbers))
    elif numbers or by_role.get(Role.STEP):
        named = next((row[one.place] for one in columns if one.role is Role.STEP), None)
        found.lines.append(Line(step, bag, numbers, named if named and named.text else None))
    return bag


def _number(cell: Cell, column: Column, line: str, found: Understanding) -> Printed | Unread:
    if cell.why:
        return Unread(cell, cell.why)
    if column.role in _OF_WHOLE and (ratio := _ratio(cell, column.role, line)):
        return ratio
    text = cell.text.strip().lstrip("~≈")
    matched = _NUMBER.fullmatch(text)
    if matched is None:
        return Unread(cell, "decimal-comma" if _DECIMAL_COMMA.match(text) else "no-number")
    digits, own = matched["number"], written_unit(matched["unit"] or "")
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        return Unread(cell, "decimal-comma")
    if matched["unit"] and not own:
        return Unread(cell, "unknown-unit")
    unit = own or column.unit
    of = scale(column.role, unit)
    if of is None:
        return Unread(cell, "no-unit" if not unit else "other-unit")
    in_units = of.base.startswith("units")
    others = (base.startswith("units") for role, base in found.units.items() if role in _OF_DRUG)
    if column.role in _OF_DRUG and any(one is not in_units for one in others):
        # What is in mg says nothing of what is in units.
        return Unread(cell, "other-unit")
    if found.units.setdefault(column.role, of.base) != of.base:
        return Unread(cell, "other-unit")
    plain = digits.replace(",", "")
    places = len(plain.partition(".")[2])
    half = Fraction(1, 2 * 10**places) * of.factor
    value = Fraction(plain) * of.factor
    return Printed(cell, column.role, line, of.base, value, half, digits, unit)


def _ratio(cell: Cell, role: Role, line: str) -> Printed | None:
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
