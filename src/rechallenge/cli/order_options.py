"""The order's fields as command-line options, declared once, in `Order` itself; and answers to
findings that ask."""

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem
from pydantic import ValidationError

from rechallenge.files.find import NotFound, Shelves
from rechallenge.files.reading import UnusableFile
from rechallenge.model.finding import Acknowledgement
from rechallenge.model.frozen import Entry
from rechallenge.model.order import REPEATABLE, SETTINGS, Order
from rechallenge.model.places import Place
from rechallenge.model.problems import UnusableOrder, problems_of
from rechallenge.service import answers
from rechallenge.service.order_fields import NAMED, commas_read, names_for, on_day
from rechallenge.words import _, word
from rechallenge.words.shown import shown

from .errors import option_line, option_of
from .failures import Stop, tell

_Function = TypeVar("_Function", bound=Callable[..., Any])


def order_options(function: _Function) -> _Function:
    """Add one option for each field of an order."""
    for name in reversed(Order.model_fields):
        about = word(f"order.{name}.about")
        if name == SETTINGS or name in REPEATABLE:
            about = _("{values}; may be repeated").format(values=about)
        # Taken as often as it is written, so that a second one is refused, not the first lost.
        function = click.option(
            option_of((name,)),
            name,
            multiple=True,
            metavar="NAME=VALUE" if name == SETTINGS else "TEXT",
            help=about,
            shell_complete=_names if name in NAMED else None,
        )(function)
    return function


def _names(
    context: click.Context, option: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names on file that begin so. A file that cannot be read has none."""
    try:
        known = names_for(str(option.name), Shelves.found(context.params.get("protocols")))
    except (NotFound, UnusableFile):
        return []
    return [CompletionItem(name) for name in known if name.startswith(incomplete)]


def read_order(stated: dict[str, Any], today: date) -> Order:
    """The order that the options state. Raises Stop with every problem, each at its option."""
    fields = stated_fields(stated, today)
    try:
        order = Order.model_validate(fields)
    except ValidationError as error:
        raise Stop(*map(option_line, problems_of(error))) from None
    tell_commas(option_of, fields, order)
    return order


def tell_commas(option: Callable[[Place], str], stated: Mapping[str, Any], read: Entry) -> None:
    """Say on stderr what each amount with commas was read as, at its option."""
    for name, written in stated.items():
        texts = written.items() if isinstance(written, Mapping) else [(None, written)]
        for below, text in texts:
            place = (name,) if below is None else (name, below)
            value = getattr(read, name)
            for one in text if isinstance(text, tuple) else (text,):
                if isinstance(one, str) and (said := commas_read(one, value)):
                    tell(f'{option(place)}: "{shown(one)}" = {said}')


def stated_fields(stated: dict[str, Any], today: date) -> dict[str, Any]:
    """What the options state, by the fields of an order: a text for each, a tuple for one that may
    be repeated, and a mapping of settings. Raises Stop for an option that is given twice."""
    decoded = {name: tuple(map(_as_utf_8, texts)) for name, texts in stated.items()}
    fields: dict[str, Any] = {SETTINGS: read_settings(decoded[SETTINGS])}
    for name, texts in decoded.items():
        if name in REPEATABLE:
            fields[name] = texts
        elif name != SETTINGS and texts:
            fields[name] = _only(option_of((name,)), texts)
    return on_day(fields, today)


def answer_options(function: _Function) -> _Function:
    """Add `--acknowledge CODE=REASON`, or `CODE@PLACE=REASON` for one of several, and
    `--initials`."""
    function = click.option("--initials", help=_("who answers; printed with the reasons"))(function)
    return click.option(
        "--acknowledge",
        multiple=True,
        metavar="CODE[@PLACE]=REASON",
        help=_(
            "answer a finding that asks to be confirmed; add its place if several of one code "
            "ask; may be repeated; needs --initials"
        ),
    )(function)


def read_answers(
    texts: tuple[str, ...], initials: str | None, now: datetime
) -> tuple[Acknowledgement, ...]:
    """The answers, given now, to the minute. Raises Stop."""
    try:
        return answers.read_answers(texts, initials, now.replace(second=0, microsecond=0))
    except UnusableOrder as error:
        raise Stop(*map(option_line, error.problems)) from None


def _as_utf_8(text: str) -> str:
    """An argument as it was typed: text is UTF-8, whatever the locale of this process says."""
    return os.fsencode(text).decode("utf-8", "surrogateescape")


def _only(option: str, texts: tuple[str, ...]) -> str:
    if len(texts) > 1:
        written = ", ".join(f'"{shown(text)}"' for text in texts)
        sentence = _("{option}: is given {times} times, {written}; keep one")
        raise Stop(sentence.format(option=option, times=len(texts), written=written))
    return texts[0]


def read_settings(texts: tuple[str, ...]) -> dict[str, str]:
    """Values of a protocol's own parameters by name. Raises Stop."""
    settings: dict[str, str] = {}
    for name, value in map(_setting, texts):
        if name in settings:
            _only(option_of((SETTINGS, name)), (settings[name], value))
        settings[name] = value
    return settings


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        sentence = _('--set "{text}": write a name, =, and a value: {sample}')
        raise Stop(sentence.format(text=shown(text), sample='--set first_share="20 %"'))
    return name.strip(), value
