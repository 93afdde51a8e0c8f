"""How steeply rates rise from step to step, and doses given at once from one to the next."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from rechallenge.model.delivery import DeliveredStep
from rechallenge.model.finding import Finding, Number, Severity, found
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan, Step
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP, Limit
from rechallenge.quantities import PLAIN, Quantity
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Rule, check

_Rise: TypeAlias = tuple[Quantity, int, Quantity, Quantity]
"""A dose rate before a step, the step's number, its own dose rate, and that as a multiple; or a
dose given at once, likewise."""


@check(Rule(FindingCode.RATE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-01", "H-04")))
def rates(plan: Plan) -> Iterator[Finding]:
    """A note above the largest rise of a published table, confirm from tenfold: one of each, of the
    steepest, that lists the others. A tenfold ladder is one question, not six."""
    return _jumps(FindingCode.RATE_JUMP, rises(plan.steps))


@check(Rule(FindingCode.DOSE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-40", "H-01")))
def doses(plan: Plan) -> Iterator[Finding]:
    """As for rates. A dose is compared with the one given at once before it."""
    given = [(step.number, step.dose) for step in plan.steps if step.kind == "give"]
    return _jumps(FindingCode.DOSE_JUMP, _rises(given))


def rises(steps: Sequence[Step | DeliveredStep]) -> list[_Rise]:
    """How the dose rate rises to each step with one from the one before it, as set or at the
    vein."""
    return _rises([(s.number, s.dose_rate) for s in steps if s.dose_rate is not None])


def _rises(amounts: Sequence[tuple[int, Quantity]]) -> list[_Rise]:
    return [
        (before, number, after, (after / before).to(PLAIN))
        for (_, before), (number, after) in pairwise(amounts)
    ]


def _jumps(code: FindingCode, found_rises: list[_Rise]) -> Iterator[Finding]:
    steep = [rise for rise in found_rises if rise[-1] > USUAL_JUMP.value]
    tenfold = [rise for rise in steep if rise[-1] >= TENFOLD_JUMP.value]
    below = [rise for rise in steep if rise[-1] < TENFOLD_JUMP.value]
    yield from steepest(code, Severity.CONFIRM, TENFOLD_JUMP, tenfold)
    yield from steepest(code, Severity.NOTE, USUAL_JUMP, below)


def steepest(
    code: FindingCode, severity: Severity, limit: Limit, found_rises: list[_Rise]
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
