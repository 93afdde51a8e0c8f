"""The page of a clinic's day as PDF: the cells of its view, and the times of its pumps as bars."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from rechallenge.model.site import Paper
from rechallenge.sheet.names import software_named
from rechallenge.sheet.view.blocks import Block, Findings, Items, Paragraph, Section
from rechallenge.sheet.view.codes import DaySection
from rechallenge.sheet.view.day import Day
from rechallenge.sheet.view.day_order import DayOrder
from rechallenge.sheet.view.day_pumps import AtOnce, clock, in_slots, pumps_at_once
from rechallenge.sheet.view.rows import Table
from rechallenge.words.lists import commas

from .render import typeset
from .sheet import typst_paper
from .words import Data, JsonValue, in_language, label, printed, texts

_HOUR = timedelta(hours=1)
_MOST_TICKS = 16
_DECIMALS = 5


def day_pdf(day: Day, paper: Paper) -> bytes:
    """The page as PDF/UA-1 in landscape; the same day gives the same bytes. Raises Unprintable for
    text that no font at hand can show."""
    return typeset(_data(day, paper), "day.typ")


def _data(day: Day, paper: Paper) -> Data:
    title, *more = day.title
    return {
        **in_language(),
        "paper": typst_paper(paper),
        "title": printed(title),
        "about": texts(*more),
        "software": software_named(),
        "sections": [_section(section) for section in day.sections],
        "timelines": list[JsonValue](_timelines(day.orders)),
    }


def _section(section: Section) -> Data:
    # The chart has the numbers of the table of pumps, above its bars.
    pumps = section.code == DaySection.PUMPS
    shown = [block for block in section.blocks if not (pumps and isinstance(block, Table))]
    blocks = [_block(block) for block in shown]
    return {"heading": section.heading, "timelines": pumps, "blocks": list[JsonValue](blocks)}


def _block(block: Block) -> Data:
    if isinstance(block, Table):
        heads = texts(*(column.head for column in block.columns))
        rows: list[JsonValue] = [
            [label(row.text(column)) for column in block.columns] for row in block.rows
        ]
        return {"kind": "table", "heads": heads, "rows": rows}
    if isinstance(block, Items):
        return {"kind": "items", "items": texts(*block.items)}
    if isinstance(block, Findings):
        return {"kind": "findings", "items": [
            texts(commas((item.code, item.label or item.place)), item.text) for item in block.items
        ]}  # fmt: skip
    assert isinstance(block, Paragraph)
    return {"kind": "text", "text": label(block.text)}


def _timelines(orders: Sequence[DayOrder]) -> Iterator[Data]:
    """A chart for each day on which a pump begins to run: a bar for each order, and how many run in
    each half hour."""
    running = [order for order in orders if order.runs is not None]
    slots = in_slots(pumps_at_once(running))
    days = sorted({order.runs[0].date() for order in running if order.runs})
    for day in days:
        of_day = [order for order in running if order.runs and order.runs[0].date() == day]
        ends = [end for order in of_day for end in order.runs or ()]
        axis = _Axis(min(ends), max(ends))
        yield {
            "day": f"{day:%Y-%m-%d}",
            "ticks": list[JsonValue](axis.ticks()),
            # Also what still runs from the day before.
            "counts": [_count(axis, slot) for slot in slots if axis.shows(slot)],
            "rows": [
                {
                    "order": f"{order.line:03}",
                    "name": label(f"{order.drug} {order.dose.text}"),
                    "times": f"{clock(order.runs[0])} - {clock(order.runs[1])}",
                    "bar": [axis.at(order.runs[0]), axis.at(order.runs[1])],
                }
                for order in of_day
                if order.runs
            ],
        }  # fmt: skip


def _count(axis: "_Axis", slot: AtOnce) -> JsonValue:
    return [axis.at(slot.start), axis.at(slot.end), str(slot.pumps)]


class _Axis:
    """The time from a whole hour to a whole hour, as shares of its length."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._start = first.replace(minute=0, second=0)
        hours = max(-((self._start - last) // _HOUR), 1)
        self._step = next(n for n in (1, 2, 3, 6, 12, 24, 10**6) if hours <= n * _MOST_TICKS)
        self._hours = -(-hours // self._step) * self._step

    def at(self, moment: datetime) -> float:
        """The share of the axis at which a moment lies, or its nearer end; for drawing alone."""
        seconds = (moment - self._start) // timedelta(seconds=1)
        share = Fraction(seconds, self._hours * 3600)
        return round(float(min(max(share, Fraction(0)), Fraction(1))), _DECIMALS)

    def shows(self, slot: AtOnce) -> bool:
        """Whether some of a slot lies on the axis."""
        return slot.end > self._start and slot.start < self._start + self._hours * _HOUR

    def ticks(self) -> Iterator[JsonValue]:
        """Whole hours with their clock times."""
        for hour in range(0, self._hours + 1, self._step):
            at = self._start + hour * _HOUR
            yield [self.at(at), f"{at:%H:%M}"]
