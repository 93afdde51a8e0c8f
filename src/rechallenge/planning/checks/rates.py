"""How fast the dose rate rises from one infusing step to the next."""

from collections.abc import Iterator
from itertools import pairwise

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan, Step
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP
from rechallenge.quantities import PLAIN, Quantity


def rise(before: Step, after: Step) -> Quantity:
    """The dose rate of one infusing step as a multiple of an earlier one's."""
    assert before.dose_rate is not None and after.dose_rate is not None
    fold: Quantity = (after.dose_rate / before.dose_rate).to(PLAIN)
    return fold


def jumps(plan: Plan, drugs: tuple[DrugFacts, ...]) -> Iterator[Finding]:
    """`rate-jump`: note above the largest rise of a published table, confirm from tenfold."""
    infusing = [step for step in plan.steps if step.kind == "infuse"]
    for before, after in pairwise(infusing):
        fold = rise(before, after)
        if fold <= USUAL_JUMP.value:
            continue
        tenfold = fold >= TENFOLD_JUMP.value
        limit = TENFOLD_JUMP if tenfold else USUAL_JUMP
        assert before.dose_rate is not None and after.dose_rate is not None
        yield Finding(
            code="rate-jump",
            severity=Severity.CONFIRM if tenfold else Severity.NOTE,
            where=f"steps[{after.number - 1}].rate",
            numbers={
                "fold": fold,
                "before": before.dose_rate,
                "after": after.dose_rate,
                "step": str(after.number),
                "limit": limit.value,
                "what": limit.what,
            },
            source=limit.source,
        )
