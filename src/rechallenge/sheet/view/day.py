"""A clinic's day worked out for readers: many orders on one page, in order of their start."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from rechallenge.model.finding import Severity
from rechallenge.model.making_up import Vial
from rechallenge.model.plan import Plan
from rechallenge.model.preparation import VialsNeeded
from rechallenge.planning.preparation.bench import sizes_of, vials_for
from rechallenge.quantities import ROUNDED, Quantity, unit_like
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import counted, word

from .blocks import Block, FindingItem, Findings, Items, Paragraph, Section
from .cells import Amount, Moment, Text
from .codes import Column, DaySection
from .order import named_drug
from .preparation import from_vials, vials_said
from .rows import Row, Table
from .source import by_danger, finding_item

_SLOT = timedelta(minutes=30)


class Drawn(NamedTuple):
    """What an order draws from vials: of which drug, product and strength, how much in all, and how
    many vials of the `sizes` on file that takes for this order alone."""

    drug: str
    product: str | None
    strength: Quantity
    volume: Quantity
    sizes: tuple[Vial, ...]
    vials: tuple[VialsNeeded, ...]


class DayOrder(NamedTuple):
    """What a day's page has of an order: `line` is its line in the table. `runs` is from when to
    when it needs a pump; None for a gravity set, for what is given at once, and without a start.
    `end` is that of the last step, or of the flush after it. `open` is what asks and has no
    answer."""

    line: int
    patient: str | None
    drug: str
    dose: Amount
    protocol: str
    fingerprint: str
    start: datetime | None
    end: Moment
    runs: tuple[datetime, datetime] | None
    open: tuple[FindingItem, ...]
    drawn: Drawn | None


class NotPlanned(NamedTuple):
    """A row without a plan, and why, line by line."""

    line: int
    protocol: str
    patient: str | None
    why: tuple[str, ...]


class Day(NamedTuple):
    """The page of a day: the lines of its head, and its sections; `orders` in order of start, those
    without one last."""

    title: tuple[str, ...]
    sections: tuple[Section, ...]
    orders: tuple[DayOrder, ...]


def day_order(line: int, plan: Plan) -> DayOrder:
    """An order as the page of its day has it."""
    begins = plan.order.begins
    asked = (finding_item(f) for f in by_danger(plan.open_findings(Severity.CONFIRM)))
    flushed = [event.offset for event in plan.timeline if event.what == "flush-end"]
    return DayOrder(
        line,
        plan.order.patient,
        named_drug(plan),
        Amount(plan.dose.total),
        plan.protocol.id,
        fingerprint(plan),
        begins,
        Moment(max([plan.steps[-1].end, *flushed]), begins),
        _runs(plan, flushed),
        tuple(asked),
        _drawn(plan),
    )


def _runs(plan: Plan, flushed: Sequence[Quantity]) -> tuple[datetime, datetime] | None:
    """From the first step that a pump runs to the end of the last, or of the flush after it."""
    running = [step for step in plan.steps if step.rate is not None]
    begins = plan.order.begins
    if begins is None or not running or plan.pump is None or plan.pump.drops is not None:
        return None
    end = max([running[-1].end, *flushed])
    first, last = (Moment(offset, begins).at for offset in (running[0].start, end))
    assert first is not None
    assert last is not None
    return first.replace(tzinfo=None), last.replace(tzinfo=None)


def _drawn(plan: Plan) -> Drawn | None:
    if not plan.preparation or not plan.vials or plan.drug is None:
        return None
    facts, unit = plan.on_file.drug(plan.drug), unit_like(plan.dose.total)
    strength = plan.preparation[0].strength
    sizes = sizes_of(plan.order, facts, unit, strength)
    product = plan.preparation[0].product
    return Drawn(named_drug(plan), product, strength, from_vials(plan), sizes, plan.vials)


def day_view(
    table: str,
    orders: Sequence[DayOrder],
    not_planned: Sequence[NotPlanned],
    left: Sequence[str],
) -> Day:
    """The page of all orders of a table. `left` are folders that no row of the table has."""
    listed = tuple(sorted(orders, key=_by_start))
    days = sorted({order.start.date() for order in listed if order.start})
    dated = ", ".join(f"{day:%Y-%m-%d}" for day in days)
    title = (word("day.title", dates=dated) if days else word("day.title-undated"),
             word("day.of", table=table), word("day.not-a-sheet"))  # fmt: skip
    found = (
        _not_planned(not_planned),
        _orders(listed, one_day=len(days) == 1),
        _same_patient(listed),
        _pumps(listed, days),
        _vials(listed),
        _findings(listed),
        _left(left),
    )
    return Day(title, tuple(section for section in found if section), listed)


def _by_start(order: DayOrder) -> tuple[bool, datetime, int]:
    start = order.start or datetime.min
    return order.start is None, start.replace(tzinfo=None), order.line


def _not_planned(rows: Sequence[NotPlanned]) -> Section | None:
    """What has no sheet comes first: somebody must act on it."""
    if not rows:
        return None
    blocks: list[Block] = []
    for row in rows:
        named = [f"{row.line:03}", row.patient or "", row.protocol]
        blocks += [Paragraph(", ".join(filter(None, named))), Items(row.why)]
    return Section(DaySection.NOT_PLANNED, tuple(blocks), len(rows))


def _orders(orders: Sequence[DayOrder], *, one_day: bool) -> Section | None:
    if not orders:
        return None
    columns = (
        Column.START,
        Column.ORDER,
        Column.PATIENT,
        Column.DRUG,
        Column.UNTIL,
        Column.TO_CONFIRM,
    )
    rows = []
    for order in orders:
        start = "" if order.start is None else f"{order.start:%H:%M}"
        if order.start is not None and not one_day:
            start = f"{order.start:%Y-%m-%d %H:%M}"
        cells = {
            Column.START: Text(start),
            Column.ORDER: Text(f"{order.line:03}"),
            Column.PATIENT: Text(order.patient or ""),
            Column.DRUG: Text(f"{order.drug} {order.dose.text}"),
            Column.UNTIL: Text(order.end.clock or order.end.from_start),
            Column.TO_CONFIRM: Text(str(len(order.open))),
        }
        rows.append(Row(cells))
    return Section(DaySection.ORDERS, (Table(columns, tuple(rows)),), len(rows))


def state_text(order: DayOrder) -> str:
    """Whether anything of an order is left to confirm."""
    if order.open:
        return counted("day.draft", len(order.open))
    return word("day.nothing-open")


def _same_patient(orders: Sequence[DayOrder]) -> Section | None:
    """Lines with one patient label: two orders of one patient, or two patients taken for one."""
    labels: dict[str, list[DayOrder]] = {}
    for order in sorted(orders, key=lambda order: order.line):
        if order.patient is not None:
            labels.setdefault("".join(order.patient.casefold().split()), []).append(order)
    said = tuple(
        word("day.same-patient", patient=several[0].patient,
             orders=", ".join(f"{order.line:03}" for order in several))
        for several in labels.values()
        if len(several) > 1
    )  # fmt: skip
    return Section(DaySection.SAME_PATIENT, (Items(said),)) if said else None


class AtOnce(NamedTuple):
    """How many pumps run at most between two times."""

    start: datetime
    end: datetime
    pumps: int


def pumps_at_once(orders: Sequence[DayOrder]) -> tuple[AtOnce, ...]:
    """How many run from each change of their number to the next. A pump that is freed at the minute
    in which another is needed counts once."""
    changes: Counter[datetime] = Counter()
    for order in orders:
        if order.runs is not None:
            changes[order.runs[0]] += 1
            changes[order.runs[1]] -= 1
    found, pumps = [], 0
    moments = sorted(at for at, change in changes.items() if change)
    for start, end in pairwise(moments):
        pumps += changes[start]
        if pumps:
            found.append(AtOnce(start, end, pumps))
    return tuple(found)


def in_slots(spans: Sequence[AtOnce], slot: timedelta = _SLOT) -> tuple[AtOnce, ...]:
    """The most that run in each slot of the clock in which any do; like ones in a row are one."""
    most: Counter[datetime] = Counter()
    for span in spans:
        day = datetime.combine(span.start.date(), datetime.min.time())
        start = day + (span.start - day) // slot * slot
        while start < span.end:
            most[start] = max(most[start], span.pumps)
            start += slot
    found: list[AtOnce] = []
    for start in sorted(most):
        if found and found[-1].end == start and found[-1].pumps == most[start]:
            found[-1] = found[-1]._replace(end=start + slot)
        else:
            found.append(AtOnce(start, start + slot, most[start]))
    return tuple(found)


def clock(moment: datetime, *, dated: bool = False) -> str:
    """A moment to the nearest minute, with `~` where it lies between two."""
    nearest = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    mark = ROUNDED if nearest != moment else ""
    return f"{mark}{nearest:%Y-%m-%d %H:%M}" if dated else f"{mark}{nearest:%H:%M}"


def _pumps(orders: Sequence[DayOrder], days: Sequence[date]) -> Section | None:
    spans = pumps_at_once(orders)
    if not spans:
        return None
    most = max(span.pumps for span in spans)
    first = next(span for span in spans if span.pumps == most)
    one_day = len(days) == 1 and spans[-1].end.date() == days[0]
    peak = {
        "start": clock(first.start, dated=not one_day),
        "end": clock(first.end, dated=not one_day),
    }
    blocks: list[Block] = [
        Paragraph(counted("day.most-at-once", most, **peak)),
        Paragraph(word("day.pump-counts")),
    ]
    without = [f"{order.line:03}" for order in orders if order.runs is None]
    if without:
        blocks.append(Paragraph(word("day.no-pump-time", orders=", ".join(without))))
    rows = (
        Row({Column.FROM: Text(clock(slot.start, dated=not one_day)),
             Column.TO: Text(clock(slot.end, dated=not one_day)),
             Column.PUMPS: Text(str(slot.pumps))})
        for slot in in_slots(spans)
    )  # fmt: skip
    blocks.append(Table((Column.FROM, Column.TO, Column.PUMPS), tuple(rows)))
    return Section(DaySection.PUMPS, tuple(blocks))


def _vials(orders: Sequence[DayOrder]) -> Section | None:
    """Vials with each order's own, which is what holds; and with vials shared, as a second number
    with what it needs."""
    drawn = sorted((order.drawn for order in orders if order.drawn), key=_supply)
    own_rows, shared_rows = [], []
    for _key, group in groupby(drawn, key=_supply):
        several = list(group)
        own: Counter[tuple[Quantity, Quantity, str]] = Counter()
        for vial in (vial for one in several for vial in one.vials):
            own[vial.holds, vial.volume, vial.source] += vial.count
        alone = vials_said(tuple(
            VialsNeeded(count=count, holds=holds, volume=volume, source=source)
            for (holds, volume, source), count in sorted(own.items(), reverse=True)
        ))  # fmt: skip
        whole = sum((one.volume for one in several[1:]), start=several[0].volume)
        shared = vials_said(vials_for(whole, several[0].sizes))
        named = " ".join(filter(None, (several[0].drug, several[0].product)))
        own_rows.append(_of_drug(named, len(several), alone))
        if shared != alone:
            shared_rows.append(_of_drug(named, len(several), shared))
    columns = (Column.DRUG, Column.ORDERS, Column.VIALS)
    blocks: list[Block] = []
    if own_rows:
        blocks += [Paragraph(word("day.vials-alone")), Table(columns, tuple(own_rows))]
    if shared_rows:
        blocks += [Paragraph(word("day.vials-shared")), Table(columns, tuple(shared_rows))]
    unknown = [f"{order.line:03}" for order in orders if order.drawn is None]
    if unknown:
        blocks.append(Paragraph(word("day.vials-unknown", orders=", ".join(unknown))))
    return Section(DaySection.VIALS, tuple(blocks)) if blocks else None


def _of_drug(drug: str, orders: int, vials: str) -> Row:
    return Row(
        {Column.DRUG: Text(drug), Column.ORDERS: Text(str(orders)), Column.VIALS: Text(vials)}
    )


def _supply(drawn: Drawn) -> tuple[str, str, str, str]:
    """Orders that are alike in this can be prepared from the same vials."""
    strength = Amount(drawn.strength).exact
    return drawn.drug.casefold(), drawn.product or "", strength, repr(drawn.sizes)


def _findings(orders: Sequence[DayOrder]) -> Section | None:
    blocks: list[Block] = []
    for order in orders:
        if order.open:
            named = (f"{order.line:03}", order.patient or "", f"{order.drug} {order.dose.text}")
            blocks += [Paragraph(", ".join(filter(None, named))), Findings(order.open)]
    return Section(DaySection.OPEN, tuple(blocks)) if blocks else None


def _left(folders: Sequence[str]) -> Section | None:
    if not folders:
        return None
    blocks = (Paragraph(word("day.left")), Items(tuple(folders)))
    return Section(DaySection.LEFT, blocks)
