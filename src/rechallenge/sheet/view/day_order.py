"""An order as the page of its clinic's day has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from rechallenge.model.making_up import Vial
from rechallenge.model.plan import Plan
from rechallenge.model.preparation import VialsNeeded
from rechallenge.planning.preparation.bench import sizes_of
from rechallenge.quantities import Quantity
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import counted, word

from .blocks import FindingItem
from .cells import Amount, Moment
from .order import named_drug
from .preparation import from_vials
from .source import by_danger, finding_item


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


def day_order(line: int, plan: Plan) -> DayOrder:
    """An order as the page of its day has it."""
    begins = plan.order.begins
    asked = (finding_item(f) for f in by_danger(plan.open_findings))
    flushed = [event.offset for event in plan.timeline if event.what == "flush-end"]
    return DayOrder(
        line,
        plan.order.patient,
        named_drug(plan),
        Amount(plan.dose.total),
        fingerprint(plan),
        begins,
        Moment(max([plan.steps[-1].end, *flushed]), begins),
        _runs(plan, flushed),
        tuple(asked),
        _drawn(plan),
    )


def state_text(order: DayOrder) -> str:
    """Whether anything of an order is left to confirm."""
    if order.open:
        return counted("day.draft", len(order.open))
    return word("day.nothing-open")


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
    facts, unit = plan.on_file.drug(plan.drug), plan.dose.unit
    strength = plan.preparation[0].strength
    sizes = sizes_of(plan.order, facts, unit, strength)
    product = plan.preparation[0].product
    return Drawn(named_drug(plan), product, strength, from_vials(plan), sizes, plan.vials)
