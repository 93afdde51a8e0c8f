"""What reaches the vein: early steps that bring nothing, residue that runs faster, too much."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Numbers, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import CONFIRM, Rule, check

_PLUG_FLOW = "plug flow, exact: no limit is involved"


@check(
    Rule(
        "early-steps-deliver-nothing",
        (CONFIRM,),
        "the steps that leave drug in the line with those during which some reaches the vein",
        _PLUG_FLOW,
        ("H-21",),
    ),
    Rule(
        "nothing-reaches-the-vein",
        (CONFIRM,),
        "the volume that is run with the dead volume of the line",
        _PLUG_FLOW,
        ("H-21",),
    ),
)
def early_steps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps that give drug before any is at the vein; or no drug there at all without a flush."""
    if plan.delivery is None:
        return
    reaching = {step.number for step in plan.delivery.steps if step.dose.magnitude}
    dry_at = plan.delivery.dry_at
    empty = [
        str(step.number)
        for step in plan.steps
        if step.dose.magnitude and step.number not in reaching
        if dry_at is None or step.start < dry_at
    ]
    first = plan.delivery.first_drug
    if first is None:
        yield confirm("nothing-reaches-the-vein", "order.line", {"ordered": plan.dose.total})
    elif empty:
        begins = next(step for step in plan.steps if step.dose_rate is not None)
        assert begins.dose_rate is not None
        numbers: Numbers = {
            "steps": ", ".join(empty),
            "at": first.at,
            "step": str(first.step),
            "arrives": first.dose_rate,
            "planned": begins.dose_rate,
        }
        yield confirm("early-steps-deliver-nothing", f"step {empty[0]}", numbers)


@check(
    Rule(
        "residue-at-later-rate",
        (CONFIRM,),
        "the rate at which the residue of a bag arrives with the highest of its own steps",
        _PLUG_FLOW,
        ("H-22",),
    ),
)
def residue(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Drug of one bag that stands in the line at the next, and runs faster then than before."""
    for left in plan.delivery.residues if plan.delivery is not None else ():
        if left.arrives_at is None or left.arrives_at <= left.own_rate:
            continue
        during = "the flush" if left.step is None else f"step {left.step}"
        numbers: Numbers = {
            "bag": left.bag,
            "volume": left.volume,
            "dose": left.dose,
            "own": left.own_rate,
            "arrives": left.arrives_at,
            "during": during,
        }
        yield confirm("residue-at-later-rate", during.removeprefix("the "), numbers)


@check(
    Rule(
        "more-than-ordered-arrives",
        (CONFIRM,),
        "the dose at the vein with the ordered dose",
        _PLUG_FLOW,
        ("H-28",),
    ),
)
def above_dose(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A shared line that was filled from a stronger bag than the last brings more to the vein than
    stays behind in it."""
    if plan.delivery is not None and plan.delivery.delivered > plan.dose.total:
        yield confirm(
            "more-than-ordered-arrives",
            "order.line",
            {"reaches": plan.delivery.delivered, "ordered": plan.dose.total},
        )
