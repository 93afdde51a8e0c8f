"""Plain text at a given width: wrapped, never truncated, a value never parted from its unit."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rechallenge.quantities import Quantity, display

WIDTH = 80
NO_BREAK = "\u00a0"
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:m?c?g|ng|kg|units?|mL|L|min|h|s|days?|cm|m2?)\b)")


def amount(value: Quantity, places: int = 3) -> str:
    """A quantity that no line break will split."""
    return display(value, places).replace(" ", NO_BREAK)


def unbroken(text: str) -> str:
    """Text in which no line break will part a number from its unit."""
    return _NUMBER_AND_UNIT.sub(NO_BREAK, text)


def wrapped(text: str, indent: int = 0, hanging: int | None = None, width: int = WIDTH) -> str:
    """Text in lines of at most `width`; the first indented by `indent`, the others by `hanging`."""
    after = indent if hanging is None else hanging
    lines = textwrap.wrap(
        unbroken(text),
        width=width,
        initial_indent=" " * indent,
        subsequent_indent=" " * after,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(NO_BREAK, " ")


def labelled(pairs: Iterable[tuple[str, str]], indent: int = 2, width: int = WIDTH) -> list[str]:
    """`label  text` lines, the texts in one column."""
    rows = list(pairs)
    column = max((len(label) for label, _ in rows), default=0) + 2
    return [
        wrapped(label.ljust(column).replace(" ", NO_BREAK) + text, indent, indent + column, width)
        for label, text in rows
    ]


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], indent: int = 2, width: int = WIDTH
) -> list[list[str]]:
    """The lines of a table, one list for the heads and one for each row.

    Columns are as wide as their content; where that is too wide, cells wrap between values, from
    the last column on; where that is too wide still, each row is set as labelled lines. Nothing is
    cut.
    """
    columns = list(zip(heads, *rows, strict=True))
    sizes = [max(len(cell) for cell in column) for column in columns]
    room = width - indent - 2 * (len(sizes) - 1)
    for place in reversed(range(len(sizes))):
        if sum(sizes) > room:
            least = max(len(word) for cell in columns[place] for word in (cell or " ").split(" "))
            sizes[place] = max(least, sizes[place] - (sum(sizes) - room))
    if sum(sizes) > room:
        as_records = [labelled(_filled(heads, row), indent, width) for row in rows]
        return [[], *as_records]
    return [_row_lines(row, sizes, indent) for row in (heads, *rows)]


def _filled(heads: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
    return [(head, cell) for head, cell in zip(heads, row, strict=True) if cell]


def _row_lines(row: Sequence[str], sizes: Sequence[int], indent: int) -> list[str]:
    cells = [
        textwrap.wrap(cell, size, break_on_hyphens=False) or [""]
        for cell, size in zip(row, sizes, strict=True)
    ]
    return [
        (
            " " * indent
            + "  ".join(part.ljust(size) for part, size in zip(parts, sizes, strict=True)).rstrip()
        ).replace(NO_BREAK, " ")
        for parts in zip_longest(*cells, fillvalue="")
    ]
