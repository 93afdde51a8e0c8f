"""Text in a file or an order that is kept as text: sentences, and names of files."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from rechallenge.words import _
from rechallenge.words.shown import is_hidden

LONGEST_TEXT = 4000


def clean_text(text: str) -> str:
    """Text of a file or an order with runs of white space as one space.

    Raises ValueError for empty, endless or hidden text (control characters, escapes, bidirectional
    marks), so that nothing shown later can act on a screen or a printer.
    """
    plain = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    if not plain:
        raise ValueError(_("is empty; write its text, or leave it out"))
    if len(plain) > LONGEST_TEXT:
        sentence = _("is {length} characters long; write at most {most}")
        raise ValueError(sentence.format(length=f"{len(plain):,}", most=f"{LONGEST_TEXT:,}"))
    # What Python calls printable has nothing hidden; what it does not may be a no-break space.
    for place, character in enumerate("" if plain.isprintable() else plain, 1):
        if is_hidden(character):
            sentence = _("has the hidden character {code} at position {place}; leave it out")
            raise ValueError(sentence.format(code=f"U+{ord(character):04X}", place=place))
    return plain


Text: TypeAlias = Annotated[str, AfterValidator(clean_text)]


def check_name(text: str) -> str:
    """The name of a file of ours, or the id of a protocol, as given. Raises ValueError."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 60:
        sentence = _("write lower-case letters, digits and single hyphens, such as {sample}")
        raise ValueError(sentence.format(sample="slow-start-2"))
    return text


Name: TypeAlias = Annotated[str, AfterValidator(check_name)]
