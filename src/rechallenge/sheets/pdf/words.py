"""Text as it goes to print: a number stays with its unit, and no word is wider than a column."""

import re
from typing import TypeAlias

from rechallenge.sheets.layout import unbroken

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""What is handed to a template."""
Data: TypeAlias = dict[str, JsonValue]

BREAK = "\u200b"
"""A place without width where a line may break; reading a sheet back leaves it out."""
_LONG_WORD = re.compile(r"[^\s\u00a0\u200b]{24,}")
_PIECE = 8


def printed(text: str) -> str:
    """The text with no break between a number and its unit, and with places to break long words."""
    return _LONG_WORD.sub(_with_breaks, unbroken(text))


def _with_breaks(word: re.Match[str]) -> str:
    pieces = [word[0][start : start + _PIECE] for start in range(0, len(word[0]), _PIECE)]
    return BREAK.join(pieces)


def texts(*parts: str) -> list[JsonValue]:
    """A list of texts for a template."""
    return [printed(part) for part in parts]
