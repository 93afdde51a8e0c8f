"""The values at one moment of a plan, in words."""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.quantities import MIN, Quantity, display, quantity
from rechallenge.sheet.text.layout import NO_BREAK, wrapped

from .clocks import clock_at
from .curves import minutes, moment

LINES = 3


def readout_lines(plan: Plan, minute: Fraction, width: int) -> list[str]:
    """The values at a minute, always as many lines, so that the chart above keeps its size."""
    text = "; ".join(part.replace(" ", NO_BREAK) for part in readout(plan, minute))
    lines = wrapped(text, 1, 1, width).split("\n")
    return lines + [""] * (LINES - len(lines))


def readout(plan: Plan, minute: Fraction) -> list[str]:
    """Time, step, rate, dose rate and dose so far and, with a line, what has reached the vein."""
    now = moment(plan, minute)
    at = display(quantity(minute, MIN))
    if plan.order.start is not None:
        at = f"{clock_at(plan.order.start, now.at)} ({at})"
    step = f"step {now.step.number}"
    if minute >= minutes(plan.totals.duration):
        step = "after the last step"
    parts = [at, step, f"rate {_rate(now.rate)}"]
    if now.dose_rate is not None:
        parts.append(f"dose rate {display(now.dose_rate)}")
    parts.append(f"dose so far {display(now.given)} ({display(now.share, 1)})")
    if now.at_vein is not None:
        arriving = now.vein_rate is not None and now.vein_rate.magnitude > 0
        how = f"arriving at {_rate(now.vein_rate)}" if arriving else "none arriving"
        parts.append(f"at the vein {display(now.at_vein)}, {how}")
    return parts


def _rate(rate: Quantity | None) -> str:
    return "none" if rate is None else display(rate)
