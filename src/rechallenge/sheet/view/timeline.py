"""Before the infusion, and the timeline: what is due at each moment."""

from collections.abc import Iterator
from itertools import groupby

from rechallenge.model.monitoring import VitalsRule
from rechallenge.model.plan import Plan, Step
from rechallenge.model.timeline import Event, PlannedPremedication
from rechallenge.planning.timeline.events import rescue_offset, with_charting
from rechallenge.quantities import MIN, Quantity, quantity
from rechallenge.sheet.names import shown_drug
from rechallenge.words import word
from rechallenge.words.lists import aside, clauses, commas, follow, things

from .at_once import give_said, route_as_written
from .bag_changes import connects_bag, rate_to_set
from .bags import bag_said, bag_to_connect
from .blocks import Paragraph, Section
from .cells import Amount, Blank, Cell, Moment, Text, Tick, minutes, worded
from .codes import Column, Label, SectionCode
from .rows import Fact, Facts, Row, Table, noted, told
from .stops import rescue_said

_TO_WRITE = (Column.TICK, Column.DRUG, Column.DOSE, Column.ROUTE, Column.GIVE_AT, Column.GIVEN_AT,
             Column.INITIALS)  # fmt: skip
_TO_ORDER = Row({
    Column.TICK: Tick(), Column.DRUG: Blank(16), Column.DOSE: Blank(8), Column.ROUTE: Blank(6),
    Column.GIVE_AT: Blank(5), Column.DUE: Text(""), Column.GIVEN_AT: Blank(5),
    Column.INITIALS: Blank(5),
})  # fmt: skip
_LINES_TO_ORDER = 4


def premedication_section(plan: Plan) -> Section:
    """One row for each drug given beforehand; where its time is not stated there is a blank. Where
    the file lists none, the prescriber orders: rows to write in."""
    said = tuple(_beyond_the_file(plan))
    if not plan.premedication:
        none = Paragraph(word("premedication.none"))
        table = Table(_TO_WRITE, (_TO_ORDER,) * _LINES_TO_ORDER)
        return Section(SectionCode.PREMEDICATION, (none, *said, table))
    columns = [Column.TICK, Column.DRUG, Column.DOSE, Column.ROUTE, Column.GIVE_AT, Column.DUE]
    if plan.stops:
        columns.remove(Column.TICK)
    sets = plan.premedication_sets
    rows = [
        _premedication(plan, dose, sets.get(place)) for place, dose in enumerate(plan.premedication)
    ]
    if not any(isinstance(row.cells[Column.GIVE_AT], Moment) for row in rows):
        columns.remove(Column.GIVE_AT)
    return Section(SectionCode.PREMEDICATION, (Table(tuple(columns), tuple(rows)), *said))


def _beyond_the_file(plan: Plan) -> Iterator[Paragraph]:
    """What the source says besides the doses listed; if none are, what the label asks for."""
    if beyond := plan.protocol.source.premedication:
        yield Paragraph(beyond, Label.SOURCE, labelled=True)
    facts = plan.on_file.drug(plan.drug)
    asked = facts.premedication_asked if facts and not plan.premedication else None
    if asked is not None:
        yield Paragraph(aside(asked.says, asked.source), Label.ASKED_BY_LABEL, labelled=True)


def _premedication(plan: Plan, dose: PlannedPremedication, of_set: str | None) -> Row:
    at: Cell = Blank(5)
    due = word("premedication.time-not-stated")
    if dose.before is not None:
        due = word("premedication.before", time=minutes(dose.before).text)
        if dose.by_order:
            by_site = plan.site is not None and "premed_lead" in plan.site.took
            due = word(f"premedication.by-{'site' if by_site else 'order'}", due=due)
        instead = things(Amount(one).text for one in dose.in_place_of)
        if of_set is not None:
            code = "premedication.of-set-in-place-of" if instead else "premedication.of-set"
            due = word(code, due=due, set=of_set, **({"doses": instead} if instead else {}))
        elif instead:
            due = word("premedication.in-place-of", due=due, doses=instead)
        elif dose.ordered:
            due = word("premedication.ordered", due=due)
        if plan.order.begins is not None:
            at = Moment(quantity(0, MIN) - dose.before, plan.order.begins)
            if at.at is not None and at.at.date() != plan.order.begins.date():
                due = word("premedication.on-date", due=due, date=f"{at.at:%Y-%m-%d}")
    if plan.stops:
        due = word("premedication.past", due=due)
    return Row(
        {
            Column.TICK: Tick(),
            Column.DRUG: Text(shown_drug(plan, dose.drug)),
            Column.DOSE: Amount(dose.dose),
            Column.ROUTE: Text(route_as_written(dose.route)),
            Column.GIVE_AT: at,
            Column.DUE: Text(due),
            Column.GIVEN_AT: Blank(5),
            Column.INITIALS: Blank(5),
        },
        notes=(noted(Label.NOTE, dose.note),) if dose.note else (),
        past=bool(plan.stops),
    )


