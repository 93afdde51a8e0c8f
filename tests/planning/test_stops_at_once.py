"""A stop between doses that are given at once: what was given is given, and the rest goes on."""

from typing import Any

import pytest

from rechallenge import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.stop import Stop
from rechallenge.quantities import parse
from rechallenge.service.resuming import resume
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.text.plan import plan_text
from rechallenge.words.codes import FindingCode
from tests.planning.making import planned

DOSES = {"doses": ("1 mg", "9 mg", "90 mg"), "wait": "15 min"}


def tablets() -> Plan:
    """1, 9 and 90 mg by mouth, 15 min apart: steps 1, 3 and 5."""
    order = {"volume": None, "start": "2026-11-21 09:00"}
    return planned(DOSES, parameters={}, route="by mouth", order=order)


def then_infused() -> Plan:
    """10 mg pushed, then 90 mg in 1 h through a line."""
    return planned(
        {"at_once": "10 mg", "wait": "15 min"},
        {"give": "rest", "over": "1 h"},
        order={"line": "20 mL", "primed": "diluent", "start": "2026-11-21 09:00"},
    )


def stopped(plan: Plan, **said: Any) -> Plan:
    return resume(plan, Stop.model_validate({"resume_at": "as planned"} | said))


def test_a_dose_that_was_given_stays_given_and_the_next_follows_after_hold_and_wait() -> None:
    made = stopped(tablets(), after_step="3", hold="1 h", seen="itching")
    (stop,) = made.stopped
    assert (stop.step, stop.at, stop.cut) == (3, parse("15 min"), False)
    assert (stop.dose_given, stop.remaining) == (parse("10 mg"), parse("90 mg"))
    assert (stop.bag, stop.rate, stop.dose_rate) == (None, None, None)
    # Given at 0 and 15 min; an hour's hold, then the wait of 15 min that had begun.
    assert [(s.kind, s.start.magnitude, s.has_run) for s in made.steps] == [
        ("give", 0, True), ("observe", 0, True), ("give", 15, True),
        ("observe", 15, False), ("observe", 75, False), ("give", 90, False),
    ]  # fmt: skip
    assert made.totals.dose == parse("100 mg")
    text = plan_text(made)
    assert "the dose of step 3 was given at once" in text
    assert "give 90 mg by mouth" in plan_fhir(made).replace("\u00a0", " ")


def test_doses_may_be_stopped_for_good() -> None:
    made = stopped(tablets(), after_step="1", resume_at="never")
    assert made.totals.dose == parse("1 mg")
    assert made.stopped_for_good


def test_a_second_stop_follows_the_first() -> None:
    made = stopped(stopped(tablets(), after_step="1", hold="30 min"), after_step="4")
    assert [stop.dose_given for stop in made.stopped] == [parse("1 mg"), parse("10 mg")]
    assert made.totals.dose == parse("100 mg")


def test_an_infusion_after_a_dose_at_once_is_stopped_by_its_volume() -> None:
    made = stopped(then_infused(), infused="30 mL", resume_at="50 %")
    # 30 mL of 1 mg/mL, after 10 mg at once
    assert made.stopped[0].dose_given == parse("40 mg")
    assert made.stopped[0].infused == parse("30 mL")
    assert made.totals.dose == parse("100 mg")


def test_a_dose_at_once_before_an_infusion_may_be_the_last_before_the_stop() -> None:
    made = stopped(then_infused(), after_step="1", hold="20 min")
    assert made.stopped[0].dose_given == parse("10 mg")
    assert made.steps[-1].start == parse("35 min")


def test_what_was_pushed_is_counted_beside_what_came_through_the_line() -> None:
    made = stopped(
        planned(
            {"give": "30 mL", "rate": "60 mL/h"},
            {"at_once": "10 mg", "wait": "15 min"},
            {"give": "rest", "rate": "60 mL/h"},
            order={"line": "20 mL", "primed": "diluent"},
        ),
        after_step="2", line="fresh",
    )  # fmt: skip
    # 1 mg/mL, 30 mL run: 10 mg have come through the line of 20 mL, 20 mg stand in it and are
    # thrown away. 10 mg are pushed. 60 mg run through the fresh set: 90 - 20 = 70 mg arrive.
    assert "At the vein   10 mg, besides 10 mg given at once" in plan_text(made)
    found = {one.code: one for one in made.findings}
    lost = found[FindingCode.DOSE_LOST_WITH_SET]
    assert [lost.numbers[key] for key in ("dose", "reaches", "ordered")] == [
        parse("20 mg"), parse("70 mg"), parse("90 mg"),
    ]  # fmt: skip
    assert FindingCode.EARLY_STEPS_DELIVER_NOTHING not in found


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"after_step": "2"}, "2 is no step that gives a dose at once.*those are: 1, 3, 5"),
        ({"after_step": "3", "resume_at": "50 %"}, "nothing was running"),
        ({"after_step": "3", "resume_at": "repeat"}, "a dose given at once is given once"),
        ({"infused": "5 mL"}, "every dose left is given at once"),
    ],
)
def test_a_report_that_cannot_be_true_of_doses_at_once_is_refused(
    said: dict[str, str], says: str
) -> None:
    with pytest.raises(UnusableOrder, match=says):
        stopped(tablets(), **said)


def test_a_stop_says_the_volume_or_the_step_and_not_both() -> None:
    for said in ({}, {"infused": "5 mL", "after_step": "1"}):
        with pytest.raises(ValueError, match=r"is missing|keep one of them"):
            Stop.model_validate({"resume_at": "never", **said})
