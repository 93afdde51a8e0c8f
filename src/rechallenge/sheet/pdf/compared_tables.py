"""The tables of a sheet compared with the plan: bags, steps and totals, cell by cell."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TypeAlias

from rechallenge.model.plan import Event, Plan, Step
from rechallenge.quantities import DROPS_PER_MIN, ROUNDED, Quantity, in_unit
from rechallenge.sheet.text.flush import (
    BRINGS,
    DILUENT,
    DOES_NOT_RUN,
    FLUSH,
    flush_of,
    until_dry,
)

from .before import label_lines
from .compared import Compared, same_amount, same_name, two_amounts
from .steps import NOT_COUNTED, NOTHING_RUNS, OBSERVE, STOP_AT

Row: TypeAlias = tuple[str, ...]
_DAY = 24 * 3600


def compared_bags(plan: Plan, rows: tuple[Row, ...]) -> Iterator[Compared]:
    """Every cell of every bag, with its label."""
    for row, bag in zip_longest(rows, plan.bags):
        if row is None or bag is None:
            where = f"bag {row[0] if bag is None else bag.name}"
            yield Compared(where, " ".join(row or ()), "" if bag is None else "a bag", agrees=False)
            continue
        name, holds, volume, used, discard, label = row
        where = f"bag {bag.name}"
        yield same_name(f"{where}, name", name, bag.name)
        drug, strength = two_amounts(holds)
        yield same_amount(f"{where}, holds", drug, bag.drug)
        yield same_amount(f"{where}, concentration", strength, bag.concentration)
        yield same_amount(f"{where}, volume", volume, bag.volume)
        yield same_amount(f"{where}, used", used.partition(" of it ")[0], bag.used)
        yield same_amount(f"{where}, discarded", discard, bag.discarded, zero="none")
        yield same_name(f"{where}, label", label, " ".join(label_lines(plan, bag)))


def compared_steps(plan: Plan, rows: tuple[Row, ...]) -> Iterator[Compared]:
    """Every cell of every step; a row too many or too few is named."""
    for row, step in zip_longest(rows, plan.steps):
        if row is None or step is None:
            number = step.number if row is None else row[0]
            planned = "" if step is None else "a step"
            yield Compared(f"step {number}", " ".join(row or ()), planned, agrees=False)
        else:
            yield from _step(plan, step, row)


def _step(plan: Plan, step: Step, row: tuple[str, ...]) -> Iterator[Compared]:
    number, bag, rate, start, duration, volume, dose, given = row
    where = f"step {step.number}"
    yield Compared(where, number, str(step.number), number == str(step.number))
    yield same_name(f"{where}, bag", bag.removeprefix("connect "), step.bag or "")
    held = until_dry(plan, step)
    if step.rate is None:
        asked = f"{OBSERVE} {NOTHING_RUNS}"
        yield Compared(f"{where}, rate", rate, asked, rate == asked)
    else:
        if held is not None and not held.magnitude:
            instead, _, rate = rate.partition(" planned: ")
            asked = DOES_NOT_RUN.lower()
            yield Compared(f"{where}, does not run", instead, asked, instead == asked)
            yield from _rate_cell(f"{where}, rate", rate, *_set(plan, step.rate)[:1])
        else:
            yield from _rate_cell(f"{where}, rate", rate, *_set(plan, step.rate))
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    yield from _start(plan, f"{where}, planned start", start, event)
    yield same_amount(f"{where}, duration", duration, step.duration)
    if step.rate is None:
        none = " ".join((volume, dose, given)).strip()
        yield Compared(f"{where}, volume and dose", none, "", none == "")
        return
    volume, stops, stop_at = volume.partition(f" {STOP_AT} ")
    yield same_amount(f"{where}, volume", volume, step.volume)
    if held is not None and held.magnitude:
        yield same_amount(f"{where}, {STOP_AT}", stop_at, held)
    elif stops:
        yield Compared(f"{where}, {STOP_AT}", stop_at, "", agrees=False)
    if step.clears_line:
        yield Compared(f"{where}, dose", dose, NOT_COUNTED, dose == NOT_COUNTED)
        return
    so_far, share = two_amounts(given)
    yield same_amount(f"{where}, dose", dose, step.dose)
    yield same_amount(f"{where}, dose so far", so_far, step.cumulative_dose)
    yield same_amount(f"{where}, share so far", share, step.cumulative_share)


def _set(plan: Plan, rate: Quantity) -> tuple[Quantity, ...]:
    """What is set, and, where drops are counted, the rate that they make."""
    if plan.pump is not None and plan.pump.drops is not None:
        return in_unit(rate * plan.pump.drops, DROPS_PER_MIN), rate
    return (rate,)


def _rate_cell(where: str, printed: str, *amounts: Quantity) -> Iterator[Compared]:
    texts = (printed,) if len(amounts) == 1 else two_amounts(printed)
    for text, exact in zip(texts, amounts, strict=True):
        yield same_amount(where, text, exact)


def compared_flush(plan: Plan, row: Row) -> Iterator[Compared]:
    """Every cell of the row of the flush; a row too many or too few is named."""
    flush = flush_of(plan)
    where = FLUSH.lower()
    if flush is None or len(row) != 8:
        if flush is not None or row:
            planned = "" if flush is None else "a flush"
            yield Compared(where, " ".join(row), planned, agrees=False)
        return
    _, bag, rate, start, duration, volume, dose, given = row
    yield same_name(f"{where}, bag", bag.removeprefix("connect "), DILUENT)
    yield from _rate_cell(f"{where}, rate", rate, *_set(plan, flush.rate))
    event = next(e for e in plan.timeline if e.what == "flush-start")
    yield from _start(plan, f"{where}, planned start", start, event)
    yield same_amount(f"{where}, duration", duration, flush.duration)
    yield same_amount(f"{where}, volume", volume, flush.volume)
    yield same_amount(f"{where}, {BRINGS}", dose.removeprefix(f"{BRINGS} "), flush.dose)
    yield Compared(f"{where}, dose so far", given, "", given == "")


def _start(plan: Plan, where: str, printed: str, event: Event) -> Iterator[Compared]:
    if plan.order.start is None:
        yield same_amount(where, printed, event.offset)
        return
    assert event.at is not None
    # A clock time is printed to the second, or with its mark to the minute.
    close = 30 if printed.startswith(ROUNDED) else 0
    at = event.at
    agrees = False
    if found := re.match(r"~?(\d\d):(\d\d)(?::(\d\d))?", printed):
        hour, minute, second = (int(part or 0) for part in found.groups())
        apart = abs((hour - at.hour) * 3600 + (minute - at.minute) * 60 + second - at.second)
        agrees = min(apart, _DAY - apart) <= close
    yield Compared(where, printed, f"{at:%H:%M:%S}", agrees)


def compared_totals(plan: Plan, row: Row) -> Iterator[Compared]:
    """The three sums of the last row."""
    totals = plan.totals
    printed = (*row, "", "", "", "")[1:4]
    names = ("duration", "volume", "dose")
    amounts = (totals.duration, totals.volume, totals.dose)
    for name, text, exact in zip(names, printed, amounts, strict=True):
        yield same_amount(f"total {name}", text, exact)
