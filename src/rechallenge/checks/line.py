"""What reaches the vein: early steps that deliver nothing, residue that runs faster, too much
drug."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, Basis, Rule, check

_PLACE = ("order", "line")


@check(
    Rule(FindingCode.EARLY_STEPS_DELIVER_NOTHING, (CONFIRM,), (Basis.ARITHMETIC,), ("H-21",)),
    Rule(FindingCode.NOTHING_REACHES_THE_VEIN, (CONFIRM,), (Basis.ARITHMETIC,), ("H-21",)),
)
def early_steps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps that run before any drug reaches the vein, or a plan in which none does without a
    flush."""
    if plan.delivery is None:
        return
    reaching = {step.number for step in plan.delivery.steps if step.dose.magnitude}
    dry_at, first = plan.delivery.dry_at, plan.delivery.first_drug
    empty = tuple(
        step.number
        for step in plan.steps
        if step.rate is not None and step.number not in reaching
        if step.dose.magnitude
        if dry_at is None or step.start < dry_at
    )
    if first is None:
        yield confirm(FindingCode.NOTHING_REACHES_THE_VEIN, _PLACE, ordered=plan.through_line)
    elif empty:
        yield confirm(
            FindingCode.EARLY_STEPS_DELIVER_NOTHING,
            (STEP, empty[0]),
            steps=empty,
            at=first.at,
            step=first.step,
            arrives=first.dose_rate,
            planned=next(s.dose_rate for s in plan.steps if s.dose_rate is not None),
        )


@check(Rule(FindingCode.RESIDUE_AT_LATER_RATE, (CONFIRM,), (Basis.ARITHMETIC,), ("H-22",)))
def residue(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Drug of one bag that is still in the line when the next begins, and then runs faster than
    before."""
    for left in plan.delivery.residues if plan.delivery is not None else ():
        if left.arrives_at is None or left.arrives_at <= left.own_rate:
            continue
        at: Place = ("flush",) if left.step is None else (STEP, left.step)
        yield confirm(
            FindingCode.RESIDUE_AT_LATER_RATE,
            at,
            bag=left.bag,
            volume=left.volume,
            dose=left.dose,
            own=left.own_rate,
            arrives=left.arrives_at,
            during="flush" if left.step is None else left.step,
        )


@check(Rule(FindingCode.MORE_THAN_ORDERED_ARRIVES, (CONFIRM,), (Basis.ARITHMETIC,), ("H-28",)))
def above_dose(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A shared line that was filled from a stronger bag than the last brings more to the vein than
    stays behind in it."""
    if plan.delivery is not None and plan.delivery.delivered > plan.through_line:
        reaches, ordered = plan.delivery.delivered, plan.through_line
        code = FindingCode.MORE_THAN_ORDERED_ARRIVES
        yield confirm(code, _PLACE, reaches=reaches, ordered=ordered)
