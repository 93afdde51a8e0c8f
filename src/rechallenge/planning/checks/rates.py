"""Rates: how fast they rise from step to step, and whether a pump can be set to them."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import PUMP_STEP, TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.rises import rises
from rechallenge.quantities import PLAIN


def settable(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`rate-not-settable`: note (hazard H-07). No rate is rounded for a pump, so one between two of
    its steps is said, and what a rounded one would give is not worked out."""
    between = [
        str(step.number)
        for step in plan.steps
        if step.rate is not None and (step.rate / PUMP_STEP.value).to(PLAIN).magnitude % 1
    ]
    if between:
        yield Finding(
            code="rate-not-settable",
            severity=Severity.NOTE,
            where=f"step {between[0]}",
            numbers={"steps": ", ".join(between), "limit": PUMP_STEP.value},
            source=PUMP_STEP.source,
        )


def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
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
