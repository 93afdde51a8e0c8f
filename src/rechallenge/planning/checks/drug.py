"""Whether the plan says which drug it is for."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan


def named(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`drug-not-named`: confirm (hazard H-13)."""
    if plan.drug is None:
        yield Finding(code="drug-not-named", severity=Severity.CONFIRM, where="order.drug")
