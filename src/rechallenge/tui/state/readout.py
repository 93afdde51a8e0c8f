"""The values at one moment of a plan, in words."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.plan import Step
from rechallenge.quantities import MIN, H, Quantity, display, quantity, unit_like
from rechallenge.sheet.curve import PlanCurves, flush_at, minutes, value_at
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view import NO_BREAK, Moment
from rechallenge.words import _
from rechallenge.words.lists import clauses

LINES = 3


class AtMinute(NamedTuple):
    """What is planned for one moment. At the change of a step, the one that begins counts; `step`
    is None after the last one, where a flush may still run at `rate`."""

    step: Step | None
    flushing: bool
    rate: Quantity | None
    dose_rate: Quantity | None
    given: Quantity
    share: Quantity
    at_vein: Quantity | None
    vein_rate: Quantity | None


def at_minute(curves: PlanCurves, minute: Fraction) -> AtMinute:
    """What is planned `minute` minutes after the start of step 1."""
    plan, arrived, arriving = curves.plan, curves.at_vein, curves.vein_rates
    step = next((s for s in plan.steps if minutes(s.end) > minute), None)
    flush = None if step is not None else flush_at(plan, minute)
    unit = unit_like(plan.totals.dose)
    dose = value_at(curves.given, minute)
    share = 100 * dose / Fraction(plan.totals.dose.magnitude)
    running = step or flush
    return AtMinute(
        step=step,
        flushing=flush is not None,
        rate=running.rate if running is not None else None,
        dose_rate=step.dose_rate if step is not None else None,
        given=quantity(dose, unit),
        share=quantity(share, unit_like(plan.steps[-1].cumulative_share)),
        at_vein=quantity(value_at(arrived, minute), unit) if arrived else None,
        vein_rate=quantity(value_at(arriving, minute), unit / H) if arriving else None,
    )


def readout_lines(curves: PlanCurves, minute: Fraction, width: int) -> list[str]:
    """The values at a minute, always as many lines, so that the chart above keeps its size."""
    text = clauses(part.replace(" ", NO_BREAK) for part in readout(curves, minute))
    lines = wrapped(text, 1, 1, width).split("\n")
    return lines + [""] * (LINES - len(lines))


def readout(curves: PlanCurves, minute: Fraction) -> list[str]:
    """Time, step, rate, dose rate and dose so far and, with a line, what has reached the vein."""
    now = at_minute(curves, minute)
    step = _("flush") if now.flushing else _("after the last step")
    if now.step is not None:
        step = _("step {step}").format(step=now.step.number)
    at = Moment(quantity(minute, MIN), curves.plan.order.begins).both.replace(NO_BREAK, " ")
    given_so_far = _("dose so far {dose} ({share})")
    parts = [at, step, _("rate {rate}").format(rate=_rate(now.rate))]
    if now.dose_rate is not None:
        parts.append(_("dose rate {rate}").format(rate=display(now.dose_rate)))
    parts.append(given_so_far.format(dose=display(now.given), share=display(now.share, 1)))
    if now.at_vein is not None:
        arriving = now.vein_rate is not None and now.vein_rate.magnitude > 0
        how = _("arriving at {rate}") if arriving else _("none arriving")
        how = how.format(rate=_rate(now.vein_rate))
        vein = _("at the vein {dose}, {how}")
        parts.append(vein.format(dose=display(now.at_vein), how=how))
    return parts


def _rate(rate: Quantity | None) -> str:
    return _("none") if rate is None else display(rate)
