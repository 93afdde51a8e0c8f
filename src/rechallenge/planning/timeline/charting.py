"""When vital signs are charted: as the protocol says, and then on to the end of the observation."""

from fractions import Fraction

from rechallenge.model.plan import Event, Plan
from rechallenge.quantities import MIN, Quantity, in_unit, quantity

from .clock import at_offset
from .events import ORDER_AT_ONE_TIME

AFTERWARDS, LAST = "afterwards", "last"
"""Reasons that no protocol states: at the protocol's interval after the last step, and at the end
of all that is watched."""


def with_charting(plan: Plan) -> tuple[Event, ...]:
    """The timeline with vital signs up to its end, earliest first.

    A protocol's `every` counts to the end of the last step. A patient is watched through the flush
    and the observation too, so the same interval goes on from the last time it states, and the end
    is charted. Where the protocol states no vital signs, nothing is added.
    """
    rules = () if plan.runs_by.monitoring is None else plan.runs_by.monitoring.vitals
    if not rules or not plan.timeline:
        return plan.timeline
    charted = [_minutes(event) for event in plan.timeline if event.what == "vitals"]
    last = _minutes(plan.timeline[-1])
    due = {}
    for every in (_number(rule.every) for rule in rules if rule.every is not None):
        at = (sorted(charted)[-1] if charted else Fraction(0)) + every
        while at < last:
            due[at] = AFTERWARDS
            at += every
    if last not in charted:
        due[last] = LAST
    added = (_event(plan, at, why) for at, why in due.items())
    return tuple(
        sorted(
            (*plan.timeline, *added),
            key=lambda event: (_minutes(event), ORDER_AT_ONE_TIME.index(event.what)),
        )
    )


def _event(plan: Plan, at: Fraction, why: str) -> Event:
    offset = quantity(at, MIN)
    return Event(
        offset=offset, at=at_offset(plan.order.begins, offset), what="vitals", reasons=(why,)
    )


def _minutes(event: Event) -> Fraction:
    return _number(event.offset)


def _number(time: Quantity) -> Fraction:
    return Fraction(in_unit(time, MIN).magnitude)
