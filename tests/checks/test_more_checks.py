"""Doubts in every place of a file, impossible rates and bags, and a drug that nobody named."""

from typing import Any

import pytest

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.quantities import parse
from tests.planning.making import planned

WHOLE = {"give": "rest", "over": "1 h"}
LADDER = ({"rates": ("10 mL/h", "20 mL/h"), "every": "15 min"}, WHOLE)


def codes(made: Plan) -> dict[str, Any]:
    return {finding.code: finding for finding in made.findings}


def doubted(
    about: str, printed: str, *steps: dict[str, Any], may_mean: str = "5 mg/h", **more: Any
) -> Plan:
    doubt = {"about": about, "printed": printed, "may_mean": may_mean, "because": "It is odd."}
    return planned(*steps, source={"citation": "A paper", "doubts": (doubt,)}, **more)


def test_a_doubt_about_a_rate_of_a_ladder_asks_with_the_step_it_is_about() -> None:
    found = codes(doubted("infusion[0].rates[1]", "20 mL/h", *LADDER))["doubtful-unit"]
    assert found.severity is Severity.CONFIRM
    # 100 mg in 100 mL: 20 mg/h, then 100 - 2.5 - 5 = 92.5 mg in 1 h
    assert found.numbers["fold"].magnitude * 20 == 92.5


def test_a_doubt_whether_a_rate_is_per_m2_asks_with_what_that_would_be_for_the_patient() -> None:
    at, order = "infusion[0].rates[1]", {"bsa": "1.5 m2"}
    made = doubted(at, "20 mL/h", *LADDER, may_mean="20 mg/m2/h", order=order)
    # 20 mg/m2/h x 1.5 m2 = 30 mg/h
    assert codes(made)["doubtful-unit"].numbers["may_mean_dose_rate"] == parse("30 mg/h")
    unknown = doubted(at, "20 mL/h", *LADDER, may_mean="20 mg/m2/h")
    assert "may_mean_dose_rate" not in codes(unknown)["doubtful-unit"].numbers


def test_a_doubt_about_what_a_step_gives_is_about_no_rate() -> None:
    steps = ({"give": "20 mg", "over": "1 h"}, {"give": "rest", "over": "30 min"})
    found = codes(doubted("infusion[0].give", "20 mg", *steps, may_mean="2 mg"))["doubtful-value"]
    assert "fold" not in found.numbers


def test_a_doubt_about_a_bag_asks() -> None:
    bag = {"name": "A", "volume": "100 mL"}
    made = doubted("bags[0].volume", "100 mL", WHOLE, bags=(bag,), parameters={},
                   order={"volume": None})  # fmt: skip
    assert codes(made)["doubtful-unit"].severity is Severity.CONFIRM


def test_a_doubt_about_a_parameter_in_a_ladder_finds_its_step() -> None:
    steps = ({"rates": ("10 mL/h", "$second"), "every": "15 min"}, WHOLE)
    parameters = {"volume": "required", "second": "20 mL/h"}
    made = doubted("parameters.second", "20 mL/h", *steps, parameters=parameters)
    assert "fold" in codes(made)["doubtful-unit"].numbers
    other = doubted(
        "parameters.second", "20 mL/h", *steps, parameters=parameters,
        order={"settings": {"second": "30 mL/h"}},
    )  # fmt: skip
    assert "doubtful-unit" not in codes(other)


@pytest.mark.parametrize(
    ("order", "step", "code"),
    [
        ({"volume": "100 mL"}, {"give": "rest", "over": "5 min"}, None),  # 1,200 mL/h
        ({"volume": "100 mL"}, {"give": "rest", "over": "4 min"}, "rate-implausible"),
        ({"volume": "10 mL"}, {"give": "rest", "over": "100 h"}, None),  # 0.1 mL/h
        ({"volume": "10 mL"}, {"give": "rest", "over": "101 h"}, "rate-implausible"),
        ({"volume": "1 mL"}, WHOLE, None),
        ({"volume": "0.9 mL"}, WHOLE, "volume-implausible"),
        ({"volume": "9.999 L"}, {"give": "rest", "over": "10 h"}, None),
        ({"volume": "10 L"}, {"give": "rest", "over": "10 h"}, "volume-implausible"),
        ({"volume": "100 mL", "dose": "100 g"}, WHOLE, None),  # 1,000 mg/mL
        ({"volume": "100 mL", "dose": "101 g"}, WHOLE, "concentration-implausible"),
        ({"volume": "100 mL", "dose": "999999999 units"}, WHOLE, None),
    ],
)
def test_a_rate_bag_or_solution_that_cannot_be_asks(
    order: dict[str, str], step: dict[str, str], code: str | None
) -> None:
    found = [f for f in planned(step, order=order).findings if f.code.endswith("-implausible")]
    assert [f.code for f in found] == ([code] if code else [])
    assert all(f.source and f.severity is Severity.CONFIRM for f in found)


def test_a_plan_for_any_drug_asks_for_its_name_until_the_order_gives_it() -> None:
    assert codes(planned(WHOLE))["drug-not-named"].severity is Severity.CONFIRM
    assert "drug-not-named" not in codes(planned(WHOLE, order={"drug": "rituximab"}))
    assert "drug-not-named" not in codes(planned(WHOLE, drug="cadonilimab"))


def test_any_is_no_name_for_a_drug() -> None:
    with pytest.raises(ValueError, match="is not the name of a drug"):
        planned(WHOLE, order={"drug": "Any"})


def test_a_bag_that_no_step_uses_is_noted() -> None:
    bags = ({"name": "A", "volume": "1 L"}, {"name": "B", "volume": "50 mL", "holds": "1 %"})
    made = planned(WHOLE, bags=bags, parameters={}, order={"volume": None})
    assert codes(made)["bag-unused"].numbers["bag"] == "B"


def test_the_working_of_a_ramp_reaches_every_number_it_states() -> None:
    ramp = {"rate": "0.5 mg/kg/h", "increase": "0.7 mg/kg/h", "every": "15 min",
            "up_to": "1 mg/kg/h", "give": "40 %"}  # fmt: skip
    made = planned(ramp, WHOLE, order={"weight": "60 kg", "dose": "200 mg"})
    lines = [f"{f.gives}: {f.left} {f.operation} {f.right} = {f.result}"
             for f in made.steps[0].working]  # fmt: skip
    for line in (
        "dose_rate: 1/2 mg / h / kg x 60 kg = 30 mg / h",
        "increase: 7/10 mg / h / kg x 60 kg = 42 mg / h",
        "up_to: 1 mg / h / kg x 60 kg = 60 mg / h",
        "in_all: 200 mg x 40 percent = 80 mg",
    ):
        assert line in lines


def test_what_is_not_on_file_is_said_and_never_taken_for_checked() -> None:
    found = codes(planned(WHOLE, drug="cadonilimab"))["not-compared"]
    assert found.severity is Severity.NOTE
    assert "stability" in found.numbers["absent"]
