"""Python's `Fraction`, with shortcuts for two of them, or one and a whole number.

A plan takes thousands of sums, and `Fraction` asks each time what kind of number the other may be.
The shortcuts reduce as Python does (Knuth, The Art of Computer Programming, volume 2, 4.5.1). With
a number of another kind, everything is Python's own.
"""

from fractions import Fraction
from math import gcd
from typing import Any

_EXACT = (int, Fraction)


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
        return _sum(self._numerator, self._denominator, other._numerator, other._denominator)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__sub__(self, other)
            other = exact(other)
        return _sum(self._numerator, self._denominator, -other._numerator, other._denominator)

    def __rsub__(self, other: Any) -> Any:
        if not isinstance(other, _EXACT):
            return Fraction.__rsub__(self, other)
        return exact(other) - self

    def __mul__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__mul__(self, other)
            other = exact(other)
        return _product(self._numerator, self._denominator, other._numerator, other._denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) is not ExactFraction:
            if not isinstance(other, _EXACT):
                return Fraction.__truediv__(self, other)
            other = exact(other)
        above, below = other._denominator, other._numerator
        if below <= 0:
            if not below:
                return Fraction.__truediv__(self, other)
            above, below = -above, -below
        return _product(self._numerator, self._denominator, above, below)

    def __rtruediv__(self, other: Any) -> Any:
        if not isinstance(other, _EXACT):
            return Fraction.__rtruediv__(self, other)
        return exact(other) / self

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
    return _made(number.numerator, number.denominator)


def _sum(above: int, below: int, more: int, of: int) -> ExactFraction:
    """`above/below + more/of`, of two fractions in lowest terms."""
    shared = gcd(below, of)
    if shared == 1:
        return _made(above * of + more * below, below * of)
    part = of // shared
    total = above * part + more * (below // shared)
    common = gcd(total, shared)
    return _made(total // common, below // common * part)


def _product(above: int, below: int, by: int, over: int) -> ExactFraction:
    """`above/below x by/over`, of two fractions in lowest terms."""
    first, second = gcd(above, over), gcd(by, below)
    return _made((above // first) * (by // second), (below // second) * (over // first))


def _made(numerator: int, denominator: int) -> ExactFraction:
    """The fraction of two numbers in lowest terms, the second above 0."""
    made = object.__new__(ExactFraction)
    made._numerator = numerator
    made._denominator = denominator
    return made
