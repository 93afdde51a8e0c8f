"""A bag while it is being given: what it held, and what is left in it."""

from dataclasses import dataclass

from rechallenge.model.plan import Bag
from rechallenge.quantities import Quantity

from .working import Working

ONLY_BAG = "bag"
"""The name of the bag of a protocol that names none."""


@dataclass(slots=True)
class Stock:
    """One bag during planning; volumes in mL, drug in mg or units."""

    name: str
    volume: Quantity
    drug: Quantity
    concentration: Quantity
    left: Quantity
    work: Working

    def bag(self) -> Bag:
        """The bag as the plan states it, once all steps are known."""
        return Bag(
            name=self.name,
            volume=self.volume,
            drug=self.drug,
            concentration=self.concentration,
            used=self.volume - self.left,
            discarded=self.left,
            working=self.work.formulas,
        )
