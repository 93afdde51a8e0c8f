"""What a pump can be set to, by the proof's own arithmetic."""

from fractions import Fraction as F

import pytest

from rechallenge.proof.grid import Grid, at_least, at_most, nearest, on_grid, rates_of
from rechallenge.quantities import parse
from tests.checks.on_file import planned_with, pump

# 0.1 to 99.9 by tenths, then 100 to 999 by ones.
TWO = [Grid(F("0.1"), F("99.9"), F("0.1")), Grid(F(100), F(999), F(1))]


@pytest.mark.parametrize(
    ("value", "lower", "near", "higher"),
    [
        ("0.1", "0.1", "0.1", "0.1"),
        ("0.24", "0.2", "0.2", "0.3"),
        # Of two as near, the higher is set.
        ("0.25", "0.2", "0.3", "0.3"),
        ("99.95", "99.9", "100", "100"),
        ("99.94", "99.9", "99.9", "100"),
        ("100.5", "100", "101", "101"),
        ("999", "999", "999", "999"),
        # Outside there is nothing below, or nothing above.
        ("0.09", None, "0.1", "0.1"),
        ("999.4", "999", "999", None),
    ],
)
def test_a_value_is_set_to_the_next_one_down_near_or_up(
    value: str, lower: str | None, near: str, higher: str | None
) -> None:
    found = (at_most(F(value), TWO), nearest(F(value), TWO), at_least(F(value), TWO))
    assert found == tuple(None if text is None else F(text) for text in (lower, near, higher))
    assert on_grid(F(value), TWO) == (lower == higher)


def test_a_gravity_set_of_20_drops_per_ml_runs_by_3_ml_per_h() -> None:
    # A drop a minute is 1/20 mL in a minute.
    (grid,) = rates_of(pump(drops="20 drops/mL"))
    assert grid == Grid(F(3), None, F(3))
    assert nearest(F("1004.5"), [grid]) == 1005


def test_a_line_is_cleared_by_a_volume_of_the_coarser_range_of_a_pump() -> None:
    # The pump takes tenths up to 9.9 mL and whole mL from 10 mL: of 15.5 mL 15 can be set.
    ranges = (("0.1 mL", "9.9 mL", "0.1 mL"), ("10 mL", "999 mL", "1 mL"))
    plan = planned_with(
        {"give": "rest", "over": "1 h"},
        on=pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), volumes=ranges),
        order={"line": "15.5 mL", "primed": "diluent", "clear_line": "60 mL/h"},
    )
    assert [(step.volume, step.clears_line) for step in plan.steps] == [
        (parse("15 mL"), True), (parse("100 mL"), False),
    ]  # fmt: skip
