"""A plan over time: what runs, what has been given and, with a line, what has reached the vein."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import MIN, Quantity, quantity, unit_like

Point: TypeAlias = tuple[Fraction, Fraction]
"""Minutes on the infusion clock, and a magnitude in the curve's unit."""


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is planned for one moment. At the change of a step, the one that begins counts."""

    at: Quantity
    step: Step
    rate: Quantity | None
    dose_rate: Quantity | None
    given: Quantity
    share: Quantity
    at_vein: Quantity | None
    vein_rate: Quantity | None


def end_of(plan: Plan) -> Fraction:
    """The minutes from the start of step 1 to the last that a chart shows: the end of the last
    step, or of what still arrives after it."""
    ends = [minutes(plan.totals.duration)]
    if plan.delivery is not None:
        ends += [minutes(arrival.end) for arrival in plan.delivery.arrivals]
    return max(ends)


def rates(plan: Plan) -> tuple[Point, ...]:
    """The rate to set, in mL/h, as stairs."""
    return _stairs([(s, s.rate.magnitude if s.rate is not None else 0) for s in plan.steps])


def dose_rates(plan: Plan) -> tuple[Point, ...]:
    """The planned dose rate, in mg/h or units/h, as stairs."""
    return _stairs([(s, _size(s.dose_rate)) for s in plan.steps])


def given(plan: Plan) -> tuple[Point, ...]:
    """The cumulative dose as planned."""
    points = [(Fraction(0), Fraction(0))]
    return (*points, *((minutes(s.end), _size(s.cumulative_dose)) for s in plan.steps))


def at_vein(plan: Plan) -> tuple[Point, ...]:
    """The cumulative dose that has reached the vein; empty where no line is stated."""
    if plan.delivery is None:
        return ()
    points, so_far = [(Fraction(0), Fraction(0))], Fraction(0)
    for arrival in plan.delivery.arrivals:
        points.append((minutes(arrival.start), so_far))
        so_far += _size(arrival.dose)
        points.append((minutes(arrival.end), so_far))
    return (*points, (end_of(plan), so_far))


def vein_rates(plan: Plan) -> tuple[Point, ...]:
    """The dose rate at the vein, as stairs; empty where no line is stated."""
    if plan.delivery is None:
        return ()
    points = [(Fraction(0), Fraction(0))]
    for arrival in plan.delivery.arrivals:
        if minutes(arrival.start) > points[-1][0]:
            points += [(points[-1][0], Fraction(0)), (minutes(arrival.start), Fraction(0))]
        rate = _size(arrival.dose_rate)
        points += [(minutes(arrival.start), rate), (minutes(arrival.end), rate)]
    return (*points, (points[-1][0], Fraction(0)), (end_of(plan), Fraction(0)))


def moment(plan: Plan, minute: Fraction) -> Moment:
    """What is planned `minute` minutes after the start of step 1."""
    step = next((s for s in plan.steps if minutes(s.end) > minute), plan.steps[-1])
    over = minute >= minutes(step.end)
    unit = unit_like(plan.dose.total)
    dose = quantity(_between(given(plan), minute), unit)
    arrived = at_vein(plan)
    vein_rate = None
    if plan.delivery is not None:
        arriving = [
            a.dose_rate
            for a in plan.delivery.arrivals
            if minutes(a.start) <= minute < minutes(a.end)
        ]
        vein_rate = arriving[0] if arriving else None
    return Moment(
        at=quantity(minute, MIN),
        step=step,
        rate=None if over else step.rate,
        dose_rate=None if over else step.dose_rate,
        given=dose,
        share=share_of(dose, plan),
        at_vein=quantity(_between(arrived, minute), unit) if arrived else None,
        vein_rate=vein_rate,
    )


def share_of(dose: Quantity, plan: Plan) -> Quantity:
    """A dose as a share of the whole, in %."""
    last = plan.steps[-1].cumulative_share
    return quantity(100 * _size(dose) / _size(plan.dose.total), unit_like(last))


def minutes(time: Quantity) -> Fraction:
    """A time as a plain number of minutes."""
    return Fraction(time.to(MIN).magnitude)


def _between(points: tuple[Point, ...], minute: Fraction) -> Fraction:
    """The value of a curve at a minute, on the straight line between two of its points."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= minute < x1:
            return y0 + (y1 - y0) * (minute - x0) / (x1 - x0)
    return points[-1][1]


def _stairs(levels: list[tuple[Step, Fraction | int]]) -> tuple[Point, ...]:
    points = [(Fraction(0), Fraction(0))]
    for step, level in levels:
        points += [(minutes(step.start), Fraction(level)), (minutes(step.end), Fraction(level))]
    return (*points, (points[-1][0], Fraction(0)))


def _size(amount: Quantity | None) -> Fraction:
    return Fraction(0) if amount is None else Fraction(amount.magnitude)
