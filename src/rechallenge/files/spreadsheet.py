"""One sheet of a workbook as its reader found it: texts as shown, and what a table loses of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rechallenge.audit.table import Cell, Row, Table
from rechallenge.words import _
from rechallenge.words.shown import printable

from .spots import BadFile, Spot

MOST_ROWS, MOST_COLUMNS, LONGEST = 12_000, 60, 400
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Area(NamedTuple):
    """Cells from one corner to the other, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def has(self, row: int, column: int) -> bool:
        """Whether a cell is in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


WHOLE = Area(1, 1, _LAST_ROW, _LAST_COLUMN)


class Found(NamedTuple):
    """What a cell shows, and a code for why that is no number whatever it looks like."""

    text: str
    why: str = ""


@dataclass
class Sheet:
    """The cells of a sheet that hold something, by row and column from 1. `unformatted` are those
    whose number format is not known here, so that zeros at the end may be missing."""

    name: str
    cells: dict[tuple[int, int], Found] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    unformatted: list[str] = field(default_factory=list)


def area_of(text: str) -> Area | None:
    """The cells that `B3:H16` names; None for any other text."""
    matched = _AREA.fullmatch(text.strip().upper())
    if matched is None:
        return None
    left, top, right, bottom = matched.groups()
    rows = sorted((int(top), int(bottom or top)))
    columns = sorted((_column_number(left), _column_number(right or left)))
    return Area(rows[0], columns[0], rows[1], columns[1])


def table_of_sheet(name: str, sheet: Sheet, area: Area | None) -> Table:
    """The table of a sheet, or of an area of it. Raises BadFile for one that is empty, too large,
    or whose merged cells overlap."""
    within = area or WHOLE
    cells = {place: cell for place, cell in sheet.cells.items() if within.has(*place)}
    if not cells:
        raise BadFile(Spot(1, 1), _("is empty"))
    rows = sorted({row for row, _column in cells})
    left, right = min(c for _row, c in cells), max(c for _row, c in cells)
    if len(rows) > MOST_ROWS or right - left >= MOST_COLUMNS:
        sentence = _("has more than {rows} rows or {columns} columns; name the cells of the table, "
                     "such as B3:H16")  # fmt: skip
        said = sentence.format(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS)
        raise BadFile(Spot(rows[-1], right), said)
    first, of = _spread(sheet.merged, Area(rows[0], left, rows[-1], right), cells)
    return Table(name, tuple(_row(cells, row, range(left, right + 1), first, of) for row in rows))


def _row(
    cells: dict[tuple[int, int], Found], row: int, columns: Sequence[int],
    first: dict[tuple[int, int], Area], of: dict[tuple[int, int], str],
) -> Row:  # fmt: skip
    return tuple(_cell(cells.get((row, column), Found("")), (row, column), first, of)
                 for column in columns)  # fmt: skip


def _cell(
    found: Found, place: tuple[int, int], first: dict[tuple[int, int], Area],
    of: dict[tuple[int, int], str],
) -> Cell:  # fmt: skip
    area = first.get(place, Area(*place, *place))
    where, rows = cell_name(*place), area.bottom - area.top + 1
    if rows > 1:
        where = f"{where}:{cell_name(area.bottom, area.right)}"
    return Cell(clean(found.text), where, place[0], found.why, clean(of.get(place, "")), rows)


def _spread(
    merged: Sequence[Area], within: Area, cells: dict[tuple[int, int], Found]
) -> tuple[dict[tuple[int, int], Area], dict[tuple[int, int], str]]:
    """The merged areas by their first cells, and for each other cell of them the text of that."""
    first: dict[tuple[int, int], Area] = {}
    of: dict[tuple[int, int], str] = {}
    for area in merged:
        corner = (area.top, area.left)
        if corner not in cells or not within.has(*corner):
            continue
        part = Area(*corner, min(area.bottom, within.bottom), min(area.right, within.right))
        first[corner] = part
        for place in _places(part):
            if place in of or (place != corner and place in first):
                sentence = _("has merged cells that overlap at {where}; unmerge them")
                raise BadFile(Spot(1, 1), sentence.format(where=cell_name(*place)))
            if place != corner:
                of[place] = cells[corner].text
    return first, of


def _places(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def clean(text: str) -> str:
    """A cell's text in one line; a space that no line may break at parts thousands."""
    joined = re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))", "", text)
    return printable(" ".join(joined.replace("**", "").split())[:LONGEST])


def raised(text: str) -> str:
    """A text that its workbook shows raised: a 2 after 20 is a footnote, and 202 is another
    number."""
    return text.translate(_RAISED)


def cell_name(row: int, column: int) -> str:
    """`C4` of row 4 and column 3."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """`A` of 1, `AA` of 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column_number(letters: str) -> int:
    """1 of `A`, 27 of `AA`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
