"""How fast the dose rate rises from one infusing step to the next."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.rises import rises


def jumps(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`rate-jump`: note above the largest rise of a published table, confirm from tenfold."""
    for before, step, fold in rises(plan.steps):
        if fold <= USUAL_JUMP.value:
            continue
        assert step.dose_rate is not None
        tenfold = fold >= TENFOLD_JUMP.value
        limit = TENFOLD_JUMP if tenfold else USUAL_JUMP
        yield Finding(
            code="rate-jump",
            severity=Severity.CONFIRM if tenfold else Severity.NOTE,
            where=f"step {step.number}",
            numbers={
                "fold": fold,
                "before": before,
                "after": step.dose_rate,
                "step": str(step.number),
                "limit": limit.value,
                "what": limit.what,
            },
            source=limit.source,
        )
