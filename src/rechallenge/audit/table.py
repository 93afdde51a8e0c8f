"""A table as it was read: texts in rows, each with its place in the file."""

from typing import NamedTuple


class Cell(NamedTuple):
    """The text of one cell; `where` is its place as its file counts: `line 4, column 2` or `B4`.
    `line` is the line of the file, or the row of the sheet, that its row begins in, from 1."""

    text: str
    where: str
    line: int = 0


Row = tuple[Cell, ...]


class Table(NamedTuple):
    """Rows of equal length, and what the table is called."""

    name: str
    rows: tuple[Row, ...]
