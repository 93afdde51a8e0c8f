"""Exact quantities as text: one way to write each, and nothing else is read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechallenge.quantities import (
    Kind,
    Quantity,
    QuantityError,
    exact_text,
    parse,
    parse_exact,
    quantity,
    symbols_of,
    unit_label,
    unit_of,
)

UNITS = sorted({kind.unit for kind in Kind} | {"g", "mcg", "ng", "L", "h", "s", "day", "m"})


@given(st.fractions(min_value=0, max_value=10**12, max_denominator=10**9), st.sampled_from(UNITS))
def test_every_exact_quantity_is_read_back(number: Fraction, unit: str) -> None:
    amount = quantity(number, unit_of(symbols_of(unit)))
    read = parse_exact(exact_text(amount))
    assert read == amount
    assert read.magnitude == number
    assert unit_label(read) == unit


@given(st.sampled_from(["375 mg", "0.5 g", "10 mg/kg", "20 %", "2.6 mL/h", "48 kg", "1.8 m2"]))
def test_what_a_person_writes_in_full_is_read_the_same(text: str) -> None:
    assert parse_exact(text) == parse(text)


def test_a_third_is_a_fraction() -> None:
    third: Quantity = parse("1 mg") / 3
    assert exact_text(third) == "1/3 mg"
    assert parse_exact("1/3 mg").magnitude == Fraction(1, 3)


def test_grams_are_of_the_body_only_where_a_body_weight_stands() -> None:
    assert parse_exact("48000 g", Kind.BODY_MASS) == parse("48 kg", Kind.BODY_MASS)
    with pytest.raises(QuantityError):
        parse_exact("48000 g", Kind.BODY_MASS, Kind.TIME)


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "mg", "5mg", " 5 mg", "5 mg ", "5  mg", "5.0 mg", "5.50 mg", "05 mg", ".5 mg",
        "5. mg", "1,5 mg", "1e3 mg", "+5 mg", "-5 mg", "nan mg", "2/4 mg", "4/2 mg", "1/8 mg",
        "5/1 mg", "5/0 mg", "1/3/5 mg", "5 mg/mg", "5 ug", "5 \u00b5g", "5 ml", "5 Mg", "5 unit",
        "5 mg/mL/h", "5 mL/h/kg", "5 body_g", "5 percent", "\uff15 mg", "5\u00a0mg", "~5 mg",
        "1" * 300 + " mg",
    ],
)  # fmt: skip
def test_nothing_but_the_one_way_is_read(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_exact(text)


def test_another_kind_is_refused() -> None:
    with pytest.raises(QuantityError, match="this is a volume, and a time is needed"):
        parse_exact("5 mL", Kind.TIME)
