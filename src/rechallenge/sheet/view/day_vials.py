"""The vials of a clinic's day: for each order alone, and what shared ones would come to."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rechallenge.model.preparation import VialsNeeded
from rechallenge.planning.preparation.bench import vials_for
from rechallenge.quantities import Quantity
from rechallenge.words import word
from rechallenge.words.lists import things

from .blocks import Block, Paragraph, Section
from .cells import Amount, Text
from .codes import Column, DaySection
from .day_order import DayOrder, Drawn
from .preparation import vials_said
from .rows import Row, Table


def vials_section(orders: Sequence[DayOrder]) -> Section | None:
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
        blocks.append(Paragraph(word("day.vials-unknown", orders=things(unknown))))
    return Section(DaySection.VIALS, tuple(blocks)) if blocks else None


def _of_drug(drug: str, orders: int, vials: str) -> Row:
    return Row(
        {Column.DRUG: Text(drug), Column.ORDERS: Text(str(orders)), Column.VIALS: Text(vials)}
    )


def _supply(drawn: Drawn) -> tuple[str, str, str, str]:
    """Orders that are alike in this can be prepared from the same vials."""
    strength = Amount(drawn.strength).exact
    return drawn.drug.casefold(), drawn.product or "", strength, repr(drawn.sizes)
