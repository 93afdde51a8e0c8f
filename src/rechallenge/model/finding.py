"""Findings: what a check has to say about a plan. They never change a number."""

from datetime import datetime
from enum import Enum

from rechallenge.quantities import Quantity

from .frozen import Frozen
from .reading import Text


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
    numbers: dict[str, Quantity | str] = {}
    source: str | None = None
    acknowledged: Acknowledgement | None = None


class Refused(Exception):
    """A plan that must not be made. Carries the `refuse` findings; there is no schedule."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(", ".join(f"{f.code} at {f.where}" for f in findings))
