"""How fast the rate rises from step to step."""

from collections.abc import Iterator
from typing import TypeAlias

from rechallenge.model.finding import Finding, Number, Severity, found
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP, Limit
from rechallenge.planning.steps.rises import rises
from rechallenge.quantities import Quantity
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Rule, check

Rise: TypeAlias = tuple[Quantity, int, Quantity, Quantity]
"""A dose rate before a step, the step's number, its own dose rate, and that as a multiple."""


@check(Rule(FindingCode.RATE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-01", "H-04")))
def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A note above the largest rise of a published table, confirm from tenfold: one of each, of the
    steepest, that lists the others. A tenfold ladder is one question, not six."""
    steep = [
        (before, step.number, step.dose_rate, fold)
        for before, step, fold in rises(plan.steps)
        if fold > USUAL_JUMP.value and step.dose_rate is not None
    ]
    tenfold = [rise for rise in steep if rise[-1] >= TENFOLD_JUMP.value]
    below = [rise for rise in steep if rise[-1] < TENFOLD_JUMP.value]
    yield from steepest(FindingCode.RATE_JUMP, Severity.CONFIRM, TENFOLD_JUMP, tenfold)
    yield from steepest(FindingCode.RATE_JUMP, Severity.NOTE, USUAL_JUMP, below)


def steepest(
    code: FindingCode, severity: Severity, limit: Limit, found_rises: list[Rise]
) -> Iterator[Finding]:
    """One finding of the steepest of these rises, the first of several, that lists the others."""
    if not found_rises:
        return
    before, number, after, fold = max(found_rises, key=lambda rise: rise[-1])
    numbers: dict[str, Number] = {"fold": fold, "before": before, "after": after, "step": number}
    if others := [rise for rise in found_rises if rise[1] != number]:
        numbers["also"] = tuple(rise[1] for rise in others)
        numbers["also_folds"] = tuple(rise[-1] for rise in others)
    place = (STEP, number)
    yield found(severity, code, place, limit.source, limit=limit.value, what=limit.what, **numbers)
