"""Where an infusion goes on after its last stop: what is done, and what runs first."""

from rechallenge.model.delivery import DrugInLine
from rechallenge.model.plan import Plan, Step
from rechallenge.words import word

from .bag_changes import connect, connects_bag, row_to_act_on
from .bags import bag_to_connect
from .blocks import Note, Row
from .cells import Amount
from .codes import Label, RowKind


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
    row = row_to_act_on(plan, step, *first, kind=RowKind.RESTART)
    if standing is None or not standing.dose.magnitude:
        return row
    amounts = {"volume": Amount(standing.volume).text, "dose": Amount(standing.dose).text}
    note = Note(Label.LEFT_IN_LINE, "", word("steps.line-runs-first", **amounts))
    return row._replace(notes=(note,))


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
