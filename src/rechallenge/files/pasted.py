"""Text whose columns are only spaces, as it comes out of a PDF or from a web page: where they are.

Columns that stand one below the other are known by their places. Where one space is all that is
between two cells, a row is known by its numbers, and a header is divided into as many parts as the
row has cells, if that can be done in one way so that each is understood.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import comb
from typing import NamedTuple

from rechallenge.audit.columns import understood
from rechallenge.audit.headers import NOT_COUNTED
from rechallenge.audit.roles import Role
from rechallenge.audit.written import written_unit
from rechallenge.words import _

from .spots import BadFile, Spot

_PIECE = re.compile(r"\S+(?: \S+)*")
_AFTER_UNIT = re.compile(r"(?<=[)\]）]) (?=\S)")
_NUMBER = re.compile(r"[~≈<]?\d[\d.,·]*(?:%|[a-zA-Zµμ/]+)?[*†‡]*")
_NAMED = re.compile(r"(?i)step|dose|bag|solution|syringe|bottle|溶液|步骤")
_SUM = re.compile(r"(?i)cumulative|cumulated|total|running")
_MARK = re.compile(r"(?i)#|no\.?")
_LONGEST, _MOST_WAYS = 40, 3_000
"""A line of a header has so many words at most, and is divided in so many ways."""
_SPACED = 2
"""From so many pieces on a line has gaps."""


class Line(NamedTuple):
    """A line of a text that is not blank, its number from 1."""

    number: int
    text: str


class _Piece(NamedTuple):
    """What stands between two gaps of a line, and from where to where."""

    text: str
    left: int
    right: int


Rows = Iterator[tuple[int, list[str]]]


def spaced_rows(lines: Sequence[Line]) -> Rows:
    """The rows of a text whose columns are spaces. Raises BadFile for a row whose cells cannot be
    told apart."""
    body = [line for line in lines if _is_row(line.text)]
    gaps = sum(len(_pieces(line.text)) > _SPACED for line in body)
    yield from _by_place(lines) if gaps * 2 > len(body) else _by_words(lines)


def one_to_a_line(lines: Sequence[Line]) -> bool:
    """Whether each line is one cell, as where a page is copied without its table."""
    cells = [_cells(line.text) for line in lines]
    return sum(len(one) == 1 and one[0][0].isdigit() for one in cells) * 2 > len(lines)


def _pieces(text: str) -> list[_Piece]:
    return [_Piece(found[0], *found.span()) for found in _PIECE.finditer(text.expandtabs())]


def _is_row(text: str) -> bool:
    """Whether a line is a row of a table: half of its cells, and two at least, are numbers."""
    cells = _cells(text)
    numbers = sum(cell[0].isdigit() for cell in cells)
    return numbers >= 2 and numbers * 2 >= len(cells) and bool(re.match(r"\w", cells[0]))


def _by_place(lines: Sequence[Line]) -> Rows:
    """Cells by what they stand below. The columns are those of most rows, until another header."""
    zone: list[Line] = []
    for line in lines:
        is_header = len(_pieces(line.text)) > _SPACED and not any(map(str.isdigit, line.text))
        if is_header and any(_is_row(one.text) for one in zone):
            yield from _placed(zone)
            zone = []
        zone.append(line)
    yield from _placed(zone)


def _placed(lines: Sequence[Line]) -> Rows:
    rows = [_pieces(line.text) for line in lines if _is_row(line.text)]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 1
    full = [row for row in rows if len(row) == width]
    spans = [(min(row[n].left for row in full), max(row[n].right for row in full))
             for n in range(width)] if full else [(0, 1)]  # fmt: skip
    first = next((line.number for line in lines if _is_row(line.text)), 0)
    for line in lines:
        pieces = _pieces(line.text)
        if line.number > first and not _is_row(line.text):
            yield line.number, [" ".join(line.text.split())]
            continue
        if len(pieces) != width:
            pieces = [part for piece in pieces for part in _parted(piece)]
        cells = [""] * width
        for number, piece in enumerate(pieces):
            place = number if len(pieces) == width else _below(piece, spans)
            cells[0 if len(pieces) == 1 else place] += f" {piece.text}"
        yield line.number, [cell.strip() for cell in cells]


def _parted(piece: _Piece) -> Iterator[_Piece]:
    """Headers that stand close together, each up to its unit."""
    left = piece.left
    for text in _AFTER_UNIT.split(piece.text):
        yield _Piece(text, left, left + len(text))
        left += len(text) + 1


def _below(piece: _Piece, spans: Sequence[tuple[int, int]]) -> int:
    """The column that most of a piece is in; of those that it is beside, the nearest."""
    shared = [min(piece.right, right) - max(piece.left, left) for left, right in spans]
    return max(range(len(spans)), key=shared.__getitem__)


def _by_words(lines: Sequence[Line]) -> Rows:
    """Cells by what is a number with its unit, under headers that are divided likewise."""
    headers = _headers(lines)
    width = 0
    for place, line in enumerate(lines):
        if place in headers:
            width = len(headers[place])
            yield line.number, headers[place]
        elif not _is_row(line.text):
            yield line.number, [" ".join(line.text.split())]
        else:
            cells = _cells(line.text)
            width = width or len(cells)
            if len(cells) != width and not _may_be_cut(cells, width):
                sentence = _("has {count} cells here and {width} above, and only spaces between "
                             "them; put a tab between cells, and paste again")  # fmt: skip
                said = sentence.format(count=len(cells), width=width)
                raise BadFile(Spot(line.number, 1), said)
            yield line.number, cells


def _may_be_cut(cells: Sequence[str], width: int) -> bool:
    """Whether cells are missing at the end of a row: each says by its unit which it is."""
    return len(cells) < width and all(written_unit(_unit(cell)) for cell in cells[1:])


def _unit(cell: str) -> str:
    return cell.partition("(")[0].lstrip("0123456789., ")


def _headers(lines: Sequence[Line]) -> dict[int, list[str]]:
    """The line or two above rows that are their header, in as many parts as the rows have cells."""
    headers: dict[int, list[str]] = {}
    for place, line in enumerate(lines):
        if not place or not _is_row(line.text) or _is_row(lines[place - 1].text):
            continue
        after = range(place, len(lines))
        last = next((one for one in after if not _is_row(lines[one].text)), len(lines))
        row = max((_cells(lines[one].text) for one in range(place, last)), key=len)
        lower = lines[place - 1].text.split()
        upper = lines[place - 2].text.split() if place > 1 else []
        if (parts := _divided(lower, row, [""] * len(row))) is not None:
            headers[place - 1] = parts
        elif len(upper) == len(row) and (parts := _divided(lower, row, upper)) is not None:
            headers[place - 2], headers[place - 1] = upper, parts
    return headers


def _cells(text: str) -> list[str]:
    """The cells of a row: numbers with their units, and names such as `Bag 1`."""
    cells: list[str] = []
    depth = 0
    for word in text.split():
        opens = depth or word.startswith("(")
        depth += word.count("(") - word.count(")")
        last = cells[-1] if cells else ""
        is_unit = bool(written_unit(word)) and not word[0].isdigit() and last[:1].isdigit()
        named = _NAMED.fullmatch(last) is not None
        more_time = last.endswith(" h") and bool(re.fullmatch(r"\d+", word))
        if cells and (opens or named or more_time or (is_unit and _has_no_unit(last))):
            cells[-1] += f" {word}"
        else:
            cells.append(word)
    return cells


def _has_no_unit(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.split()[-1]) is not None and cell.split()[-1][-1].isdigit()


def _divided(words: Sequence[str], row: Sequence[str], above: Sequence[str]) -> list[str] | None:
    """A line in as many parts as a row has cells, so that each, with what stands `above` it, is a
    header of its own. None where it cannot be divided so, or in ways that mean other columns."""
    width = len(row)
    if not width <= len(words) <= _LONGEST or any(word[0].isdigit() for word in words):
        return None
    ends = [n for n in range(1, len(words)) if words[n - 1][-1] in ")]"]
    free = [n for n in range(1, len(words)) if n not in ends]
    more = width - 1 - len(ends)
    if more < 0 or comb(len(free), more) > _MOST_WAYS:
        return None
    found: dict[tuple[Role, ...], list[str]] = {}
    for cuts in combinations(free, more):
        at = sorted((0, *ends, *cuts, len(words)))
        parts = [" ".join(words[start:end]) for start, end in pairwise(at)]
        if not any(_is_cut(part) for part in parts):
            headers = [f"{over} {part}".strip() for over, part in zip(above, parts, strict=True)]
            columns = understood(headers)
            fits = all(column.role in NOT_COUNTED or row[column.place][0].isdigit()
                       for column in columns)  # fmt: skip
            if len(columns) == width and fits:
                found.setdefault(tuple(column.role for column in columns), parts)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_cut(part: str) -> bool:
    """Whether a part of a header lacks the word before it or after it."""
    loose = _MARK.match(part) and not _MARK.fullmatch(part)
    return bool(loose) or _SUM.fullmatch(part.split()[-1]) is not None
