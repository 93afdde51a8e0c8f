"""How many pumps a clinic's day needs at once, and when."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from rechallenge.quantities import ROUNDED
from rechallenge.words import counted, word
from rechallenge.words.lists import things

from .blocks import Block, Paragraph, Section
from .cells import Text
from .codes import Column, DaySection
from .day_order import DayOrder
from .rows import Row, Table

_SLOT = timedelta(minutes=30)


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


def in_slots(spans: Sequence[AtOnce]) -> tuple[AtOnce, ...]:
    """The most that run in each slot of the clock in which any do; like ones in a row are one."""
    most: Counter[datetime] = Counter()
    for span in spans:
        day = datetime.combine(span.start.date(), datetime.min.time())
        start = day + (span.start - day) // _SLOT * _SLOT
        while start < span.end:
            most[start] = max(most[start], span.pumps)
            start += _SLOT
    found: list[AtOnce] = []
    for start in sorted(most):
        if found and found[-1].end == start and found[-1].pumps == most[start]:
            found[-1] = found[-1]._replace(end=start + _SLOT)
        else:
            found.append(AtOnce(start, start + _SLOT, most[start]))
    return tuple(found)


def clock(moment: datetime, *, dated: bool = False) -> str:
    """A moment to the nearest minute, with `~` where it lies between two."""
    nearest = (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    mark = ROUNDED if nearest != moment else ""
    return f"{mark}{nearest:%Y-%m-%d %H:%M}" if dated else f"{mark}{nearest:%H:%M}"


def pumps_section(orders: Sequence[DayOrder], days: Sequence[date]) -> Section | None:
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
        blocks.append(Paragraph(word("day.no-pump-time", orders=things(without))))
    rows = (
        Row({Column.FROM: Text(clock(slot.start, dated=not one_day)),
             Column.TO: Text(clock(slot.end, dated=not one_day)),
             Column.PUMPS: Text(str(slot.pumps))})
        for slot in in_slots(spans)
    )  # fmt: skip
    blocks.append(Table((Column.FROM, Column.TO, Column.PUMPS), tuple(rows)))
    return Section(DaySection.PUMPS, tuple(blocks))
