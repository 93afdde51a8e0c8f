"""One field's text, read by the order's own rules: a value, or a sentence that refuses it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from rechallenge.model.order import Order
from rechallenge.model.problems import problems_of

from .fields import SETTINGS

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_ANY_DOSE = "1 mg"


@dataclass(frozen=True, slots=True)
class Reading:
    """The value that a text states, or why it states none."""

    value: Any = None
    refused: str | None = None


def order_text(key: str, text: str, day: date) -> str:
    """The text as an order takes it: a clock time alone is a start on `day`."""
    if key == "start" and _CLOCK.fullmatch(text):
        return f"{day.isoformat()} {text}"
    return text


@lru_cache(maxsize=512)
def read_text(key: str, text: str) -> Reading:
    """What one field's text states, whatever the other fields say."""
    head, _, parameter = key.partition(".")
    written: dict[str, Any] = {"dose": _ANY_DOSE}
    written |= {SETTINGS: {parameter: text}} if head == SETTINGS else {key: text}
    try:
        order = Order.model_validate(written)
    except ValidationError as error:
        return Reading(refused="; ".join(problem.sentence for problem in problems_of(error)))
    return Reading(order.settings[parameter] if head == SETTINGS else getattr(order, key))
