"""The place of a finding or a problem in the words of the screen: a field by its label, a step by
its number; never a path into a file or an option of the command line."""

import re
from collections.abc import Mapping

from rechallenge.model.consistency import VOLUME
from rechallenge.model.order import Order
from rechallenge.model.places import STEP, Place, place_of
from rechallenge.words import word

from .fields import OF_PROTOCOL, PROTOCOL, SETTINGS, label_of, parameter_label

_OPTION = re.compile(r"--([a-z][a-z-]*)")
_PATH = re.compile(
    r"\b(?:order|parameters|settings)\.\w+|\b(?:infusion|bags|premedication|stops)\[\d+\][\w.\[\]]*"
)
_NUMBERED = {
    STEP: "place.step",
    "infusion": "place.infusion",
    "premedication": "place.premedication",
    "stops": "place.stop",
}
_WHOLE = {
    "order": "group.order",
    "infusion": "heading.steps",
    "premedication": "order.premed",
    "preparation": "heading.preparation",
    "parameters": f"group.{OF_PROTOCOL}",
    "review": "place.review",
    "source": "heading.source",
    "monitoring": "label.monitoring",
    "flush": "label.flush",
    "dosing": "order.dose",
    "drugs": "order.drug",
    "pumps": "order.pump",
    "lines": "order.line",
    "measures": "order.measures",
}


def place_label(place: Place, letters: Mapping[str, str] | None = None) -> str:
    """A place by the label it has on the screen; `letters` are those of the bags by their names, in
    the order of the bags."""
    head, *rest = [part for part in place if not str(part).startswith("#")] or [""]
    if rest and head in ("order", "parameters", SETTINGS):
        return _field(str(rest[0]))
    if not rest and head in (PROTOCOL, *Order.model_fields):
        return _field(str(head))
    if rest and isinstance(rest[0], int):
        number = rest[0] if head == STEP else rest[0] + 1
        if head == "bags":
            letter = [*(letters or {}).values()][rest[0] : number] or [str(number)]
            return word("place.bag", letter=letter[0])
        if head in _NUMBERED:
            return word(_NUMBERED[str(head)], number=number)
    if head in _WHOLE:
        return word(_WHOLE[str(head)])
    return " ".join(str(part).replace("_", " ") for part in (head, *rest)).capitalize()


def in_fields(text: str) -> str:
    """A sentence that names options of the command line or places of a file, with the labels of the
    form instead."""
    text = _OPTION.sub(lambda option: _of_option(option), text)
    return _PATH.sub(lambda path: place_label(place_of(path[0])), text)


def _of_option(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    if name not in Order.model_fields:
        return option[0]
    return word("place.field", label=label_of(name))


def _field(name: str) -> str:
    if name == PROTOCOL:
        return word("group.protocol")
    known = name == VOLUME or name in Order.model_fields
    return label_of(name) if known else parameter_label(name)
