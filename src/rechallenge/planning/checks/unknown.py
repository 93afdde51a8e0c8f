"""What is not on file about the drug, said so that silence is never taken for a check passed."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan


def limits(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`no-limits-on-file`: note. Dose, concentration, stability and highest rate are not compared
    with anything; drug files hold premedication doses only."""
    if plan.drug is not None:
        yield Finding(
            code="no-limits-on-file",
            severity=Severity.NOTE,
            where="order.dose",
            numbers={"drug": plan.drug},
        )
