"""The chart's coordinates, worked by hand; shares of the drawing's width and height."""

from typing import Any

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.pdf.chart import chart

from .printed import made, of_steps


def test_the_rates_of_case_2_are_stairs_and_its_dose_is_a_line() -> None:
    # 50 mL/h to 30 min, nothing to 60 min, 150 mL/h to 150 min. 37.5 mg, then 375 mg.
    # Time goes to 150 min in steps of 15, rates to 150 mL/h in steps of 50, doses to 400 mg.
    it = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    drawn: Any = chart(it)
    assert [label for _, label in drawn["x"]] == [str(15 * n) for n in range(11)]
    assert [label for _, label in drawn["rate"]["ticks"]] == ["0", "50", "100", "150"]
    assert [label for _, label in drawn["dose"]["ticks"]] == ["0", "100", "200", "300", "400"]
    assert drawn["rate"]["line"] == [
        [0, 0], [0, 0.33333], [0.2, 0.33333], [0.2, 0], [0.4, 0], [0.4, 1], [1, 1], [1, 0],
    ]  # fmt: skip
    assert drawn["dose"]["planned"] == [[0, 0], [0.2, 0.09375], [0.4, 0.09375], [1, 0.9375]]
    assert drawn["dose"]["arrives"] == []


def test_the_dose_at_the_vein_starts_when_the_line_is_through_and_ends_with_the_flush() -> None:
    # 20 mL of diluent at 50 mL/h take 24 min. 5 mL x 1.5 mg/mL = 7.5 mg are in at 30 min; 225 mL
    # bring 337.5 mg, 345 mg in all, at 150 min; the flush the last 30 mg, at 158 min.
    # Time goes to 165 min: 24 / 165 = 0.14545. Doses go to 400 mg: 7.5 / 400 = 0.01875.
    drawn: Any = chart(made("case-2"))
    arrives = drawn["dose"]["arrives"]
    corners = [[0.14545, 0], [0.18182, 0.01875], [0.36364, 0.01875], [0.90909, 0.8625],
               [0.95758, 0.9375]]  # fmt: skip
    assert [point for point in arrives if point in corners] == corners
    assert arrives[0] == [0, 0]
    assert arrives[-1] == corners[-1]
    assert arrives == sorted(arrives)


def test_a_plan_of_seconds_and_one_of_days_have_axes_that_hold_them() -> None:
    for over, dose in (("30 s", "0.004 mg"), ("5 day", "90000 mg")):
        it = of_steps({"give": "rest", "over": over}, order={"dose": dose})
        drawn: Any = chart(it)
        assert drawn["dose"]["planned"][-1][1] > 0.5
        assert 0 < drawn["dose"]["planned"][-1][0] <= 1
        assert 2 <= len(drawn["x"]) <= 13
