"""Amounts for other programs: in JSON, as `{"value": 142.485119, "unit": "mL/h", "exact":
"47875/336"}`, and as the pattern of what a person may write."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from pydantic_core import CoreSchema, core_schema

from rechallenge.words import _

from .diagnosis import QuantityError
from .display import exact_number, unit_label
from .exact import exact_fraction, parse_exact
from .kinds import Kind
from .registry import PLAIN, Quantity, is_exact, quantity, unit_of
from .units import SYMBOLS

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
FRACTION_PATTERN = "[1-9][0-9]{0,5}/[1-9][0-9]{0,5}"
NAME_PATTERN = r"\$[a-z][a-z0-9_]*"
_NUMBER_PATTERN = r"(0|[1-9][0-9]{0,8})(\.[0-9]{0,8}[1-9])?"


def amount_tree(amount: Quantity) -> dict[str, Any]:
    """The amount as plain values: readers use `exact`."""
    return number_tree(amount.magnitude) | {"unit": unit_label(amount)}


def number_tree(number: Fraction) -> dict[str, Any]:
    """A plain number in the form of an amount."""
    value, written = _written(number.numerator, number.denominator)
    return {"value": value, "unit": "", "exact": written}


@lru_cache(4096)
def _written(numerator: int, denominator: int) -> tuple[int | float, str]:
    """A number, rounded and in full. The amounts of a plan repeat each other: the result of one
    sum is a part of the next."""
    number = Fraction(numerator, denominator)
    value = numerator if denominator == 1 else float(rounded(number))
    return value, exact_number(number)


def rounded(magnitude: Fraction) -> Fraction:
    """A number for readers that cannot take fractions: six decimals, and always at least six
    significant digits."""
    places = 6
    while magnitude and abs(magnitude.numerator) * 10**places < 10**5 * magnitude.denominator:
        places += 1
    # Most numbers end before that; to round a fraction takes as long as ten of all else here.
    return magnitude if 10**places % magnitude.denominator == 0 else round(magnitude, places)


def read_amount(tree: object) -> Quantity:
    """The amount that `amount_tree` wrote; an exact amount is itself. Raises QuantityError."""
    if is_exact(tree):
        return tree
    exact, unit = (tree.get("exact"), tree.get("unit")) if isinstance(tree, Mapping) else (0, 0)
    if not isinstance(exact, str) or not isinstance(unit, str):
        wrong, write = _("this is not an exact amount"), _("its exact number and unit")
        raise QuantityError(str(tree), wrong, write)
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


@cache
def quantity_pattern(kind: Kind) -> str:
    """The pattern of a quantity of this kind, as it is written in a file."""
    parts = ["%" if part == "%" else _alike(part) for part in kind.unit.split("/")]
    return f"{_NUMBER_PATTERN} ?{'/'.join(parts)}"


def _alike(part: str) -> str:
    """All ways to write a unit of the same dimension as this one."""
    dimension = unit_of({part: 1}).dimensionality
    names = [
        name
        for name, symbol in SYMBOLS.items()
        if symbol != "percent" and unit_of({symbol: 1}).dimensionality == dimension
    ]
    return f"({'|'.join(names)})"
