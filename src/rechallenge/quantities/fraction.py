"""Python's `Fraction`, with shortcuts for two of them, or one and a whole number.

A plan takes thousands of sums, and `Fraction` asks each time what kind of number the other may be.
The shortcuts reduce as Python does (Knuth, The Art of Computer Programming, volume 2, 4.5.1), and
not at all between whole numbers. With a number of another kind, everything is Python's own.

Each is written out in full: a call within a call would take as long as the sum.
"""

from fractions import Fraction
from math import gcd
from typing import Any

_EXACT = (int, Fraction)
_new = object.__new__


class ExactFraction(Fraction):
    """A `Fraction`, and shown as one. What is worked out with one is one."""

    __slots__ = ()
    _numerator: int
    _denominator: int

    # `Any`, because Python's own have a signature for each kind of number.
    def __add__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__add__(self, other)
            other = exact(other)
        below, of = self._denominator, other._denominator
        made = _new(ExactFraction)
        if below == 1 == of:
            made._numerator, made._denominator = self._numerator + other._numerator, 1
            return made
        shared = gcd(below, of)
        part = of // shared
        total = self._numerator * part + other._numerator * (below // shared)
        common = gcd(total, shared)
        made._numerator, made._denominator = total // common, below // common * part
        return made

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__sub__(self, other)
            other = exact(other)
        below, of = self._denominator, other._denominator
        made = _new(ExactFraction)
        if below == 1 == of:
            made._numerator, made._denominator = self._numerator - other._numerator, 1
            return made
        shared = gcd(below, of)
        part = of // shared
        total = self._numerator * part - other._numerator * (below // shared)
        common = gcd(total, shared)
        made._numerator, made._denominator = total // common, below // common * part
        return made

    def __rsub__(self, other: Any) -> Any:
        if not isinstance(other, _EXACT):
            return Fraction.__rsub__(self, other)
        return exact(other) - self

    def __mul__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__mul__(self, other)
            other = exact(other)
        above, below, by, over = (
            self._numerator, self._denominator, other._numerator, other._denominator
        )  # fmt: skip
        made = _new(ExactFraction)
        if over != 1:
            first = gcd(above, over)
            above, over = above // first, over // first
        if below != 1:
            second = gcd(by, below)
            by, below = by // second, below // second
        made._numerator, made._denominator = above * by, below * over
        return made

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__truediv__(self, other)
            other = exact(other)
        above, below, by, over = (
            self._numerator, self._denominator, other._denominator, other._numerator
        )  # fmt: skip
        if over <= 0:
            if not over:
                return Fraction.__truediv__(self, other)
            by, over = -by, -over
        made = _new(ExactFraction)
        if over != 1:
            first = gcd(above, over)
            above, over = above // first, over // first
        if below != 1:
            second = gcd(by, below)
            by, below = by // second, below // second
        made._numerator, made._denominator = above * by, below * over
        return made

    def __rtruediv__(self, other: Any) -> Any:
        if not isinstance(other, _EXACT):
            return Fraction.__rtruediv__(self, other)
        return exact(other) / self

    def __bool__(self) -> bool:
        return self._numerator != 0

    def __eq__(self, other: object) -> bool:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__eq__(self, other)
            other = exact(other)
        return self._numerator == other._numerator and self._denominator == other._denominator

    # A class that defines `__eq__` loses its hash unless it names it.
    __hash__ = Fraction.__hash__

    def __lt__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__lt__(self, other)
            other = exact(other)
        return self._numerator * other._denominator < other._numerator * self._denominator

    def __le__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__le__(self, other)
            other = exact(other)
        return self._numerator * other._denominator <= other._numerator * self._denominator

    def __gt__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__gt__(self, other)
            other = exact(other)
        return self._numerator * other._denominator > other._numerator * self._denominator

    def __ge__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__ge__(self, other)
            other = exact(other)
        return self._numerator * other._denominator >= other._numerator * self._denominator

    def __repr__(self) -> str:
        return f"Fraction({self._numerator}, {self._denominator})"


def exact(number: Fraction | int) -> ExactFraction:
    """The number, as one for which there are shortcuts."""
    if type(number) is ExactFraction:
        return number
    made = _new(ExactFraction)
    made._numerator, made._denominator = number.numerator, number.denominator
    return made
