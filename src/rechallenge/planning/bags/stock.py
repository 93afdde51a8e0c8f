"""A bag as it was prepared."""

from typing import NamedTuple

from rechallenge.model.formula import Formula
from rechallenge.model.preparation import Preparation
from rechallenge.quantities import Quantity

ONLY_BAG = "Bag 1"
"""The name of the bag of a protocol that names none. A file may use it too: it tells nothing."""


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(place: int) -> str:
    """The letter of the bag connected at this place, from 0: A to Z, then AA."""
    more, last = divmod(place, len(_LETTERS))
    return (letter_of(more - 1) if more else "") + _LETTERS[last]


class Stock(NamedTuple):
    """One prepared bag; volume in mL, drug in mg or units. `made` is how, where that is known: the
    bag then holds what was measured into it. `gives_in_all` is the dose that has been given once it
    is empty, of a bag that holds the dose or the rest of it and is given whole; else None."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    working: tuple[Formula, ...]
    made: Preparation | None = None
    gives_in_all: Quantity | None = None
