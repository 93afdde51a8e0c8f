"""Answers to findings: each holds for the numbers it was given to, and for no others."""

from datetime import datetime

from pydantic import ValidationError

from rechallenge.model.finding import Acknowledgement, Finding, Number, Severity
from rechallenge.model.plan import Plan
from rechallenge.model.problems import problems_of
from rechallenge.model.review import fingerprint_of
from rechallenge.quantities import Quantity, display_with_exact

from .draft import Answer, DraftOrder


def question_of(plan: Plan, finding: Finding) -> str:
    """The fingerprint of what a finding asks: protocol, code, place and numbers."""
    asked = {
        "protocol": plan.protocol.fingerprint,
        "code": finding.code,
        "where": finding.where,
        "numbers": {name: _exact(value) for name, value in finding.numbers.items()},
    }
    return fingerprint_of(asked)


def _exact(value: Number) -> str | list[str]:
    if isinstance(value, tuple):
        return [str(_exact(each)) for each in value]
    return display_with_exact(value) if isinstance(value, Quantity) else str(value)


def with_answers(plan: Plan, draft: DraftOrder) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the answers and checks that hold for it, and the codes of answers that no
    longer do."""
    # Loaded with the first plan: the form is on the screen before that.
    from rechallenge.checks.acknowledging import answered

    questions = {
        question_of(plan, f): (f.code.value, f.where)
        for f in plan.findings
        if f.severity is Severity.CONFIRM
    }
    patient = draft.text("patient")
    holding, fallen = {}, []
    for answer in draft.answers:
        given = answer.acknowledgement
        asks = questions.get(answer.question) == (given.code, given.place or "")
        if asks and answer.patient in ("", patient):
            holding[answer.question] = given
        elif given.code in {code for code, _ in questions.values()}:
            fallen.append(given.code)
    plan = answered(plan, tuple(holding.values()))
    if draft.checks:
        from rechallenge.sheet.plan_json import fingerprint

        own = fingerprint(plan)
        checks = tuple(check for check in draft.checks if check.fingerprint == own)
        plan = plan.model_copy(update={"checks": checks})
    return plan, tuple(fallen)


def answer_to(
    plan: Plan, finding: Finding, reason: str, initials: str, patient: str, now: datetime
) -> Answer | dict[str, str]:
    """An answer given now, to the minute; or, by field, what is wrong with it."""
    try:
        acknowledgement = Acknowledgement(
            code=finding.code,
            place=finding.where,
            reason=reason,
            initials=initials,
            at=now.replace(second=0, microsecond=0),
        )
    except ValidationError as error:
        return {str(p.place[0]): p.sentence for p in problems_of(error)}
    return Answer(acknowledgement, question_of(plan, finding), patient)
