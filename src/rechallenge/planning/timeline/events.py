"""Timeline: everything that is due, in order, by offset and by clock."""

from datetime import datetime, timedelta
from fractions import Fraction

from rechallenge.model.delivery import Flush
from rechallenge.model.monitoring import Monitoring
from rechallenge.model.order import Order
from rechallenge.model.plan import Event, EventKind, PlannedPremedication, Step
from rechallenge.model.stop import RescueDose, Stop, Stopped
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.quantities import MIN, Quantity, in_unit, quantity

from .clock import at_offset, passed

ORDER_AT_ONE_TIME: tuple[EventKind, ...] = (
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


def timeline(
    order: Order,
    premedication: tuple[PlannedPremedication, ...],
    steps: tuple[Step, ...],
    monitoring: Monitoring | None,
    flush: Flush | None,
    begin: InfusionState,
    stops: tuple[tuple[Stop, Stopped], ...] = (),
) -> tuple[Event, ...]:
    """All events from a state on, earliest first. Premedication without a stated time has no place
    in it, nor has a rescue dose. With a flush, the drug is in only when that ends, and the patient
    is observed from then on. After a stop vital signs are due when the infusion goes on."""
    events: list[tuple[Fraction, EventKind, int | None, tuple[str, ...]]] = []
    for dose in premedication:
        if dose.before is not None:
            events.append((-_minutes(dose.before), "premedication", None, (dose.drug,)))
    for step in steps:
        events.append((_minutes(step.start), "step-start", step.number, ()))
        if step.kind != "give":
            events.append((_minutes(step.end), "step-end", step.number, ()))
    end = _minutes(steps[-1].end if steps else begin.steps_end)
    for number, (stop, stopped) in enumerate(stops, 1):
        events.append((_minutes(stopped.at), "stop", stopped.step, (str(number),)))
        for rescue in stop.gave:
            if (given := rescue_offset(rescue, stopped, order)) is not None:
                events.append((_minutes(given), "rescue", None, (rescue.drug,)))
    if monitoring is not None:
        vitals = _vitals(monitoring, steps, begin, end, stops)
        events += [(at, "vitals", None, why) for at, why in vitals]
    if flush is not None:
        events.append((_minutes(flush.start), "flush-start", None, ()))
        events.append((_minutes(flush.end), "flush-end", None, ()))
    if last_flush := flush or begin.flush:
        end = sorted((end, _minutes(last_flush.end)))[-1]
    if monitoring is not None and monitoring.observe_after is not None:
        observed = end + _minutes(monitoring.observe_after)
        events.append((observed, "observation-end", None, ()))
    if begin.clock.magnitude:
        events = [event for event in events if event[0] >= _minutes(begin.clock)]
    events.sort(key=lambda e: (e[0], ORDER_AT_ONE_TIME.index(e[1])))
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
    begin: InfusionState,
    end: Fraction,
    stops: tuple[tuple[Stop, Stopped], ...],
) -> list[tuple[Fraction, tuple[str, ...]]]:
    rates = (begin.rate, *(step.rate for step in steps))
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
            pairs = zip(rates, steps, strict=False)
            changes = (s for before, s in pairs if s.rate != before or s.kind == "give")
            times = [_minutes(step.start) for step in changes if step.number > 1]
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
    return Fraction(in_unit(time, MIN).magnitude)
