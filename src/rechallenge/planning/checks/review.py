"""Whether anyone at the site has checked the protocol file."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan


def unreviewed(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`protocol-unreviewed`: confirm (hazard H-10)."""
    if plan.protocol.review.status == "unreviewed":
        yield Finding(
            code="protocol-unreviewed",
            severity=Severity.CONFIRM,
            where="protocol.review",
            numbers={"protocol": plan.protocol.id, "version": plan.protocol.version},
        )
