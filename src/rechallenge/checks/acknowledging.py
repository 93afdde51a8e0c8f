"""Acknowledging: attaches a person's answers to the findings they are for."""

from rechallenge.model.finding import Acknowledgement, Finding, Severity
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.words import _
from rechallenge.words.lists import listed
from rechallenge.words.nearest import nearest_known
from rechallenge.words.shown import shown


def acknowledged(
    findings: tuple[Finding, ...], answers: tuple[Acknowledgement, ...]
) -> tuple[Finding, ...]:
    """The findings with their answers; each answers one finding, the only one of its code or the
    one at its place.

    Raises UnusableOrder for an answer to something that does not ask: an unknown code, a note, a
    code that this plan does not have, or one that asks at several places if the answer names none.
    A finding that refuses ends the plan before this.
    """
    given: dict[tuple[str, str], Acknowledgement] = {}
    problems = []
    for answer in answers:
        asked = [f.where for f in findings if f.code == answer.code and _asks(f)]
        meant = [where for where in asked if answer.place in (None, where)]
        if len(meant) == 1 and (answer.code, meant[0]) not in given:
            given[answer.code, meant[0]] = answer
        else:
            problems.append(Problem(("acknowledge", answer.code), _wrong(answer, asked, findings)))
    if problems:
        raise UnusableOrder(*problems)
    return tuple(
        f.model_copy(update={"acknowledged": given.get((f.code, f.where))}) if _asks(f) else f
        for f in findings
    )


def _asks(finding: Finding) -> bool:
    return finding.severity is Severity.CONFIRM


def _wrong(answer: Acknowledgement, asked: list[str], findings: tuple[Finding, ...]) -> str:
    """Why an answer fits no finding, given the places at which its code asks."""
    if answer.place in asked or (answer.place is None and len(asked) == 1):
        return _("is answered twice; keep one reason")
    if asked and answer.place is None:
        return _("asks at {places}; answer each at its place").format(places=listed(asked))
    if asked:
        wrong = _("does not ask at {place}, but at {places}")
        return wrong.format(place=shown(answer.place or ""), places=listed(asked))
    if answer.code in [f.code for f in findings]:
        return _("is a note here and needs no answer; leave it out")
    return nearest_known(answer.code, {f.code for f in findings if _asks(f)}, "code")


def answered(plan: Plan, answers: tuple[Acknowledgement, ...]) -> Plan:
    """The plan with these answers, as if it had been made with them.

    Raises UnusableOrder as `acknowledged` does.
    """
    findings = acknowledged(plan.findings, answers)
    return plan.model_copy(update={"findings": findings, "answers": answers})
