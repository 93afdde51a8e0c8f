"""What most of some numbers have in common."""

from fractions import Fraction as F

from rechallenge.audit.intervals import ANY, Interval
from rechallenge.audit.network import usual


def votes(*ends: tuple[int, int]) -> list[Interval]:
    return [Interval(F(low), F(high)) for low, high in ends]


def test_what_most_have_in_common_ends_where_the_first_of_them_ends() -> None:
    assert usual(votes((0, 10), (5, 6))) == Interval(F(5), F(6))


def test_where_as_many_have_something_else_in_common_it_may_be_anything() -> None:
    # The second and third have 4 to 5 in common with the fourth, and 6 to 7 with the fifth.
    five = votes((0, 1), (2, 10), (3, 10), (4, 5), (6, 7))
    assert usual(five[:-1]) == Interval(F(4), F(5))
    assert usual(five) == ANY
