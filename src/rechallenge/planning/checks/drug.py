"""Whether the plan says which drug it is for."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan


def named(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`drug-not-named`: confirm (hazard H-13)."""
    if plan.drug is None:
        yield Finding(code="drug-not-named", severity=Severity.CONFIRM, where="order.drug")
