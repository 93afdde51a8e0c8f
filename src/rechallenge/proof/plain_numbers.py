"""Amounts as bare fractions, by the proof's own table of units.

The solver converts with the unit registry. The proof does not use it, so that each shows a slip in
the other.
"""

from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias

from rechallenge.quantities import Quantity
from rechallenge.quantities.fraction import exact

Kind: TypeAlias = tuple[tuple[str, int], ...]
Symbols: TypeAlias = frozenset[tuple[str, int]]
"""The symbols of a unit, with their powers."""

NOTHING: Fraction = exact(0)
_ONE: Fraction = exact(1)
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
def size_of_unit(unit: Symbols) -> Size:
    """The size of a unit by its symbols and their powers."""
    powers: dict[str, int] = {}
    size = _ONE
    for symbol, power in unit:
        base, one = _BASES[symbol]
        size *= one**power
        powers[base] = powers.get(base, 0) + power
    kind = tuple(sorted((base, power) for base, power in powers.items() if base and power))
    return Size(kind, _one_itself(size))


@cache
def _factor(unit: Symbols, name: str) -> Fraction | None:
    """The size of a unit in the unit named, such as `mL/h`; None if the two measure different
    things."""
    above, *below = name.split("/")
    first = "percent" if above == "%" else above
    named = frozenset({(first, 1), *((symbol, -1) for symbol in below)})
    own, wanted = size_of_unit(unit), size_of_unit(named)
    return _one_itself(own.size / wanted.size) if own.kind == wanted.kind else None


def _one_itself(size: Fraction) -> Fraction:
    """A size, the same object wherever it is 1: most amounts are in the unit that is asked for."""
    return _ONE if size == 1 else size


def plain(amount: Quantity, unit: str) -> Fraction | None:
    """The amount as a number of the unit named; None where that unit does not measure it."""
    factor = _factor(amount.symbols(), unit)
    if factor is None:
        return None
    magnitude: Fraction = amount.magnitude
    return magnitude if factor is _ONE else magnitude * factor


def number(amount: Quantity, unit: str) -> Fraction:
    """The amount as a number of the unit named. Raises ValueError where that cannot be."""
    value = plain(amount, unit)
    if value is None:
        raise ValueError(f"{amount:~} is not in {unit}")
    return value


def measures(amount: Quantity, unit: str) -> bool:
    """Whether an amount could be written in the unit named."""
    return _factor(amount.symbols(), unit) is not None


def base(amount: Quantity) -> Fraction:
    """The amount as a number of mg, units, mL, h, kg, m2 and cm and their quotients."""
    size = size_of_unit(amount.symbols()).size
    magnitude: Fraction = amount.magnitude
    return magnitude if size is _ONE else magnitude * size
