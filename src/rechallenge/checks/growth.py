"""Weight and height of children by age: the lowest and the highest plausible, for girls and
boys."""

from bisect import bisect_right
from fractions import Fraction
from itertools import starmap
from typing import NamedTuple

from rechallenge.planning.order.body import mosteller
from rechallenge.quantities import CM, KG, Quantity, quantity

_TABLE = tuple(
    tuple(map(Fraction, row.split()))
    for row in (
        # months, kg from and to, cm from and to
        "0 2.0 5.1 43.4 55.7",
        "1 2.7 6.6 47.6 60.7",
        "3 3.9 9.1 53.3 67.7",
        "6 5.0 11.1 58.7 74.3",
        "12 6.2 13.5 66.0 83.1",
        "24 8.0 17.3 76.4 97.2",
        "48 10.8 25.5 89.4 116.3",
        "72 13.3 34.0 99.3 131.2",
        "96 16.1 45.0 108.6 144.7",
        "120 20.0 60.5 118.1 158.4",
        "144 24.8 99.4 127.2 172.4",
        "168 30.9 125.9 138.3 187.0",
        "192 37.0 122.1 141.5 196.9",
        "216 39.5 137.4 142.6 199.2",
    )
)
"""The 0.1st and the 99.9th centile, worked out from the published L, M and S by X = M (1 +
LSZ)^(1/L), to 0.1: weight to 10 years and height by WHO, weight above by CDC. Weight of girls of 16
and 18 years ends at the 97th centile: above it, the curve does not rest on data. Length lying below
2 years. Children born before term may lie below."""
_ADULT_FROM = 216
"""Months: with 18 years the table ends, and limits of adults hold."""


class Plausible(NamedTuple):
    """The lowest and the highest plausible weight, height and body surface at one age."""

    weight: tuple[Quantity, Quantity]
    height: tuple[Quantity, Quantity]
    area: tuple[Quantity, Quantity]


def plausible_at(months: Fraction) -> Plausible | None:
    """What is plausible at an age in months, between two ages of the table by a straight line; None
    from 18 years on. Surfaces are Mosteller's of the two lowest and of the two highest."""
    if months >= _ADULT_FROM:
        return None
    row = bisect_right(_TABLE, months, key=lambda entry: entry[0])
    (begin, *before), (end, *after) = _TABLE[row - 1], _TABLE[row]
    share = (months - begin) / (end - begin)
    light, heavy, short, tall = starmap(
        lambda low, high: low + (high - low) * share, zip(before, after, strict=True)
    )
    weight = quantity(light, KG), quantity(heavy, KG)
    height = quantity(short, CM), quantity(tall, CM)
    return Plausible(
        weight, height, (mosteller(height[0], weight[0]), mosteller(height[1], weight[1]))
    )
