"""The working: each number as the sum it came from, with this order's numbers in it."""

from rechallenge.model.formula import Formula
from rechallenge.quantities import Quantity, display_with_exact

from .layout import NO_BREAK, wrapped

_NAMES = {
    "add": "diluent",
    "concentration": "concentration",
    "container": "nominal",
    "diluent": "diluent",
    "draw": "draw",
    "drug": "holds",
    "dosing_weight": "weight",
    "drug_volume": "drug volume",
    "final_volume": "final volume",
    "full_bag": "full bag",
    "first_drug": "first drug",
    "full_strength": "full strength",
    "dose": "dose",
    "dose_rate": "dose rate",
    "duration": "duration",
    "make": "make up to",
    "in_all": "in all",
    "increase": "increase",
    "into_step": "into the step",
    "missing": "missing",
    "rate": "rate",
    "to_go": "still to go",
    "up_to": "up to",
    "volume": "volume",
    "with_drug": "with drug",
    "withdraw": "withdraw",
}


def formula_lines(formulas: tuple[Formula, ...], indent: int = 8) -> list[str]:
    """One line for each formula: `dose rate  337.5 mg / 90 min = 225 mg/h`."""
    return [
        wrapped(f"{_NAMES[f.gives].ljust(13)} {formula_text(f)}".replace("  ", "\u00a0 "),
                indent, indent + 14)
        for f in formulas
    ]  # fmt: skip


def formula_text(formula: Formula) -> str:
    """`337.5 mg / 90 min = 225 mg/h`; a rounded number is followed by its exact value."""
    left, right, result = map(_operand, (formula.left, formula.right, formula.result))
    if formula.operation in ("to the nearest", "at most"):
        left = f"{left},"
    return f"{left} {formula.operation} {right} = {result}"


def _operand(value: Quantity) -> str:
    return display_with_exact(value).replace(" ", NO_BREAK)
