"""A clinic's day worked out for readers: many orders on one page, in order of their start."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from rechallenge.sheet.view import SHORT
from rechallenge.words import word
from rechallenge.words.lists import commas, things

from .blocks import Block, Findings, Items, Paragraph, Section
from .cells import Text
from .codes import Column, DaySection
from .day_order import DayOrder, NotPlanned
from .day_pumps import pumps_section
from .day_vials import vials_section
from .rows import Row, Table


class Day(NamedTuple):
    """The page of a day: the lines of its head, and its sections; `orders` in order of start, those
    without one last."""

    title: tuple[str, ...]
    sections: tuple[Section, ...]
    orders: tuple[DayOrder, ...]


def day_view(
    table: str,
    orders: Sequence[DayOrder],
    not_planned: Sequence[NotPlanned],
    left: Sequence[str],
) -> Day:
    """The page of all orders of a table. `left` are folders that no row of the table has."""
    listed = tuple(sorted(orders, key=_by_start))
    days = sorted({order.start.date() for order in listed if order.start})
    dated = things(f"{day:%Y-%m-%d}" for day in days)
    title = (word("day.title", dates=dated) if days else word("day.title-undated"),
             word("day.of", table=table), word("day.not-a-sheet"))  # fmt: skip
    found = (
        _not_planned(not_planned),
        _orders(listed, one_day=len(days) == 1),
        _same_patient(listed),
        pumps_section(listed, days),
        vials_section(listed),
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
        blocks += [Paragraph(commas(filter(None, named))), Items(row.why)]
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
        Column.PLAN,
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
            Column.PLAN: Text(order.fingerprint[:SHORT]),
            Column.TO_CONFIRM: Text(str(len(order.open))),
        }
        rows.append(Row(cells))
    return Section(DaySection.ORDERS, (Table(columns, tuple(rows)),), len(rows))


def _same_patient(orders: Sequence[DayOrder]) -> Section | None:
    """Lines with one patient label: two orders of one patient, or two patients taken for one."""
    labels: dict[str, list[DayOrder]] = {}
    for order in sorted(orders, key=lambda order: order.line):
        if order.patient is not None:
            labels.setdefault("".join(order.patient.casefold().split()), []).append(order)
    said = tuple(
        word("day.same-patient", patient=several[0].patient,
             orders=things(f"{order.line:03}" for order in several))
        for several in labels.values()
        if len(several) > 1
    )  # fmt: skip
    return Section(DaySection.SAME_PATIENT, (Items(said),)) if said else None


def _findings(orders: Sequence[DayOrder]) -> Section | None:
    blocks: list[Block] = []
    for order in orders:
        if order.open:
            named = (f"{order.line:03}", order.patient or "", f"{order.drug} {order.dose.text}")
            blocks += [Paragraph(commas(filter(None, named))), Findings(order.open)]
    return Section(DaySection.OPEN, tuple(blocks)) if blocks else None


def _left(folders: Sequence[str]) -> Section | None:
    if not folders:
        return None
    blocks = (Paragraph(word("day.left")), Items(tuple(folders)))
    return Section(DaySection.LEFT, blocks)
