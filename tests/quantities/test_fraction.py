"""The shortcuts for fractions give what Python's own fractions give, in its own class of number."""

import operator
import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechallenge.quantities import parse
from rechallenge.quantities.fraction import ExactFraction, exact

SMALL = sorted({Fraction(n, d) for n in range(-7, 8) for d in range(1, 8)})
SUMS = [operator.add, operator.sub, operator.mul, operator.truediv]
COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
LARGE = st.fractions(max_denominator=10**30)


def _outcome(work: Callable[[object, object], object], one: object, other: object) -> object:
    try:
        return work(one, other)
    except (TypeError, ZeroDivisionError) as error:
        return type(error), str(error).replace("ExactFraction", "Fraction")


def _is_as_python_has_it(
    work: Callable[[object, object], object], one: Fraction, other: Fraction | int
) -> None:
    pythons = _outcome(work, one, other), _outcome(work, other, one)
    others = [other] if isinstance(other, int) else [other, exact(other)]
    for with_what in others:
        ours = _outcome(work, exact(one), with_what), _outcome(work, with_what, exact(one))
        assert ours == pythons
        for found, known in zip(ours, pythons, strict=True):
            if isinstance(known, Fraction):
                assert type(found) is ExactFraction
                # In lowest terms, with the sign above the line.
                parts = known.numerator, known.denominator
                assert (found.numerator, found.denominator) == parts


@pytest.mark.parametrize("work", SUMS + COMPARISONS, ids=lambda work: work.__name__)
def test_every_sum_and_comparison_of_two_small_numbers_is_pythons(
    work: Callable[[object, object], object],
) -> None:
    for one, other in product(SMALL, SMALL):
        _is_as_python_has_it(work, one, other)


@given(LARGE, LARGE | st.integers())
def test_every_sum_and_comparison_of_two_large_numbers_is_pythons(
    one: Fraction, other: Fraction | int
) -> None:
    for work in SUMS + COMPARISONS:
        _is_as_python_has_it(work, one, other)


@pytest.mark.parametrize("other", [2, True, 0, 0.5, 2j, None, "2", parse("2 %")], ids=repr)
def test_with_anything_else_python_decides(other: object) -> None:
    for work in SUMS + COMPARISONS:
        for one in (Fraction(1, 3), Fraction(2)):
            assert _outcome(work, exact(one), other) == _outcome(work, one, other)
            assert _outcome(work, other, exact(one)) == _outcome(work, other, one)


def test_worked_by_hand() -> None:
    # 1/6 + 1/10 = 5/30 + 3/30 = 8/30 = 4/15; 4/15 x 3/8 = 12/120 = 1/10; 1/10 / (1/-5) = -1/2.
    total = exact(Fraction(1, 6)) + exact(Fraction(1, 10))
    assert total == Fraction(4, 15)
    assert total * Fraction(3, 8) == Fraction(1, 10)
    assert total * Fraction(3, 8) / Fraction(1, -5) == Fraction(-1, 2)


def test_an_amount_is_made_of_a_fraction_that_says_so() -> None:
    number = parse("12.5 mg").magnitude
    assert isinstance(number, Fraction)
    assert repr(number) == "Fraction(25, 2)"
    assert {number: "half"}[Fraction(25, 2)] == "half"
    assert pickle.loads(pickle.dumps(number)) == Fraction(25, 2)
