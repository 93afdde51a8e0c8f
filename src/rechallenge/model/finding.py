"""Findings: what a check has to say about a plan. They never change a number."""

from datetime import datetime
from enum import Enum
from typing import TypeAlias

from rechallenge.quantities import Quantity

from .frozen import Frozen
from .texts import Text

Numbers: TypeAlias = dict[str, Quantity | str]
"""What a finding was decided on, by the names that its sentence uses."""


class Severity(Enum):
    """What a finding asks of the reader."""

    REFUSE = "refuse"
    """No schedule is handed out."""
    CONFIRM = "confirm"
    """The plan is a draft until a person has answered it with a reason."""
    NOTE = "note"
    """Worth knowing; nothing is asked."""


class Acknowledgement(Frozen):
    """A person's answer to a finding: the reason, the initials, and when (local time)."""

    code: str
    reason: Text
    initials: Text
    at: datetime | None = None


class Finding(Frozen):
    """One thing found. `where` is a path into the protocol, the order or the plan, such as
    `premedication[2].dose`; `numbers` are what it was decided on; `source` is whom it rests on."""

    code: str
    severity: Severity
    where: str
    numbers: Numbers = {}
    source: str | None = None
    acknowledged: Acknowledgement | None = None


def refusal(
    code: str, where: str, numbers: Numbers | None = None, source: str | None = None
) -> Finding:
    """A finding with which there is no schedule."""
    return Finding(
        code=code, severity=Severity.REFUSE, where=where, numbers=numbers or {}, source=source
    )


def confirm(
    code: str, where: str, numbers: Numbers | None = None, source: str | None = None
) -> Finding:
    """A finding that a person must answer."""
    return Finding(
        code=code, severity=Severity.CONFIRM, where=where, numbers=numbers or {}, source=source
    )


def note(
    code: str, where: str, numbers: Numbers | None = None, source: str | None = None
) -> Finding:
    """A finding that is only said."""
    return Finding(
        code=code, severity=Severity.NOTE, where=where, numbers=numbers or {}, source=source
    )


class Refused(Exception):
    """A plan that must not be made. Carries the `refuse` findings; there is no schedule."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(", ".join(f"{f.code} at {f.where}" for f in findings))
