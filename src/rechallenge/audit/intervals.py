"""What a printed number may stand for, and what numbers that belong together leave of that.

A printed number is the true one rounded to its digits: 0.33 stands for 0.325 to 0.335. Where three
numbers belong together, as rate, time and volume do, each leaves of the others only what fits. No
tolerance is chosen: numbers disagree when nothing is left.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import add, mul
from typing import NamedTuple

_PASSES = 40
_FINEST = 10**9
_NONE = Fraction(0)


class Interval(NamedTuple):
    """From `low` to `high`, both included; without an end where `high` is None. Never below 0."""

    low: Fraction
    high: Fraction | None

    def within(self, other: "Interval") -> "Interval | None":
        """What both have in common; None where that is nothing."""
        low = max(self.low, other.low)
        ends = [end for end in (self.high, other.high) if end is not None]
        high = min(ends) if ends else None
        return None if high is not None and low > high else Interval(low, high)

    def scaled(self, factor: Fraction) -> "Interval":
        """Its numbers times a factor above 0."""
        if factor == 1:
            return self
        return Interval(self.low * factor, None if self.high is None else self.high * factor)

    def plus(self, other: "Interval") -> "Interval":
        """The sum of one number of each."""
        return Interval(self.low + other.low, _both(self.high, other.high, add))

    def minus(self, other: "Interval") -> "Interval":
        """The difference of one number of each, as far as it is not below 0."""
        low = _NONE if other.high is None else max(_NONE, self.low - other.high)
        return Interval(low, None if self.high is None else max(_NONE, self.high - other.low))

    def times(self, other: "Interval") -> "Interval":
        """The product of one number of each."""
        return Interval(self.low * other.low, _both(self.high, other.high, mul))

    def over(self, other: "Interval") -> "Interval":
        """The quotient of one number of each."""
        low = self.low / other.high if other.high else _NONE
        high = None if self.high is None or not other.low else self.high / other.low
        return Interval(low, high)


def _both(
    one: Fraction | None, other: Fraction | None, make: Callable[[Fraction, Fraction], Fraction]
) -> Fraction | None:
    return None if one is None or other is None else make(one, other)


ANY = Interval(Fraction(0), None)


def exactly(value: Fraction) -> Interval:
    """The interval that holds one number."""
    return Interval(value, value)


def simplest(within: Interval) -> Fraction:
    """The number with the fewest figures in an interval that has an end, and of those the one
    nearest to its middle: 40 of 36.4 to 44.5, 25 of 23.9 to 26.1. Raises ValueError for one that
    has none."""
    if within.high is None:
        raise ValueError(within)
    step = Fraction(10) ** (len(str(int(within.high))) - 1)
    while (least := -(-within.low // step)) * step > within.high:
        if step * _FINEST <= 1:
            return within.low
        step /= 10
    middle = round((within.low + within.high) / 2 / step)
    return max(least, min(middle, within.high // step)) * step


class Product(NamedTuple):
    """The number `whole` is the product of the numbers `left` and `right`, all by their places, and
    of a factor that is no number of the table, as 1/60 is where mL/h run for minutes."""

    whole: int
    left: int
    right: int
    factor: Fraction = Fraction(1)


class Sum(NamedTuple):
    """The number `whole` is the sum of the numbers `parts`, all by their places."""

    whole: int
    parts: tuple[int, ...]


class AtMost(NamedTuple):
    """The sum of the numbers `parts` is not above the number `whole`."""

    whole: int
    parts: tuple[int, ...]


Relation = Product | Sum | AtMost


def narrowed(numbers: Sequence[Interval], relations: Sequence[Relation]) -> list[Interval] | None:
    """What is left of each number when all relations hold; None where nothing is left of one.

    The result is never too narrow. It may be too wide, as relations are taken one by one.
    """
    left = list(numbers)
    for _ in range(_PASSES):
        before = list(left)
        for relation in relations:
            if not _narrow(left, relation):
                return None
        if left == before:
            break
    return left


def holds(numbers: Sequence[Interval], relations: Sequence[Relation]) -> bool:
    """Whether a few relations can hold together."""
    if len(relations) == 1:
        return _narrow(list(numbers), relations[0])
    return narrowed(numbers, relations) is not None


def made(numbers: Sequence[Interval], relation: Relation, result: int) -> Interval:
    """What one number of a relation is by the others, where it is the whole; else the whole."""
    if isinstance(relation, Product):
        product = numbers[relation.left].times(numbers[relation.right])
        return product.scaled(relation.factor)
    if relation.whole != result and isinstance(relation, AtMost):
        return numbers[relation.whole]
    total = exactly(_NONE)
    for part in relation.parts:
        total = total.plus(numbers[part])
    return total


def _narrow(left: list[Interval], relation: Relation) -> bool:
    if isinstance(relation, Product):
        whole, one, other, factor = relation
        if not _keep(left, whole, left[one].times(left[other]).scaled(factor)):
            return False
        product = left[whole].scaled(1 / factor)
        return (_keep(left, one, product.over(left[other]))
                and _keep(left, other, product.over(left[one])))  # fmt: skip
    before = [exactly(Fraction(0))]
    for part in relation.parts:
        before.append(before[-1].plus(left[part]))
    if isinstance(relation, AtMost):
        high = left[relation.whole].high
        return _keep(left, relation.whole, Interval(before[-1].low, None)) and (
            high is None
            or all(_keep(left, part, Interval(_NONE, high - before[-1].low + left[part].low))
                   for part in relation.parts)
        )  # fmt: skip
    if not _keep(left, relation.whole, before[-1]):
        return False
    after = exactly(Fraction(0))
    for place in range(len(relation.parts) - 1, -1, -1):
        part = relation.parts[place]
        # Something is left of every part, because something is left of the whole.
        _keep(left, part, left[relation.whole].minus(before[place].plus(after)))
        after = after.plus(left[part])
    return True


def _keep(left: list[Interval], number: int, other: Interval) -> bool:
    kept = left[number].within(other)
    if kept is None:
        return False
    left[number] = kept
    return True
