"""What can be done with numbers that are known from one end to another."""

from fractions import Fraction as F

import pytest

from rechallenge.audit.intervals import Interval, simplest


def between(low: str, high: str | None) -> Interval:
    return Interval(F(low), None if high is None else F(high))


@pytest.mark.parametrize("factor", ["1", "2", "1/60"])
def test_both_ends_are_multiplied(factor: str) -> None:
    assert between("3", "4").scaled(F(factor)) == Interval(3 * F(factor), 4 * F(factor))
    assert between("3", None).scaled(F(factor)) == Interval(3 * F(factor), None)


@pytest.mark.parametrize(
    ("low", "high", "number"),
    # Of those with as few figures the nearest to the middle: of 5 % + 20 %, printed without
    # decimals, 25 % and not 24 %; of 36.41 to 36.9 the middle is 36.655, so 36.7.
    [("36.4", "44.5", "40"), ("24", "26", "25"), ("36.41", "36.9", "36.7"), ("0.1", "0.301", "0.2"),
     ("0.02", "0.2", "0.1"), ("5", "5", "5")],
)  # fmt: skip
def test_the_simplest_number_has_the_fewest_figures(low: str, high: str, number: str) -> None:
    assert simplest(between(low, high)) == F(number)
    with pytest.raises(ValueError, match="high=None"):
        simplest(between(low, None))
