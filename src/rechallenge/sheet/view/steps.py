"""The step table: what to set, from which bag, from when, for how long, and what it gives."""

from collections.abc import Iterator, Mapping

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import (
    DROPS_PER_MIN,
    ML,
    ML_PER_H,
    ROUNDED,
    Quantity,
    in_unit,
    quantity,
)
from rechallenge.words import word

from .blocks import Note, Row, Section, Table
from .cells import Amount, Cell, Moment, Text, minutes
from .codes import Column, Label, RowKind, SectionCode

_COLUMNS = (Column.STEP, Column.BAG, Column.RATE, Column.START, Column.DURATION, Column.VOLUME,
            Column.DOSE, Column.CUMULATIVE)  # fmt: skip


def steps_section(plan: Plan) -> Section:
    """One row a step, with a row before each change of bag; the flush after the last step that
    runs; and what the steps are in all."""
    rows = (*_rows(plan), _total(plan))
    shown = [text for row in rows for text in _texts(row)]
    foot = word("steps.rounded") if any(ROUNDED in text for text in shown) else ""
    return Section(SectionCode.STEPS, (Table(_COLUMNS, rows, foot),))


def _texts(row: Row) -> Iterator[str]:
    yield from (row.text(column) for column in _COLUMNS)
    yield from (note.text for note in row.notes)


def rate_to_set(plan: Plan, rate: Quantity) -> Amount:
    """What the nurse sets: mL/h; of a gravity set the drops to count, with mL/h beside them."""
    if (drops := _drops(plan, rate)) is None:
        return Amount(in_unit(rate, ML_PER_H))
    return Amount(drops, beside=Amount(in_unit(rate, ML_PER_H)))


def _drops(plan: Plan, rate: Quantity) -> Quantity | None:
    if plan.pump is None or plan.pump.drops is None:
        return None
    return in_unit(rate * plan.pump.drops, DROPS_PER_MIN)


def flush_after(plan: Plan, flush: Flush) -> int:
    """The number of the step that the flush follows: the last that begins before it."""
    running = [step for step in plan.steps if step.rate is not None]
    return ([step for step in running if step.start < flush.start] or running[:1])[-1].number


def connects_bag(plan: Plan, step: Step) -> bool:
    """Whether the step is the first that runs from its bag since another, or since the start."""
    before = [s.bag for s in plan.steps if s.number < step.number and s.bag is not None]
    return step.bag is not None and before[-1:] != [step.bag]


def until_dry(plan: Plan, step: Step) -> Quantity | None:
    """The volume of a step that the bag still holds where it is empty before the step ends; None
    for a step that its bag lasts for."""
    dry_at = None if plan.delivery is None else plan.delivery.dry_at
    if dry_at is None or step.rate is None or dry_at >= step.end:
        return None
    if dry_at <= step.start:
        return quantity(0, ML)
    return in_unit(step.rate * (dry_at - step.start), ML)


def _rows(plan: Plan) -> Iterator[Row]:
    flush = plan.delivery.flush if plan.delivery else None
    for step in plan.steps:
        connects = connects_bag(plan, step)
        if connects and len(plan.bags) > 1:
            yield _bag_change(word("steps.from-bag", bag=step.bag), step.bag)
        yield _step(plan, step, connects=connects)
        if flush is not None and step.number == flush_after(plan, flush):
            diluent = word("flush.diluent")
            yield _bag_change(word("steps.from-a-bag-of", diluent=diluent), diluent)
            yield _flush(plan, flush)


def _bag_change(text: str, bag: str | None) -> Row:
    return Row({Column.BAG: Text(text)}, RowKind.BAG_CHANGE, bag=bag)


def _step(plan: Plan, step: Step, *, connects: bool) -> Row:
    held = until_dry(plan, step)
    kind = RowKind.OBSERVE if step.rate is None else RowKind.INFUSE
    runs = held is None or bool(held.magnitude)
    return Row(
        _cells(plan, step, runs=runs),
        RowKind.CLEARING if step.clears_line else kind,
        step.number,
        step.bag,
        connects,
        tuple(_notes(plan, step, held)),
        step.working,
        stop_at=Amount(held) if held is not None and runs else None,
        aside=word("steps.nothing-runs") if step.rate is None else "",
    )


