"""Where the header of a table is, of how many rows, and what its columns are."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .columns import Column, understood
from .roles import Role
from .table import Row
from .written import number_text, written_unit

_MOST_ROWS = 4
_BELOW = 4
"""In how many rows below a header its units are looked for."""
_NUMBER = re.compile(r"\d[\d.,]*(?:\s*[^\d\s].*)?")
NOT_COUNTED = (Role.STEP, Role.BAG)


class Unknown(NamedTuple):
    """A column that is not understood: its place from 0, and its header."""

    place: int
    text: str


class Header(NamedTuple):
    """The columns of a header, those that are not understood, and the row after it."""

    columns: tuple[Column, ...]
    others: tuple[Unknown, ...]
    after: int


def header_at(rows: Sequence[Row], at: int, named: Mapping[int, str]) -> Header | None:
    """The header that begins in a row; None where none does.

    A header is of up to four rows: as few as tell the most columns and units. `named` says what
    columns are whatever their headers are.
    """
    best, best_score = None, (0, 0)
    for depth in range(1, _MOST_ROWS + 1):
        if at + depth > len(rows) or not _may_be_header(rows[at + depth - 1]):
            break
        header = _header(rows, at, at + depth, named)
        if header is not None and _score(header) > best_score:
            best, best_score = header, _score(header)
    return best


def header_of(rows: Sequence[Row], named: Mapping[int, str]) -> Header | None:
    """The header of a table that has none, by what is said of its columns."""
    return _header(rows, 0, 0, named)


def _score(header: Header) -> tuple[int, int]:
    return len(header.columns), sum(bool(column.unit) for column in header.columns)


def _header(rows: Sequence[Row], first: int, after: int, named: Mapping[int, str]) -> Header | None:
    width = range(len(rows[0]) if rows else 0)
    names = [named.get(place, _joined(rows[first:after], place)) for place in width]
    below = [_unit_below(rows[after : after + _BELOW], place) for place in width]
    columns = understood(names, below)
    counted = sum(column.role not in NOT_COUNTED for column in columns)
    if counted + any(column.role is Role.BAG for column in columns) < 2:
        return None
    known = {column.place for column in columns}
    others = (Unknown(*one) for one in enumerate(names) if one[0] not in known and one[1])
    return Header(columns, tuple(others), after)


def _joined(rows: Sequence[Row], place: int) -> str:
    """The header of a column: its cells, and those of cells that are merged over it, each once."""
    texts = [row[place].text or row[place].of for row in rows]
    return " ".join(dict.fromkeys(text for text in texts if text))


def _unit_below(rows: Sequence[Row], place: int) -> str:
    """The unit that stands with the first number below a header."""
    for row in rows:
        matched = _NUMBER.fullmatch(number_text(row[place].text))
        if matched is not None:
            return written_unit(matched[0].lstrip("0123456789., "))
    return ""


def _may_be_header(row: Row) -> bool:
    """Whether a row has no number, and more than a title or the name of a bag."""
    filled = [place for place, cell in enumerate(row) if cell.text]
    if any(_NUMBER.fullmatch(cell.text) for cell in row) or not filled:
        return False
    alone = len(filled) == 1 and len(row) > 1
    return not (alone and (filled == [0] or any(c.isdigit() for c in row[filled[0]].text)))
