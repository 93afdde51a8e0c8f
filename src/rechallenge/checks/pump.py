"""The pump: what rounding for it changes, what it adds, what others refuse, how exact it is."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, found, note
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import ROUNDED_SHARE
from rechallenge.quantities import (
    MIN,
    PERCENT,
    PLAIN,
    H,
    Quantity,
    number_in,
    quantity,
)
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, Basis, Rule, asks, check, notes


@check(asks(FindingCode.RATE_ROUNDED, ROUNDED_SHARE, "H-07"))
def rounded(plan: Plan) -> Iterator[Finding]:
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


@check(notes(FindingCode.STEPS_ADDED_BY_PUMP, Basis.PUMP_FILE, "H-06", "H-07"))
def ramps(plan: Plan) -> Iterator[Finding]:
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


@check(notes(FindingCode.PUMP_MAY_REFUSE, Basis.PUMP_FILE, "H-07"))
def refused_elsewhere(plan: Plan) -> Iterator[Finding]:
    """Rates still to be set that pumps of coarser steps refuse, where the pump's file names such
    pumps."""
    for coarser in plan.pump.coarser if plan.pump is not None else ():
        to_set = [(s.number, s.rate) for s in plan.steps if s.rate is not None and not s.has_run]
        refused = [(number, rate) for number, rate in to_set if coarser.refuses(rate)]
        if refused:
            yield note(
                FindingCode.PUMP_MAY_REFUSE,
                ("order", "pump"),
                coarser.source,
                rates=tuple(dict.fromkeys(rate for _number, rate in refused)),
                steps=tuple(number for number, _rate in refused),
                pumps=coarser.pumps,
                from_rate=coarser.rates_from,
                by=coarser.step,
            )


@check(notes(FindingCode.PUMP_GOOD_TO, Basis.PUMP_FILE, "H-07"))
def exactness(plan: Plan) -> Iterator[Finding]:
    """What the share that a drop factor is good to does to the time in which the steps run: at a
    rate that is slower or faster by it. That of a pump stands on its page."""
    if plan.pump is None or plan.pump.good_to is None or plan.pump.drops is None:
        return
    running = sum((s.duration for s in plan.steps if s.rate is not None), quantity(0, MIN))
    share = plan.pump.good_to.share
    off = number_in(share, PLAIN)
    yield note(
        FindingCode.PUMP_GOOD_TO,
        ("order", "pump"),
        plan.pump.good_to.source,
        pump=plan.pump.title,
        share=share,
        planned=running,
        shortest=(running / (1 + off)).to(MIN),
        longest=(running / (1 - off)).to(MIN),
    )


def _moved(made: Quantity, written: Quantity) -> Quantity:
    share: Quantity = abs((made - written) / written).to(PERCENT)
    return share


@check(Rule(FindingCode.DOSE_SHORT_OF_ORDER, (CONFIRM, NOTE), (ROUNDED_SHARE,), ("H-07",)))
def short(plan: Plan) -> Iterator[Finding]:
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


@check(notes(FindingCode.KEEP_OPEN_ADDS, Basis.PUMP_FILE, "H-07"))
def keep_open(plan: Plan) -> Iterator[Finding]:
    """The drug that the pump adds after the volume of a step is in, where it adds most per hour."""
    most: tuple[Quantity, Quantity, Quantity, int] | None = None
    strengths = {bag.name: bag.concentration for bag in plan.bags}
    for step in plan.steps:
        if plan.pump is None or step.rate is None or step.volume_to_set is None:
            continue
        rate = plan.pump.keeps_open_at(step.rate)
        if rate is None or plan.empties_bag(step):
            continue
        adds = (rate * strengths[str(step.bag)]).to(plan.dose.unit / H)
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
