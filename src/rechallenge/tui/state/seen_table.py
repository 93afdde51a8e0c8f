"""A table as it is shown: its rows, what each cell and column was read as, and the marks of cells.

It is made once for each audit, beside the screen, so that moving in a long table looks nothing up
twice.
"""

from collections.abc import Mapping

from rechallenge.audit.columns import Column, understood
from rechallenge.audit.table import Row
from rechallenge.audit.understanding import Understanding
from rechallenge.sheet.audit_view import AuditView, passed_over
from rechallenge.words import _, word
from rechallenge.words.lists import commas

WRONG, UNREAD, NOTED = "x", "?", "i"
_MOST_ROWS = 1000
"""Rows that are shown: twice as many as can be compared."""


class SeenTable:
    """The rows of a table; `unread` has a sentence for each cell that was not read, and `marks` a
    mark for it, for what is worth a look and for each number that may be wrong, by their places.
    `all_rows` is how many rows there are, where not all are shown."""

    def __init__(
        self, found: Understanding, headers: Mapping[int, str], view: AuditView | None = None
    ) -> None:
        self.name, self.rows = found.table.name, found.table.rows[:_MOST_ROWS]
        self.all_rows = len(found.table.rows)
        self.unread = {one.where: one.text for one in passed_over(found)}
        self.marks = dict.fromkeys(self.unread, UNREAD)
        if view is not None:
            self.marks |= {one.where: NOTED for one in view.notes}
            marks = sorted((WRONG if one.is_slip else NOTED, one.wrong) for one in view.found)
            self.marks |= {where: mark for mark, cells in marks for where in cells}
        self.places = {cell.where: (number, place) for number, row in enumerate(self.rows)
                       for place, cell in enumerate(row)}  # fmt: skip
        self.parts = _parts(found) or [_stated(headers)]
        self._printed = {number.cell.where: number for number in found.printed()}
        self._headers = {other.place: other.text for other in found.others}
        self._part_of = self._numbered()

    def columns(self, row: int) -> Mapping[int, Column]:
        """The columns of a row, by their place from 0: a file may list bags above its steps."""
        return self.parts[self._part_of[row]] if row < len(self._part_of) else {}

    def has_numbers(self, row: int) -> bool:
        """Whether numbers were read in a row."""
        return any(cell.where in self._printed for cell in self.rows[row])

    def header(self, row: int, place: int) -> str:
        """The header of a column as it is printed."""
        column = self.columns(row).get(place)
        text = self._headers.get(place, "") if column is None else column.header
        return text or _("no header")

    def said_of(self, row: int, place: int) -> tuple[str, str]:
        """What a cell says and what it was read as, and the same of its column."""
        cell = self.rows[row][place]
        number = self._printed.get(cell.where)
        said = self.unread.get(cell.where) or f"{cell.where}: {cell.text}"
        if number is not None:
            said += f" = {number.shown}"
        of_column = _("Column {number}, {header}: {read_as}").format(
            number=place + 1,
            header=self.header(row, place),
            read_as=read_as(self.columns(row).get(place)),
        )
        return said, of_column

    def _numbered(self) -> list[int]:
        """The part that each row belongs to: that of its own numbers, or of those below it."""
        numbers = [self._part(row) for row in self.rows]
        last = next((one for one in reversed(numbers) if one is not None), 0)
        found = []
        for one in reversed(numbers):
            last = last if one is None else one
            found.append(last)
        return found[::-1]

    def _part(self, row: Row) -> int | None:
        roles = {place: self._printed[cell.where].role
                 for place, cell in enumerate(row) if cell.where in self._printed}  # fmt: skip
        if not roles:
            return None
        fits = [sum(part[place].role is role for place, role in roles.items() if place in part)
                for part in self.parts]  # fmt: skip
        return fits.index(max(fits))


def read_as(column: Column | None) -> str:
    """What a column is read as, with its unit."""
    if column is None:
        return word("role.none")
    role = word(f"role.{column.role}")
    return commas((role, column.unit)) if column.unit else role


def _parts(found: Understanding) -> list[dict[int, Column]]:
    """The columns of each part of a table: a part begins where a column is left of the last."""
    parts: list[dict[int, Column]] = []
    before = 0
    for column in found.columns:
        if not parts or column.place <= before:
            parts.append({})
        parts[-1][column.place] = column
        before = column.place
    return parts


def _stated(headers: Mapping[int, str]) -> dict[int, Column]:
    """Of a table without a header, what a person says of its columns is all there is."""
    return {place: column._replace(place=place)
            for place, header in headers.items() for column in understood([header])}  # fmt: skip
