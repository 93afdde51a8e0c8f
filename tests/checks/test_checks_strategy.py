"""What a strategy promises, and what a protocol for any drug leaves to its own source."""

from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Refused, Severity
from rechallenge.quantities import parse

from .on_file import found, planned_with

WATCHED = {"vitals": ("end",), "source": "Label"}


def two_steps(first: str, strategy: str, **more: Any) -> list[str]:
    """What refuses 100 mg in 100 mL: 10 min at this rate, and the rest in 1 h."""
    steps = ({"rate": first, "over": "10 min"}, {"give": "rest", "over": "1 h"})
    try:
        planned_with(*steps, strategy=strategy, **more)
    except Refused as refused:
        return [str(finding.code) for finding in refused.findings]
    return []


@pytest.mark.parametrize(
    ("first", "strategy", "refused"),
    [
        # x / 6 mg, then 100 - x / 6 in 1 h: alike at 600 / 7 = 85.714 mg/h
        ("85 mL/h", "slow-start", False),
        ("86 mL/h", "slow-start", True),
        ("85 mL/h", "stepwise", False),
        ("86 mL/h", "stepwise", True),
        ("86 mL/h", "desensitization", True),
        ("86 mL/h", "challenge", True),
        ("86 mL/h", "extended", False),
        ("86 mL/h", "titration", False),
    ],
)
def test_a_slow_start_whose_first_step_is_not_the_slowest_is_refused(
    first: str, strategy: str, refused: bool
) -> None:
    assert two_steps(first, strategy) == (["first-step-not-slowest"] if refused else [])


def test_a_start_that_nothing_after_it_is_faster_than_is_refused() -> None:
    steps = ({"rate": "50 mL/h", "over": "1 h"}, {"rate": "50 mL/h", "give": "rest"})
    with pytest.raises(Refused):
        planned_with(*steps, strategy="slow-start")
    assert planned_with({"give": "rest", "over": "1 h"}, strategy="slow-start").steps


def test_a_loading_dose_in_a_bag_of_its_own_may_be_the_fastest() -> None:
    bags = ({"name": "A", "volume": "100 mL", "holds": "60 mg"},
            {"name": "B", "volume": "100 mL", "holds": "rest"})  # fmt: skip
    steps = ({"bag": "A", "give": "bag", "over": "1 h"}, {"bag": "B", "give": "bag", "over": "4 h"})
    made = planned_with(*steps, bags=bags, parameters={}, strategy="stepwise",
                        order={"volume": None})  # fmt: skip
    assert len(made.steps) == 2


def test_vincristine_2_mg_by_slow_start_would_begin_at_62_5_percent_and_is_refused() -> None:
    order = {"dose": "2 mg", "drug": "vincristine", "volume": "50 mL"}
    with pytest.raises(Refused) as refused:
        plan(read_protocol("slow-start"), Order.model_validate(order))
    (finding,) = refused.value.findings
    # 5 mg/h for 15 min are 1.25 mg; 0.75 mg in 105 min are 3/7 mg/h
    assert (finding.code, finding.where) == ("first-step-not-slowest", "step 1")
    assert finding.numbers["first"] == parse("5 mg/h")
    slower = order | {"settings": {"first_rate": "0.2 mg/h"}}
    assert plan(read_protocol("slow-start"), Order.model_validate(slower)).steps


PARAMETERS = {"volume": "required", "first_time": "15 min", "end": "2 h"}
STEPS = ({"rate": "10 mL/h", "over": "$first_time"}, {"give": "rest", "until": "$end"})


@pytest.mark.parametrize(
    ("named", "settings", "names"),
    [
        ("any", {}, ("end", "first_time")),
        ("any", {"end": "3 h"}, ("first_time",)),
        ("any", {"end": "3 h", "first_time": "15 min"}, None),
        ("testmab", {}, None),
    ],
)
def test_values_left_to_a_protocol_for_any_drug_are_named(
    named: str, settings: dict[str, str], names: tuple[str, ...] | None
) -> None:
    order = {"settings": settings} | ({"drug": "testmab"} if named == "any" else {})
    made = planned_with(*STEPS, drug=named, parameters=PARAMETERS, order=order)
    findings = found(made, "default-taken")
    assert [f.numbers["names"] for f in findings] == ([names] if names else [])
    assert all(f.severity is Severity.NOTE and f.source for f in findings)
    if findings and not settings:
        assert findings[0].numbers["values"] == (parse("2 h"), parse("15 min"))


@pytest.mark.parametrize(("monitoring", "asks"), [(WATCHED, False), (None, True)])
def test_a_protocol_without_monitoring_asks(monitoring: Any, asks: bool) -> None:
    findings = found(planned_with(monitoring=monitoring), "monitoring-not-stated")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
