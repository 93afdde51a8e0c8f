"""The head of a plan: DRAFT, or confirmed by whom and when, and checked by a second person."""

import json
from datetime import datetime

import pytest

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.verification import SecondCheck, same_initials
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import view_of
from rechallenge.sheet.view.status import status_of
from tests.service.test_plan_file import STEPWISE, answered

CONFIRMED = answered(STEPWISE)
NOT_CHECKED = "not yet checked by a second person"


def checked(plan: Plan, *checks: tuple[str, str]) -> Plan:
    """The plan with checks by these initials at these times."""
    made = tuple(
        SecondCheck(by=by, at=datetime.fromisoformat(at), fingerprint=fingerprint(plan))
        for by, at in checks
    )
    return plan.model_copy(update={"checks": made})


def with_answer(plan: Plan, number: int, **changes: object) -> Plan:
    """The plan with one of its answers changed."""
    findings = list(plan.findings)
    asked = [n for n, f in enumerate(findings) if f.acknowledged is not None][number]
    answer = findings[asked].acknowledged
    assert answer is not None
    update = {"acknowledged": answer.model_copy(update=changes)}
    findings[asked] = findings[asked].model_copy(update=update)
    return plan.model_copy(update={"findings": tuple(findings)})


def test_a_plan_with_an_open_finding_is_a_draft() -> None:
    status = status_of(STEPWISE)
    count = len(STEPWISE.open_findings)
    assert status == (True, f"DRAFT: {count} findings to confirm before use", NOT_CHECKED)


def test_a_confirmed_plan_names_everyone_who_answered_and_the_latest_time() -> None:
    plan = with_answer(CONFIRMED, 1, initials="EF", at=datetime(2026, 11, 22, 8, 30))
    plan = with_answer(plan, 2, initials="a. b.", at=datetime(2026, 11, 21, 7, 0))
    status = status_of(plan)
    said = "CONFIRMED by AB and EF 2026-11-22 08:30"
    assert (status.is_draft, status.text) == (False, said)


def test_answers_without_a_time_are_confirmed_without_one() -> None:
    plan = CONFIRMED
    for number in range(len(plan.answers)):
        plan = with_answer(plan, number, at=None)
    assert status_of(plan).text == "CONFIRMED by AB"


def test_a_plan_without_a_finding_that_asks_has_nothing_to_confirm() -> None:
    notes = tuple(f for f in STEPWISE.findings if f.severity is Severity.NOTE)
    status = status_of(STEPWISE.model_copy(update={"findings": notes}))
    assert (status.is_draft, status.text) == (False, "Nothing to confirm")


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        ([], NOT_CHECKED),
        # The answers are of 2026-11-21.
        ([("CD", "2026-11-21T10:12")], "checked by CD 10:12"),
        ([("CD", "2026-11-22T10:12")], "checked by CD 2026-11-22 10:12"),
        (
            [("CD", "2026-11-21T10:12"), ("GH", "2026-11-22T07:00")],
            "checked by CD 10:12 and GH 2026-11-22 07:00",
        ),
    ],
)
def test_a_check_has_its_initials_and_its_time(checks: list[tuple[str, str]], text: str) -> None:
    assert status_of(checked(CONFIRMED, *checks)).check == text


def test_a_check_of_a_draft_has_its_date_because_no_date_stands_beside_it() -> None:
    plan = checked(with_open_finding(), ("CD", "2026-11-21T10:12"))
    assert status_of(plan).check == "checked by CD 2026-11-21 10:12"


def with_open_finding() -> Plan:
    """The confirmed plan with its first answer taken back."""
    first = next(n for n, f in enumerate(CONFIRMED.findings) if f.acknowledged is not None)
    findings = list(CONFIRMED.findings)
    findings[first] = findings[first].model_copy(update={"acknowledged": None})
    return CONFIRMED.model_copy(update={"findings": tuple(findings)})


def test_every_form_shows_who_confirmed_and_who_checked() -> None:
    plan = checked(CONFIRMED, ("CD", "2026-11-21T10:12"))
    line = "CONFIRMED by AB 2026-11-21 09:05; checked by CD 10:12"
    assert view_of(plan).head.status.line == line
    assert plan_text(plan).startswith(f"{line}\n\n")
    assert f"\n**{line}**\n" in plan_markdown(plan)
    assert line in [note["text"] for note in json.loads(plan_fhir(plan))["note"]]
    assert json.loads(plan_json(plan))["checks"] == [
        {"at": "2026-11-21T10:12:00", "by": "CD", "fingerprint": fingerprint(plan)}
    ]


def test_a_check_does_not_change_the_fingerprint() -> None:
    assert fingerprint(checked(CONFIRMED, ("CD", "2026-11-21T10:12"))) == fingerprint(CONFIRMED)


@pytest.mark.parametrize("other", ["CD", "cd", "c.d.", "C. D.", " Cd "])
def test_initials_are_the_same_in_any_spelling(other: str) -> None:
    assert same_initials("CD", other)


@pytest.mark.parametrize("other", ["CE", "C", "DC", "CDE"])
def test_other_initials_are_another_person(other: str) -> None:
    assert not same_initials("CD", other)
