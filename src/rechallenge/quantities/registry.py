"""The unit registry: our own definitions over exact fractions. Only this room imports pint."""

import copyreg
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias, TypeGuard

import pint
from pint.util import UnitsContainer

from .exact_quantity import ExactQuantity, Symbols, amounts_of, exact_registry, one_object
from .fraction import exact
from .units import KNOWN_UNITS

Quantity: TypeAlias = ExactQuantity
"""An exact amount with its unit: the magnitude is always a `fractions.Fraction`."""

Unit: TypeAlias = pint.Unit


def _load() -> pint.UnitRegistry:
    return exact_registry([f"{unit.symbol} = {unit.definition}" for unit in KNOWN_UNITS])


_registry = _load()
_Amount = amounts_of(_registry)


@cache
def _unit(symbols: tuple[tuple[str, int], ...]) -> Unit:
    return _registry.Unit(one_object(UnitsContainer(dict(symbols))))


def unit_of(symbols: Mapping[str, int]) -> Unit:
    """The unit made of these symbols and exponents, such as `{"mg": 1, "h": -1}`.

    Only symbols of `units.py` may be given; text a user typed goes through `parse`.
    """
    return _unit(tuple(sorted(symbols.items())))


def quantity(magnitude: Fraction | int, unit: Unit) -> Quantity:
    """An exact quantity. A float is refused: it has lost digits already (TypeError)."""
    if isinstance(magnitude, float):
        raise TypeError(f"{magnitude!r} is a float; give a Fraction")
    return _Amount.of(exact(magnitude), unit)


def number_in(amount: Quantity, unit: Unit) -> Fraction:
    """The exact number of these units that the quantity is.

    Raises pint's DimensionalityError for another dimension.
    """
    return exact(amount.to(unit).magnitude)


def is_amount(value: object) -> TypeGuard[Quantity]:
    """Whether a value is a quantity, of this registry or another."""
    return isinstance(value, pint.Quantity)


def is_exact(amount: object) -> TypeGuard[Quantity]:
    """Whether a quantity is one of ours: this registry's unit, and a Fraction or a whole number.

    A float has lost digits already, and another registry has other units."""
    if not isinstance(amount, _Amount):
        return False
    return isinstance(amount.magnitude, Fraction | int) and not isinstance(amount.magnitude, bool)


def unit_like(amount: Quantity) -> Unit:
    """The unit that a quantity is written in."""
    return _unit_with(amount.symbols())


@cache
def _unit_with(symbols: Symbols) -> Unit:
    return unit_of(dict(symbols))


def _pickled_unit(unit: Unit) -> tuple[Any, ...]:
    return unit_of, (dict(quantity(1, unit).symbols()),)


def _pickled(amount: Quantity) -> tuple[Any, ...]:
    return quantity, (amount.magnitude, unit_like(amount))


# Pint would pickle into its default registry, where `mg/kg` has no dimension.
copyreg.pickle(_Amount, _pickled)
copyreg.pickle(_registry.Unit, _pickled_unit)

MG = unit_of({"mg": 1})
ML = unit_of({"mL": 1})
MIN = unit_of({"min": 1})
H = unit_of({"h": 1})
UNITS = unit_of({"units": 1})
DROPS_PER_MIN = unit_of({"drops": 1, "min": -1})
KG = unit_of({"kg": 1})
M2 = unit_of({"m2": 1})
CM = unit_of({"cm": 1})
PERCENT = unit_of({"percent": 1})
PLAIN = unit_of({})
ML_PER_H = unit_of({"mL": 1, "h": -1})
MG_PER_H = unit_of({"mg": 1, "h": -1})