def _cells(plan: Plan, step: Step, *, runs: bool) -> Mapping[Column, Cell]:
    cells: dict[Column, Cell] = {
        Column.STEP: Text(str(step.number)),
        Column.BAG: Text(step.bag or ""),
        Column.START: Moment(step.start, plan.order.begins),
        Column.DURATION: minutes(step.duration),
        Column.SHARE: Amount(step.cumulative_share, 1),
    }
    if plan.delivery is not None:
        reached = next(one for one in plan.delivery.steps if one.number == step.number)
        cells[Column.REACHES_VEIN] = Amount(reached.dose)
    given = Amount(step.cumulative_dose, beside=Amount(step.cumulative_share, 1))
    if step.rate is None:
        none = {Column.VOLUME: step.volume, Column.DOSE: step.dose}
        cells |= {column: Amount(value, instead="") for column, value in none.items()}
        observe = Text(word("steps.observe"))
        return cells | {Column.RATE: observe, Column.CUMULATIVE: Amount(given.value, instead="")}
    rate = rate_to_set(plan, step.rate)
    if not runs:
        planned = Text(word("steps.planned", rate=rate.text))
        rate = Amount(rate.value, instead=word("steps.does-not-run"), beside=planned)
    if step.clears_line:
        cells[Column.DOSE] = Amount(step.dose, instead=word("steps.not-counted"))
        cells[Column.CUMULATIVE] = Amount(step.cumulative_dose, instead="")
    else:
        cells |= {Column.DOSE: Amount(step.dose), Column.CUMULATIVE: given}
    if step.dose_rate is not None:
        cells[Column.DOSE_RATE] = Amount(step.dose_rate)
    return cells | _flow(plan, step.rate, step.volume) | {Column.RATE: rate}


def _flow(plan: Plan, rate: Quantity, volume: Quantity) -> dict[Column, Cell]:
    cells: dict[Column, Cell] = {Column.VOLUME: Amount(volume), Column.FLOW: Amount(rate)}
    drops = _drops(plan, rate)
    return cells if drops is None else cells | {Column.DROPS: Amount(drops)}


def _notes(plan: Plan, step: Step, held: Quantity | None) -> Iterator[Note]:
    if held is not None:
        yield _change_over(plan, step, held)
    if step.clears_line:
        yield _note(Label.CLEARS_LINE, word("steps.clears-line"))
    if step.go_on_if:
        yield _note(Label.GO_ON_IF, step.go_on_if)
    if step.note:
        yield _note(Label.NOTE, step.note)
    written = plan.written(step)
    if written is not None:
        if differing := list(_differing(written, step)):
            yield _note(Label.AS_WRITTEN, ", ".join(differing))
    elif not step.clears_line:
        yield _note(Label.NOT_IN_PROTOCOL, word("steps.added-by-pump"))


def _note(code: Label, body: str) -> Note:
    return Note(code, word(code), body)


def _change_over(plan: Plan, step: Step, held: Quantity) -> Note:
    """What to do in a step that its bag does not last for."""
    assert plan.delivery is not None
    assert plan.delivery.dry_at is not None
    at = Moment(plan.delivery.dry_at, plan.order.begins).both
    bag = plan.delivery.left_in_line.bag
    then = "flush" if plan.delivery.flush else "no-flush"
    if not held.magnitude:
        said = word("dry.empty", bag=bag, at=at)
        return _note(Label.DOES_NOT_RUN, f"{said} {word(f'dry.instead-{then}')}")
    volumes = {"held": Amount(held).text, "volume": Amount(step.volume).text}
    said = word("dry.change-over", bag=bag, **volumes)
    label = word(Label.CHANGE_OVER, at=at)
    return Note(Label.CHANGE_OVER, label, f"{said} {word(f'dry.then-{then}')}")


def _differing(written: Step, step: Step) -> Iterator[str]:
    """What the protocol has where rounding for the pump gave something that reads otherwise."""
    pairs = (
        ("rate", written.rate and Amount(written.rate), step.rate and Amount(step.rate)),
        ("duration", minutes(written.duration), minutes(step.duration)),
        ("volume", Amount(written.volume), Amount(step.volume)),
        ("dose", Amount(written.dose), Amount(step.dose)),
    )
    for name, theirs, ours in pairs:
        if theirs and ours and theirs.text != ours.text:
            yield word(f"steps.written-{name}", value=theirs.text)


def _flush(plan: Plan, flush: Flush) -> Row:
    """The flush: it is set like a step, and gives nothing that was not counted before."""
    assert plan.delivery is not None
    brings = Amount(flush.dose)
    notes = [Note(Label.BRINGS, "", word("flush.brings", dose=brings.text))]
    beyond = plan.delivery.left_in_line.dose - flush.dose
    if beyond.magnitude:
        amounts = {"volume": Amount(flush.volume).text, "dose": Amount(beyond).text}
        notes.append(Note(Label.STOP_AFTER, "", word("flush.stop-after", **amounts)))
    cells: dict[Column, Cell] = {
        Column.STEP: Text(word(Label.FLUSH)),
        Column.BAG: Text(word("flush.diluent")),
        Column.RATE: rate_to_set(plan, flush.rate),
        Column.START: Moment(flush.start, plan.order.begins),
        Column.DURATION: minutes(flush.duration),
        Column.REACHES_VEIN: brings,
    }
    return Row(
        cells | _flow(plan, flush.rate, flush.volume), RowKind.FLUSH, connects=True,
        bag=word("flush.diluent"), notes=tuple(notes), brings=brings, working=flush.working,
    )  # fmt: skip


def _total(plan: Plan) -> Row:
    totals = plan.totals
    return Row(
        {
            Column.STEP: Text(word("steps.in-all")),
            Column.DURATION: minutes(totals.duration),
            Column.VOLUME: Amount(totals.volume),
            Column.DOSE: Amount(totals.dose),
        },
        RowKind.TOTAL,
    )
