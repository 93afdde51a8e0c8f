"""Charts that print a pump rate for each weight are the shipped files at each of these weights."""

from fractions import Fraction

import pytest

from .tables import planned

# Standardized adult IVIG infusion rate tables, Newfoundland and Labrador, NL-IVIG002, 2017-01-05
# (paperzz.com 8976225): mL/h of a 10% product by mL/kg/min, for 40 to 130 kg in steps of 5 kg.
NEWFOUNDLAND = """
0.01  24  27  30  33  36  39  42  45  48  51  54  57  60  63  66  69  72  75  78
0.02  48  54  60  66  72  78  84  90  96 102 108 114 120 126 132 138 144 150 156
0.04  96 108 120 132 144 156 168 180 192 204 216 228 240 252 264 276 288 300 312
0.08 192 216 240 264 288 312 336 360 384 408 432 456 480 504 528 552 576 600 624
0.12 288 324 360 396 432 468 504 540 576 612 648 684 720 756 792 828 864 900 936
"""
# Panzyga, infusion rate chart for cITP (panzygausa.com): kg, then mL/h in the first 30 min, the
# next 15 to 30 min, and at most. The rows above 60 kg were not read.
PANZYGA = """
40 24  96 192
45 27 108 216
50 30 120 240
55 33 132 264
60 36 144 288
"""


def printed(chart: str) -> list[list[int]]:
    """The rows of a chart, without what is before the first space."""
    return [[int(cell) for cell in row.split()[1:]] for row in chart.strip().splitlines()]


def rates(protocol: str, weight: int) -> list[Fraction]:
    """The rates of a plan in mL/h, for 1 g/kg."""
    made = planned(protocol, dose="1 g/kg", weight=f"{weight} kg")
    running = (step.rate for step in made.steps if step.rate is not None)
    return [Fraction(rate.to("mL/h").magnitude) for rate in running]


@pytest.mark.parametrize("weight", range(40, 131, 5))
def test_octagam_runs_at_the_rates_of_the_newfoundland_tables(weight: int) -> None:
    column = [row[(weight - 40) // 5] for row in printed(NEWFOUNDLAND)]
    assert rates("immunoglobulin-octagam-10", weight) == column


@pytest.mark.parametrize("weight", range(40, 61, 5))
def test_panzyga_runs_at_the_rates_of_its_makers_chart(weight: int) -> None:
    row = printed(PANZYGA)[(weight - 40) // 5]
    assert rates("immunoglobulin-panzyga", weight) == row
