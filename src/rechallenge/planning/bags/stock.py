"""A bag as it was prepared, and what the plan says of it at the end."""

from dataclasses import dataclass

from rechallenge.model.formula import Formula
from rechallenge.model.plan import Bag
from rechallenge.quantities import Quantity

ONLY_BAG = "Bag 1"
"""The name of the bag of a protocol that names none. A file may use it too: it tells nothing."""


@dataclass(frozen=True, slots=True)
class Stock:
    """One prepared bag; volume in mL, drug in mg or units."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    working: tuple[Formula, ...]

    def bag(self, left: Quantity) -> Bag:
        """The bag as the plan states it, with the volume that was left in it."""
        return Bag(
            name=self.name,
            volume=self.volume,
            drug=self.drug,
            concentration=self.concentration,
            used=self.volume - left,
            into_line=self.volume * 0,
            discarded=left,
            working=self.working,
        )
