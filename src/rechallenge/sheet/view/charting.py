"""What is written by hand: vital signs, a line for each time that they are due, and signatures."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan
from rechallenge.planning.timeline.events import AFTERWARDS, LAST, with_charting
from rechallenge.quantities import MIN, Quantity, quantity
from rechallenge.words import word
from rechallenge.words.lists import follow

from .bag_changes import begins_again
from .blocks import Section
from .cells import Blank, Cell, Moment, Text
from .codes import Column, Label, SectionCode
from .rows import Row, Table

_TO_WRITE = {
    Column.ACTUAL: Blank(5),
    Column.HEART_RATE: Blank(4),
    Column.BLOOD_PRESSURE: Blank(7),
    Column.SATURATION: Blank(4),
    Column.TEMPERATURE: Blank(4),
    Column.SYMPTOMS: Blank(8),
    Column.INITIALS: Blank(4),
}
_COLUMNS = (Column.PLANNED, Column.ACTUAL, Column.RUNNING, *list(_TO_WRITE)[1:])
_WHO = ("prescriber", "pharmacist", "nurse-1", "nurse-2")
_TO_SIGN: dict[Column, Cell] = {
    Column.SIGNATURE: Blank(34),
    Column.SIGNED_AT: Blank(16),
}
_LINES_TO_ORDER = 12
"""Lines without a time, where the protocol states no vital signs and the prescriber orders them."""


def charting_section(plan: Plan) -> Section:
    """The baseline, then one line for each time from step 1 to the end of flush and observation;
    after a stop, the times from there on."""
    due = [event for event in with_charting(plan) if event.what == "vitals"]
    if plan.stops:
        due = [event for event in due if event.offset >= plan.stopped[-1].at]
    if not due:
        empty = Row({Column.PLANNED: Blank(5), Column.RUNNING: Text(""), **_TO_WRITE})
        return Section(SectionCode.CHARTING, (Table(_COLUMNS, (empty,) * _LINES_TO_ORDER),))
    # The baseline is taken before anything is given; step 1 has no other line of its own.
    rows = [] if plan.stops else [_line(_before(plan), "")]
    rows += [
        _line(Moment(event.offset, plan.order.begins), _running(plan, event.offset))
        for event in due
        if event.reasons != ("baseline",)
    ]
    reasons = {reason for event in due for reason in event.reasons}
    foot = follow(word(f"charting.{said}") for said in _added(plan, reasons))
    return Section(SectionCode.CHARTING, (Table(_COLUMNS, tuple(rows), foot),))


def _added(plan: Plan, reasons: set[str]) -> Iterator[str]:
    """The lines that the protocol does not state, and those that are left out."""
    if plan.stops:
        yield "from-stop"
    elif "baseline" not in reasons:
        yield "baseline-added"
    if {AFTERWARDS, LAST} & reasons:
        yield "added"


def _line(planned: Cell, running: str) -> Row:
    return Row({Column.PLANNED: planned, Column.RUNNING: Text(running), **_TO_WRITE})


def _before(plan: Plan) -> Text:
    """The baseline, before anything is given, with its time if start and all leads are known."""
    if any(dose.before is None for dose in plan.premedication):
        return Text(word("charting.before-premedication"))
    first = max((dose.before for dose in plan.premedication if dose.before), default=None)
    if plan.order.begins is None:
        what = "step-1" if first is None else "premedication"
        return Text(word(f"charting.before-{what}"))
    offset = quantity(0, MIN) if first is None else quantity(0, MIN) - first
    return Text(word("charting.before", at=Moment(offset, plan.order.begins).clock))


def _running(plan: Plan, offset: Quantity) -> str:
    """What runs at a moment: the number of the step, the flush, or nothing more."""
    flush = plan.delivery and plan.delivery.flush
    if flush and flush.start <= offset < flush.end:
        return word(Label.FLUSH)
    for step in plan.steps:
        if step.start <= offset < step.end:
            goes_on = begins_again(plan, step) and offset == step.start
            return word("charting.goes-on", step=step.number) if goes_on else str(step.number)
    return word("charting.observed")


def signatures_section(_: Plan) -> Section:
    """One row for each person who signs."""
    rows = (Row({Column.ROLE: Text(word(f"signatures.{who}")), **_TO_SIGN}) for who in _WHO)
    return Section(SectionCode.SIGNATURES, (Table((Column.ROLE, *_TO_SIGN), tuple(rows)),))
