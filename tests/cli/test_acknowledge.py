"""Answers to findings: with a reason and initials, printed, and only where something asks."""

import json
from datetime import datetime

import pytest

from rechallenge import Acknowledgement, Order, plan, read_protocol
from rechallenge.model.problems import UnusableOrder
from tests.cli.running import CASE_2 as WITHOUT_WEIGHT
from tests.cli.running import here

CASE_2 = (*WITHOUT_WEIGHT, "--weight", "60 kg")

ANSWERS = (
    "--acknowledge", "premedication-above-usual=As in the case report",
    "--acknowledge", "protocol-unreviewed=Checked against Table 4",
    "--initials", "AB",
)  # fmt: skip
ALL = (*CASE_2, "--premed-lead", "30 min", *ANSWERS)


def test_a_plan_is_a_draft_until_every_finding_that_asks_is_answered() -> None:
    some = here(*CASE_2, "--premed-lead", "30 min", *ANSWERS[:2], *ANSWERS[4:])
    assert some.out.startswith("DRAFT: 1 finding to confirm")
    assert "DRAFT" not in here(*ALL).out


def test_the_reason_the_initials_and_the_time_are_printed_and_in_the_json() -> None:
    text = " ".join(here(*ALL).out.split())
    assert "Acknowledged: As in the case report (AB, 20" in text
    findings = json.loads(here(*ALL, "--format", "json").out)["findings"]
    answers = {f["code"]: f["acknowledged"] for f in findings if f["severity"] == "confirm"}
    assert answers["protocol-unreviewed"]["reason"] == "Checked against Table 4"
    assert answers["protocol-unreviewed"]["initials"] == "AB"
    assert datetime.fromisoformat(answers["protocol-unreviewed"]["at"]).second == 0
    notes = [f for f in findings if f["severity"] == "note"]
    assert {f["acknowledged"] for f in notes} == {None}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--acknowledge", "protocol-unreviewed=x"), "--initials: is missing"),
        (("--initials", "AB"), "--acknowledge: is missing"),
        (("--acknowledge", "protocol-unreviewed", "--initials", "AB"), "a code, =, and a reason"),
        (("--acknowledge", "protocol-unreviewed=", "--initials", "AB"), "reason is empty"),
        (("--acknowledge", "protocol-unreviewed=x", "--initials", " "), "initials is empty"),
        (("--acknowledge", "protocol-unreviewd=x", "--initials", "AB"),
         "did you mean protocol-unreviewed?"),
        (("--acknowledge", "weight-implausible=x", "--initials", "AB"), "unneeded code"),
        (("--acknowledge", "rate-jump=x", "--initials", "AB"), "is a note here"),
        (("--acknowledge", "dose-not-delivered=x", "--initials", "AB"), "unneeded code"),
        (("--acknowledge", "protocol-unreviewed=x", "--acknowledge", "protocol-unreviewed=y",
          "--initials", "AB"), "is answered twice"),
    ],
)  # fmt: skip
def test_an_answer_to_nothing_is_an_error_and_nothing_is_planned(
    more: tuple[str, ...], said: str
) -> None:
    outcome = here(*CASE_2, *more)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_what_refuses_a_plan_cannot_be_answered() -> None:
    refused = ("plan", "slow-start", "--dose", "1 mg", "--volume", "250 mL")
    outcome = here(*refused, "--acknowledge", "nothing-left=x", "--initials", "AB")
    assert (outcome.code, outcome.out) == (1, "")


def test_an_answer_never_changes_a_number() -> None:
    protocol, order = read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL")
    answer = Acknowledgement(code="protocol-unreviewed", reason="Checked", initials="AB")
    bare, answered = plan(protocol, order), plan(protocol, order, (answer,))
    assert answered.model_copy(update={"findings": bare.findings, "answers": ()}) == bare
    with pytest.raises(UnusableOrder):
        plan(protocol, order, (answer, answer))


LOST_TWICE = ("plan", "ceftazidime-12-step", "--dose", "2000 mg", "--line", "20 mL",
              "--primed", "diluent", "--sets", "fresh", "--initials", "AB")  # fmt: skip
"""A fresh set for each of three bags: two are taken off with drug in them."""


def lost(*answers: str) -> dict[str, str | None]:
    """The reason for each of the doses that are lost with a set, by its place."""
    options = [text for answer in answers for text in ("--acknowledge", answer)]
    outcome = here(*LOST_TWICE, *options, "--format", "json")
    assert outcome.code == 0, outcome.err
    return {
        f["where"]: (f["acknowledged"] or {}).get("reason")
        for f in json.loads(outcome.out)["findings"]
        if f["code"] == "dose-lost-with-set"
    }


def test_an_answer_answers_the_finding_at_its_place_and_no_other() -> None:
    one = lost("dose-lost-with-set@bags[1]=It is little")
    assert one == {"bags[0]": None, "bags[1]": "It is little"}
    both = lost("dose-lost-with-set@bags[0]=Less", "dose-lost-with-set@bags[1]=More")
    assert both == {"bags[0]": "Less", "bags[1]": "More"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("dose-lost-with-set=x",
         "--acknowledge dose-lost-with-set: asks at bags[0] and bags[1]; answer each at its place"),
        ("dose-lost-with-set@bags[2]=x", "does not ask at bags[2], but at bags[0] and bags[1]"),
    ],
)  # fmt: skip
def test_an_answer_to_one_of_several_without_its_place_names_the_places(
    answer: str, said: str
) -> None:
    outcome = here(*LOST_TWICE, "--acknowledge", answer)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
