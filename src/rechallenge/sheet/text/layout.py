"""Plain text at a given width: wrapped, never truncated, a value never separated from its unit."""

import re
from collections.abc import Iterable

from rechallenge.words.shown import NO_BREAK

from .columns import columns_of, lines_of, padded

WIDTH = 80
_UNIT = r"(?:m?c?g|ng|kg|units?|mL|L|min|h|s|days?|cm|m2?)(?![A-Za-z0-9])"
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?={_UNIT})")


def unbroken(text: str) -> str:
    """Text in which no line break will part a number from its unit."""
    return _NUMBER_AND_UNIT.sub(NO_BREAK, text)


def wrapped(text: str, indent: int = 0, hanging: int | None = None, width: int = WIDTH) -> str:
    """Text in lines of at most `width`; the first indented by `indent`, the others by `hanging`."""
    after = indent if hanging is None else hanging
    lines = lines_of(unbroken(text), width, " " * indent, " " * after)
    return "\n".join(lines).replace(NO_BREAK, " ")


def labelled(pairs: Iterable[tuple[str, str]], indent: int = 2, width: int = WIDTH) -> list[str]:
    """`label  text` lines, the texts in one column."""
    rows = list(pairs)
    column = max((columns_of(label) for label, _ in rows), default=0) + 2
    return [
        wrapped(padded(label, column).replace(" ", NO_BREAK) + text, indent, indent + column, width)
        for label, text in rows
    ]
