"""Text in a file or an order that is kept as text: sentences, and names of files."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from rechallenge.quantities import is_hidden

LONGEST_TEXT = 4000


def clean_text(text: str) -> str:
    """Text of a file or an order with runs of white space as one space.

    Raises ValueError for empty, endless or hidden text (control characters, escapes, bidirectional
    marks), so that nothing shown later can act on a screen or a printer.
    """
    plain = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    if not plain:
        raise ValueError("is empty; write its text, or leave the key out")
    if len(plain) > LONGEST_TEXT:
        raise ValueError(f"is {len(plain):,} characters long; write at most {LONGEST_TEXT:,}")
    for place, character in enumerate(plain, 1):
        if is_hidden(character):
            raise ValueError(
                f"has the hidden character U+{ord(character):04X} at position {place}; leave it out"
            )
    return plain


Text: TypeAlias = Annotated[str, AfterValidator(clean_text)]


def check_name(text: str) -> str:
    """The name of a file of ours, as given. Raises ValueError."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 60:
        raise ValueError("write lower-case letters, digits and single hyphens: primary-15")
    return text


Name: TypeAlias = Annotated[str, AfterValidator(check_name)]
