"""What a quantity of a kind looks like, as a regular expression for editors and other programs."""

from functools import cache

from .kinds import Kind
from .registry import unit_of
from .units import SYMBOLS

FRACTION_PATTERN = "[1-9][0-9]{0,5}/[1-9][0-9]{0,5}"
NAME_PATTERN = r"\$[a-z][a-z0-9_]*"
NUMBER_PATTERN = r"(0|[1-9][0-9]{0,8})(\.[0-9]{0,8}[1-9])?"


@cache
def quantity_pattern(kind: Kind) -> str:
    """The pattern of a quantity of this kind, as it is written in a file."""
    parts = ["%" if part == "%" else _alike(part) for part in kind.unit.split("/")]
    return f"{NUMBER_PATTERN} ?{'/'.join(parts)}"


def _alike(part: str) -> str:
    """All ways to write a unit of the same dimension as this one."""
    dimension = unit_of({part: 1}).dimensionality
    names = [
        name
        for name, symbol in SYMBOLS.items()
        if symbol != "percent" and unit_of({symbol: 1}).dimensionality == dimension
    ]
    return f"({'|'.join(names)})"
