"""What a table says: its header, its steps, its totals, and what could not be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from rechallenge.words import _

from .blocks import LISTED, OF_BAGS, Block, tables_in
from .columns import Column
from .headers import NOT_COUNTED, Unknown
from .printed import Printed, Unread, printed_in, ratio_in
from .roles import SUMS, Role
from .table import Cell, Row, Table
from .written import Decimal, number_text, usual_row

_TOTAL = re.compile(
    r"(?i)(?:grand |overall |sub-?)?totale?s?\b|sum\b|in all\b|summe\b|gesamt|insgesamt\b|somme\b"
    r"|合计|总计|总量|总剂量|总体积|总时间|共计|小计|合計|總計|總量"
)
_SUBTOTAL = re.compile(r"(?i)sub-?total|小计")
_BAG_ALONE = re.compile(
    r"(?i)(?P<name>(?:bag|solution|syringe|bottle|溶液|药液|袋|瓶)\s*(?:no\.?\s*)?\w{1,12})"
    r"(?:\s*[:：(（,-](?P<more>.*))?"
)
"""A row with the name of the bag that the steps below it are of, and perhaps what is in it."""
_FEWEST = 3
"""In so many steps what a column has tells what it is."""
_OF_EACH = (Role.BAG, Role.CONCENTRATION, Role.RATE, Role.DOSE_RATE, Role.RATIO, Role.WEIGHT,
            Role.SURFACE, Role.RATE_PER_BODY, Role.DOSE_RATE_PER_BODY)  # fmt: skip
"""What a cell that is merged over rows says of each of them."""
Digits: TypeAlias = Literal["exact", "rounded"]
Bound: TypeAlias = Literal["", "least", "most"]
COUNTED = tuple(role for role in Role if role not in NOT_COUNTED)


class Line(NamedTuple):
    """One step of the table: what it is called, its bag (empty for none named), its numbers, and
    the cell that names it, None where none does."""

    name: str
    bag: str
    numbers: Mapping[Role, Printed]
    named: Cell | None = None


class Fact(NamedTuple):
    """A number that is stated beside the table; where it is a `bound`, nothing is below or above
    it."""

    number: Printed
    bound: Bound = ""


@dataclass
class Understanding:
    """A table as it was understood; `units` are those that its roles are reckoned in, and `bags`
    the lines of a list of bags. `second` is where another table of steps begins, which is not read.
    `beside` are texts around the table, of which those with a number that is not understood are
    `unread_beside`; `facts` is what is stated in them or by a person, `of_headings` what rows say
    that name a bag for those below them, and `digits` for which roles
    a person says how they are printed.
    """

    table: Table
    columns: tuple[Column, ...] = ()
    others: tuple[Unknown, ...] = ()
    units: dict[Role, str] = field(default_factory=dict)
    bags: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    totals: dict[Role, Printed] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    second: Cell | None = None
    tables: int = 0
    beside: list[Cell] = field(default_factory=list)
    unread_beside: list[Unread] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    of_headings: list[Printed] = field(default_factory=list)
    digits: Mapping[Role, Digits] = field(default_factory=dict)

    def printed(self) -> Iterator[Printed]:
        for line in (*self.bags, *self.lines):
            yield from line.numbers.values()
        yield from self.totals.values()
        yield from (fact.number for fact in self.facts)

    @property
    def passed_over(self) -> list[Unread]:
        """All that was not read, in the table and beside it."""
        return [*self.unread, *self.unread_beside]


def understand(
    table: Table, headers: Mapping[int, str] | None = None, decimal: Decimal | None = None,
    number: int = 0,
) -> Understanding:  # fmt: skip
    """What a table says. Nothing is read before the first row that is a header: of two columns or
    more that are known.

    `headers` says what columns are in place of their own headers, by their place from 0; `decimal`
    what stands before the decimals of a number; `number` which table is meant where several stand
    one below the other, from 1, or 0 where that is not said.
    """
    rows = [usual_row(row, decimal) for row in table.rows]
    tables = tables_in(rows, headers or {})
    found = Understanding(table, tables=len(tables))
    bag = ""
    before: tuple[Column, ...] = ()
    if tables:
        found.beside += _above(rows, tables[0][0].first)
    for block in next(iter(tables[max(number, 1) - 1 :]), ()):
        columns, others = block.header.columns, block.header.others
        found.columns += tuple(column for column in columns if column not in found.columns)
        found.others += tuple(other for other in others if other not in found.others)
        bag = bag if columns == before else ""
        before = columns
        found.others += tuple(_without_header(block, found.others))
        for row in block.rows:
            bag = _read(found, columns, row, bag)
    _take_for_moments(found)
    _leave_out_what_does_not_run(found)
    if len(tables) > 1 and not number:
        found.second = tables[1][0].first
    return found


def _take_for_moments(found: Understanding) -> None:
    """Take times for running ones where they begin with 0 and rise: no step that has a rate runs
    for 0 min."""
    times = [line.numbers[Role.TIME] for line in found.lines if Role.TIME in line.numbers]
    rise = all(before.value < after.value for before, after in pairwise(times))
    told = any(column.role is Role.TIME_SO_FAR for column in found.columns) or found.totals
    if told or len(times) < _FEWEST or times[0].value or not rise:
        return
    rate = found.lines[0].numbers.get(Role.RATE)
    if rate is None or not rate.value:
        return
    found.columns = tuple(
        column._replace(role=Role.TIME_SO_FAR) if column.role is Role.TIME else column
        for column in found.columns
    )
    found.units[Role.TIME_SO_FAR] = found.units[Role.TIME]
    for place, line in enumerate(found.lines):
        numbers = dict(line.numbers)
        if (time := numbers.pop(Role.TIME, None)) is not None:
            numbers[Role.TIME_SO_FAR] = time._replace(role=Role.TIME_SO_FAR)
            found.lines[place] = line._replace(numbers=numbers)


def _leave_out_what_does_not_run(found: Understanding) -> None:
    """Leave out totals that are repeated in each step: they are no running sums."""
    for role in SUMS.values():
        numbers = [line.numbers[role] for line in found.lines if role in line.numbers]
        values = {number.value for number in numbers}
        if len(numbers) >= _FEWEST and len(values) == 1 and 0 not in values:
            found.unread += [Unread(number.cell, "repeated") for number in numbers]
            found.lines = [
                line._replace(numbers={r: n for r, n in line.numbers.items() if r is not role})
                for line in found.lines
            ]


def _read(found: Understanding, columns: Sequence[Column], row: Row, before: str) -> str:
    """Read a row that is no header; the bag that it is of, which may be that of the row before."""
    by_role = {column.role: _cell(row[column.place], column.role) for column in columns}
    filled = [cell for cell in row if cell.text]
    if filled == [row[0]] and len(row) > 1 and not row[0].text[0].isdigit():
        named = _BAG_ALONE.fullmatch(filled[0].text)
        if not named:
            found.beside.append(filled[0])
            return before
        _add_bag(found, named["name"], filled[0], (named["more"] or "").strip(" )）"))
        return named["name"]
    bag = _text(by_role, Role.BAG if Role.BAG in by_role else Role.RATIO) or before
    of_bag = any(role in by_role for role in OF_BAGS) or by_role.keys() <= LISTED
    is_total = _named(_TOTAL, row, columns) and not _text(by_role, Role.STEP).isdigit()
    step = _text(by_role, Role.STEP) or str(len(found.lines) + 1)
    name = "" if is_total else bag if of_bag else step
    numbers: dict[Role, Printed] = {}
    if Role.BAG in by_role and not is_total and (
        ratio := ratio_in(by_role[Role.BAG], Role.RATIO, name)
    ):  # fmt: skip
        numbers[Role.RATIO] = ratio
    for column in columns:
        cell = by_role[column.role]
        if column.role in COUNTED and (cell.why or number_text(cell.text)):
            number = printed_in(cell, column, name, found.units)
            if isinstance(number, Printed):
                numbers[column.role] = number
            else:
                found.unread.append(number)
        elif cell.why:
            found.unread.append(Unread(cell, cell.why))
    if is_total and _named(_SUBTOTAL, row, columns):
        found.unread += [Unread(one.cell, "subtotal") for one in numbers.values()]
    elif is_total:
        doubled = [one for role, one in found.totals.items() if role in numbers]
        found.unread += [Unread(one.cell, "subtotal") for one in doubled]
        found.totals |= numbers
    if is_total:
        return bag
    if found.totals and numbers and not of_bag:
        # What steps follow is not the total of the table.
        found.unread += [Unread(one.cell, "subtotal") for one in found.totals.values()]
        found.totals.clear()
    if of_bag:
        found.bags.append(Line(bag, bag, numbers))
    elif numbers or _text(by_role, Role.STEP).isdigit():
        own = by_role.get(Role.STEP)
        found.lines.append(Line(step, bag, numbers, own if own and own.text else None))
    return bag


def _add_bag(found: Understanding, name: str, cell: Cell, text: str) -> None:
    """Take what a row with the name of a bag says of it: `10 mg in 100 mL`, `0.1 mg/mL`, `1:10`."""
    holds, _in, volume = text.partition(" in ")
    texts = {Role.HOLDS: holds, Role.BAG_VOLUME: volume} if volume else {Role.CONCENTRATION: text}
    numbers: dict[Role, Printed] = {}
    for role, one in texts.items():
        own = cell._replace(text=one.strip(), where=cell.where if role is not Role.BAG_VOLUME
                            else _("{where}, volume").format(where=cell.where))  # fmt: skip
        read = ratio_in(own, Role.RATIO, name) or printed_in(
            own, Column(0, role, "", ""), name, found.units
        )
        if isinstance(read, Printed):
            numbers[read.role] = read
        elif any(map(str.isdigit, text)):
            found.unread_beside.append(Unread(cell, "no-fact"))
            return
    if numbers:
        found.bags.append(Line(name, name, numbers))
        found.of_headings += numbers.values()


def _named(names: re.Pattern[str], row: Row, columns: Sequence[Column]) -> bool:
    """Whether a row is called so: in a column that is understood, or before what is counted. A
    remark behind the numbers is no name."""
    known = {column.place for column in columns}
    first = min(column.place for column in columns if column.role in COUNTED)
    return any(
        names.match(cell.text) for place, cell in enumerate(row) if place in known or place < first
    )


def _without_header(block: Block, others: Sequence[Unknown]) -> Iterator[Unknown]:
    """The columns that have cells below a header that says nothing of them."""
    known = {column.place for column in block.header.columns}
    known |= {other.place for other in (*block.header.others, *others)}
    rows = [row for row in block.rows if sum(bool(cell.text) for cell in row) > 1]
    for place in range(len(rows[0]) if rows else 0):
        if place not in known and any(row[place].text for row in rows):
            yield Unknown(place, "")


def _above(rows: Sequence[Row], first: Cell) -> Iterator[Cell]:
    """The texts above the first header: each alone, or a name and its value."""
    for row in rows:
        if row[0].where == first.where:
            return
        texts = [cell for cell in row if cell.text]
        if 1 <= len(texts) <= 2:
            yield texts[0]._replace(text=": ".join(cell.text for cell in texts))


def _text(by_role: Mapping[Role, Cell], role: Role) -> str:
    return by_role[role].text.strip() if role in by_role else ""


def _cell(cell: Cell, role: Role) -> Cell:
    """A cell as it is read: what is merged over rows is of each of them, if it can be. A time or a
    dose that is merged may be of each or of all."""
    if role not in _OF_EACH:
        return cell._replace(why="merged") if cell.rows > 1 else cell
    return cell._replace(text=cell.text or cell.of)
