"""Arithmetic that remembers itself: each result is kept with the two numbers it came from."""

from rechallenge.model.plan import Formula, Operation
from rechallenge.quantities import Quantity, Unit


class Working:
    """Collects the formulas of one step, bag or dose, in the order they were worked out."""

    def __init__(self) -> None:
        self._formulas: list[Formula] = []

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """What was worked out so far."""
        return tuple(self._formulas)

    def times(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left x right`, in `unit`; a wrong dimension is pint's DimensionalityError."""
        return self._keep(gives, left, "x", right, left * right, unit)

    def over(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left / right`, in `unit`."""
        return self._keep(gives, left, "/", right, left / right, unit)

    def minus(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left - right`, in `unit`."""
        return self._keep(gives, left, "-", right, left - right, unit)

    def plus(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left + right`, in `unit`."""
        return self._keep(gives, left, "+", right, left + right, unit)

    def _keep(
        self,
        gives: str,
        left: Quantity,
        operation: Operation,
        right: Quantity,
        raw: Quantity,
        unit: Unit,
    ) -> Quantity:
        result = raw.to(unit)
        self._formulas.append(
            Formula(gives=gives, left=left, operation=operation, right=right, result=result)
        )
        return result
