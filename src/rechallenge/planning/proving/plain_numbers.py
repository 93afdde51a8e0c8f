"""Amounts as bare fractions, by a table of units of the proof's own.

The solver's conversions are made by the unit registry; none of them is used here, so that a slip in
the one is seen by the other.
"""

from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias

from rechallenge.quantities import Quantity

Kind: TypeAlias = tuple[tuple[str, int], ...]

_BASES: dict[str, tuple[str, Fraction]] = {
    "mg": ("mass", Fraction(1)),
    "g": ("mass", Fraction(1000)),
    "mcg": ("mass", Fraction(1, 10**3)),
    "ng": ("mass", Fraction(1, 10**6)),
    "units": ("activity", Fraction(1)),
    "mL": ("volume", Fraction(1)),
    "L": ("volume", Fraction(1000)),
    "h": ("time", Fraction(1)),
    "min": ("time", Fraction(1, 60)),
    "s": ("time", Fraction(1, 3600)),
    "day": ("time", Fraction(24)),
    "kg": ("body mass", Fraction(1)),
    "body_g": ("body mass", Fraction(1, 1000)),
    "m2": ("body area", Fraction(1)),
    "cm": ("body height", Fraction(1)),
    "m": ("body height", Fraction(100)),
    "drops": ("drops", Fraction(1)),
    "percent": ("", Fraction(1, 100)),
}


class Size(NamedTuple):
    """What a unit measures, and how much of it one is: mg, units, mL, h, kg, m2 and cm are 1."""

    kind: Kind
    size: Fraction


@cache
def _size(unit: frozenset[tuple[str, int]]) -> Size:
    powers: dict[str, int] = {}
    size = Fraction(1)
    for symbol, power in unit:
        base, one = _BASES[symbol]
        size *= one**power
        powers[base] = powers.get(base, 0) + power
    kind = tuple(sorted((base, power) for base, power in powers.items() if base and power))
    return Size(kind, size)


@cache
def unit_named(unit: str) -> Size:
    """The size of a unit by its name, such as `mL/h`."""
    above, *below = unit.split("/")
    symbols = ["percent" if above == "%" else above]
    return _size(frozenset([(symbols[0], 1), *((symbol, -1) for symbol in below)]))


def size_of(amount: Quantity) -> Size:
    """The size of the unit that an amount is written in."""
    return _size(frozenset(amount.unit_items()))


def plain(amount: Quantity, unit: str) -> Fraction | None:
    """The amount as a number of the unit named; None where that unit does not measure it."""
    own, wanted = size_of(amount), unit_named(unit)
    if own.kind != wanted.kind:
        return None
    magnitude = Fraction(amount.magnitude)
    return magnitude if own.size == wanted.size else magnitude * own.size / wanted.size


def number(amount: Quantity, unit: str) -> Fraction:
    """The amount as a number of the unit named. Raises ValueError where that cannot be."""
    value = plain(amount, unit)
    if value is None:
        raise ValueError(f"{amount:~} is not in {unit}")
    return value


def measures(amount: Quantity, unit: str) -> bool:
    """Whether an amount could be written in the unit named."""
    return size_of(amount).kind == unit_named(unit).kind
