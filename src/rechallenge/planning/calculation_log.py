"""Arithmetic with a record: each result is kept with the two numbers it came from."""

from rechallenge.model.formula import Formula, Operation
from rechallenge.quantities import Quantity, Unit


class CalculationLog:
    """Collects the formulas of one step, bag or dose, in the order they were worked out."""

    def __init__(self, into: list[Formula] | None = None, name: str | None = None) -> None:
        self._formulas: list[Formula] = [] if into is None else into
        self._name = name

    @property
    def formulas(self) -> tuple[Formula, ...]:
        return tuple(self._formulas)

    def under(self, name: str) -> "CalculationLog":
        """The same log, in which every result gets this name."""
        return CalculationLog(self._formulas, name)

    def times(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left x right`, in `unit`; a wrong dimension is pint's DimensionalityError."""
        result = (left * right).to(unit)
        return self._noted(self._name or gives, left, "x", right, result)

    def over(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left / right`, in `unit`."""
        result = (left / right).to(unit)
        return self._noted(self._name or gives, left, "/", right, result)

    def minus(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left - right`, in `unit`."""
        result = (left - right).to(unit)
        return self._noted(self._name or gives, left, "-", right, result)

    def plus(self, gives: str, left: Quantity, right: Quantity, unit: Unit) -> Quantity:
        """`left + right`, in `unit`."""
        result = (left + right).to(unit)
        return self._noted(self._name or gives, left, "+", right, result)

    def rounded(self, gives: str, exact: Quantity, step: Quantity, result: Quantity) -> Quantity:
        """`exact`, to the nearest `step`, is `result`."""
        return self._noted(self._name or gives, exact, "to the nearest", step, result)

    def rounded_down(
        self, gives: str, exact: Quantity, step: Quantity, result: Quantity
    ) -> Quantity:
        """`exact`, down to a multiple of `step`, is `result`."""
        return self._noted(self._name or gives, exact, "down to", step, result)

    def rounded_up(self, gives: str, exact: Quantity, step: Quantity, result: Quantity) -> Quantity:
        """`exact`, up to a multiple of `step`, is `result`."""
        return self._noted(self._name or gives, exact, "up to", step, result)

    def at_most(self, gives: str, value: Quantity, most: Quantity) -> Quantity:
        """`value` is above `most`, and is limited to it. The formula keeps its own name, also in a
        log made by `under`."""
        return self._noted(gives, value, "at most", most, most)

    def _noted(
        self, name: str, left: Quantity, operation: Operation, right: Quantity, result: Quantity
    ) -> Quantity:
        formula = Formula(gives=name, left=left, operation=operation, right=right, result=result)
        self._formulas.append(formula)
        return result
