"""An order that a second person enters without seeing the plan: what to ask, how an answer is read,
and which answers differ. Nothing here words a value of the plan itself."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, NamedTuple

from rechallenge.files.find import Shelves
from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.places import place_of
from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity, unit_label
from rechallenge.sheet.places import place_label
from rechallenge.words import _, word
from rechallenge.words.lists import things
from rechallenge.words.nearest import nearest_known
from rechallenge.words.shown import shown

from .order_fields import ON_FILE, FieldValue, order_text, read_text, units_of, words_of

PROTOCOL = "protocol"
_FIRST = ("patient", PROTOCOL, "drug", "dose")
_ALWAYS = (*_FIRST, "start")
"""Asked for whatever the plan has, so that a question does not show what it has."""
_NEEDED = (PROTOCOL, "dose")
"""No plan is without them."""


class Question(NamedTuple):
    """A field to enter: its key, its label, the units that it takes or what to write, and the words
    or names to choose from."""

    key: str
    label: str
    expects: str
    choices: tuple[str, ...] = ()


def questions_of(plan: Plan, shelves: Shelves) -> tuple[Question, ...]:
    """What to ask for, in order. The protocols on file are offered with the plan's own among
    them. What came from the site's file is in no prescription, and is not asked for."""
    order, took = plan.order, () if plan.site is None else plan.site.took
    values = dict(order) | {"line": order.line_stated}
    stated = [
        name for name, value in values.items() if value not in (None, ()) and name not in took
    ]
    fields = [n for n in Order.model_fields if n in stated or n in _ALWAYS]
    keys = [*_FIRST, *(n for n in fields if n not in (*_FIRST, SETTINGS))]
    keys += [f"{SETTINGS}.{name}" for name in order.settings]
    return tuple(_question(key, plan, shelves) for key in keys)


def label_of(key: str) -> str:
    return place_label(place_of(key))


def read_entry(question: Question, text: str, today: date) -> FieldValue:
    """The value of an answer: None for an empty one, which says that the order has no such field.
    A clock time alone is a start today."""
    text = text.strip()
    if not text:
        needed = _("is empty; write it") if question.key in _NEEDED else None
        return FieldValue(refused=needed)
    if question.key == PROTOCOL:
        return _protocol(text, question.choices)
    return read_text(question.key, order_text(question.key, text, today))


def differing(plan: Plan, entries: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels of the entries that are not what the plan was made for. An amount is equal in any
    unit of its kind; a name or label is equal in small and capital letters."""
    wrong = (key for key, value in entries.items() if not _equal(_planned(plan, key), value))
    return tuple(map(label_of, wrong))


def different_text(labels: tuple[str, ...]) -> str:
    return word("blind.differ", names=things(labels))


def _question(key: str, plan: Plan, shelves: Shelves) -> Question:
    if key == PROTOCOL:
        known = tuple(sorted({*shelves.ids(), plan.protocol.id}))
        return Question(key, label_of(key), _("id of the protocol"), known)
    label = label_of(key)
    head, _dot, name = key.partition(".")
    if head == SETTINGS:
        value = plan.order.settings[name]
        unit = _("a fraction") if isinstance(value, Fraction) else unit_label(value)
        return Question(key, label, unit)
    if key in ON_FILE:
        named = tuple(sorted(shelves.facts(ON_FILE[key])))
        return Question(key, label, word(f"order.{key}.about"), named)
    if units := units_of(key):
        return Question(key, label, things(units))
    if choices := words_of(key):
        return Question(key, label, "", choices)
    return Question(key, label, word(f"blind.{key}" if key in _ALWAYS else f"order.{key}.about"))


def _protocol(named: str, ids: tuple[str, ...]) -> FieldValue:
    if named in ids:
        return FieldValue(named)
    if get_close_matches(named, ids, n=1):
        return FieldValue(refused=nearest_known(named, ids, "protocol"))
    sentence = _('"{text}" is not the id of a protocol on file')
    return FieldValue(refused=sentence.format(text=shown(named)))


def _planned(plan: Plan, key: str) -> Any:
    head, _dot, name = key.partition(".")
    if head == SETTINGS:
        return plan.order.settings.get(name)
    if key == PROTOCOL:
        return plan.protocol.id
    return plan.drug if key == "drug" else getattr(plan.order, key)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return bool(one.dimensionality == other.dimensionality and one == other)
    if isinstance(one, str) and isinstance(other, str):
        return _folded(one) == _folded(other)
    return bool((one or None) == (other or None))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
