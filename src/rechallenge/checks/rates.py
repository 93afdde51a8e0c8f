"""Rates: how fast they rise from step to step, and how the pump's rounding changes the plan."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, found, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import ROUNDED_SHARE, TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.steps.rises import rises
from rechallenge.quantities import PERCENT, Quantity
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, check


@check(Rule(FindingCode.RATE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-01", "H-04")))
def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A note above the largest rise of a published table, confirm from tenfold."""
    for before, step, fold in rises(plan.steps):
        if fold <= USUAL_JUMP.value:
            continue
        assert step.dose_rate is not None
        tenfold = fold >= TENFOLD_JUMP.value
        limit = TENFOLD_JUMP if tenfold else USUAL_JUMP
        yield found(
            CONFIRM if tenfold else NOTE,
            FindingCode.RATE_JUMP,
            (STEP, step.number),
            limit.source,
            fold=fold,
            before=before,
            after=step.dose_rate,
            step=step.number,
            limit=limit.value,
            what=limit.what,
        )


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
            sum(step.written_at == place for step in steps)
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
