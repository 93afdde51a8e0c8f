"""What reaches the vein: the line, the first drug, each step, what stays behind, the flush."""

from collections.abc import Iterator

from rechallenge.model.delivery import DeliveredStep, Delivery, DrugInLine
from rechallenge.model.infusion import FillLine
from rechallenge.model.line import Line
from rechallenge.model.plan import Plan, Step
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity
from rechallenge.words import word
from rechallenge.words.lists import steps_named

from .bag_changes import rate_to_set
from .bags import bag_said
from .blocks import Paragraph, Section
from .cells import Amount, Moment, Text, minutes, worded
from .codes import Column, Label, RowKind, SectionCode
from .order import line_filled
from .rows import Fact, Facts, Row, Table, in_like_units, told

_COLUMNS = (Column.STEP, Column.PLANNED_DOSE, Column.REACHES_VEIN, Column.IN_ALL,
            Column.ARRIVING_AT)  # fmt: skip


def delivery_section(plan: Plan) -> Section | None:
    """The line with the first drug, a table of steps, and what is left; None without a line."""
    line, delivery = plan.line, plan.delivery
    if line is None or delivery is None:
        return None
    rows = [_row(*pair) for pair in zip(plan.steps, delivery.steps, strict=True)]
    table = Table(_COLUMNS, in_like_units((*rows, _total(plan, delivery))))
    fastest = _fastest(delivery)
    said = (Paragraph(fastest),) if fastest else ()
    first, rest = Facts(tuple(_first(plan, line, delivery))), Facts(tuple(_rest(plan, delivery)))
    return Section(SectionCode.DELIVERY, (first, table, *said, rest))


def _first(plan: Plan, line: Line, delivery: Delivery) -> Iterator[Fact]:
    if line.title is not None:
        named = {"title": line.title, "source": line.source, "line": line_filled(plan)}
        yield told(Label.LINE, word("line.on-file", **named))
    else:
        yield told(Label.LINE, word("line.stated", line=line_filled(plan)))
    if line.clear_at is not None:
        steps = steps_named(step.number for step in plan.steps if step.clears_line)
        rate = rate_to_set(plan, line.clear_at).text
        ordered = _rate_stated(plan)
        if ordered is not None and ordered != line.clear_at:
            rate = worded("line.rate-rounded", rate=rate, ordered=ordered)
        yield told(Label.CLEARED, word("line.cleared", steps=steps, rate=rate))
    first = delivery.first_drug
    if first is None:
        yield told(Label.FIRST_DRUG, word("delivery.none-arrives"))
        return
    at = Moment(first.at, plan.order.begins).both
    text = worded("delivery.first-drug", at=at, step=first.step, rate=first.dose_rate)
    yield told(Label.FIRST_DRUG, text, first.working)


def _rate_stated(plan: Plan) -> Quantity | None:
    """The rate at which the order clears the line, or the protocol fills it."""
    fills = (entry.rate for entry in plan.protocol.infusion if isinstance(entry, FillLine))
    rate: object = next(fills, plan.order.clear_line)
    rate = plan.parameters[rate.name] if isinstance(rate, Parameter) else rate
    return rate if isinstance(rate, Quantity) else None


def _row(step: Step, reached: DeliveredStep) -> Row:
    planned, kind = Amount(step.dose), RowKind.INFUSE
    if step.clears_line:
        planned = Amount(step.dose, instead=word("delivery.clears-line"))
        kind = RowKind.CLEARING
    elif step.kind == "give":
        planned, kind = Amount(step.dose, instead=word("delivery.at-once")), RowKind.GIVE
    elif step.rate is None:
        planned, kind = Amount(step.dose, instead=word("steps.observe")), RowKind.OBSERVE
    none = word("delivery.none")
    rate = Text(none) if reached.dose_rate is None else Amount(reached.dose_rate)
    return Row(
        {
            Column.STEP: Text(str(step.number)),
            Column.PLANNED_DOSE: planned,
            Column.REACHES_VEIN: Amount(
                reached.dose, instead=None if reached.dose.magnitude else none
            ),
            Column.IN_ALL: Amount(reached.cumulative_dose),
            Column.ARRIVING_AT: rate,
        },
        kind,
        step.number,
    )


def _total(plan: Plan, delivery: Delivery) -> Row:
    return Row(
        {
            Column.STEP: Text(word("steps.in-all")),
            Column.PLANNED_DOSE: Amount(plan.through_line - plan.given_before),
            Column.REACHES_VEIN: Amount(delivery.delivered),
        },
        RowKind.TOTAL,
    )


def _fastest(delivery: Delivery) -> str:
    """A sentence under the table if drug arrives faster than any step so far was planned to."""
    peak = delivery.peak
    if peak is None or peak.dose_rate <= peak.planned:
        return ""
    return worded("delivery.fastest", step=peak.step, rate=peak.dose_rate, planned=peak.planned)


def _rest(plan: Plan, delivery: Delivery) -> Iterator[Fact]:
    for residue in delivery.residues:
        arrives = word("delivery.residue-stays")
        if (rate := residue.arrives_at) is not None:
            how = "flush" if residue.step is None else "step"
            arrives = worded(f"delivery.residue-in-{how}", rate=rate, step=residue.step)
        text = worded(
            "delivery.residue",
            bag=bag_said(plan, residue.bag),
            arrives=arrives,
            own=residue.own_rate,
            volume=residue.volume,
            dose=residue.dose,
        )
        yield told(Label.RESIDUE, text)
    for lost in delivery.lost:
        text = word("delivery.lost", contents=_contents(lost), bag=bag_said(plan, lost.bag))
        yield told(Label.LOST, text)
    if delivery.dry_at is not None:
        bag = bag_said(plan, delivery.left_in_line.bag)
        at = Moment(delivery.dry_at, plan.order.begins).both
        yield told(Label.BAG, worded("delivery.bag-dry", bag=bag, at=at, volume=delivery.dry))
    yield told(Label.LEFT_IN_LINE, _contents(delivery.left_in_line))
    yield _flush(plan, delivery)


def _contents(contents: DrugInLine) -> str:
    return worded("delivery.contents", volume=contents.volume, dose=contents.dose)


def _flush(plan: Plan, delivery: Delivery) -> Fact:
    flush, left = delivery.flush, delivery.left_in_line.dose
    if flush is None:
        return told(Label.FLUSH, word("delivery.no-flush"))
    text = worded(
        "delivery.flush",
        volume=flush.volume,
        rate=rate_to_set(plan, flush.rate).text,
        duration=minutes(flush.duration).text,
        at=Moment(flush.start, plan.order.begins).both,
        dose=flush.dose,
        delivered=delivery.delivered + flush.dose,
        ordered=plan.dose.total,
    )
    if flush.dose < left:
        text += f" {worded('delivery.no-more', dose=left - flush.dose)}"
    return told(Label.FLUSH, text, flush.working)
