"""How fast the dose rate rises from one infusing step to the next."""

from collections.abc import Iterator
from itertools import pairwise

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP
from rechallenge.quantities import PLAIN


def jumps(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`rate-jump`: note above the largest rise of a published table, confirm from tenfold."""
    running = [(step.number, step.dose_rate) for step in plan.steps if step.dose_rate is not None]
    for (_, before), (number, after) in pairwise(running):
        fold = (after / before).to(PLAIN)
        if fold <= USUAL_JUMP.value:
            continue
        tenfold = fold >= TENFOLD_JUMP.value
        limit = TENFOLD_JUMP if tenfold else USUAL_JUMP
        yield Finding(
            code="rate-jump",
            severity=Severity.CONFIRM if tenfold else Severity.NOTE,
            where=f"step {number}",
            numbers={
                "fold": fold,
                "before": before,
                "after": after,
                "step": str(number),
                "limit": limit.value,
                "what": limit.what,
            },
            source=limit.source,
        )
