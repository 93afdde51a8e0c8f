"""An unknown name, refused with the nearest known one."""

from collections.abc import Iterable
from difflib import get_close_matches

from . import _, word
from .shown import shown

_MOST_NAMED = 40
"""More names than these are not read in a sentence."""

FEWEST_LETTERS, MOST_MEANT = 3, 9
"""Part of a name points to the names that it is part of, if these are few."""


def nearest_known(name: str, known: Iterable[str], what: str) -> str:
    """A sentence that refuses an unknown name and points to the nearest known one; `what` is the
    word of its code, such as `bag`."""
    names = sorted(known)
    unknown = word(f"unknown.{what}", name=shown(name))
    if nearest := get_close_matches(name, names, n=1):
        sentence = _("{unknown}; did you mean {nearest}?")
        return sentence.format(unknown=unknown, nearest=nearest[0])
    meant = [known for known in names if len(name) >= FEWEST_LETTERS and name in known]
    if 0 < len(meant) <= MOST_MEANT:
        sentence = _("{unknown}; did you mean one of {names}?")
        return sentence.format(unknown=unknown, names=", ".join(meant))
    sentence = _("{unknown}; known here: {names}.")
    if not names:
        sentence = _("{unknown}; none is known here.")
    elif len(names) > _MOST_NAMED:
        sentence = _("{unknown}; none of the {number} names here is near it.")
    return sentence.format(unknown=unknown, names=", ".join(names), number=len(names))
