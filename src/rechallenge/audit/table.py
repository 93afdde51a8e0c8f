"""A table as it was read: texts in rows, each with its place in the file."""

from typing import NamedTuple


class Cell(NamedTuple):
    """The text of one cell; `where` is its place as its file counts: `line 4, column 2` or `B4`.
    `line` is the line of the file, or the row of the sheet, that its row begins in, from 1.

    `why` is a code for why the text is no number whatever it looks like: a date, an error, a
    formula that was never calculated. Of merged cells the first has the text, and goes over so many
    `rows`; the others have it as `of`.
    """

    text: str
    where: str
    line: int = 0
    why: str = ""
    of: str = ""
    rows: int = 1


Row = tuple[Cell, ...]


class Table(NamedTuple):
    """Rows of equal length, and what the table is called."""

    name: str
    rows: tuple[Row, ...]
