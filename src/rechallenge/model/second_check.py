"""The record of a second person who entered the order of a plan without seeing it."""

from datetime import datetime

from .frozen import Frozen
from .texts import Text


class SecondCheck(Frozen):
    """Who entered the order blind and found it equal, when (local time, to the minute), and the
    fingerprint of the plan that it was compared with. It holds for that plan and for no other."""

    by: Text
    at: datetime
    fingerprint: str


def same_initials(one: str, other: str) -> bool:
    """Whether two initials are one person's: `c. d.` is CD."""
    return _letters(one) == _letters(other)


def _letters(initials: str) -> str:
    return "".join(character for character in initials.casefold() if character.isalnum())
