"""Markdown (CommonMark with tables) from plain texts: nothing in a text is obeyed as markup."""

import re
from collections.abc import Iterable, Iterator, Sequence

_MARKUP = re.compile(
    r"[\\`*{}\[\]<>#|&!@$]|:(?=/)|(?<=www)\.|(?<![\s(])~|~(?![0-9])|(?<![^\W_])_|_(?![^\W_])",
    re.IGNORECASE,
)
"""A tilde between a space and a digit marks a rounded number: it can only begin what is struck
through, and any that could end it is escaped. An underscore within a word marks nothing."""
_AT_THE_START = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)])(?=\s|$))")


def escaped(text: str) -> str:
    """The text as Markdown that shows it as it is, wherever it stands on a line."""
    shown = _MARKUP.sub(lambda mark: f"\\{mark[0]}", text)
    return _AT_THE_START.sub(_escaped_start, shown)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, after a blank line; every cell is plain text."""
    yield ""
    yield _row(heads)
    yield _row(["---"] * len(heads))
    yield from (_row([escaped(cell) for cell in row]) for row in rows)


def heading(level: int, text: str) -> Iterator[str]:
    """A heading, after a blank line."""
    yield ""
    yield f"{'#' * level} {escaped(text)}"


def paragraph(text: str) -> Iterator[str]:
    """A paragraph, after a blank line."""
    yield ""
    yield escaped(text)


def listed(texts: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    """A list with one item a line, after a blank line."""
    yield ""
    for number, text in enumerate(texts, 1):
        yield f"{f'{number}.' if numbered else '-'} {escaped(text)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped_start(mark: re.Match[str]) -> str:
    return f"\\{mark[1]}" if mark[1] else f"{mark[2]}\\{mark[3]}"
