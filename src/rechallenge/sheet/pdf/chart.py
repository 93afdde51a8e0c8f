"""The chart: rates as stairs, and dose as a line, planned and at the vein.

Coordinates are worked out exactly and handed over as shares of the drawing's width and height.
"""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.quantities import display_number, unit_label
from rechallenge.sheet.curve import (
    Axis,
    Curve,
    PlanCurves,
    axis,
    minutes,
    time_axis,
    until,
    value_at,
)
from rechallenge.sheet.view import Amount, Column, Moment
from rechallenge.sheet.view.steps import steps_section
from rechallenge.words import word

from .words import Data, JsonValue

_DECIMALS = 5
_MOST_TICKS, _MOST_WIDE_TICKS = 12, 7
"""On the axis of time: fewer where a tick has four digits."""
_MOST_UPWARDS = 5
_FEWEST_ENLARGED = 4
"""Giving steps from which on what comes before the last one may be too flat to be seen."""
_SMALL_SHARE = Fraction(1, 3)
"""Of the dose: where the last step begins with no more than this given, the rest is enlarged."""


def chart(plan: Plan) -> Data:
    """The rate and the dose given so far over one time axis; and, where the last step gives most of
    the dose, that dose up to the last step again on axes of its own."""
    curves = PlanCurves(plan)
    planned, arrives, set_rates = curves.given, curves.at_vein, curves.rates
    x = _time(curves.end)
    rate = _upwards(set_rates)
    return {
        "described": _described(plan),
        "x": _ticks(x),
        "x_label": word("chart.time"),
        "rate": {"ticks": _ticks(rate), "label": "mL/h", "line": _drawn(set_rates, x, rate)},
        "dose": _doses(plan, planned, arrives, x),
        "early": _early(plan, planned, arrives),
    }


def _described(plan: Plan) -> str:
    """The values of the chart for a listener: step by step what runs, and what is given then."""
    said = [word("chart.described")]
    for row in steps_section(plan).table.steps:
        given = row.cells[Column.CUMULATIVE]
        values = {"step": row.step, "start": row.text(Column.START), "rate": row.text(Column.RATE)}
        assert isinstance(given, Amount)
        said.append(word("chart.step-described", dose=Amount(given.value).text, **values))
    delivery = plan.delivery
    if delivery is not None and delivery.first_drug is not None:
        at = Moment(delivery.first_drug.at, plan.order.begins)
        said.append(word("chart.first-drug", at=at.text))
    return " ".join(said).replace("\u00a0", " ")


def _doses(plan: Plan, planned: Curve, arrives: Curve, x: Axis) -> Data:
    dose = _upwards((*planned, *arrives))
    return {
        "ticks": _ticks(dose),
        "label": unit_label(plan.totals.dose),
        "planned": _drawn(planned, x, dose),
        "arrives": _drawn(arrives, x, dose),
    }


def _early(plan: Plan, planned: Curve, arrives: Curve) -> Data | None:
    """The dose up to the last step that gives any, enlarged; None where it can be seen without."""
    giving = [step for step in plan.steps if step.dose.magnitude]
    end = minutes(giving[-1].start)
    before, whole = value_at(planned, end), planned[-1][1]
    if len(giving) < _FEWEST_ENLARGED or not 0 < before <= whole * _SMALL_SHARE:
        return None
    x = _time(end)
    return {
        "name": word("chart.enlarged", time=display_number(round(end, 1))),
        "x": _ticks(x),
        "dose": _doses(plan, until(end, planned), until(end, arrives), x),
    }


def _time(end: Fraction) -> Axis:
    return time_axis(end, _MOST_TICKS if end < 1000 else _MOST_WIDE_TICKS)


def _upwards(curve: Curve) -> Axis:
    return axis(max(level for _, level in curve), _MOST_UPWARDS)


def _ticks(axis: Axis) -> list[JsonValue]:
    return [[_share(mark, axis), display_number(mark)] for mark in axis.marks]


def _drawn(curve: Curve, x: Axis, y: Axis) -> list[JsonValue]:
    return [[_share(at, x), _share(level, y)] for at, level in curve]


def _share(value: Fraction, axis: Axis) -> float:
    return float(round(value / axis.end, _DECIMALS))
