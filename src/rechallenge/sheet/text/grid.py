"""The one table engine: columns that fit a width, cells that wrap between values, nothing cut."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rechallenge.words.shown import NO_BREAK

from .columns import columns_of, lines_of, padded, unbreakable
from .layout import WIDTH, labelled

_GAP = 2
_SHORT = 8


class _Piece(NamedTuple):
    """Part of a line, with the column that it belongs to; None for what is between columns."""

    text: str
    column: int | None = None


Line: TypeAlias = tuple[_Piece, ...]
Cells: TypeAlias = Sequence[str | None]
"""The cells of a row; None where the cell to the left goes on."""


class Grid(NamedTuple):
    """The lines of a table: of its heads (none where rows are set as labelled lines), and of each
    row."""

    head: list[Line]
    rows: list[list[Line]]

    @property
    def wraps(self) -> bool:
        """Whether some row takes more than one line."""
        return not self.head or any(len(row) > 1 for row in self.rows)


def grid(heads: Sequence[str], rows: Sequence[Cells], indent: int = 2, width: int = WIDTH) -> Grid:
    """A table at a width.

    Columns are as wide as their content; where that is too wide, cells wrap between values, from
    the last column on; where that is too wide still, each row is set as labelled lines.
    """
    sizes = _sizes([heads, *rows], width - indent)
    if not sizes:
        return Grid([], [_record(heads, row, indent, width) for row in rows])
    head, *others = [_lines(row, sizes, indent) for row in (heads, *rows)]
    return Grid(head, others)


def line_text(line: Line) -> str:
    """A line as plain text."""
    return "".join(piece.text for piece in line).rstrip().replace(NO_BREAK, " ")


def _sizes(rows: Sequence[Cells], width: int) -> list[int]:
    """The widths of the columns; none where a word of some cell would have to be broken."""
    columns = [[cell for cell, after in cells if after is not None]
               for cells in _followed(rows)]  # fmt: skip
    sizes = [max(columns_of(cell or "") for cell in column) for column in columns]
    room = width - _GAP * (len(sizes) - 1)
    for place in reversed(range(len(sizes))):
        if sum(sizes) > room:
            head, *cells = columns[place]
            words = (word for cell in cells for word in unbreakable(cell or " "))
            least = max(map(columns_of, (*words, *_of_head(head or " "))))
            sizes[place] = max(least, sizes[place] - (sum(sizes) - room))
    return sizes if sum(sizes) <= room else []


def _of_head(head: str) -> list[str]:
    """The pieces that no line break parts of a head. One of a few Chinese letters stays whole."""
    is_short = columns_of(head) <= _SHORT
    return [head] if is_short and columns_of(head) > len(head) else unbreakable(head)


def _followed(rows: Sequence[Cells]) -> list[list[tuple[str | None, str | None]]]:
    """The columns: each cell with the one to its right."""
    return [
        list(column)
        for column in zip(*(zip(row, (*row[1:], ""), strict=True) for row in rows), strict=True)
    ]


def _lines(row: Cells, sizes: Sequence[int], indent: int) -> list[Line]:
    places = [place for place, cell in enumerate(row) if cell is not None]
    ends = [*places[1:], len(row)]
    parts = []
    for place, end in zip(places, ends, strict=True):
        size = sum(sizes[place:end]) + _GAP * (end - place - 1)
        text = row[place] or ""
        fits = columns_of(text) <= size
        wrapped = [text] if fits else lines_of(text, size)
        parts.append([(place, padded(part, size)) for part in wrapped])
    lines = []
    for cells in zip_longest(*parts):
        line = [_Piece(" " * indent)]
        for number, cell in enumerate(cells):
            place, text = cell or (places[number], " " * columns_of(parts[number][0][1]))
            line += [_Piece(text, place), _Piece(" " * _GAP)]
        lines.append(tuple(line[:-1]))
    return lines


def _record(heads: Sequence[str], row: Cells, indent: int, width: int) -> list[Line]:
    filled = [
        (head, cell, place)
        for place, (head, cell) in enumerate(zip(heads, row, strict=True))
        if cell
    ]
    texts = labelled([(head, cell) for head, cell, _ in filled], indent, width)
    return [
        (_Piece(line, place),)
        for text, (_, _, place) in zip(texts, filled, strict=True)
        for line in text.split("\n")
    ]
