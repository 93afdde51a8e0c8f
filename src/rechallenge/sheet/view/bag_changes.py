"""A change of bag as a row of its own: what is done, in which order, and when."""

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import (
    DROPS_PER_MIN,
    ML_PER_H,
    Quantity,
    in_unit,
)
from rechallenge.words import word

from .bags import bag_to_connect
from .blocks import Row
from .cells import Amount, Moment, Text
from .codes import Column, RowKind


def rate_to_set(plan: Plan, rate: Quantity) -> Amount:
    """What the nurse sets: mL/h; of a gravity set the drops to count, with mL/h beside them."""
    if (drops := drops_of(plan, rate)) is None:
        return Amount(in_unit(rate, ML_PER_H))
    return Amount(drops, beside=Amount(in_unit(rate, ML_PER_H)))


def drops_of(plan: Plan, rate: Quantity) -> Quantity | None:
    """The drops to count for a rate; None with a pump."""
    if plan.pump is None or plan.pump.drops is None:
        return None
    return in_unit(rate * plan.pump.drops, DROPS_PER_MIN)


def connects_bag(plan: Plan, step: Step) -> bool:
    """Whether the step is the first that runs from its bag since another, or since the start."""
    before = [s.bag for s in plan.steps if s.number < step.number and s.bag is not None]
    return step.bag is not None and before[-1:] != [step.bag]


def flush_after(plan: Plan, flush: Flush) -> int:
    """The number of the step that the flush follows: the last that begins before it."""
    running = [step for step in plan.steps if step.rate is not None]
    return ([step for step in running if step.start < flush.start] or running[:1])[-1].number


def to_bag(plan: Plan, step: Step) -> Row:
    """What is done before a step that runs from another bag than the one before it."""
    assert step.bag is not None
    assert step.rate is not None
    own_set = plan.line is not None and plan.line.sets == "fresh" and len(plan.bags) > 1
    said = bag_to_connect(plan, step.bag)
    runs_before = any(s.number == step.number - 1 and s.rate is not None for s in plan.steps)
    return _change(
        plan, step.bag, said, step.start, step.rate, runs_before=runs_before, own_set=own_set
    )


def to_diluent(plan: Plan, flush: Flush) -> Row:
    """What is done before the flush."""
    diluent = word("flush.diluent")
    return _change(plan, diluent, diluent, flush.start, flush.rate, runs_before=True)


def _change(
    plan: Plan,
    bag: str,
    said: str,
    start: Quantity,
    rate: Quantity,
    *,
    runs_before: bool,
    own_set: bool = False,
) -> Row:
    connect = word("act.connect-own-set" if own_set else "act.connect", bag=said)
    acts = (
        *([word("act.pause")] if runs_before else []),
        connect,
        word("act.set", rate=rate_to_set(plan, rate).text),
        word("act.start"),
    )
    return Row(
        {
            Column.BAG: Text(said),
            Column.RATE: Text(", ".join(acts)),
            Column.START: Moment(start, plan.order.begins),
            Column.FLOW: Amount(rate),
        },
        RowKind.BAG_CHANGE,
        bag=bag,
        acts=acts,
    )


def change_text(row: Row) -> str:
    """`10:00: PAUSE, CONNECT bag B (0.8 mg/mL), SET 5 mL/h, START`."""
    said = word("steps.change", at=row.text(Column.START), acts=", ".join(row.acts))
    return word("steps.past-change", change=said) if row.past else said
