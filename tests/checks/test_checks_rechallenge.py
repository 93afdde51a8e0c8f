"""A plan to give a drug again, against the earlier reaction and the usual infusion."""

from typing import Any

import pytest

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.quantities import parse

from .on_file import drug, found, planned_with

LABEL = {"source": "Label"}
RESTARTS = drug(restart={"at_most": "50 %"} | LABEL)
LADDER: tuple[dict[str, Any], ...] = (
    {"rates": ("20 mL/h", "40 mL/h"), "every": "1 h"},
    {"rate": "40 mL/h", "give": "rest"},
)


def after(*drugs: DrugFacts, **order: str) -> Plan:
    """200 mg in 100 mL, at 20 and 40 mL/h: 40 and 80 mg/h."""
    return planned_with(*LADDER, drugs=drugs, order={"dose": "200 mg"} | order)


@pytest.mark.parametrize(
    ("rate", "order", "asks"),
    [
        ("20 mL/h", {}, True),
        ("20.1 mL/h", {}, False),
        ("10 mL/h", {}, True),
        ("40 mg/h", {}, True),
        ("41 mg/h", {}, False),
        ("0.8 mg/kg/h", {"weight": "50 kg"}, True),
        ("0.9 mg/kg/h", {"weight": "50 kg"}, False),
        ("100 units/h", {}, False),
    ],
)
def test_a_plan_nowhere_slower_than_the_reaction_asks(
    rate: str, order: dict[str, str], asks: bool
) -> None:
    findings = found(after(reaction_rate=rate, **order), "not-slower-than-reaction")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
    assert not found(after(), "not-slower-than-reaction")


@pytest.mark.parametrize(
    ("rate", "most"),
    [("40 mL/h", None), ("39 mL/h", "19.5 mL/h"), ("80 mg/h", None), ("79 mg/h", "39.5 mg/h"),
     ("20 mL/h", "10 mL/h")],
)  # fmt: skip
def test_a_plan_that_begins_above_the_share_the_label_advises_asks(
    rate: str, most: str | None
) -> None:
    made = after(RESTARTS, reaction_rate=rate)
    findings = found(made, "restart-above-advice")
    assert [f.numbers["most"] for f in findings] == ([parse(most)] if most else [])
    assert all(f.severity is Severity.CONFIRM and f.source == "Label" for f in findings)
    assert not found(made, "not-slower-than-reaction")


@pytest.mark.parametrize(
    ("order", "code", "step"),
    [
        # 40 mg after step 1, 120 after step 2
        ({"reaction_dose": "40 mg"}, "reaction-dose-reached", 1),
        ({"reaction_dose": "40.1 mg"}, "reaction-dose-reached", 2),
        ({"reaction_dose": "40 units"}, "reaction-dose-reached", None),
        ({"reaction_dose": "201 mg"}, "reaction-dose-reached", None),
        ({"reaction_bag": "Bag 1"}, "reaction-bag-begins", None),
    ],
)
def test_where_the_plan_comes_to_the_dose_or_bag_of_the_reaction_is_noted(
    order: dict[str, str], code: str, step: int | None
) -> None:
    findings = found(after(**order), code)
    assert [f.numbers["step"] for f in findings] == ([step] if step else [])
    assert all(f.severity is Severity.NOTE for f in findings)


def test_the_bag_of_the_reaction_is_noted_where_there_are_several() -> None:
    bags = ({"name": "A", "volume": "100 mL", "holds": "10 mg"},
            {"name": "B", "volume": "100 mL", "holds": "rest"})  # fmt: skip
    steps = ({"bag": "A", "give": "bag", "over": "1 h"}, {"bag": "B", "give": "bag", "over": "4 h"})
    made = planned_with(*steps, bags=bags, parameters={},
                        order={"volume": None, "reaction_bag": "B"})  # fmt: skip
    (finding,) = found(made, "reaction-bag-begins")
    assert (finding.numbers["step"], finding.numbers["at"]) == (2, parse("60 min"))


def usual(*times: str, **facts: Any) -> dict[str, Any]:
    """A file that has these times as usual."""
    return {"usual_infusion": tuple({"says": "x", "over": time} | LABEL for time in times)} | facts


SHORTEST = {"shortest_infusion": {"over": "3 h"} | LABEL}
BY_RATE = {"shortest_infusion": {"rate": "40 mL/h"} | LABEL}
NOTHING = {"group": {"says": "antibody"} | LABEL}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        # 2 h and 30 min of observation
        (usual("119 min"), None),
        (usual("2 h"), "not-slower-than-usual"),
        (usual("1 h", "3 h"), "not-slower-than-usual"),
        (SHORTEST, "not-slower-than-usual"),
        (usual("1 h") | SHORTEST, None),
        (BY_RATE, "not-slower-than-usual"),  # 100 mL at 40 mL/h are 2.5 h
        (NOTHING, "usual-infusion-unknown"),
        (None, "usual-infusion-unknown"),
    ],
)
def test_a_slower_infusion_is_compared_with_the_usual_one(
    facts: dict[str, Any] | None, code: str | None
) -> None:
    steps = ({"give": "10 %", "over": "30 min"}, {"observe": "30 min"},
             {"give": "rest", "over": "90 min"})  # fmt: skip
    drugs = (drug(**facts),) if facts else ()

    def asked(strategy: str, named: str = "any", **order: str) -> list[str]:
        order |= {"drug": "testmab"} if named == "any" else {}
        made = planned_with(*steps, drugs=drugs, drug=named, strategy=strategy, order=order)
        codes = ("not-slower-than-usual", "usual-infusion-unknown")
        asking = [f for each in codes for f in found(made, each)]
        assert all(f.severity is Severity.CONFIRM for f in asking)
        return [str(f.code) for f in asking]

    assert asked("stepwise") == ([code] if code else [])
    assert asked("titration") == []
    assert asked("stepwise", "testmab") == []
    again = ["not-slower-than-usual"] if code == "not-slower-than-usual" else []
    assert asked("stepwise", "testmab", reaction_grade="2") == again
