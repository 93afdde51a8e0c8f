"""The chart: rates as stairs, and dose as a line, planned and at the vein.

Coordinates are worked out exactly and handed over as shares of the drawing's width and height.
"""

from collections.abc import Iterable
from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.quantities import (
    MIN,
    ML_PER_H,
    Quantity,
    display_number,
    in_unit,
    unit_label,
    unit_like,
)

from .words import Data, JsonValue

_DECIMALS = 5
_MOST_TICKS, _MOST_WIDE_TICKS = 12, 7
"""On the axis of time: fewer where a tick has four digits."""
_MOST_UPWARDS = 5
_Point = tuple[Fraction, Fraction]
_DESCRIBED = "Chart of the planned rate in mL/h and of the dose given so far over time"
_FEWEST_ENLARGED = 4
"""Infusing steps from which on what comes before the last one may be too flat to be seen."""
_SMALL_SHARE = Fraction(1, 3)
"""Of the dose: where the last step begins with no more than this given, the rest is enlarged."""


def chart(plan: Plan) -> Data:
    """The rate and the dose given so far over one time axis; and, where the last step gives most of
    the dose, that dose up to the last step again on axes of its own."""
    arrives = _arrivals(plan)
    planned = _planned(plan)
    last = max(point[0] for point in (*planned, *arrives))
    x = _Axis(last, _TIME_STEPS, _MOST_TICKS if last < 1000 else _MOST_WIDE_TICKS)
    rate = _Axis(max(level for _, level in _stairs(plan)), None, _MOST_UPWARDS)
    return {
        "described": _DESCRIBED,
        "x": x.ticks(),
        "x_label": "min from the start of step 1",
        "rate": {"ticks": rate.ticks(), "label": "mL/h", "line": _drawn(_stairs(plan), x, rate)},
        "dose": _doses(plan, planned, arrives, x),
        "early": _early(plan, planned, arrives),
    }


def _doses(plan: Plan, planned: list[_Point], arrives: list[_Point], x: "_Axis") -> Data:
    levels = [level for _, level in (*planned, *arrives)]
    dose = _Axis(max(levels), None, _MOST_UPWARDS)
    return {
        "ticks": dose.ticks(),
        "label": unit_label(plan.totals.dose),
        "planned": _drawn(planned, x, dose),
        "arrives": _drawn(arrives, x, dose),
    }


def _early(plan: Plan, planned: list[_Point], arrives: list[_Point]) -> Data | None:
    """The dose up to the last infusing step, enlarged; None where it can be seen without."""
    infusing = [step for step in plan.steps if step.rate is not None]
    until = _minutes(infusing[-1].start)
    before = _number(infusing[-1].cumulative_dose) - _number(infusing[-1].dose)
    whole = _number(plan.totals.dose)
    if len(infusing) < _FEWEST_ENLARGED or not 0 < before <= whole * _SMALL_SHARE:
        return None
    x = _Axis(until, _TIME_STEPS, _MOST_TICKS if until < 1000 else _MOST_WIDE_TICKS)
    time = display_number(round(until, 1))
    return {
        "name": f"The first {time} min of it, enlarged",
        "x": x.ticks(),
        "dose": _doses(plan, _until(until, planned), _until(until, arrives), x),
    }


def _until(end: Fraction, points: list[_Point]) -> list[_Point]:
    """A line up to a time, where it is cut off between two of its points."""
    kept = [point for point in points if point[0] <= end]
    after = next((point for point in points if point[0] > end), None)
    if kept and after is not None and kept[-1][0] < end:
        (at, level), (later, higher) = kept[-1], after
        kept.append((end, level + (higher - level) * (end - at) / (later - at)))
    return kept


class _Axis:
    """An axis from 0 to the first tick at or above `highest`."""

    def __init__(self, highest: Fraction, steps: Iterable[int] | None, most: int) -> None:
        self.step = next(
            step for step in (steps if steps is not None else _decimal_steps(highest))
            if highest <= step * most
        )  # fmt: skip
        self.count = -int(-highest // self.step)
        self.end = self.step * self.count

    def share(self, value: Fraction) -> float:
        return float(round(value / self.end, _DECIMALS))

    def ticks(self) -> list[JsonValue]:
        marks = [Fraction(self.step) * n for n in range(self.count + 1)]
        return [[self.share(mark), display_number(mark)] for mark in marks]


_TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440]


def _decimal_steps(highest: Fraction) -> Iterable[Fraction]:
    """1, 2 and 5 and their tens and tenths, from well below the value on."""
    power = Fraction(1)
    while power * 1000 > highest:
        power /= 10
    while True:
        for digit in (1, 2, 5):
            yield digit * power
        power *= 10


def _drawn(points: list[_Point], x: _Axis, y: _Axis) -> list[JsonValue]:
    return [[x.share(at), y.share(level)] for at, level in points]


def _stairs(plan: Plan) -> list[_Point]:
    points: list[_Point] = [(Fraction(0), Fraction(0))]
    for step in plan.steps:
        level = Fraction(0) if step.rate is None else _number(in_unit(step.rate, ML_PER_H))
        points += [(_minutes(step.start), level), (_minutes(step.end), level)]
    points.append((points[-1][0], Fraction(0)))
    return [point for point, before in zip(points, [None, *points], strict=False)
            if point != before]  # fmt: skip


def _planned(plan: Plan) -> list[_Point]:
    points: list[_Point] = [(Fraction(0), Fraction(0))]
    points += [(_minutes(s.end), _number(s.cumulative_dose)) for s in plan.steps]
    return points


def _arrivals(plan: Plan) -> list[_Point]:
    """The dose that has reached the vein, at each moment at which its rate changes."""
    if plan.delivery is None:
        return []
    unit = unit_like(plan.totals.dose)
    points: list[_Point] = [(Fraction(0), Fraction(0))]
    for arrival in plan.delivery.arrivals:
        start, end = _minutes(arrival.start), _minutes(arrival.end)
        if start != points[-1][0]:
            points.append((start, points[-1][1]))
        points.append((end, points[-1][1] + _number(in_unit(arrival.dose, unit))))
    if (flush := plan.delivery.flush) is not None:
        begins = _minutes(flush.start)
        ends = begins + _minutes(flush.duration)
        if ends > points[-1][0]:
            if begins > points[-1][0]:
                points.append((begins, points[-1][1]))
            points.append((ends, points[-1][1] + _number(in_unit(flush.dose, unit))))
    return points


def _minutes(time: Quantity) -> Fraction:
    return _number(in_unit(time, MIN))


def _number(value: Quantity) -> Fraction:
    return Fraction(value.magnitude)
