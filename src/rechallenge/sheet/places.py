"""The place of a finding or a problem in words: a field by its label, a step by its number; never a
path into a file or an option of the command line."""

from collections.abc import Mapping

from rechallenge.model.order import SETTINGS, Order
from rechallenge.model.places import STEP, Place
from rechallenge.words import word

_NUMBERED = {
    STEP: "place.step",
    "infusion": "place.infusion",
    "premedication": "place.premedication",
    "stops": "place.stop",
}
_WHOLE = {
    "protocol": "group.protocol",
    "order": "group.order",
    "infusion": "heading.steps",
    "premedication": "order.premed",
    "preparation": "heading.preparation",
    "parameters": "group.of-protocol",
    "language": "site.language",
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
    """A place by the label of its field; `letters` are those of the bags by their names, in the
    order of the bags."""
    head, *rest = [part for part in place if not str(part).startswith("#")] or [""]
    if rest and head in ("order", "parameters", SETTINGS):
        return label_of(str(rest[0]))
    if not rest and head in Order.model_fields:
        return label_of(str(head))
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


def label_of(name: str) -> str:
    """The label of a field of the order, or of a protocol's own parameter."""
    return word(f"order.{name}") if name in Order.model_fields else parameter_label(name)


def parameter_label(name: str) -> str:
    """The label of a protocol's own parameter."""
    return name.replace("_", " ").capitalize()
