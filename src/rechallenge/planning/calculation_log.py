"""Arithmetic with a record: each result is kept with the two numbers it came from."""

from rechallenge.model.formula import Formula, Operation
from rechallenge.quantities import Quantity, Unit, in_unit


class CalculationLog:
    """Collects the formulas of one step, bag or dose, in the order they were worked out."""

    def __init__(self, into: list[Formula] | None = None, name: str | None = None) -> None:
        self._formulas: list[Formula] = [] if into is None else into
        self._name = name

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas so far."""
        return tuple(self._formulas)

    def under(self, name: str) -> "CalculationLog":
        """The same log, in which every result gets this name."""
        return CalculationLog(self._formulas, name)

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

    def rounded(self, gives: str, exact: Quantity, step: Quantity, result: Quantity) -> Quantity:
        """`exact`, to the nearest `step`, is `result`."""
        return self._rounded(gives, exact, "to the nearest", step, result)

    def rounded_down(
        self, gives: str, exact: Quantity, step: Quantity, result: Quantity
    ) -> Quantity:
        """`exact`, down to a multiple of `step`, is `result`."""
        return self._rounded(gives, exact, "down to", step, result)

    def rounded_up(self, gives: str, exact: Quantity, step: Quantity, result: Quantity) -> Quantity:
        """`exact`, up to a multiple of `step`, is `result`."""
        return self._rounded(gives, exact, "up to", step, result)

    def _rounded(
        self, gives: str, exact: Quantity, operation: Operation, step: Quantity, result: Quantity
    ) -> Quantity:
        name = self._name or gives
        self._formulas.append(
            Formula(gives=name, left=exact, operation=operation, right=step, result=result)
        )
        return result

    def at_most(self, gives: str, value: Quantity, most: Quantity) -> Quantity:
        """`value` is above `most`, and is limited to it. The formula keeps its own name, also in a
        log made by `under`."""
        self._formulas.append(
            Formula(gives=gives, left=value, operation="at most", right=most, result=most)
        )
        return most

    def _keep(
        self,
        gives: str,
        left: Quantity,
        operation: Operation,
        right: Quantity,
        raw: Quantity,
        unit: Unit,
    ) -> Quantity:
        result = in_unit(raw, unit)
        name = self._name or gives
        self._formulas.append(
            Formula(gives=name, left=left, operation=operation, right=right, result=result)
        )
        return result
