"""How far a plan has come: draft or confirmed, and whether a second person has checked it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rechallenge.model.plan import Plan
from rechallenge.model.verification import same_initials
from rechallenge.words import counted, is_reviewed, word
from rechallenge.words.languages import language_in_use
from rechallenge.words.lists import listed


class Status(NamedTuple):
    """The bar at the head of a plan, which `is_draft` while a finding asks to be confirmed: `text`
    is its state, with who confirmed it and when, and `check` is who checked it as a second person,
    or that nobody has; and that nobody has reviewed the translation it is in."""

    is_draft: bool
    text: str
    check: str

    @property
    def line(self) -> str:
        """State and check in one line."""
        return word("head.status", state=self.text, check=self.check)


def status_of(plan: Plan) -> Status:
    """The status of a plan. The date of a check is left out if it is that of the confirmation
    beside it."""
    to_confirm = len(plan.open_findings)
    answers = [f.acknowledged for f in plan.findings if f.acknowledged is not None]
    confirmed_at = max((answer.at for answer in answers if answer.at is not None), default=None)
    if to_confirm:
        text, confirmed_at = counted("head.draft", to_confirm), None
    elif answers:
        who = {"who": listed(_once(answer.initials for answer in answers))}
        text = word("head.confirmed-undated", **who)
        if confirmed_at is not None:
            text = word("head.confirmed", **who, at=f"{confirmed_at:%Y-%m-%d %H:%M}")
    else:
        text = word("head.nothing-to-confirm")
    check = _check(plan, confirmed_at)
    if not is_reviewed():
        check = word("head.translation-unreviewed", check=check, language=language_in_use())
    return Status(bool(to_confirm), text, check)


def _check(plan: Plan, confirmed_at: datetime | None) -> str:
    if not plan.checks:
        return word("head.not-checked")
    day = confirmed_at.date() if confirmed_at else None
    checks = []
    for check in plan.checks:
        clock = f"{check.at:%H:%M}" if check.at.date() == day else f"{check.at:%Y-%m-%d %H:%M}"
        checks.append(f"{check.by} {clock}")
    return word("head.checked", checks=listed(checks))


def _once(initials: Iterable[str]) -> list[str]:
    """Each person's initials once, as they are written first."""
    persons: list[str] = []
    for text in initials:
        if not any(same_initials(text, person) for person in persons):
            persons.append(text)
    return persons
