"""Volumes to be infused: what a pump set to them leaves of the dose, and adds after them."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, found, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import ROUNDED_SHARE
from rechallenge.quantities import PERCENT, H, Quantity, in_unit, unit_like
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, check


@check(Rule(FindingCode.DOSE_SHORT_OF_ORDER, (CONFIRM, NOTE), (ROUNDED_SHARE,), ("H-07",)))
def short(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A last volume that is rounded down, since the next one up would give more than the dose. What
    measuring the bags changes has a finding of its own."""
    missing = plan.to_give - plan.totals.dose
    measured = any(
        made.drug != made.ordered or made.final_volume != made.ordered_volume
        for made in plan.preparation
    )
    if plan.pump is None or plan.stopped_for_good or measured or missing.magnitude <= 0:
        return
    share = (missing / plan.to_give).to(PERCENT)
    yield found(
        CONFIRM if share > ROUNDED_SHARE.value else NOTE,
        FindingCode.DOSE_SHORT_OF_ORDER,
        (STEP, plan.steps[-1].number),
        plan.pump.source,
        ordered=plan.to_give,
        delivered=plan.totals.dose,
        missing=missing,
        share=share,
        pump=plan.pump.title,
    )


@check(Rule(FindingCode.KEEP_OPEN_ADDS, (NOTE,), (Basis.PUMP_FILE,), ("H-07",)))
def keep_open(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """The drug that the pump adds after the volume of a step is in, where it adds most per hour."""
    most: tuple[Quantity, Quantity, Quantity, int] | None = None
    strengths = {bag.name: bag.concentration for bag in plan.bags}
    for step in plan.steps:
        if plan.pump is None or step.rate is None or step.volume_to_set is None:
            continue
        rate = plan.pump.keeps_open_at(step.rate)
        if rate is None or plan.empties_bag(step):
            continue
        adds = in_unit(rate * strengths[str(step.bag)], unit_like(plan.dose.total) / H)
        if most is None or adds > most[0]:
            most = (adds, rate, step.rate, step.number)
    if most is not None and plan.pump is not None:
        adds, rate, ran, number = most
        yield note(
            FindingCode.KEEP_OPEN_ADDS,
            (STEP, number),
            [one.source for one in plan.pump.kvo if ran >= one.rates_from][-1],
            step=number,
            rate=rate,
            dose_rate=adds,
        )
