"""Text as it is printed: a number stays with its unit, and no word is wider than a column."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from rechallenge.sheet.text.columns import WIDE
from rechallenge.sheet.text.layout import unbroken
from rechallenge.words import word
from rechallenge.words.languages import CHINESE, language_in_use

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""What is handed to a template."""
Data: TypeAlias = dict[str, JsonValue]

BREAK = "\u200b"
"""A place without width where a line may break; reading a sheet back leaves it out."""
_TO_THE_RIGHT = "\u200e"
"""A mark without width: what follows is written from left to right. Without it, a number after a
name in Arabic or Hebrew would be moved to the other side of the name."""
ISOLATED, ISOLATED_END = "\u2066", "\u2069"
"""Marks without width around a part that is written from left to right whatever stands beside it.
Without them the groups of `12-345-678` would change places in Arabic."""
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_LEFTWARD_RUN = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[^A-Za-z0-9]*[{_RIGHT_TO_LEFT}])*")
_NUMBER = re.compile(r"[A-Za-z+#]*[0-9]+(?:[-/.:,_+ \u00a0]?[A-Za-z0-9]+)*")
"""A number, a date, a code: its groups with what parts them."""
_LONG_WORD = re.compile(rf"(?:(?!{WIDE})[^\s\u00a0\u200b]){{24,}}")
"""Chinese breaks between any two letters; a break of ours could part a number that stands in it."""
_PIECE = 8
_PARAMETER = re.compile(r"(?<![\w/.])[a-z]+(?:_[a-z0-9]+)+(?![\w/])")


def in_language() -> Data:
    """The language in use and its region, by which lines are broken and signs are chosen; and how
    it counts pages."""
    tag = language_in_use()
    lang, region = ("zh", "CN") if tag == CHINESE else ("en", "GB")
    return {"language": {"lang": lang, "region": region}, "page_of": word("paper.page-of")}


def printed(text: str) -> str:
    """The text with no break between a number and its unit, with places to break long words, and
    with numbers that stay where they are written beside a right-to-left script."""
    return _LEFTWARD_RUN.sub(rf"\g<0>{_TO_THE_RIGHT}", label(text))


def label(text: str) -> str:
    """The same for a text on its own line: its parts are ordered as in its own script, but each
    number and date is read from left to right."""
    broken = _LONG_WORD.sub(_with_breaks, unbroken(text))
    if not runs_to_the_left(text):
        return broken
    return _NUMBER.sub(rf"{ISOLATED}\g<0>{ISOLATED_END}", broken)


def in_words(text: str) -> str:
    """The text with `first_share` as `first share`: the name of a parameter as it is read."""
    return _PARAMETER.sub(lambda name: name[0].replace("_", " "), text)


def bare(text: str) -> str:
    """A text without spaces and marks: where lines break says nothing."""
    return re.sub(rf"[\s{BREAK}{_TO_THE_RIGHT}{ISOLATED}{ISOLATED_END}]", "", text)


def runs_to_the_left(text: str) -> bool:
    """Whether some of the text is in a script that is written from right to left."""
    return _LEFTWARD_RUN.search(text) is not None


def _with_breaks(word: re.Match[str]) -> str:
    pieces = [word[0][start : start + _PIECE] for start in range(0, len(word[0]), _PIECE)]
    return BREAK.join(pieces)


def texts(*parts: str) -> list[JsonValue]:
    """A list of texts for a template."""
    return [printed(part) for part in parts]


def every_text(part: JsonValue) -> Iterator[str]:
    """Every text in what is handed to a template."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for below in part.values() if isinstance(part, dict) else part:
            yield from every_text(below)
