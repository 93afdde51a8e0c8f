"""An amount stays what it is, and a copy or a pickle of it is the same amount of the same units."""

import copy
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pint
import pytest

from rechallenge.quantities import MG, Quantity, is_exact, parse, quantity

IN_PLACE: list[Callable[[Any, Any], object]] = [
    operator.iadd,
    operator.isub,
    operator.imul,
    operator.itruediv,
    operator.ifloordiv,
    operator.imod,
    operator.ipow,
]
TEXTS = ["375 mg", "10 mg/kg", "0.1 mL/h", "5 units/kg/h", "10 %"]


@pytest.mark.parametrize("operation", IN_PLACE, ids=lambda operation: operation.__name__)
def test_an_operation_in_place_is_refused(operation: Callable[[Any, Any], object]) -> None:
    amount = parse("375 mg")
    for other in (parse("5 mg"), 2):
        with pytest.raises(TypeError, match=r"does not change.*Make a new one"):
            operation(amount, other)
    assert amount == quantity(375, MG)
    assert amount.units == MG


@pytest.mark.parametrize(
    "name", sorted(n for n in dir(pint.registry.Quantity) if n.startswith("ito"))
)
def test_a_conversion_in_place_is_refused(name: str) -> None:
    amount = parse("375 mg")
    with pytest.raises(TypeError, match="does not change"):
        getattr(amount, name)()
    with pytest.raises(TypeError, match="does not change"):
        getattr(amount, name)("g")
    assert amount == quantity(375, MG)
    assert amount.units == MG


@pytest.mark.parametrize("name", ["magnitude", "m", "units", "u"])
def test_number_and_unit_cannot_be_set(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(parse("375 mg"), name, 5)


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        *(lambda a, p=p: pickle.loads(pickle.dumps(a, p)) for p in range(6)),
    ],
)
@pytest.mark.parametrize("text", TEXTS)
def test_a_copy_and_a_pickle_keep_units_registry_and_exactness(
    again: Callable[[Quantity], Quantity], text: str
) -> None:
    third = parse(text) / 3
    copied = again(third)
    assert is_exact(copied)
    assert type(copied) is type(third)
    assert copied.dimensionality == third.dimensionality
    assert copied == third
    assert copied + third == parse(text) * 2 / 3


@pytest.mark.parametrize("text", TEXTS)
def test_a_pickled_unit_is_one_of_ours(text: str) -> None:
    unit = parse(text).units
    read = pickle.loads(pickle.dumps(unit))
    assert read == unit
    assert read.dimensionality == unit.dimensionality
    assert type(read) is type(unit)
