"""Sentences that name options of the command line or places of a file, in the words of the form."""

import re

from rechallenge.model.order import Order
from rechallenge.model.places import place_of
from rechallenge.sheet.places import label_of, place_label
from rechallenge.words import word

_OPTION = re.compile(r"--([a-z][a-z-]*)")
_PATH = re.compile(
    r"\b(?:order|parameters|settings)\.\w+|\b(?:infusion|bags|premedication|stops)\[\d+\][\w.\[\]]*"
)


def in_fields(text: str) -> str:
    """A sentence with the labels of the form for the options and places that it names."""
    text = _OPTION.sub(lambda option: _of_option(option), text)
    return _PATH.sub(lambda path: place_label(place_of(path[0])), text)


def _of_option(option: re.Match[str]) -> str:
    name = option[1].replace("-", "_")
    if name not in Order.model_fields:
        return option[0]
    return word("place.field", label=label_of(name))
