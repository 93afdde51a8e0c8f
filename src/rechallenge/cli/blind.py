"""Asking a second person for the order of a plan, of which nothing is shown."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from rechallenge.files.find import Shelves
from rechallenge.model.order import SETTINGS
from rechallenge.model.plan import Plan
from rechallenge.model.written_doses import BETWEEN
from rechallenge.service.blind_check import (
    Question,
    different_text,
    differing,
    label_of,
    questions_of,
    read_entry,
)
from rechallenge.service.plan_file import SavedPlan
from rechallenge.service.second_checks import record_check, refuse_read_only, second_person
from rechallenge.sheet.text.layout import wrapped
from rechallenge.words import _, word
from rechallenge.words.lists import clauses, things, with_label
from rechallenge.words.shown import shown

from .errors import option_of
from .failures import ExitCode, Stop, tell
from .order_options import stated_fields

_MOST_IN_A_PROMPT = 60


def blind_check(
    path: Path, saved: SavedPlan, initials: str | None, stated: dict[str, Any], shelves: Shelves
) -> Plan:
    """Have the order entered, by options and on the terminal, and record the check in the plan
    file; the plan with the check. Raises Stop, naming what differs and never the plan's value."""
    refuse_read_only(path)
    by = _initials(saved.plan, initials)
    questions = {question.key: question for question in questions_of(saved.plan, shelves)}
    today = date.today()
    entries = _from_options(questions, stated, today)
    missing = [question for key, question in questions.items() if key not in entries]
    if missing and not sys.stdin.isatty():
        sentence = _('{option}: is missing; write it ("" if the order has none), or run this on a '
                     "terminal to be asked")  # fmt: skip
        raise Stop(sentence.format(option=_option(missing[0].key)))
    if missing:
        click.echo(wrapped(word("blind.introduction")), err=True)
    entries |= {question.key: _asked(question, today) for question in missing}
    entries = {key: entries[key] for key in dict.fromkeys((*questions, *entries))}
    if different := differing(saved.plan, entries):
        raise Stop(different_text(different), code=ExitCode.REFUSED)
    plan = record_check(path, saved.plan, saved.fingerprint, by, datetime.now())
    sentence = _("checked by {initials}: the order was entered blind and agrees in {names}")
    names = things(label_of(key) for key, value in entries.items() if value)
    click.echo(sentence.format(initials=by, names=names))
    sentence = _("the check was recorded in {file}; print the sheet again, so that it shows it")
    tell(sentence.format(file=path))
    return plan


def _initials(plan: Plan, initials: str | None) -> str:
    """Who enters the order: not a person who has answered its findings. Raises Stop."""
    while True:
        if initials is None and not sys.stdin.isatty():
            raise Stop(_("--initials: is missing; they are printed with the check"))
        text = _typed(_("Your initials")) if initials is None else initials
        try:
            return second_person(plan, text)
        except ValueError as error:
            if initials is not None:
                raise Stop(f"--initials: {error}") from None
            tell(str(error))


def _from_options(
    questions: dict[str, Question], stated: dict[str, Any], today: date
) -> dict[str, Any]:
    """The values of the options, by key. Raises Stop with every text that cannot be read."""
    entries, problems = {}, []
    for key, text in _texts(stated, today):
        value = read_entry(questions.get(key, Question(key, label_of(key), "")), text, today)
        entries[key] = value.value
        problems += [f"{_option(key)}: {value.refused}"] if value.refused else []
        if value.commas:
            tell(f'{_option(key)}: "{shown(text)}" = {value.commas}')
    if problems:
        raise Stop(*problems)
    return entries


def _texts(stated: dict[str, Any], today: date) -> Iterator[tuple[str, str]]:
    for name, value in stated_fields(stated, today).items():
        if name == SETTINGS:
            yield from ((f"{SETTINGS}.{key}", text) for key, text in value.items())
        elif value != ():
            yield name, f"{BETWEEN} ".join(value) if isinstance(value, tuple) else value


def _asked(question: Question, today: date) -> Any:
    """The value that a person types, read back. What cannot be read is asked for again."""
    label, choices = question.label, things(question.choices)
    expects = clauses(text for text in (question.expects, choices) if text)
    if len(expects) > _MOST_IN_A_PROMPT:
        click.echo(wrapped(with_label(label, expects), 0, 2), err=True)
    elif expects:
        label = f"{label} ({expects})"
    while True:
        value = read_entry(question, _typed(label), today)
        if value.refused is None:
            click.echo(f"  = {value.text or _('not stated')}", err=True)
            return value.value
        tell(value.refused)


def _typed(label: str) -> str:
    text: str = click.prompt(label, default="", show_default=False, err=True)
    return text


def _option(key: str) -> str:
    head, _dot, name = key.partition(".")
    return option_of((head, name) if name else (head,))
