"""A second person enters the order without seeing it; only equal values count."""

import sys
from datetime import date
from typing import Any

import click

from rechallenge.model.order import SETTINGS, Order
from rechallenge.quantities import Quantity
from rechallenge.words import _, word

from .errors import option_of
from .failures import ExitCode, Stop
from .order_options import read_order

_NOT_ASKED = ("patient", "start", "closing_time", SETTINGS)
"""What is no part of working out the dose and its rates; settings are asked for one by one."""


def blind_check(order: Order, stated: dict[str, Any], initials: str, today: date) -> str:
    """Compare an order with what a second person enters, by options or on the terminal; what to
    print where all is equal. Raises Stop, naming what differs and never the order's own value."""
    asked = [name for name in Order.model_fields if name not in _NOT_ASKED and _states(order, name)]
    entered = {name: texts for name, texts in stated.items() if texts}
    settings = list(entered.pop(SETTINGS, ()))
    names = {text.partition("=")[0].strip() for text in settings}
    for name in asked:
        if name not in entered:
            entered[name] = (_entered(word(f"order.{name}"), option_of((name,))),)
    for name in order.settings:
        if name not in names:
            settings.append(f"{name}={_entered(name.capitalize(), option_of((SETTINGS, name)))}")
    blank: dict[str, Any] = dict.fromkeys(stated, ())
    second = read_order(blank | entered | {SETTINGS: tuple(settings)}, today)
    different = [name for name in _names(order, second) if not _equal(order, second, name)]
    if different:
        sentence = _(
            "not checked: the entries for {names} differ from the plan; compare both with the "
            "prescription"
        )
        text = sentence.format(names=_listed(different))
        raise Stop(text, code=ExitCode.REFUSED)
    sentence = _("checked by {initials}: the order was entered blind and agrees in {names}")
    return sentence.format(initials=initials, names=_listed([*asked, *order.settings]))


def _listed(names: list[str]) -> str:
    """Fields by their labels, and parameters by their names."""
    labels = (word(f"order.{name}") if name in Order.model_fields else name for name in names)
    return ", ".join(labels)


def _entered(name: str, option: str) -> str:
    """One value, typed by the second person. Raises Stop where nobody is there to type it."""
    if not sys.stdin.isatty():
        sentence = _("{option}: is missing; write it, or run this on a terminal to be asked")
        raise Stop(sentence.format(option=option))
    text: str = click.prompt(name, err=True)
    return text


def _names(order: Order, second: Order) -> list[str]:
    """Every field that either has, but for those that the check leaves out; settings by name."""
    fields = [
        name
        for name in Order.model_fields
        if name not in _NOT_ASKED and (_states(order, name) or _states(second, name))
    ]
    return [*fields, *dict.fromkeys((*order.settings, *second.settings))]


def _states(order: Order, name: str) -> bool:
    """Whether an order has a field; an order without premedication has an empty tuple of it."""
    return getattr(order, name) not in (None, ())


def _equal(order: Order, second: Order, name: str) -> bool:
    values = [_value(of, name) for of in (order, second)]
    if all(isinstance(value, Quantity) for value in values):
        one, other = values
        return bool(one.dimensionality == other.dimensionality and one == other)
    if name == "drug":
        values = [str(value).lower() for value in values]
    return bool(values[0] == values[1])


def _value(order: Order, name: str) -> Any:
    return getattr(order, name) if name in Order.model_fields else order.settings.get(name)
