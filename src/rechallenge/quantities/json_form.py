"""An amount in JSON: `{"value": 142.485119, "unit": "mL/h", "exact": "47875/336"}`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic_core import CoreSchema, core_schema

from .display import exact_number, unit_label
from .errors import QuantityError
from .exact import exact_fraction, parse_exact
from .registry import PLAIN, Quantity, is_exact, quantity

AMOUNT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "an amount: read `exact`, a decimal or a fraction; `value` is rounded",
    "properties": {
        "value": {"type": "number"},
        "unit": {"type": "string"},
        "exact": {"type": "string", "pattern": "^-?[0-9]+([.][0-9]+|/[0-9]+)?$"},
    },
    "required": ["value", "unit", "exact"],
    "additionalProperties": False,
}


def amount_tree(amount: Quantity) -> dict[str, Any]:
    """The amount as plain values: readers use `exact`."""
    magnitude = Fraction(amount.magnitude)
    return number_tree(magnitude) | {"unit": unit_label(amount)}


def number_tree(number: Fraction) -> dict[str, Any]:
    """A plain number in the form of an amount."""
    whole = number.denominator == 1
    value = int(number) if whole else float(rounded(number))
    return {"value": value, "unit": "", "exact": exact_number(number)}


def rounded(magnitude: Fraction) -> Fraction:
    """A number for readers that cannot take fractions: six decimals, and always at least six
    significant digits."""
    places = 6
    while magnitude and abs(magnitude.numerator) * 10**places < 10**5 * magnitude.denominator:
        places += 1
    return round(magnitude, places)


def read_amount(tree: object) -> Quantity:
    """The amount that `amount_tree` wrote; an exact amount is itself. Raises QuantityError."""
    if is_exact(tree):
        return tree
    exact, unit = (tree.get("exact"), tree.get("unit")) if isinstance(tree, Mapping) else (0, 0)
    if not isinstance(exact, str) or not isinstance(unit, str):
        raise QuantityError(str(tree), "this is not an exact amount", "its exact number and unit")
    size = exact.removeprefix("-")
    amount = parse_exact(f"{size} {unit}") if unit else quantity(exact_fraction(size), PLAIN)
    return amount if size == exact else amount * Fraction(-1)


def amount_schema(kind: type[Quantity]) -> CoreSchema:
    """How pydantic reads, writes and describes an amount."""
    return core_schema.no_info_plain_validator_function(
        read_amount,
        serialization=core_schema.plain_serializer_function_ser_schema(
            amount_tree, when_used="json"
        ),
        metadata={"pydantic_js_functions": [lambda schema, handler: dict(AMOUNT_SCHEMA)]},
    )
