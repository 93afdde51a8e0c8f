"""Rates: how fast they rise from step to step, and how the pump's rounding changes the plan."""

from collections.abc import Iterator
from typing import TypeAlias

from rechallenge.model.finding import Finding, Number, Severity, confirm, found, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import ROUNDED_SHARE, TENFOLD_JUMP, USUAL_JUMP, Limit
from rechallenge.planning.steps.rises import rises
from rechallenge.quantities import PERCENT, Quantity
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, check

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


@check(Rule(FindingCode.RATE_ROUNDED, (CONFIRM,), (ROUNDED_SHARE,), ("H-07",)))
def rounded(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps whose dose, or whose rate where the dose stays, is moved by more than the limit by the
    rounding of rate and volume."""
    for step in plan.steps:
        written = plan.written(step)
        if written is None or written.rate is None or step.rate is None:
            continue
        moved = sorted((_moved(step.dose, written.dose), _moved(step.rate, written.rate)))[-1]
        if moved > ROUNDED_SHARE.value:
            yield confirm(
                FindingCode.RATE_ROUNDED,
                (STEP, step.number),
                ROUNDED_SHARE.source,
                step=step.number,
                written_dose=written.dose,
                written_rate=written.rate,
                dose=step.dose,
                rate=step.rate,
                share=moved,
                limit=ROUNDED_SHARE.value,
            )


@check(Rule(FindingCode.STEPS_ADDED_BY_PUMP, (NOTE,), (Basis.PUMP_FILE,), ("H-06", "H-07")))
def ramps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Ramps that reach their highest rate or their amount in another number of steps."""
    if plan.pump is None:
        return
    for place in range(len(plan.protocol.infusion)):
        written, made = (
            sum(step.written_at == place and step.bag is not None for step in steps)
            for steps in (plan.as_written, plan.without_stops)
        )
        if written != made:
            yield note(
                FindingCode.STEPS_ADDED_BY_PUMP,
                ("infusion", place),
                plan.pump.source,
                written=written,
                made=made,
                pump=plan.pump.title,
            )


def _moved(made: Quantity, written: Quantity) -> Quantity:
    share: Quantity = abs((made - written) / written).to(PERCENT)
    return share
