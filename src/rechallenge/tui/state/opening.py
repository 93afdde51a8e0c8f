"""From a plan back to the texts that make it: what opening a saved plan puts into the fields."""

from datetime import datetime, time
from fractions import Fraction

from rechallenge.model.finding import Severity
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity, display, exact_number

from .answering import question_of
from .fields import PROTOCOL, SETTINGS
from .typed import Answer, Typed

_MOST_PLACES = 8
"""Decimals that an order may have been written with."""


def typed_of(plan: Plan, named: str, today: datetime) -> Typed:
    """The texts and answers of a plan, by the protocol that `named` finds."""
    texts = {PROTOCOL: named}
    for name in Order.model_fields:
        value = getattr(plan.order, name)
        if name == SETTINGS:
            texts |= {f"{named}/{SETTINGS}.{k}": _text(v) for k, v in value.items()}
        elif value is not None:
            texts[name] = _text(value)
    start = plan.order.start or today
    patient = plan.order.patient or ""
    given = {f.code: f.acknowledged for f in plan.findings if f.severity is Severity.CONFIRM}
    answers = tuple(
        Answer(answer, question_of(plan, code), patient)
        for code, answer in given.items()
        if answer is not None
    )
    return Typed(start.date(), texts, answers)


def _text(value: object) -> str:
    if isinstance(value, Quantity):
        return display(value, _MOST_PLACES, grouped=False)
    if isinstance(value, Fraction):
        return exact_number(value) if value == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)
