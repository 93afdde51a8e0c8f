"""A table of a printed sheet in lines of a width: in columns, or, with no room, row by row."""

import re
import textwrap
from dataclasses import dataclass
from itertools import zip_longest

_GAP = "  "
_SHORT_NAME = 12
_NO_BREAK = "\u00a0"
_BROKEN_WORD = re.compile(r"(?<=-)\n")
_BROKEN_LINE = re.compile(r" \n")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; a row with fewer cells than that has cells that span."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def wrapped(text: str, width: int, *, first: str = "", hang: int = 0) -> list[str]:
    """Text of a page in lines that fit. Lines that the page itself broke are joined again; a
    value stays with its unit, which the page has bound to it."""
    whole = _BROKEN_LINE.sub(" ", _BROKEN_WORD.sub("", text))
    lines: list[str] = []
    for number, line in enumerate(whole.split("\n")):
        begin = (first if not number else " " * len(first)) if first else ""
        lines += textwrap.wrap(
            line.strip(),
            width,
            initial_indent=begin,
            subsequent_indent=" " * hang,
            break_on_hyphens=False,
        )
    return [line.replace(_NO_BREAK, " ") for line in lines]


def table_lines(table: Table, width: int) -> list[str]:
    """A table in lines that fit."""
    whole = [table.header, *(r for r in table.rows if len(r) == len(table.header))]
    widths = _widths(list(zip(*whole, strict=True)), width)
    lines = _columns(table.header, widths) if widths else []
    for row in table.rows:
        if len(row) != len(table.header):
            # Which columns its cells span is not known here; no number may stand under a header
            # that is not its own.
            lines += wrapped("   ".join(cell for cell in row if cell), width, hang=4)
        elif widths:
            lines += _columns(row, widths)
        else:
            lines += _one_row(table.header, row, width)
    return lines


def _widths(columns: list[tuple[str, ...]], width: int) -> list[int]:
    """The widths of the columns; none where a word of some cell would have to be broken."""
    least = [max(len(w) for cell in c for w in (cell.split(" "))) for c in columns]
    most = [max(map(len, column)) for column in columns]
    # What a row is called, such as Bag 1, stays on one line.
    least[0] = max(least[0], most[0] if most[0] <= _SHORT_NAME else 0)
    room = width - len(_GAP) * (len(columns) - 1) - sum(least)
    if room < 0:
        return []
    for _ in range(room):
        wanting = max(range(len(columns)), key=lambda n: most[n] - least[n])
        if most[wanting] <= least[wanting]:
            break
        least[wanting] += 1
    return least


def _columns(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    parts = [wrapped(cell, max(1, width)) for cell, width in zip(cells, widths, strict=True)]
    return [
        _GAP.join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in zip_longest(*parts, fillvalue="")
    ]


def _one_row(header: tuple[str, ...], row: tuple[str, ...], width: int) -> list[str]:
    """Each cell beside its header; at the end, the cells that are empty on the page."""
    cells = list(zip(header, row, strict=True))
    named = [f"{head}: {cell}" for head, cell in cells if cell]
    if empty := [head for head, cell in cells if not cell]:
        named.append(f"Empty: {', '.join(empty)}")
    return wrapped("   ".join(named), width, hang=4)
