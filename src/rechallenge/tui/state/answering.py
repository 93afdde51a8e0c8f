"""Answers to findings: each holds for the numbers it was given to, and for no others."""

from datetime import datetime

from pydantic import ValidationError

from rechallenge.checks.acknowledging import answered
from rechallenge.model.finding import Acknowledgement, Finding, Severity
from rechallenge.model.fingerprint import fingerprint_of
from rechallenge.model.plan import Plan
from rechallenge.model.problems import problems_of
from rechallenge.quantities import display_with_exact

from .draft import Answer, DraftOrder


def question_of(plan: Plan, code: str) -> str:
    """The fingerprint of what the findings of one code ask: protocol, places and numbers."""
    asked = [
        {
            "where": finding.where,
            "numbers": {
                name: value if isinstance(value, str) else display_with_exact(value)
                for name, value in finding.numbers.items()
            },
        }
        for finding in plan.findings
        if finding.code == code and finding.severity is Severity.CONFIRM
    ]
    return fingerprint_of({"protocol": plan.protocol.fingerprint, "code": code, "asked": asked})


def with_answers(plan: Plan, draft: DraftOrder) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the answers that hold for it, and the codes of those that no longer do."""
    asks = {f.code for f in plan.findings if f.severity is Severity.CONFIRM}
    patient = draft.text("patient")
    holding, fallen = [], []
    for answer in draft.answers:
        code = answer.acknowledgement.code
        same = code in asks and answer.question == question_of(plan, code)
        if same and answer.patient in ("", patient):
            holding.append(answer.acknowledgement)
        elif code in asks:
            fallen.append(code)
    return answered(plan, tuple(holding)), tuple(fallen)


def answer_to(
    plan: Plan, finding: Finding, reason: str, initials: str, patient: str, now: datetime
) -> Answer | dict[str, str]:
    """An answer given now, to the minute; or, by field, what is wrong with it."""
    try:
        acknowledgement = Acknowledgement(
            code=finding.code,
            reason=reason,
            initials=initials,
            at=now.replace(second=0, microsecond=0),
        )
    except ValidationError as error:
        return {str(p.place[0]): p.sentence for p in problems_of(error)}
    return Answer(acknowledgement, question_of(plan, finding.code), patient)
