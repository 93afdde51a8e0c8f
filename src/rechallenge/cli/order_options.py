"""The order's fields as command-line options, declared once, in `Order` itself."""

import os
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder, problems_of
from rechallenge.quantities import shown

from .failures import Stop

_Function = TypeVar("_Function", bound=Callable[..., Any])
_SETTINGS = "settings"


def order_options(function: _Function) -> _Function:
    """Add one option for each field of an order."""
    for name, field in reversed(Order.model_fields.items()):
        if name == _SETTINGS:
            option = click.option(
                "--set", _SETTINGS, multiple=True, metavar="NAME=VALUE",
                help=f"{field.description}; may be repeated",
            )  # fmt: skip
        else:
            # Taken as often as it is written, so that a second one is refused, not the first lost.
            option = click.option(
                _flag(name), name, multiple=True, metavar="TEXT", help=field.description
            )
        function = option(function)
    return function


def read_order(stated: dict[str, Any], today: date) -> Order:
    """The order that the options state. Raises Stop with every problem, each at its option."""
    decoded = {name: tuple(map(_as_utf_8, texts)) for name, texts in stated.items()}
    fields: dict[str, Any] = {_SETTINGS: _settings(decoded[_SETTINGS])}
    for name, texts in decoded.items():
        if name != _SETTINGS and texts:
            fields[name] = _only(_flag(name), texts)
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", fields.get("start", "")):
        fields["start"] = f"{today.isoformat()} {fields['start']}"
    try:
        return Order.model_validate(fields)
    except ValidationError as error:
        raise Stop(*map(option_line, problems_of(error))) from None


def order_problems(error: UnusableOrder) -> Stop:
    """An order that cannot be used, each problem at its option."""
    return Stop(*map(option_line, error.problems))


def option_line(problem: Problem) -> str:
    """A problem of an order as a line that names the option."""
    name, *below = problem.place
    option = "--set" if name == _SETTINGS else _flag(str(name))
    flag = " ".join([option, *map(str, below)])
    return f"{flag}: {problem.sentence}"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _as_utf_8(text: str) -> str:
    """An argument as it was typed: text is UTF-8, whatever the locale of this process says."""
    return os.fsencode(text).decode("utf-8", "surrogateescape")


def _only(flag: str, texts: tuple[str, ...]) -> str:
    if len(texts) > 1:
        written = " and ".join(f'"{shown(text)}"' for text in texts)
        raise Stop(f"{flag}: is given {len(texts)} times, {written}; keep one")
    return texts[0]


def _settings(texts: tuple[str, ...]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for name, value in map(_setting, texts):
        if name in settings:
            _only(f"--set {name}", (settings[name], value))
        settings[name] = value
    return settings


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Stop(f'--set "{shown(text)}": write a name, =, and a value: --set first_share="20 %"')
    return name.strip(), value
