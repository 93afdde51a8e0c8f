"""Findings: what a check reports about a plan. A finding never changes a number."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from pydantic import ValidationInfo, field_validator

from rechallenge.quantities import Quantity
from rechallenge.words.codes import FindingCode
from rechallenge.words.findings import MORE, UNSAID, numbers_in

from .frozen import Frozen, FrozenDict, Named, WorkedOut
from .places import Place, path_text
from .texts import Text

Scalar: TypeAlias = Quantity | int | str | datetime | date
Number: TypeAlias = Scalar | tuple[Scalar, ...]
"""An amount, a count or step number, a moment, a name or code, or several; () where there is none.
A text is a name, a code, or a quotation from a file; never a sentence of ours."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2})?")


class Severity(Enum):
    """What a finding asks of the reader."""

    REFUSE = "refuse"
    """No schedule is handed out."""
    CONFIRM = "confirm"
    """The plan is a draft until a person has answered it with a reason."""
    NOTE = "note"
    """Worth knowing. No answer is needed."""


class Acknowledgement(Frozen):
    """A person's answer to a finding: the reason, the initials, and when (local time).

    `place` is the finding's `where`; it may be left out where only one finding of the code asks.
    """

    code: str
    place: str | None = None
    reason: Text
    initials: Text
    at: datetime | None = None


class Finding(WorkedOut):
    """One thing found, at a place of the protocol, the order or the plan; `numbers` are those it
    was decided on, `source` is the citation behind it. `letters` are those of the plan's bags by
    their names, by which its sentence says a bag; empty where there is no plan. `drug_names` are
    those in other languages of drugs on file, by their names in small letters."""

    code: FindingCode
    severity: Severity
    place: Place
    numbers: Named[Number] = FrozenDict()
    source: str | None = None
    letters: Named[str] = FrozenDict()
    drug_names: Named[Mapping[str, str]] = FrozenDict()
    acknowledged: Acknowledgement | None = None

    @field_validator("numbers", mode="before")
    @classmethod
    def _moments_in_json(cls, numbers: object, info: ValidationInfo) -> object:
        """In JSON, moments are text. A name that looks like a moment is shown as the same text."""
        if info.mode != "json" or not isinstance(numbers, dict):
            return numbers
        return {name: _from_json(value) for name, value in numbers.items()}

    @property
    def where(self) -> str:
        """The place as text: `premedication[2].dose`, `step 3`."""
        return path_text(self.place)


def refusal(
    code: FindingCode, place: Place, source: str | None = None, /, **numbers: Number
) -> Finding:
    """A finding with which there is no schedule."""
    return found(Severity.REFUSE, code, place, source, **numbers)


def confirm(
    code: FindingCode, place: Place, source: str | None = None, /, **numbers: Number
) -> Finding:
    """A finding that a person must answer."""
    return found(Severity.CONFIRM, code, place, source, **numbers)


def note(
    code: FindingCode, place: Place, source: str | None = None, /, **numbers: Number
) -> Finding:
    """A finding that asks nothing."""
    return found(Severity.NOTE, code, place, source, **numbers)


def found(
    severity: Severity, code: FindingCode, place: Place, source: str | None, /, **numbers: Number
) -> Finding:
    """A finding with the numbers of its sentence, each by name, and none besides but those that
    have a sentence of their own (AssertionError)."""
    needed = numbers_in(code)
    assert needed <= numbers.keys() <= needed | MORE.keys() | UNSAID, (
        f"{code} has {sorted(numbers)}"
    )
    return Finding(code=code, severity=severity, place=place, numbers=numbers, source=source)


def _from_json(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_from_json, value))
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value


class Refused(Exception):
    """A plan that must not be made. Carries the `refuse` findings; there is no schedule."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(", ".join(f"{f.code} at {f.where}" for f in findings))
