"""An unknown name, refused with the nearest known one."""

from collections.abc import Iterable
from difflib import get_close_matches

from . import _, word
from .shown import shown


def nearest_known(name: str, known: Iterable[str], what: str) -> str:
    """A sentence that refuses an unknown name and points to the nearest known one; `what` is the
    word of its code, such as `bag`."""
    names = sorted(known)
    unknown = word(f"unknown.{what}", name=shown(name))
    if nearest := get_close_matches(name, names, n=1):
        sentence = _("{unknown}; did you mean {nearest}?")
        return sentence.format(unknown=unknown, nearest=nearest[0])
    sentence = (
        _("{unknown}; known here: {names}.") if names else _("{unknown}; none is known here.")
    )
    return sentence.format(unknown=unknown, names=", ".join(names))
