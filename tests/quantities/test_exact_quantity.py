"""The short ways through the arithmetic give what pint gives, and pint's errors."""

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pint
import pytest
from pint.util import UnitsContainer

from rechallenge.quantities import MG, MIN, ML, PERCENT, H, Quantity, quantity
from rechallenge.quantities.units import KNOWN_UNITS

SOME = [
    quantity(number, unit)
    for unit in (MG, ML, MIN, H, MG / ML, ML / H, MG / H, PERCENT)
    for number in (Fraction(0), Fraction(1, 3), Fraction(-7, 2), Fraction(60))
]
AS_PINT_COMES: pint.UnitRegistry = pint.UnitRegistry(
    [f"{unit.symbol} = {unit.definition}" for unit in KNOWN_UNITS],
    non_int_type=Fraction,
    cache_folder=None,
)
OPERATIONS = [
    *(operator.add, operator.sub, operator.mul, operator.truediv),
    *(operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge),
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_each_operation_gives_the_number_the_unit_or_the_error_that_pint_gives(
    operation: Callable[[Quantity, Quantity], object],
) -> None:
    for left, right in product(SOME, repeat=2):
        pints = _outcome(operation, _plain(left), _plain(right))
        assert _outcome(operation, left, right) == pints


def test_a_conversion_gives_what_pint_gives_the_first_time_and_the_next() -> None:
    for amount, like in product(SOME, repeat=2):
        pints = _outcome(_in_unit_of, _plain(amount), _plain(like))
        assert _outcome(_in_unit_of, amount, like) == pints
        assert _outcome(_in_unit_of, amount, like) == pints


def test_equal_amounts_in_other_units_are_filed_under_the_same_number() -> None:
    assert hash(quantity(60, MIN)) == hash(quantity(1, H))
    assert {quantity(60, MIN), quantity(1, H)} == {quantity(1, H)}


def test_an_amount_is_pints_quantity_without_what_pint_adds_for_arrays() -> None:
    amount = quantity(1, MG)
    assert isinstance(amount, pint.Quantity)
    # Where pint moves it, amounts are right and slow: Python asks `__getattr__` for each attribute.
    assert not hasattr(type(amount), "__getattr__")
    assert not hasattr(amount, "shape")


def test_worked_by_hand() -> None:
    # 1 mg / 3 mL = 1/3 mg/mL; x 60 mL = 20 mg; 1/2 h = 30 min.
    strength = quantity(1, MG) / quantity(3, ML)
    assert (strength.magnitude, strength.units) == (Fraction(1, 3), MG / ML)
    dose = strength * quantity(60, ML)
    assert (dose.magnitude, dose.units) == (Fraction(20), MG)
    assert quantity(Fraction(1, 2), H).to(MIN).magnitude == 30


def _plain(amount: Quantity) -> Any:
    """The same amount in a registry of pint's own make."""
    return AS_PINT_COMES.Quantity(amount.magnitude, UnitsContainer(dict(amount.unit_items())))


def _in_unit_of(amount: Any, like: Any) -> object:
    return amount.to(like.units)


def _outcome(way: Callable[..., object], *of: object) -> object:
    try:
        result = way(*of)
    except (pint.DimensionalityError, ZeroDivisionError) as error:
        return type(error)
    if isinstance(result, pint.Quantity):
        return type(result.magnitude), result.magnitude, str(result.units)
    return result
