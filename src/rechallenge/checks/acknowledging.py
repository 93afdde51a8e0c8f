"""Acknowledging: a person's answers stand beside the findings they are for."""

from rechallenge.model.finding import Acknowledgement, Finding, Severity
from rechallenge.model.frozen import nearest_known
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder


def acknowledged(
    findings: tuple[Finding, ...], answers: tuple[Acknowledgement, ...]
) -> tuple[Finding, ...]:
    """The findings with their answers; one answer holds for every finding of its code.

    Raises UnusableOrder for an answer to something that does not ask: an unknown code, a note, or
    a code that this plan does not have. What refuses a plan never comes this far.
    """
    asked = {f.code for f in findings if f.severity is Severity.CONFIRM}
    notes = {f.code for f in findings if f.severity is Severity.NOTE}
    problems = []
    for number, answer in enumerate(answers):
        place = ("acknowledge", answer.code)
        if answer.code in [earlier.code for earlier in answers[:number]]:
            problems.append(Problem(place, "is answered twice; keep one reason"))
        elif answer.code in notes - asked:
            problems.append(Problem(place, "is a note here, and asks for no answer; leave it out"))
        elif answer.code not in asked:
            sentence = nearest_known(answer.code, asked, "code")
            problems.append(Problem(place, sentence))
    if problems:
        raise UnusableOrder(*problems)
    by_code = {answer.code: answer for answer in answers}
    return tuple(
        f.model_copy(update={"acknowledged": by_code[f.code]})
        if f.severity is Severity.CONFIRM and f.code in by_code
        else f
        for f in findings
    )


def answered(plan: Plan, answers: tuple[Acknowledgement, ...]) -> Plan:
    """A plan made without answers, with these: the same plan as if it was made with them.

    Raises UnusableOrder as `acknowledged` does.
    """
    findings = acknowledged(plan.findings, answers)
    return plan.model_copy(update={"findings": findings, "answers": answers})
