"""The timeline beside the steps, the premedication and the monitoring it was made from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from rechallenge.model.monitoring import Monitoring
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan

from .agreement import Agreement, as_amount
from .integrating import Found, given_at_once
from .plain_numbers import number, plain

_Due: TypeAlias = list[tuple[Fraction, int | None]]


def prove_timeline(plan: Plan, found: list[Found], agreement: Agreement) -> None:
    """Every event is due when its step, premedication or rule says, and none is missing."""
    starts: _Due = [(one.start, one.step.number) for one in found]
    ends: _Due = [(one.start + one.minutes, one.step.number) for one in found]
    end = ends[-1][0]
    ends = [due for due, one in zip(ends, found, strict=True) if not given_at_once(one)]
    before: _Due = [
        (-number(dose.before, "min"), None)
        for dose in plan.premedication
        if dose.before is not None
    ]
    due: dict[str, _Due] = {
        "step-start": starts,
        "step-end": ends,
        "premedication": sorted(before, key=lambda item: item[0]),
        "vitals": [],
        "flush-start": [],
        "flush-end": [],
        "observation-end": [],
        "stop": [(number(stopped.at, "min"), stopped.step) for stopped in plan.stopped],
        "rescue": sorted(_rescue(plan), key=lambda item: item[0]),
    }
    flushed = _flush(plan)
    if flushed is not None:
        due["flush-start"], due["flush-end"] = [(flushed[0], None)], [(flushed[1], None)]
    monitoring = plan.runs_by.monitoring
    if monitoring is not None:
        again = [number(s.resumes, "min") for s in plan.stopped if s.resumes is not None]
        due["vitals"] = [(at, None) for at in _vitals(monitoring, found, end, again)]
        if monitoring.observe_after is not None:
            last = end if flushed is None or flushed[1] < end else flushed[1]
            due["observation-end"] = [(last + number(monitoring.observe_after, "min"), None)]
    latest: Fraction | None = None
    for place, event in enumerate(plan.timeline):
        where = f"timeline[{place}]"
        if not due[event.what]:
            agreement.differs(where, event.what)
            continue
        at, step = due[event.what].pop(0)
        agreement.amount(f"{where}.offset", event.offset, at, "min")
        agreement.word(f"{where}.step", event.step, step)
        if plan.order.start is not None and event.at is not None:
            _prove_clock(f"{where}.at", passed(plan.order, event.at), at, agreement)
        if latest is not None and at < latest:
            agreement.differs(where, as_amount(at, "min"), as_amount(latest, "min"))
        latest = at
    for what, left in due.items():
        for at, _ in left:
            agreement.differs("timeline", (), (what, as_amount(at, "min")))


def _flush(plan: Plan) -> tuple[Fraction, Fraction] | None:
    """When the flush begins, and when its volume is through at its rate; the delivery's proof holds
    its start, volume and rate, and says where one is no amount of its kind."""
    flush = None if plan.delivery is None else plan.delivery.flush
    if flush is None:
        return None
    start, volume = plain(flush.start, "min"), plain(flush.volume, "mL")
    rate = plain(flush.rate, "mL/h")
    return (
        None if start is None or volume is None or not rate else (start, start + volume / rate * 60)
    )


def passed(order: Order, at: datetime) -> timedelta:
    """The time from step 1 to a clock time; in a zone, by how far each is ahead of UTC."""
    assert order.start is not None
    if order.time_zone is None:
        return at - order.start
    fold = int(order.repeated_start == "second")
    ahead_at_start = order.start.replace(fold=fold, tzinfo=ZoneInfo(order.time_zone)).utcoffset()
    ahead = at.replace(tzinfo=at.tzinfo or ZoneInfo(order.time_zone)).utcoffset()
    assert ahead is not None
    assert ahead_at_start is not None
    return (at.replace(tzinfo=None) - ahead) - (order.start - ahead_at_start)


def _prove_clock(where: str, after: timedelta, at: Fraction, agreement: Agreement) -> None:
    """The clock shows the exact time to the nearest second."""
    seconds = after.days * 86400 + after.seconds
    if not -1 <= 2 * (seconds - at * 60) <= 1:
        stated, found = as_amount(Fraction(seconds), "s"), as_amount(at * 60, "s")
        agreement.differs(where, stated, found)


def _rescue(plan: Plan) -> Iterator[tuple[Fraction, None]]:
    """Rescue doses with a time, which is of the day of their stop."""
    order = plan.order
    if order.start is None:
        return
    for stop, stopped in zip(plan.stops, plan.stopped, strict=False):
        at = number(stopped.at, "min") + (
            0 if stopped.later is None else number(stopped.later, "min")
        )
        day = (order.start + timedelta(seconds=int(at * 60))).date()
        for dose in stop.gave:
            if dose.at is not None:
                after = passed(order, datetime.combine(day, dose.at))
                yield Fraction(after // timedelta(seconds=1), 60), None


def _vitals(
    monitoring: Monitoring, found: list[Found], end: Fraction, again: list[Fraction]
) -> list[Fraction]:
    times = set(again)
    for rule in monitoring.vitals:
        if rule.when == "baseline":
            times.add(Fraction(0))
        elif rule.when == "end":
            times.add(end)
        elif rule.every is None:
            times.update(
                one.start
                for before, one in pairwise(found)
                if given_at_once(one)
                or (before.bag is None) is not (one.bag is None)
                or before.rate != one.rate
            )
        else:
            every = at = number(rule.every, "min")
            while at < end:
                times.add(at)
                at += every
    return sorted(times)
