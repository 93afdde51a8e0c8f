"""The step table: what to set, from which bag, from when, for how long, and what it gives."""

from collections.abc import Iterator, Mapping

from rechallenge.model.delivery import Flush
from rechallenge.model.infusion import Ladder
from rechallenge.model.plan import Plan, Step
from rechallenge.model.reading import VOLUME_RATE_KINDS, Parameter
from rechallenge.quantities import ROUNDED, Quantity, in_shown_units, kind_of
from rechallenge.words import word
from rechallenge.words.lists import commas, follow

from .as_run import AsRun, as_run, totals_as_run, until_empty, volume_to_set
from .at_once import at_once_notes, give_said, route_said
from .bag_changes import (
    begins_again,
    connects_bag,
    drops_of,
    flush_after,
    rate_to_set,
    restart_row,
    to_bag,
    to_diluent,
)
from .bags import bag_said
from .blocks import Section
from .cells import Amount, Cell, Moment, Text, minutes, worded
from .codes import Column, Label, RowKind, SectionCode
from .rows import Note, Row, Table, in_like_units, noted

_COLUMNS = (Column.STEP, Column.BAG, Column.RATE, Column.START, Column.DURATION, Column.VOLUME,
            Column.DOSE, Column.CUMULATIVE)  # fmt: skip


def steps_section(plan: Plan) -> Section:
    """One row a step, with a row to act on before each change of bag and where the infusion goes on
    after a stop; the flush after the last step that runs; and what the steps are in all."""
    rows = in_like_units((*_rows(plan), _total(plan)))
    shown = [text for row in rows for text in _texts(row)]
    foot = word("steps.rounded") if any(ROUNDED in text for text in shown) else ""
    return Section(SectionCode.STEPS, (Table(_COLUMNS, rows, foot),))


def _texts(row: Row) -> Iterator[str]:
    yield from (row.text(column) for column in _COLUMNS)
    yield from (note.text for note in row.notes)


def _speaks_in_dose(plan: Plan) -> bool:
    """Whether the protocol or the drug's label states a speed as drug: mg/h, or mg/kg/h."""
    facts = plan.on_file.drug(plan.drug)
    speeds: list[object] = [limit.rate for limit in facts.highest_rates] if facts else []
    for written in plan.protocol.infusion:
        if isinstance(written, Ladder):
            speeds += written.rates
        else:
            speeds.append(getattr(written, "rate", None))
    stated = (plan.parameters[s.name] if isinstance(s, Parameter) else s for s in speeds)
    return any(isinstance(s, Quantity) and kind_of(s) not in VOLUME_RATE_KINDS for s in stated)


def _rows(plan: Plan) -> Iterator[Row]:
    flush = plan.delivery.flush if plan.delivery else None
    in_dose = _speaks_in_dose(plan)
    for step in plan.steps:
        run = as_run(plan, step)
        if run.runs and begins_again(plan, step):
            yield restart_row(plan, step)
        elif run.runs and connects_bag(plan, step):
            yield to_bag(plan, step)._replace(past=step.has_run)
        row = _step(plan, step, run)
        speed = row.text(Column.DOSE_RATE)
        yield row._replace(aside=speed) if speed and in_dose else row
        if flush is not None and step.number == flush_after(plan, flush):
            yield to_diluent(plan, flush)
            yield _flush(plan, flush)


def _step(plan: Plan, step: Step, run: AsRun) -> Row:
    kind = RowKind(step.kind)
    return Row(
        _cells(plan, step, run),
        RowKind.CLEARING if step.clears_line else kind,
        step.number,
        step.taken_from,
        tuple(_notes(plan, step, run)),
        step.working,
        aside=word("steps.nothing-runs") if kind is RowKind.OBSERVE and plan.runs else "",
        past=step.has_run,
    )


def _cells(plan: Plan, step: Step, run: AsRun) -> Mapping[Column, Cell]:
    cells: dict[Column, Cell] = {
        Column.STEP: Text(
            word("steps.past", step=step.number) if step.has_run else str(step.number)
        ),
        Column.BAG: Text(plan.bag(step.taken_from).letter if step.taken_from else ""),
        Column.START: Moment(step.start, plan.order.begins),
        Column.DURATION: minutes(run.duration),
        Column.SHARE: Amount(run.cumulative_share, 1),
    }
    if plan.delivery is not None:
        reached = next(one for one in plan.delivery.steps if one.number == step.number)
        cells[Column.REACHES_VEIN] = Amount(reached.dose)
    given = Amount(run.cumulative_dose, beside=Amount(run.cumulative_share, 1))
    if step.kind == "give":
        drawn = {Column.DOSE: Amount(step.dose), Column.CUMULATIVE: given}
        cells |= {Column.RATE: Text(give_said(step)), Column.DURATION: Text(""), **drawn}
        return cells | ({Column.VOLUME: Amount(step.volume)} if step.drawn_from else {})
    if step.rate is None:
        none = {Column.VOLUME: step.volume, Column.DOSE: step.dose}
        cells |= {column: Amount(value, instead="") for column, value in none.items()}
        observe = Text(word("steps.observe" if step.after_stop is None else "steps.hold"))
        return cells | {Column.RATE: observe, Column.CUMULATIVE: Amount(given.value, instead="")}
    rate = rate_to_set(plan, step.rate)
    volume = Amount(run.volume) if step.has_run else volume_to_set(step, run.volume)
    cells |= _flow(plan, step.rate, volume)
    if not run.runs:
        none = {Column.DURATION: run.duration, Column.VOLUME: run.volume, Column.DOSE: run.dose,
                Column.CUMULATIVE: run.cumulative_dose}  # fmt: skip
        cells |= {column: Amount(value, instead="") for column, value in none.items()}
        return cells | {Column.RATE: Amount(rate.value, instead=word("steps.does-not-run"))}
    if step.clears_line:
        cells[Column.DOSE] = Amount(step.dose, instead=word("steps.not-counted"))
        cells[Column.CUMULATIVE] = Amount(step.cumulative_dose, instead="")
    else:
        cells |= {Column.DOSE: Amount(run.dose), Column.CUMULATIVE: given}
    if step.dose_rate is not None:
        cells[Column.DOSE_RATE] = Amount(step.dose_rate)
    return cells | {Column.RATE: rate}


