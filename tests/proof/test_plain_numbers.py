"""The proof's own table of units: what each unit is, by hand."""

from fractions import Fraction

import pytest

from rechallenge.proof.plain_numbers import base, measures, number
from rechallenge.quantities import quantity
from rechallenge.quantities.registry import unit_of


@pytest.mark.parametrize(
    ("larger", "smaller", "times"),
    [
        ("g", "mg", 1000), ("mg", "mcg", 1000), ("mcg", "ng", 1000), ("L", "mL", 1000),
        ("day", "h", 24), ("h", "min", 60), ("min", "s", 60), ("kg", "body_g", 1000),
        ("m", "cm", 100),
    ],
)  # fmt: skip
def test_a_unit_is_so_many_of_the_next_smaller(larger: str, smaller: str, times: int) -> None:
    one = quantity(1, unit_of({larger: 1}))
    assert number(one, smaller) == times
    assert number(quantity(times, unit_of({smaller: 1})), larger) == 1


@pytest.mark.parametrize("symbol", ["mg", "units", "mL", "h", "kg", "m2", "cm", "drops"])
def test_a_base_unit_is_one_of_itself(symbol: str) -> None:
    assert base(quantity(Fraction(3, 7), unit_of({symbol: 1}))) == Fraction(3, 7)


def test_a_percent_is_a_hundredth_and_measures_no_amount() -> None:
    share = quantity(30, unit_of({"percent": 1}))
    assert base(share) == Fraction(3, 10)
    assert number(share, "%") == 30
    assert not measures(share, "mg")
    with pytest.raises(ValueError, match="is not in mg"):
        number(share, "mg")


def test_a_rate_converts_both_of_its_units() -> None:
    # 1 L/day is 1,000 mL in 24 h.
    assert number(quantity(1, unit_of({"L": 1, "day": -1})), "mL/h") == Fraction(1000, 24)
