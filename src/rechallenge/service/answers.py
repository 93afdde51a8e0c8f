"""Answers to findings as they are typed: `CODE=REASON`, or `CODE@PLACE=REASON` for one of
several."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from rechallenge.model.finding import Acknowledgement
from rechallenge.model.problems import Problem, UnusableOrder, problems_of
from rechallenge.words import _
from rechallenge.words.shown import shown

ACKNOWLEDGE, INITIALS = "acknowledge", "initials"
"""The names under which an answer is typed, and who gives it."""


def read_answers(
    texts: Sequence[str], initials: str | None, at: datetime | None
) -> tuple[Acknowledgement, ...]:
    """The answers that texts state, given at a time that may be unknown. Raises UnusableOrder."""
    if bool(texts) is not (initials is not None):
        missing = ACKNOWLEDGE if initials is not None else INITIALS
        sentence = _("is missing; an answer has a code, a reason and initials")
        raise UnusableOrder(Problem((missing,), sentence))
    return tuple(_answer(text, str(initials), at) for text in texts)


def _answer(text: str, initials: str, at: datetime | None) -> Acknowledgement:
    asked, equals, reason = text.partition("=")
    code, named, place = asked.partition("@")
    if not equals:
        sentence = _('"{text}" is not a code, =, and a reason; write "{sample}"')
        sample = "rate-jump=As published, case 2"
        wrong = sentence.format(text=shown(text), sample=sample)
        raise UnusableOrder(Problem((ACKNOWLEDGE,), wrong))
    try:
        return Acknowledgement(
            code=code.strip(),
            place=place.strip() if named else None,
            reason=reason,
            initials=initials,
            at=at,
        )
    except ValidationError as error:
        said = (f"{shown(code)}: {p.path} {p.sentence}" for p in problems_of(error))
        raise UnusableOrder(*(Problem((ACKNOWLEDGE,), one) for one in said)) from None