def _flow(plan: Plan, rate: Quantity, volume: Amount) -> dict[Column, Cell]:
    cells: dict[Column, Cell] = {Column.VOLUME: volume, Column.FLOW: Amount(rate)}
    drops = drops_of(plan, rate)
    return cells if drops is None else cells | {Column.DROPS: Amount(drops)}


def _notes(plan: Plan, step: Step, run: AsRun) -> Iterator[Note]:
    first = None if plan.delivery is None else plan.delivery.first_drug
    if first is not None and first.step == step.number:
        at = Moment(first.at, plan.order.begins).text
        yield Note(Label.FIRST_DRUG, "", word("steps.first-drug", at=at))
    if run.cut_short:
        yield _change_over(plan, runs=run.runs)
    else:
        yield from until_empty(plan, step, run.volume)
    if step.clears_line:
        yield noted(Label.CLEARS_LINE, word("steps.clears-line"))
    if step.kind == "give":
        yield from at_once_notes(plan, step)
    elif step.route is not None:
        yield noted(Label.ROUTE, route_said(step.route))
    if step.go_on_if:
        yield noted(Label.GO_ON_IF, step.go_on_if)
    if step.note:
        yield noted(Label.NOTE, step.note)
    written = plan.written(step)
    if written is not None:
        if differing := list(_differing(plan, written, step)):
            yield noted(Label.AS_WRITTEN, commas(differing))
    elif not step.clears_line and not plan.stops:
        yield noted(Label.NOT_IN_PROTOCOL, word("steps.added-by-pump"))


def _change_over(plan: Plan, *, runs: bool) -> Note:
    """What to do in a step that its bag does not last for."""
    assert plan.delivery is not None
    assert plan.delivery.dry_at is not None
    at = Moment(plan.delivery.dry_at, plan.order.begins).both
    bag = bag_said(plan, plan.delivery.left_in_line.bag)
    then = "flush" if plan.delivery.flush else "no-flush"
    if not runs:
        said = word("dry.empty", bag=bag, at=at)
        return noted(Label.DOES_NOT_RUN, follow((said, word(f"dry.instead-{then}"))))
    said = word("dry.change-over", bag=bag)
    label = word(Label.CHANGE_OVER, at=at)
    return Note(Label.CHANGE_OVER, label, follow((said, word(f"dry.then-{then}"))))


def _differing(plan: Plan, written: Step, step: Step) -> Iterator[str]:
    """What the protocol has where rounding for the pump gave something that reads otherwise."""
    for name, places in (("rate", 3), ("duration", 1), ("volume", 3), ("dose", 3)):
        theirs, ours = getattr(written, name), getattr(step, name)
        if theirs is None or ours is None or theirs == ours:
            continue
        if name == "dose":
            theirs, ours, *_ = in_shown_units((theirs, ours, *(one.dose for one in plan.steps)))
        value = Amount(theirs, places).text
        if value != Amount(ours, places).text:
            yield word(f"steps.written-{name}", value=value)


def _flush(plan: Plan, flush: Flush) -> Row:
    """The flush: it is set like a step, and gives nothing that was not counted before."""
    assert plan.delivery is not None
    brings = Amount(flush.dose)
    code = "flush.brings" if plan.delivery.dry_at is None else "flush.brings-uncounted"
    notes = [Note(Label.BRINGS, "", word(code, dose=brings.text))]
    beyond = plan.delivery.left_in_line.dose - flush.dose
    if beyond.magnitude:
        said = worded("flush.stop-after", volume=flush.volume, dose=beyond)
        notes.append(Note(Label.STOP_AFTER, "", said))
    cells: dict[Column, Cell] = {
        Column.STEP: Text(word(Label.FLUSH)),
        Column.BAG: Text(word("flush.diluent")),
        Column.RATE: rate_to_set(plan, flush.rate),
        Column.START: Moment(flush.start, plan.order.begins),
        Column.DURATION: minutes(flush.duration),
        Column.REACHES_VEIN: brings,
    }
    return Row(
        cells | _flow(plan, flush.rate, Amount(flush.volume)), RowKind.FLUSH,
        bag=word("flush.diluent"), notes=tuple(notes), brings=brings, working=flush.working,
    )  # fmt: skip


def _total(plan: Plan) -> Row:
    duration, volume, dose = totals_as_run(plan)
    ends = Moment(duration, plan.order.begins).clock
    return Row(
        {
            Column.STEP: Text(word("steps.in-all")),
            Column.DURATION: minutes(duration),
            Column.VOLUME: Amount(volume, instead=None if volume.magnitude else ""),
            Column.DOSE: Amount(dose),
        },
        RowKind.TOTAL,
        aside=word("steps.end", at=ends) if ends else "",
    )