def timeline_section(plan: Plan) -> Section:
    """One row for each moment: its clock time (with a start), its offset, and what is due; then the
    rules for vital signs and observation."""
    columns = [Column.CLOCK, Column.FROM_START, Column.DUE]
    if plan.order.begins is None:
        columns.remove(Column.CLOCK)
    rows = (
        _moment(plan, offset, list(events))
        for offset, events in groupby(with_charting(plan), lambda event: event.offset)
    )
    table = Table(tuple(columns), tuple(rows))
    monitoring = tuple(_monitoring(plan))
    return Section(SectionCode.TIMELINE, (table, Facts(monitoring)) if monitoring else (table,))


def _moment(plan: Plan, offset: Quantity, events: list[Event]) -> Row:
    said = clauses(_due(plan, events))
    if plan.stopped and offset < plan.stopped[-1].at:
        said = word("timeline.past", due=said)
    due = Text(said)
    cells: dict[Column, Cell] = {Column.FROM_START: minutes(offset), Column.DUE: due}
    if plan.order.begins is not None:
        cells[Column.CLOCK] = Moment(offset, plan.order.begins)
    return Row(cells)


def _due(plan: Plan, events: list[Event]) -> Iterator[str]:
    drugs = [shown_drug(plan, e.reasons[0]) for e in events if e.what == "premedication"]
    if drugs:
        yield word("timeline.give", drugs=things(drugs))
    for event in events:
        if event.what == "step-end":
            if event.step == plan.steps[-1].number and not _is_dry(plan, event.offset):
                yield word("timeline.infusion-ends" if plan.runs else "timeline.last-wait-ends")
        elif event.what == "step-start":
            yield _step(plan, next(step for step in plan.steps if step.number == event.step))
        elif event.what == "stop":
            yield word("timeline.stop", step=event.step)
        elif event.what == "vitals":
            reasons = (word(f"vitals.{reason.replace(' ', '-')}") for reason in event.reasons)
            yield word("timeline.vitals", reasons=things(reasons))
        elif event.what == "flush-start":
            yield _flush(plan)
        elif event.what in ("flush-end", "observation-end"):
            yield word(f"timeline.{event.what}")
    if any(event.what == "rescue" for event in events):
        yield word("timeline.gave", doses=things(_rescues(plan, events[0].offset)))


def _rescues(plan: Plan, offset: Quantity) -> Iterator[str]:
    """The doses given for a reaction at a moment."""
    for stop, stopped in zip(plan.stops, plan.stopped, strict=True):
        for dose in stop.gave:
            if rescue_offset(dose, stopped, plan.order) == offset:
                yield rescue_said(dose)


def _flush(plan: Plan) -> str:
    assert plan.delivery is not None
    assert plan.delivery.flush is not None
    flush = plan.delivery.flush
    rate = rate_to_set(plan, flush.rate).text
    text = worded("timeline.flush", volume=flush.volume, rate=rate)
    if plan.delivery.dry_at is None:
        return text
    bag = bag_said(plan, plan.delivery.left_in_line.bag)
    return follow((word("timeline.bag-empty", bag=bag), text))


def _step(plan: Plan, step: Step) -> str:
    if step.kind == "give":
        return word("timeline.step", step=step.number, said=give_said(step))
    if step.rate is None:
        rest = "observe" if step.after_stop is None else "hold"
        said = word(f"timeline.{rest}" if plan.runs else f"steps.{rest}")
        return word("timeline.step", step=step.number, said=said)
    if _is_dry(plan, step.start):
        return word("timeline.does-not-run", step=step.number)
    values = {"step": step.number, "rate": rate_to_set(plan, step.rate).text}
    if step.bag is not None and connects_bag(plan, step) and not plan.hangs(step.bag):
        text = word("timeline.connect", bag=bag_to_connect(plan, step.bag), **values)
    else:
        text = word("timeline.set", **values)
    return f"{text} {word('timeline.to-clear')}" if step.clears_line else text


def _is_dry(plan: Plan, offset: Quantity) -> bool:
    """Whether the last bag is empty by then, so that nothing is left to run from it."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    return dry_at is not None and offset >= dry_at


def _monitoring(plan: Plan) -> Iterator[Fact]:
    monitoring = plan.runs_by.monitoring
    stated = () if monitoring is None else monitoring.vitals
    to_order = (Text(f"{word('charting.not-stated')} "), Blank())
    yield Fact(Label.VITAL_SIGNS, (Text(vital_signs(stated)),) if stated else to_order)
    if monitoring is None or monitoring.observe_after is None:
        return
    flushed = plan.delivery is not None and plan.delivery.flush is not None
    code = "monitoring.after-flush" if flushed else "monitoring.after-end"
    text = word(code, time=minutes(monitoring.observe_after).text)
    end = next((e for e in plan.timeline if e.what == "observation-end"), None)
    if end is not None and plan.order.begins is not None:
        at = Moment(end.offset, plan.order.begins).clock
        text = word("monitoring.until", watched=text, at=at)
    yield told(Label.OBSERVATION, text)


def vital_signs(rules: tuple[VitalsRule, ...]) -> str:
    """When vital signs are taken: `baseline, every 15 min, end`."""
    return commas(
        word(f"vitals-rule.{rule.when.replace(' ', '-')}") if rule.every is None
        else word("vitals-rule.every", time=minutes(rule.every).text)
        for rule in rules
    )  # fmt: skip
