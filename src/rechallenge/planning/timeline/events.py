"""Timeline: everything that is due, in order, by offset and by clock; and when vital signs are
charted, on to the end of the observation."""

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from rechallenge.model.delivery import Flush
from rechallenge.model.monitoring import Monitoring
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan, Step
from rechallenge.model.stop import Stop, Stopped
from rechallenge.model.timeline import Event, EventKind, PlannedPremedication
from rechallenge.model.written_doses import RescueDose
from rechallenge.quantities import MIN, Quantity, number_in, quantity

from .clock import at_offset, passed

_Due: TypeAlias = tuple[Fraction, EventKind, int | None, tuple[str, ...]]
"""Minutes, what is due, in which step, and why."""
_ORDER_AT_ONE_TIME: tuple[EventKind, ...] = (
    "premedication",
    "stop",
    "rescue",
    "step-end",
    "flush-end",
    "vitals",
    "step-start",
    "flush-start",
    "observation-end",
)
AFTERWARDS, LAST = "afterwards", "last"
"""Reasons that no protocol states: at the protocol's interval after the last step, and at the end
of all that is watched."""


def timeline(
    order: Order,
    premedication: tuple[PlannedPremedication, ...],
    steps: tuple[Step, ...],
    monitoring: Monitoring | None,
    flush: Flush | None,
    stops: tuple[tuple[Stop, Stopped], ...] = (),
) -> tuple[Event, ...]:
    """All events, earliest first. Premedication without a stated time has no place
    in it, nor has a rescue dose. With a flush, the drug is in only when that ends, and the patient
    is observed from then on. After a stop vital signs are due when the infusion goes on."""
    events: list[_Due] = []
    for dose in premedication:
        if dose.before is not None:
            events.append((-_minutes(dose.before), "premedication", None, (dose.drug,)))
    for step in steps:
        events.append((_minutes(step.start), "step-start", step.number, ()))
        if step.kind != "give":
            events.append((_minutes(step.end), "step-end", step.number, ()))
    end = _minutes(steps[-1].end)
    for number, (stop, stopped) in enumerate(stops, 1):
        events.append((_minutes(stopped.at), "stop", stopped.step, (str(number),)))
        for rescue in stop.gave:
            if (given := rescue_offset(rescue, stopped, order)) is not None:
                events.append((_minutes(given), "rescue", None, (rescue.drug,)))
    if monitoring is not None:
        vitals = _vitals(monitoring, steps, end, stops)
        events += [(at, "vitals", None, why) for at, why in vitals]
    if flush is not None:
        events.append((_minutes(flush.start), "flush-start", None, ()))
        events.append((_minutes(flush.end), "flush-end", None, ()))
        end = sorted((end, _minutes(flush.end)))[-1]
    if monitoring is not None and monitoring.observe_after is not None:
        observed = end + _minutes(monitoring.observe_after)
        events.append((observed, "observation-end", None, ()))
    return _in_order(events, order)


def _in_order(events: list[_Due], order: Order) -> tuple[Event, ...]:
    events.sort(key=lambda due: _ORDER_AT_ONE_TIME.index(due[1]))
    events.sort(key=lambda due: due[0])
    return tuple(
        Event(
            offset=(offset := quantity(at, MIN)),
            at=at_offset(order.begins, offset),
            what=what,
            step=step,
            reasons=reasons,
        )
        for at, what, step, reasons in events
    )


def _vitals(
    monitoring: Monitoring,
    steps: tuple[Step, ...],
    end: Fraction,
    stops: tuple[tuple[Stop, Stopped], ...],
) -> list[tuple[Fraction, tuple[str, ...]]]:
    due: dict[Fraction, list[str]] = {}
    for _stop, stopped in stops:
        if stopped.resumes is not None:
            due[_minutes(stopped.resumes)] = ["restart"]
    for rule in monitoring.vitals:
        if rule.when == "baseline":
            times = [Fraction(0)]
        elif rule.when == "end":
            times = [end]
        elif rule.when == "each rate change":
            pairs = pairwise(steps)
            changes = (s for before, s in pairs if s.rate != before.rate or s.kind == "give")
            times = [_minutes(step.start) for step in changes]
        else:
            assert rule.every is not None
            every = _minutes(rule.every)
            times = [every * n for n in range(1, int(end / every) + 1) if every * n < end]
        for at in times:
            due.setdefault(at, []).append(rule.when)
    return [(at, tuple(why)) for at, why in due.items()]


def rescue_offset(dose: RescueDose, stopped: Stopped, order: Order) -> Quantity | None:
    """When a rescue dose was given, in min from the start of step 1: on the day of its stop. None
    where its time, or that of the start, is not stated."""
    if order.begins is None or dose.at is None:
        return None
    at_stop = at_offset(order.begins, stopped.at + (stopped.later or quantity(0, MIN)))
    assert at_stop is not None
    at = datetime.combine(at_stop.date(), dose.at, at_stop.tzinfo)
    return quantity(passed(order.begins, at) // timedelta(minutes=1), MIN)


def _minutes(time: Quantity) -> Fraction:
    return number_in(time, MIN)


def with_charting(plan: Plan) -> tuple[Event, ...]:
    """The timeline with vital signs up to its end, earliest first.

    A protocol's `every` counts to the end of the last step. A patient is watched through the flush
    and the observation too, so the same interval goes on from the last time it states, and the end
    is charted. Where the protocol states no vital signs, nothing is added.
    """
    rules = () if plan.runs_by.monitoring is None else plan.runs_by.monitoring.vitals
    if not rules or not plan.timeline:
        return plan.timeline
    charted = [_minutes(event.offset) for event in plan.timeline if event.what == "vitals"]
    last = _minutes(plan.timeline[-1].offset)
    due = {}
    for every in (_minutes(rule.every) for rule in rules if rule.every is not None):
        at = (sorted(charted)[-1] if charted else Fraction(0)) + every
        while at < last:
            due[at] = AFTERWARDS
            at += every
    if last not in charted:
        due[last] = LAST
    events = [(_minutes(e.offset), e.what, e.step, e.reasons) for e in plan.timeline]
    events += [(at, "vitals", None, (why,)) for at, why in due.items()]
    return _in_order(events, plan.order)
