"""Monitoring of the patient: a protocol that states none asks."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, Basis, Rule, check


@check(Rule(FindingCode.MONITORING_NOT_STATED, (CONFIRM,), (Basis.PROTOCOL_FILE,), ("H-32",)))
def monitoring(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A protocol without vital signs and observation."""
    if plan.runs_by.monitoring is None:
        at, protocol = ("monitoring",), plan.runs_by.id
        yield confirm(FindingCode.MONITORING_NOT_STATED, at, protocol=protocol)
