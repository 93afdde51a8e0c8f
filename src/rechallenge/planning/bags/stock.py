"""A bag as it was prepared."""

from typing import NamedTuple

from rechallenge.model.formula import Formula
from rechallenge.quantities import Quantity

ONLY_BAG = "Bag 1"
"""The name of the bag of a protocol that names none. A file may use it too: it tells nothing."""


class Stock(NamedTuple):
    """One prepared bag; volume in mL, drug in mg or units."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    working: tuple[Formula, ...]
