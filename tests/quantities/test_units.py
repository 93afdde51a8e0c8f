"""A unit is declared once, and every place that must know it does."""

import pytest

from rechallenge.proof.plain_numbers import _BASES
from rechallenge.quantities import (
    Kind,
    Quantity,
    display,
    kind_of,
    parse,
    quantity,
    symbols_of,
    ucum_code,
    unit_of,
)
from rechallenge.quantities.units import BODY_GRAM, KNOWN_UNITS, SYMBOLS, UnitFacts

OF_A_KIND = {
    unit_of({symbol: 1}).dimensionality: kind for kind in Kind for symbol in symbols_of(kind.unit)
}
each_unit = pytest.mark.parametrize("unit", KNOWN_UNITS, ids=lambda unit: unit.symbol)


@each_unit
def test_a_unit_measures_something_that_has_a_kind(unit: UnitFacts) -> None:
    known = unit_of({unit.symbol: 1}).dimensionality in OF_A_KIND
    assert known, f"say in quantities/kinds.py what {unit.symbol} measures"


@each_unit
def test_the_proof_has_a_size_of_its_own_for_a_unit(unit: UnitFacts) -> None:
    assert unit.symbol in _BASES, f"add {unit.symbol} to proof/plain_numbers.py, worked out anew"


@each_unit
def test_the_proof_and_the_registry_agree_on_the_size_of_a_unit(unit: UnitFacts) -> None:
    base, size = _BASES[unit.symbol]
    base_units = [s for s, (b, one) in _BASES.items() if b == base and one == 1]
    to = unit_of({base_units[0]: 1} if base else {})
    assert quantity(1, unit_of({unit.symbol: 1})).to(to).magnitude == size


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_unit_is_read_shown_and_read_again(name: str) -> None:
    text = "5 drops/mL" if name == "drops" else f"5 {name}"
    assert parse(display(parse(text))) == parse(text)


def test_a_gram_is_written_once_for_drug_and_body() -> None:
    twice = [unit.symbol for unit in KNOWN_UNITS if unit.label == "g"]
    assert twice == ["g", BODY_GRAM]
    labels = [unit.label for unit in KNOWN_UNITS if unit.symbol != BODY_GRAM]
    assert len(set(labels)) == len(labels)


def test_body_stands_before_volume_and_volume_before_time_below_a_line() -> None:
    amount: Quantity = parse("6 mg") / parse("2 h") / parse("1 kg")
    assert display(amount) == "3 mg/kg/h"
    assert kind_of(amount) is Kind.MASS_RATE_PER_WEIGHT


@pytest.mark.parametrize(
    ("text", "code"),
    # UCUM (ucum.org), table of units: microgram ug, day d, percent %.
    [
        ("5 mcg/kg/min", "ug/kg/min"),
        ("5 mL/h", "mL/h"),
        ("1 day", "d"),
        ("10 %", "%"),
        ("5 units/h", None),
    ],
)
def test_a_unit_has_its_ucum_code_or_none(text: str, code: str | None) -> None:
    assert ucum_code(parse(text)) == code
