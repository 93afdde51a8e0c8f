"""Round numbers for the axes of a chart."""

from fractions import Fraction

from rechallenge.quantities import display_number

_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880)


def top_of(highest: Fraction) -> Fraction:
    """The lowest round number that is not below the highest value: 1, 1.5, 2, 3, 4, 5, 6, 8 times
    a power of ten."""
    if highest <= 0:
        return Fraction(1)
    power = Fraction(1)
    while power * 10 <= highest:
        power *= 10
    while power > highest:
        power /= 10
    for factor in (Fraction(1), Fraction(3, 2), *map(Fraction, (2, 3, 4, 5, 6, 8, 10))):
        if power * factor >= highest:
            return power * factor
    return power * 10


def minute_ticks(end: Fraction, most: int) -> tuple[Fraction, ...]:
    """At most `most` round minutes from 0 to the end, evenly spaced."""
    for step in _MINUTES:
        if end / step + 1 <= most:
            return tuple(Fraction(step * n) for n in range(int(end / step) + 1))
    return (Fraction(0),)


def minute_step(end: Fraction, columns: int) -> Fraction:
    """By how many minutes a cursor moves, so that no column of the chart is passed over twice."""
    for step in _MINUTES:
        if step * columns >= end:
            return Fraction(step)
    return Fraction(_MINUTES[-1])


def plain(number: Fraction) -> str:
    """A number on an axis."""
    return display_number(number, 3)
