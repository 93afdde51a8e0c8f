"""Stage 6, timeline: everything that is due, in order, by offset and by clock."""

from fractions import Fraction
from itertools import pairwise

from rechallenge.model.delivery import Flush
from rechallenge.model.monitoring import Monitoring
from rechallenge.model.order import Order
from rechallenge.model.plan import Event, EventKind, PlannedPremedication, Step
from rechallenge.quantities import MIN, Quantity, in_unit, quantity

from .clock import at_offset

_ORDER_AT_ONE_TIME: tuple[EventKind, ...] = (
    "premedication",
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
    flush: Flush | None = None,
) -> tuple[Event, ...]:
    """All events, earliest first. Premedication without a stated time has no place in it. With a
    flush, the drug is in only when that ends, and the patient is observed from then on."""
    events: list[tuple[Fraction, EventKind, int | None, tuple[str, ...]]] = []
    for dose in premedication:
        if dose.before is not None:
            events.append((-_minutes(dose.before), "premedication", None, (dose.drug,)))
    for step in steps:
        events.append((_minutes(step.start), "step-start", step.number, ()))
        events.append((_minutes(step.end), "step-end", step.number, ()))
    end = _minutes(steps[-1].end)
    if flush is not None:
        flushed = _minutes(flush.start) + _minutes(flush.duration)
        events += [
            (_minutes(flush.start), "flush-start", None, ()),
            (flushed, "flush-end", None, ()),
        ]
        end = sorted((end, flushed))[-1]
    if monitoring is not None:
        events += [(at, "vitals", None, why) for at, why in _vitals(monitoring, steps)]
        if monitoring.observe_after is not None:
            observed = end + _minutes(monitoring.observe_after)
            events.append((observed, "observation-end", None, ()))
    events.sort(key=lambda e: (e[0], _ORDER_AT_ONE_TIME.index(e[1])))
    return tuple(
        Event(
            offset=(offset := quantity(at, MIN)),
            at=at_offset(order.start, offset),
            what=what,
            step=step,
            reasons=reasons,
        )
        for at, what, step, reasons in events
    )


def _vitals(
    monitoring: Monitoring, steps: tuple[Step, ...]
) -> list[tuple[Fraction, tuple[str, ...]]]:
    end = _minutes(steps[-1].end)
    due: dict[Fraction, list[str]] = {}
    for rule in monitoring.vitals:
        if rule.when == "baseline":
            times = [Fraction(0)]
        elif rule.when == "end":
            times = [end]
        elif rule.when == "each rate change":
            times = [_minutes(b.start) for a, b in pairwise(steps) if a.rate != b.rate]
        else:
            assert rule.every is not None
            every = _minutes(rule.every)
            times = [every * n for n in range(1, int(end / every) + 1) if every * n < end]
        for at in times:
            due.setdefault(at, []).append(rule.when)
    return [(at, tuple(why)) for at, why in due.items()]


def _minutes(time: Quantity) -> Fraction:
    return Fraction(in_unit(time, MIN).magnitude)
