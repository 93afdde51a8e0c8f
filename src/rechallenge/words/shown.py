"""Text from outside, made safe to show: control characters are spelled out, never obeyed."""

import unicodedata

LONGEST = 60
"""Text longer than this many characters is shown by its beginning and its length."""


def is_hidden(character: str) -> bool:
    """Whether a character acts on a screen instead of appearing on it (Unicode class C: control,
    format, surrogate, private use, unassigned), or breaks a line."""
    return unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"


def printable(text: str) -> str:
    """The whole text with its hidden characters escaped."""
    if text.isprintable():
        return text
    return "".join(c.encode("unicode_escape").decode("ascii") if is_hidden(c) else c for c in text)


def shown(text: str, longest: int = LONGEST) -> str:
    """The text as it can be printed in a message: hidden characters escaped, length bounded."""
    visible = printable(text[:longest])
    return visible if len(text) <= longest else f"{visible}... ({len(text):,} characters)"


def reason_of(error: OSError) -> str:
    """What the operating system gives as the cause of an error, to stand within a sentence."""
    return printable((error.strerror or str(error)).lower())
