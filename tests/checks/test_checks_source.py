"""Doubts about the source: each asks at the value that it is about."""

from typing import Any

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
