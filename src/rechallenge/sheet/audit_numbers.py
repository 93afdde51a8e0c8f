"""Numbers of an audit as a reader sees them: one with its unit, or what is left of one."""

from fractions import Fraction

from rechallenge.audit.intervals import Interval, simplest
from rechallenge.quantities import display_number
from rechallenge.words import word

_PART = "1:"


def amount_text(value: Fraction, base: str) -> str:
    """A number with its unit, to six decimals; a part of a whole as 1:10."""
    return _shown_text(display_number(value, 6), base)


def interval_text(left: Interval, base: str) -> str:
    """What is left of a number: one value, or the one with the fewest digits of several. A number
    without a unit is a part of a whole, and shown like one: 1:10."""
    if not base and left.low and left.high:
        left, base = Interval(1 / left.high, 1 / left.low), _PART
    if left.high is None:
        return word("audit.at-least", low=amount_text(left.low, base))
    if not left.low and left.high:
        return word("audit.at-most", high=amount_text(left.high, base))
    if left.low == left.high:
        return amount_text(left.low, base)
    low, high = _outward(left)
    ends = word(
        "audit.between", low=f"{_PART}{low}" if base == _PART else low, high=_shown_text(high, base)
    )
    return word("audit.about", value=amount_text(simplest(left), base), between=ends)


def _outward(left: Interval) -> tuple[str, str]:
    """Both ends to as many digits as tell them apart."""
    assert left.high is not None
    places = 3
    while places < 9 and _digits(left.low, places) == _digits(left.high, places):
        places += 1
    return _digits(left.low, places), _digits(left.high, places)


def _digits(value: Fraction, places: int) -> str:
    scaled = str(int(value * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    return f"{scaled[:-places]}.{scaled[-places:]}".rstrip("0").rstrip(".")


def _shown_text(digits: str, base: str) -> str:
    return f"{_PART}{digits}" if base == _PART else f"{digits} {base}"
