"""What was understood, read back beside a field."""

import re
from datetime import datetime, time
from fractions import Fraction

from rechallenge.model.formula import Formula
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose, Plan
from rechallenge.quantities import Quantity, display, display_with_exact

from .fields import label_of

_OPTION = re.compile(r"--([a-z][a-z-]*)")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_PLACES = 8


def read_back(key: str, value: object, plan: Plan | None, dose: OrderedDose | None) -> str:
    """What a field's text was read as; with a plan, what became of it."""
    if key == "dose" and dose is not None:
        return dose_reached(dose)
    if key == "pump" and plan is not None and plan.pump is not None:
        return plan.pump.title
    if key == "line" and plan is not None and plan.line is not None and plan.line.title:
        return f"{display(plan.line.dead_volume)}, {plan.line.title}"
    if key == "clear_line" and plan is not None and plan.line is not None and plan.line.clear_at:
        return display(plan.line.clear_at)
    return value_text(value)


def dose_reached(dose: OrderedDose) -> str:
    """`480 mg = 10 mg/kg x 48 kg`, or `375 mg` where nothing was worked out."""
    if not dose.working:
        return display(dose.total)
    text = _turned(dose.working[-1])
    if dose.body_surface is not None:
        surface = dose.body_surface
        text += f", {display(surface.area)} from {display(surface.height)}"
        text += f" and {display(surface.weight)}"
    return text


def value_text(value: object) -> str:
    """A value of the order as people read it."""
    if isinstance(value, Quantity):
        return display(value, _MOST_PLACES)
    if isinstance(value, datetime):
        return f"{_DAYS[value.weekday()]} {value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, str | Fraction) else ""


def in_fields(text: str) -> str:
    """A sentence that names options of the command line, with the fields of the form instead."""
    return _OPTION.sub(lambda option: _field_label(option), text)


def _field_label(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    return f"the field {label_of(name)}" if name in Order.model_fields else option[0]


def _turned(formula: Formula) -> str:
    left, right, result = (
        display_with_exact(part) for part in (formula.left, formula.right, formula.result)
    )
    return f"{result} = {left} {formula.operation} {right}"
