"""How a number was worked out: from which two numbers, and by which operation."""

from typing import Literal, TypeAlias

from rechallenge.quantities import Quantity

from .frozen import WorkedOut

Operation: TypeAlias = Literal["+", "-", "x", "/", "to the nearest", "down to", "up to", "at most"]


class Formula(WorkedOut):
    """`left operation right = result`, the result under the name `gives`."""

    gives: str
    left: Quantity
    operation: Operation
    right: Quantity
    result: Quantity
