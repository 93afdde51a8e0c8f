"""What is asked about the words of a plan and not about the plan: whether the site has reviewed the
translation it is shown in. No fingerprint covers it, because it is gone in another language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from rechallenge.words.codes import FindingCode

from .finding import Acknowledgement, Finding
from .frozen import Frozen
from .texts import Text

_CODE = FindingCode.TRANSLATION_UNREVIEWED


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_OfACode = TypeVar("_OfACode", bound=_Coded)


class AcceptedTranslation(Frozen):
    """That a person has a plan shown in a translation that the site has not reviewed: in which one
    (the beginning of the fingerprint of its `book`), why, who, and when (local time)."""

    language: Text
    book: Text
    reason: Text
    initials: Text
    at: datetime | None = None

    def answers(self, finding: Finding) -> bool:
        """Whether this is about the translation that a finding asks about."""
        asked = finding.numbers.get("language"), finding.numbers.get("fingerprint")
        return finding.code is _CODE and asked == (self.language, self.book)

    @property
    def answer(self) -> Acknowledgement:
        """The same, as the answer to that finding."""
        return Acknowledgement(code=_CODE, reason=self.reason, initials=self.initials, at=self.at)


def of_the_plan(coded: Iterable[_OfACode]) -> tuple[_OfACode, ...]:
    """The findings, or the answers, that are about the plan."""
    return tuple(one for one in coded if one.code != _CODE)


def accepted_in(findings: Iterable[Finding]) -> tuple[AcceptedTranslation, ...]:
    """The translation that a person has accepted, among these findings."""
    return tuple(
        AcceptedTranslation(
            language=str(finding.numbers["language"]),
            book=str(finding.numbers["fingerprint"]),
            reason=answer.reason,
            initials=answer.initials,
            at=answer.at,
        )
        for finding in findings
        if finding.code is _CODE and (answer := finding.acknowledged) is not None
    )
