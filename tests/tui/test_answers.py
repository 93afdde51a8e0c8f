"""An answer holds for the numbers it was given to, and falls away with them."""

from rechallenge.checks.acknowledging import answered
from rechallenge.files.facts import facts_for
from rechallenge.model.finding import Acknowledgement
from rechallenge.service.making import make_plan
from rechallenge.tui.state.answering import answer_to
from rechallenge.tui.state.draft import Answer
from rechallenge.tui.state.session import Session
from tests.tui.planning_room import NOON, STEPWISE, session, shelf


def give(sitting: Session, code: str, reason: str = "As published, case 2") -> None:
    plan = sitting.evaluation.plan
    assert plan is not None
    finding = next(f for f in plan.findings if f.code == code)
    patient = sitting.draft.text("patient")
    answer = answer_to(plan, finding, reason, "M.K.", patient, NOON)
    assert isinstance(answer, Answer), answer
    sitting.answer(answer)


def open_codes(sitting: Session) -> set[str]:
    plan = sitting.evaluation.plan
    assert plan is not None
    return {finding.code for finding in plan.open_findings}


def test_an_answer_closes_its_finding_and_is_kept_with_reason_initials_and_time() -> None:
    sitting = session(**STEPWISE)
    assert "premedication-above-usual" in open_codes(sitting)
    give(sitting, "premedication-above-usual")
    assert "premedication-above-usual" not in open_codes(sitting)
    plan = sitting.evaluation.plan
    assert plan is not None
    assert plan.answers == (
        Acknowledgement(
            code="premedication-above-usual",
            place="premedication[2].dose",
            reason="As published, case 2",
            initials="M.K.",
            at=NOON,
        ),
    )


def test_an_answer_falls_away_with_a_message_when_the_numbers_of_its_finding_change() -> None:
    # The rise from step 1 to step 2 of the slow start depends on the dose and its strength.
    sitting = session(**{**STEPWISE, "protocol": "cadonilimab-slow-start"})
    give(sitting, "rate-jump")
    assert "rate-jump" not in open_codes(sitting)
    sitting.write("weight", "60 kg")
    assert "rate-jump" in open_codes(sitting)
    assert sitting.evaluation.fallen == ("rate-jump",)
    sitting.write("weight", "48 kg")
    assert "rate-jump" not in open_codes(sitting)


def test_an_answer_given_for_one_patient_is_none_for_another() -> None:
    sitting = session(**STEPWISE, patient="Bed 4")
    give(sitting, "premedication-above-usual")
    sitting.write("patient", "Bed 5")
    assert "premedication-above-usual" in open_codes(sitting)


def test_an_answer_without_reason_or_initials_is_refused_at_its_field() -> None:
    plan = session(**STEPWISE).evaluation.plan
    assert plan is not None
    finding = plan.open_findings[0]
    wrong = answer_to(plan, finding, " ", "\x1b[31m", "", NOON)
    assert isinstance(wrong, dict)
    assert sorted(wrong) == ["initials", "reason"]


def test_a_plan_answered_afterwards_is_the_plan_made_with_the_answers() -> None:
    plan = session(**STEPWISE).evaluation.plan
    assert plan is not None
    answer = Acknowledgement(code="protocol-unreviewed", reason="Read it", initials="M.K.", at=NOON)
    on_file = facts_for(plan.protocol, plan.order, shelf().shelves)
    assert answered(plan, (answer,)) == make_plan(plan.protocol, plan.order, on_file, (answer,))
