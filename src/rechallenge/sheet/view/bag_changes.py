"""Rows to act on, at a change of bag and where an infusion goes on: what is done, in which order,
and when."""

from rechallenge.model.delivery import DrugInLine, Flush
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import DROPS_PER_MIN, ML_PER_H, Quantity
from rechallenge.words import word
from rechallenge.words.lists import commas, in_sentences

from .bags import bag_to_connect
from .cells import Amount, Moment, Text, worded
from .codes import Column, Label, RowKind
from .rows import Note, Row


def rate_to_set(plan: Plan, rate: Quantity) -> Amount:
    """What the nurse sets: mL/h; of a gravity set the drops to count, with mL/h beside them."""
    if (drops := drops_of(plan, rate)) is None:
        return Amount(rate.to(ML_PER_H))
    return Amount(drops, beside=Amount(rate.to(ML_PER_H)))


def drops_of(plan: Plan, rate: Quantity) -> Quantity | None:
    """The drops to count for a rate; None with a pump."""
    if plan.pump is None or plan.pump.drops is None:
        return None
    return (rate * plan.pump.drops).to(DROPS_PER_MIN)


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
    before = next((s for s in plan.steps if s.number == step.number - 1), None)
    runs_before = before is not None and before.rate is not None and not before.has_run
    pause = [word("act.pause")] if runs_before else []
    return _row_to_act_on(plan, step, *pause, connect(plan, step.bag))


def connect(plan: Plan, bag: str) -> str:
    """`CONNECT bag B (0.8 mg/mL)`, and whether with its own set."""
    own_set = plan.line is not None and plan.line.sets == "fresh" and len(plan.bags) > 1
    code = "act.connect-own-set" if own_set else "act.connect"
    return word(code, bag=bag_to_connect(plan, bag))


def to_diluent(plan: Plan, flush: Flush) -> Row:
    """What is done before the flush."""
    diluent = word("flush.diluent")
    first = (word("act.pause"), word("act.connect", bag=diluent))
    return _acts(plan, diluent, diluent, flush.start, flush.rate, *first)


def _row_to_act_on(plan: Plan, step: Step, *first: str, kind: RowKind = RowKind.BAG_CHANGE) -> Row:
    """What is done before a step: these first, then its rate is set and it is started."""
    assert step.bag is not None
    assert step.rate is not None
    said = bag_to_connect(plan, step.bag)
    return _acts(plan, step.bag, said, step.start, step.rate, *first)._replace(kind=kind)


def _acts(plan: Plan, bag: str, said: str, start: Quantity, rate: Quantity, *first: str) -> Row:
    set_to = word("act.set", rate=rate_to_set(plan, rate).text)
    acts = (*first, set_to, word("act.start"))
    return Row(
        {
            Column.BAG: Text(said),
            Column.RATE: Text(commas(acts)),
            Column.START: Moment(start, plan.order.begins),
            Column.FLOW: Amount(rate),
        },
        RowKind.BAG_CHANGE,
        bag=bag,
        acts=acts,
    )


def change_text(row: Row) -> str:
    """`10:00: PAUSE, CONNECT bag B (0.8 mg/mL), SET 5 mL/h, START`, with its notes after it."""
    said = word("steps.change", at=row.text(Column.START), acts=commas(row.acts))
    said = word("steps.past-change", change=said) if row.past else said
    return in_sentences((said, *(note.text for note in row.notes)))


def begins_again(plan: Plan, step: Step) -> bool:
    """Whether the step is the first to run after the last stop, or from a bag that hung before."""
    running = (s.number for s in plan.steps if s.rate is not None and not s.has_run)
    goes_on = plan.stops or plan.hangs(step.bag or "")
    return bool(goes_on) and step.number == next(running, None)


def restart_row(plan: Plan, step: Step) -> Row:
    """The row to act on: a bag that still hangs is only set and started. Its note is what stands in
    the line, because that runs first."""
    assert step.bag is not None
    standing = _standing(plan, step.bag)
    first: tuple[str, ...] = ()
    if _through_fresh_set(plan, step.bag):
        first = (word("act.connect-fresh-set", bag=bag_to_connect(plan, step.bag)),)
    elif connects_bag(plan, step) and not plan.hangs(step.bag):
        first = (connect(plan, step.bag),)
    row = _row_to_act_on(plan, step, *first, kind=RowKind.RESTART)
    if standing is None or not standing.dose.magnitude:
        return row
    said = worded("steps.line-runs-first", volume=standing.volume, dose=standing.dose)
    return row._replace(notes=(Note(Label.LEFT_IN_LINE, "", said),))


def _of_its_own(plan: Plan) -> bool:
    return plan.line is not None and plan.line.sets == "fresh"


def _through_fresh_set(plan: Plan, bag: str) -> bool:
    """Whether the set that the bag runs through was put on after the stop."""
    if not plan.stops:
        return plan.line is not None and plan.begun is not None and plan.begun.in_line is None
    same_set = not _of_its_own(plan) or bag == plan.stopped[-1].bag
    return plan.stops[-1].line == "fresh" and same_set


def _standing(plan: Plan, bag: str) -> DrugInLine | None:
    """What is in the set that the bag runs through; None where that is fresh, or not known."""
    if _through_fresh_set(plan, bag):
        return None
    if not plan.stops:
        return None if plan.begun is None else plan.begun.in_line
    stood = plan.stopped[-1].in_line
    return next((one for one in stood if not _of_its_own(plan) or one.bag == bag), None)
