"""A comma in a number of an order: read where it is as printed, and refused everywhere else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechallenge.quantities import QuantityError, display, parse, quantity, read_without_commas
from rechallenge.quantities.registry import MG


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,000 mg", 1000), ("2,000mg", 2000), ("12,345 mg", 12345), ("999,999,999 mg", 999_999_999),
     ("1,250.25 mg", Fraction(5001, 4)), (" 1,000\u00a0mg ", 1000)],
)  # fmt: skip
def test_commas_as_they_are_printed_are_read_in_an_order_and_nowhere_else(
    text: str, number: Fraction
) -> None:
    assert parse(text, commas=True).magnitude == number
    with pytest.raises(QuantityError, match="comma"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("0,375 mg", '"0.375 mg"'), ("1,5 mg", '"1.5 mg"'), ("1,50 mg", '"1.5 mg"'),
        ("12,34 mg", '"12.34 mg"'), ("1,2345 mg", '"1.2345 mg"'), ("1234,567 mg", '"1234.567 mg"'),
        (",500 mg", '"0.5 mg"'), ("0,125 mg", '"0.125 mg"'),
        ("1,000,00 mg", "a point for decimals"), ("1,00,000 mg", "a point for decimals"),
        ("01,000 mg", "a point for decimals"), ("1,000, mg", "a point for decimals"),
        ("1,,000 mg", "a point for decimals"), ("1.000,5 mg", "a point for decimals"),
        ("1.125,000 mg", "a point for decimals"), ("1,000.50 mg", '"1000.5 mg"'),
        ("1,000. mg", '"1000 mg"'), ("1, 000 mg", "a point for decimals"),
        ("1,000,000,000 mg", "9 digits"), ("~1,000 mg", "5 mg"), ("1,000", '"1000 mg"'),
        ("1,000 ml", '"1000 mL"'), ("1,000 2,000 mg", "one number"),
    ],
)  # fmt: skip
def test_any_other_comma_is_refused_with_what_to_write(text: str, write: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text, commas=True)
    assert write in caught.value.write
    assert caught.value.read == text


@given(
    st.integers(0, 10**9), st.text("0123456789", max_size=4), st.text("0123456789,.", max_size=12)
)
def test_a_comma_is_read_only_where_it_is_as_printed(whole: int, decimals: str, text: str) -> None:
    for number in (text, f"{whole:,}.{decimals}", f"{whole},{decimals}", f"{whole:,},{decimals}"):
        try:
            amount = parse(f"{number} mg", commas=True)
        except QuantityError:
            continue
        if "," in number:
            assert display(quantity(amount.magnitude, MG), 9) == f"{number} mg"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2,000 mg", "2000 mg, not 2 mg"), ("1,125 mg", "1125 mg, not 1.125 mg"),
        ("10,000mL/h", "10000 mL/h, not 10 mL/h"), ("1,000 %", "1000 %, not 1 %"),
        # Two commas, or a comma and a point: nobody reads these as decimals.
        ("1,234.5 mg", "1234.5 mg"), ("1,250,000 units", "1250000 units"),
        ("375 mg", ""), ("1,5 mg", ""),
        ("paracetamol 1,000 mg PO 30 min before; hydrocortisone 200 mg IV 1,440 min before",
         "1000 mg, not 1 mg; 1440 min, not 1.44 min"),
    ],
)  # fmt: skip
def test_what_was_read_is_said_without_the_comma_beside_what_was_not(text: str, said: str) -> None:
    assert read_without_commas(text) == said
