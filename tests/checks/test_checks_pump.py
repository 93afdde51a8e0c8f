"""What the pump's rounding is said to do."""

from typing import Any

import pytest

from rechallenge.model.finding import Severity
from rechallenge.quantities import parse

from .on_file import found, planned_with, pump

IN_21S = pump(("21 mL/h", "210 mL/h", "21 mL/h"))
REST = {"give": "rest", "rate": "21 mL/h"}


@pytest.mark.parametrize(
    ("rate", "asks"),
    [
        ("42 mL/h", False),
        ("40 mL/h", False),  # 42 for 40 is 2/40 = 5% more
        ("39.9 mL/h", True),  # 42 for 39.9 is 2.1/39.9 = 5.26% more
        ("44.2 mL/h", False),  # 42 for 44.2 is 2.2/44.2 = 4.98% less
        ("44.3 mL/h", True),  # 42 for 44.3 is 2.3/44.3 = 5.19% less
    ],
)
def test_a_rounding_of_more_than_5_percent_asks(rate: str, asks: bool) -> None:
    made = planned_with({"rate": rate, "over": "1 h"}, REST, on=IN_21S)
    findings = [f for f in found(made, "rate-rounded") if f.where == "step 1"]
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


def test_the_finding_has_both_doses_and_rates() -> None:
    made = planned_with({"rate": "39.9 mL/h", "over": "1 h"}, REST, on=IN_21S)
    finding = found(made, "rate-rounded")[0]
    # 1 mg/mL for 1 h
    expected = {"written_rate": "39.9 mL/h", "written_dose": "39.9 mg", "rate": "42 mL/h",
                "dose": "42 mg"}  # fmt: skip
    assert {name: finding.numbers[name] for name in expected} == {
        name: parse(text) for name, text in expected.items()
    }
    assert finding.source is not None
    assert "5%" in finding.source


def test_a_step_that_keeps_its_dose_and_takes_longer_is_compared_by_its_rate() -> None:
    made = planned_with({"give": "rest", "rate": "50 mL/h"}, on=IN_21S)
    (finding,) = found(made, "rate-rounded")
    # 50 mL/h lies between 42 and 63; 8/50 = 16% slower
    assert made.steps[0].dose == made.as_written[0].dose
    assert finding.numbers["share"] == parse("16%")


def test_a_ramp_with_another_number_of_steps_is_said() -> None:
    ramp = {"rate": "10 mL/h", "increase": "10 mL/h", "every": "1 h", "up_to": "90 mL/h",
            "give": "rest"}  # fmt: skip
    # As written 10 + 20 + 30 + 40 = 100 mL in 4 steps. This pump runs 5, 20, 35, 50 ... mL/h, so
    # 5 + 20 + 35 + 35 = 95 mL, and 5 mL are left for a fifth step.
    on = pump(("5 mL/h", "95 mL/h", "15 mL/h"))
    made = planned_with(ramp, on=on)
    (finding,) = found(made, "steps-added-by-pump")
    assert (finding.numbers["written"], finding.numbers["made"]) == (4, 5)
    assert (finding.severity, finding.where) == (Severity.NOTE, "infusion[0]")
    assert not found(planned_with(ramp), "steps-added-by-pump")


@pytest.mark.parametrize(
    ("volume_step", "steps"),
    # 10 mL, then 90 mL
    [("1 mL", None), ("10 mL", None), ("15 mL", (1,)), ("20 mL", (1, 2)), (None, None)],
)
def test_a_volume_that_the_pump_cannot_take_is_named(
    volume_step: str | None, steps: tuple[int, ...] | None
) -> None:
    more: dict[str, Any] = {} if volume_step is None else {"volume_step": volume_step}
    on = pump(("1 mL/h", "100 mL/h", "1 mL/h"), **more)
    made = planned_with({"give": "10 %", "rate": "10 mL/h"}, {"give": "rest", "rate": "30 mL/h"},
                        on=on)  # fmt: skip
    findings = found(made, "volume-not-settable")
    assert [f.numbers["steps"] for f in findings] == ([steps] if steps else [])
    assert all(f.severity is Severity.NOTE for f in findings)


def test_rates_that_no_pump_has_are_asked_about_only_where_no_pump_is_on_file() -> None:
    steps = {"give": "rest", "rate": "1500 mL/h"}
    assert found(planned_with(steps), "rate-implausible")
    fast = pump(("1 mL/h", "2000 mL/h", "1 mL/h"))
    assert not found(planned_with(steps, on=fast), "rate-implausible")
