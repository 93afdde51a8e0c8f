"""A plan over time, as exact points and round axes: one chart for paper and screen.

Times are minutes on the infusion clock, from the start of step 1; rates are in mL/h, doses in mg or
units, dose rates in those per h.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Plan
from rechallenge.quantities import MIN, ML_PER_H, Quantity, unit_like

_Point: TypeAlias = tuple[Fraction, Fraction]
"""Minutes, and a magnitude in the curve's unit."""
Curve: TypeAlias = tuple[_Point, ...]

_ROUND_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440)
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from 0 on, with a mark at each whole number of steps."""

    step: Fraction
    count: int

    @property
    def end(self) -> Fraction:
        """The value at the last mark."""
        return self.step * self.count

    @property
    def marks(self) -> tuple[Fraction, ...]:
        """The values at the marks."""
        return tuple(self.step * number for number in range(self.count + 1))


def axis(highest: Fraction, most: int) -> Axis:
    """An axis of at most `most` round steps (1, 2 or 5 times a power of ten) that holds a value."""
    return _axis(highest, _decimal_steps(highest), most)


def time_axis(end: Fraction, most: int) -> Axis:
    """An axis of at most `most` round numbers of minutes that holds a time."""
    return _axis(end, _minute_steps(), most)


def _axis(highest: Fraction, steps: Iterable[Fraction], most: int) -> Axis:
    step = next(step for step in steps if highest <= step * most)
    return Axis(step, max(1, -int(-highest // step)))


def _minute_steps() -> Iterable[Fraction]:
    yield from map(Fraction, _ROUND_MINUTES)
    days = Fraction(_ROUND_MINUTES[-1])
    while True:
        days *= 2
        yield days


def _decimal_steps(highest: Fraction) -> Iterable[Fraction]:
    """1, 2 and 5 and their tens and tenths, from well below the value on."""
    power = Fraction(1)
    while power * 1000 > highest > 0:
        power /= 10
    while True:
        for digit in (1, 2, 5):
            yield digit * power
        power *= 10


class PlanCurves:
    """The curves of one plan, each worked out when it is first asked for, and once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def rates(self) -> Curve:
        """The rate to set, as stairs."""
        return self._stairs([_rate(s.rate) for s in self.plan.steps])

    @cached_property
    def dose_rates(self) -> Curve:
        """The planned dose rate, as stairs."""
        return self._stairs([_size(s.dose_rate) for s in self.plan.steps])

    @cached_property
    def given(self) -> Curve:
        """The cumulative dose as planned."""
        ends = [(minutes(s.end), _size(s.cumulative_dose)) for s in self.plan.steps]
        return ((_NOTHING, _NOTHING), *ends)

    @cached_property
    def at_vein(self) -> Curve:
        """The cumulative dose that has reached the vein, the flush's included; empty without a
        line."""
        points: list[_Point] = [(_NOTHING, _NOTHING)]
        for start, end, dose in self._arriving:
            before = points[-1]
            points += [] if start == before[0] else [(start, before[1])]
            points.append((end, before[1] + dose))
        return tuple(points) if self.plan.delivery is not None else ()

    @cached_property
    def vein_rates(self) -> Curve:
        """The dose rate at the vein, as stairs; empty without a line."""
        points: list[_Point] = [(_NOTHING, _NOTHING)]
        for start, end, dose in self._arriving:
            if start > points[-1][0]:
                points += [(points[-1][0], _NOTHING), (start, _NOTHING)]
            rate = dose * 60 / (end - start)
            points += [(start, rate), (end, rate)]
        closed = _once([*points, (points[-1][0], _NOTHING)])
        return closed if self.plan.delivery is not None else ()

    @cached_property
    def end(self) -> Fraction:
        """The end of the last step, or of what arrives at the vein after it; a minute if all
        is given at once, so that there is an axis to draw on."""
        arrived = (end for _, end, _ in self._arriving)
        return max(minutes(self.plan.totals.duration), *arrived, _NOTHING) or Fraction(1)

    @cached_property
    def _arriving(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        """Start, end and dose of each stretch in which a solution arrives, the flush last."""
        if self.plan.delivery is None:
            return []
        unit = unit_like(self.plan.totals.dose)
        spans = [(a.start, a.end, a.dose) for a in self.plan.delivery.arrivals if a.end > a.start]
        if (flush := self.plan.delivery.flush) is not None:
            spans.append((flush.start, flush.start + flush.duration, flush.dose))
        return [(minutes(start), minutes(end), _size(dose.to(unit))) for start, end, dose in spans]

    def _stairs(self, levels: list[Fraction]) -> Curve:
        points: list[_Point] = [(_NOTHING, _NOTHING)]
        for step, level in zip(self.plan.steps, levels, strict=True):
            points += [(minutes(step.start), level), (minutes(step.end), level)]
        return _once([*points, (points[-1][0], _NOTHING)])


def flush_at(plan: Plan, minute: Fraction) -> Flush | None:
    """The flush, where it runs at that time."""
    flush = plan.delivery.flush if plan.delivery is not None else None
    if flush is None:
        return None
    runs = minutes(flush.start) <= minute < minutes(flush.start + flush.duration)
    return flush if runs else None


def value_at(curve: Curve, minute: Fraction) -> Fraction:
    """The value of a curve at a time, on the straight line between two of its points; at the edge
    of a stair, that of the stair which begins."""
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x0 <= minute < x1:
            return y0 + (y1 - y0) * (minute - x0) / (x1 - x0)
    return curve[-1][1]


def until(end: Fraction, curve: Curve) -> Curve:
    """A curve up to a time, where it is cut off between two of its points."""
    kept = tuple(point for point in curve if point[0] <= end)
    ends_before = 0 < len(kept) < len(curve) and kept[-1][0] < end
    return (*kept, (end, value_at(curve, end))) if ends_before else kept


def minutes(time: Quantity) -> Fraction:
    """A time as a plain number of minutes."""
    return _size(time.to(MIN))


def _once(points: list[_Point]) -> Curve:
    """The points without those that repeat the point before them."""
    return (points[0], *(after for before, after in pairwise(points) if after != before))


def _rate(rate: Quantity | None) -> Fraction:
    return _NOTHING if rate is None else _size(rate.to(ML_PER_H))


def _size(amount: Quantity | None) -> Fraction:
    return _NOTHING if amount is None else Fraction(amount.magnitude)
