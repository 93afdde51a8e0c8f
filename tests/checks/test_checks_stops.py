"""A stop in the middle of an infusion: what is compared with it, and where it asks or refuses."""

from typing import Any

import pytest

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Refused, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.stop import Stop
from rechallenge.service.making import make_plan
from tests.planning.making import protocol

from .on_file import drug, found

LABEL = {"source": "Label"}
START = "2026-11-21 09:00"
STEPS: tuple[dict[str, Any], ...] = (
    {"give": "10 %", "rate": "20 mL/h"},
    {"give": "rest", "rate": "40 mL/h"},
)
"""100 mg in 100 mL: 10 mL in 30 min at 20 mg/h, then 90 mL at 40 mg/h."""


def stopped(
    *drugs: DrugFacts, order: dict[str, Any] | None = None, more: Any = None, **stop: Any
) -> Plan:
    """The plan of testmab, stopped after 5 mL, at 20 mg/h, unless said otherwise."""
    stated = {"infused": "5 mL", "resume_at": "as planned", "hold": "30 min"} | stop
    asked = {"dose": "100 mg", "volume": "100 mL", "start": START} | (order or {})
    made = protocol(*STEPS, **({"drug": "testmab"} | (more or {})))
    stops = (Stop.model_validate(stated),)
    return make_plan(made, Order.model_validate(asked), OnFile(drugs=drugs), stops=stops)


@pytest.mark.parametrize(("at", "asks"), [("09:15", False), ("09:16", True), ("09:30", True)])
def test_a_time_that_the_planned_rates_do_not_explain_asks(at: str, asks: bool) -> None:
    # 5 mL are in after 15 min; 5% of that is 45 s.
    findings = found(stopped(at=f"2026-11-21 {at}"), "stop-time-unexplained")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


def test_a_time_is_explained_up_to_a_twentieth_of_what_ran() -> None:
    # 10 mL in 30 min and 20 mL at 40 mL/h in 30 min: 5% of 60 min are 3 min.
    assert not found(stopped(infused="30 mL", at="2026-11-21 10:03"), "stop-time-unexplained")
    (asks,) = found(stopped(infused="30 mL", at="2026-11-21 10:04"), "stop-time-unexplained")
    minutes = [f"{asks.numbers[name]:~}" for name in ("planned", "stated")]
    assert minutes == ["60 min", "64 min"]


def test_going_on_faster_than_the_patient_reacted_asks() -> None:
    # 10 mL are in as step 1 ends; step 2 runs at 40 mg/h.
    again: Any = {"infused": "10 mL", "seen": "rash"}
    (finding,) = found(stopped(**again), "goes-on-above-stop")
    assert not found(stopped(seen="rash"), "goes-on-above-stop")
    assert finding.severity is Severity.CONFIRM
    assert not found(stopped(**again, resume_at="100 %"), "goes-on-above-stop")
    assert not found(stopped(infused="10 mL"), "goes-on-above-stop")


@pytest.mark.parametrize(("way", "asks"), [("50 %", False), ("51 %", True), ("as planned", True)])
def test_going_on_above_the_share_that_the_label_advises_asks(way: str, asks: bool) -> None:
    restarts = drug(restart={"at_most": "50 %"} | LABEL)
    findings = found(stopped(restarts, resume_at=way, seen="rash"), "goes-on-above-advice")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
    assert not found(stopped(restarts, resume_at=way), "goes-on-above-advice")


def test_nothing_goes_on_after_a_severe_skin_reaction_but_it_may_be_stopped_for_good() -> None:
    with pytest.raises(Refused, match="reaction-at-stop-refused"):
        stopped(kind="severe-skin")
    assert stopped(kind="severe-skin", resume_at="never", hold=None).stopped_for_good


def test_some_kinds_ask_and_others_do_not() -> None:
    assert found(stopped(kind="hepatitis"), "reaction-at-stop-avoid")
    assert not found(stopped(kind="infusion-reaction"), "reaction-at-stop-avoid")


def test_a_reaction_that_the_protocol_is_not_for_is_refused_at_a_stop_too() -> None:
    only_mild = {"not_for": ({"says": "Grade 3 or 4", "grades": ("3", "4")},)}
    with pytest.raises(Refused, match="not-for-at-stop"):
        stopped(grade="3", more=only_mild)
    assert stopped(grade="2", more=only_mild).stopped
    assert stopped(grade="3", more=only_mild, resume_at="never", hold=None).stopped_for_good


def test_the_labels_advice_for_the_grade_stands_beside_the_stop() -> None:
    advice = drug(
        reactions=(
            {"grades": ("1", "2"), "advises": "interrupt or slow"} | LABEL,
            {"grades": ("3", "4"), "advises": "stop for good"} | LABEL,
        )
    )
    severities = [
        [f.severity for f in found(stopped(advice, grade=grade), "reaction-at-stop-advice")]
        for grade in ("2", "3")
    ]
    assert severities == [[Severity.NOTE], [Severity.CONFIRM]]


def test_what_stands_in_the_line_is_named_as_what_runs_first() -> None:
    line = {"line": "4 mL", "primed": "drug"}
    (finding,) = found(stopped(order=line), "line-runs-first")
    assert {name: f"{value:~}" for name, value in finding.numbers.items()} == {
        "volume": "4 mL", "dose": "4 mg", "rate": "20 mL / h",
    }  # fmt: skip
    assert not found(stopped(order=line, line="fresh"), "line-runs-first")


def test_a_drug_given_again_too_soon_or_too_often_asks() -> None:
    # 1,000 mg before 09:00 at 08:30, and again at 09:20: 50 min apart, 2,000 mg in all.
    spaced = drug(
        "acetaminophen",
        minimum_interval={"time": "4 h"} | LABEL,
        daily_limits=({"highest": "1500 mg", "what": "in 24 h"} | LABEL,),
    )
    before = {"premed": "acetaminophen 1000 mg IV 30 min before"}
    plan = stopped(spaced, order=before, gave="acetaminophen 1000 mg IV at 09:20")
    (soon,) = found(plan, "dose-too-soon")
    assert (soon.where, f"{soon.numbers['apart']:~}") == ("stops[0].gave[0]", "50 min")
    (often,) = found(plan, "daily-limit-exceeded")
    assert f"{often.numbers['total']:~}" == "2000 mg"
    # 5 h and 20 min apart, and a drug without an interval on file.
    long_before = {"premed": "acetaminophen 1000 mg IV 5 h before"}
    apart = stopped(spaced, order=long_before, gave="acetaminophen 1000 mg IV at 09:20")
    assert not found(apart, "dose-too-soon")
    unknown = drug("acetaminophen", daily_limits=spaced.daily_limits)
    assert not found(
        stopped(unknown, order=before, gave="acetaminophen 1000 mg IV at 09:20"), "dose-too-soon"
    )
    alone = stopped(spaced, gave="acetaminophen 1000 mg IV at 09:20")
    assert not found(alone, "dose-too-soon")
    assert not found(alone, "daily-limit-exceeded")
