"""Text in columns of a terminal: a Chinese letter takes two, a combining mark none."""

import re
import textwrap
import unicodedata

_NEVER_FIRST = "，。；：！？、）」』】》〉…％℃"
_NEVER_LAST = "（「『【《〈"
WIDE = (
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    r"\uff00-\uff60\U0001f300-\U0003ffff]"
)
_NOT_ONE_COLUMN = re.compile(r"[\u0300-\U0010ffff]")
"""All letters that take two columns or none are among these; the space of an amount is not."""
_WORD = rf"(?:(?!{WIDE}|\(+{WIDE})[^ ])+(?:(?<=[0-9]){WIDE})?"
_PART = re.compile(rf" +|[({_NEVER_LAST}]*(?:{WIDE}|{_WORD})[){_NEVER_FIRST}]*")
"""A piece that no line break parts: spaces, a word, or a Chinese letter with its punctuation. A
number keeps the letter that is written to it, because that is what it counts."""


def columns_of(text: str) -> int:
    """How many columns a text takes."""
    if _NOT_ONE_COLUMN.search(text) is None:
        return len(text)
    return sum(
        0 if unicodedata.combining(letter)
        else 2 if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )  # fmt: skip


def padded(text: str, size: int) -> str:
    """The text with spaces after it, so many columns wide."""
    return text + " " * (size - columns_of(text))


def lines_of(text: str, size: int, first: str = "", after: str = "") -> list[str]:
    """The text in lines of at most so many columns: the first begins with `first`, each other with
    `after`. Chinese breaks between any two letters, but not before a comma."""
    if len(text) == columns_of(text):
        return textwrap.wrap(
            text, size, initial_indent=first, subsequent_indent=after, break_on_hyphens=False
        )
    lines, line = [], first
    for part in _PART.findall(text):
        if part.isspace():
            line += part if line.strip() else ""
            continue
        for piece in _fitting(part, size - columns_of(after)):
            if line.strip() and columns_of(line) + columns_of(piece) > size:
                lines.append(line.rstrip(" "))
                line = after
            line += piece
    return [*lines, line.rstrip(" ")] if line.strip() else lines


def unbreakable(text: str) -> list[str]:
    """The pieces of a text that no line break parts."""
    if len(text) == columns_of(text):
        return text.split(" ")
    return [part for part in _PART.findall(text) if not part.isspace()] or [""]


def _fitting(part: str, size: int) -> list[str]:
    """A word in pieces that a line has room for."""
    pieces = [""]
    for letter in part:
        if columns_of(pieces[-1] + letter) > size:
            last = pieces[-1][-1:] if letter in _NEVER_FIRST else ""
            pieces[-1:] = [pieces[-1].removesuffix(last), last]
        pieces[-1] += letter
    return pieces
