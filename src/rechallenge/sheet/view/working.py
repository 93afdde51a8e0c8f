"""The working: each number as the sum it came from, with this order's numbers in it."""

from collections.abc import Iterator

from rechallenge.model.formula import Formula
from rechallenge.words import word

from .cells import Amount


def sums(formulas: tuple[Formula, ...]) -> Iterator[tuple[str, str]]:
    """Each formula by its label: `dose rate`, `337.5 mg / 90 min = 225 mg/h`."""
    for formula in formulas:
        yield word(f"working.{formula.gives.replace('_', '-')}"), formula_text(formula)


def formula_text(formula: Formula) -> str:
    """`337.5 mg / 90 min = 225 mg/h`; a rounded number is followed by its exact value."""
    operands = (formula.left, formula.right, formula.result)
    left, right, result = (Amount(value).exact for value in operands)
    if formula.operation == "to the nearest":
        return word("working.rounded", value=left, increment=right, result=result)
    if formula.operation == "down to":
        return word("working.rounded-down", value=left, increment=right, result=result)
    if formula.operation == "up to":
        return word("working.rounded-up", value=left, increment=right, result=result)
    if formula.operation == "at most":
        of_weight = "dosing-weight-" if formula.gives == "dosing_weight" else ""
        return word(f"working.{of_weight}at-most", value=left, result=result)
    return f"{left} {formula.operation} {right} = {result}"
