"""The limits that checks compare with, read again in their sources or worked out by hand."""

from fractions import Fraction

import pytest

from rechallenge.planning import limits
from rechallenge.planning.limits import Limit
from rechallenge.quantities import display

VALUES = {
    "HEAVIEST": "635 kg", "TALLEST": "272 cm", "LIGHT": "22.7 kg", "HEAVY": "340.2 kg",
    "SHORT": "144 cm", "SLOWEST": "0.1 mL/h", "FASTEST": "1,200 mL/h", "SMALLEST_VOLUME": "1 mL",
    "LARGEST_VOLUME": "9,999 mL", "DENSEST": "1,000 mg/mL", "SMALLEST_LINE": "15 mL",
    "LARGEST_LINE": "27 mL", "LONGEST": "10,080 min", "SMALLEST_DRAW": "0.1 mL",
    "MEASURED_SHARE": "1%", "DILUTION_ALLOWANCE": "10%", "ROUNDED_SHARE": "5%",
    "SPLIT_REGIMEN": "360 min",
    # 5 mL/h are 2.5 times 2 mL/h; 41.7 mL/h are ten times 4.17.
    "USUAL_JUMP": "2.5", "TENFOLD_JUMP": "10",
    # By Mosteller 22.7 kg and 144 cm are 0.953 m2, 340.2 kg and 272 cm 5.070, 635 and 272 6.927.
    "SMALL_AREA": "0.95 m2", "LARGE_AREA": "5.07 m2", "LARGEST_AREA": "6.93 m2",
}  # fmt: skip


def test_each_limit_is_what_its_source_says() -> None:
    stated = {name: one for name, one in vars(limits).items() if isinstance(one, Limit)}
    assert {name: display(one.value) for name, one in stated.items()} == VALUES


@pytest.mark.parametrize(
    ("name", "kg", "cm"),
    [("SMALL_AREA", "22.7", 144), ("LARGE_AREA", "340.2", 272), ("LARGEST_AREA", "635", 272)],
)
def test_an_area_is_mostellers_to_the_hundredth(name: str, kg: str, cm: int) -> None:
    area = getattr(limits, name).value.magnitude
    square, half = Fraction(kg) * cm / 3600, Fraction(1, 200)
    assert (area - half) ** 2 < square < (area + half) ** 2


def test_a_night_is_from_ten_to_six() -> None:
    assert (limits.NIGHT.begins.hour, limits.NIGHT.ends.hour) == (22, 6)


def test_at_most_five_tenfold_dilutions_are_made() -> None:
    assert limits.MOST_TENFOLDS == 5
