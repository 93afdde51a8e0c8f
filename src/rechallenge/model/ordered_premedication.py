"""Premedication that an order adds to the protocol's, or gives instead."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, GetJsonSchemaHandler, Tag, model_validator
from pydantic_core import CoreSchema

from rechallenge.quantities import Quantity
from rechallenge.words import _
from rechallenge.words.shown import shown

from .frozen import Entry
from .reading import DOSE_KINDS, TypedLead, typed
from .texts import Name, Text, is_name

BETWEEN = ";"
"""The separator between two doses that are written as one text."""
_AMOUNT = r"[0-9][0-9.,]* ?[^ 0-9][^ ]*"
_WRITTEN = re.compile(
    rf"(?P<drug>.+?) (?P<dose>{_AMOUNT}) (?P<route>[^ 0-9].*?) (?P<before>{_AMOUNT}) before"
)
_DOSE, _SET = PREMEDICATION_TAGS = ("<premedication>", "<premedication-set>")
SAMPLE = "cetirizine 10 mg IV 30 min before"
PremedicationDose = Annotated[Quantity, typed(*DOSE_KINDS)]


class OrderedPremedication(Entry):
    """A dose to give beforehand: `cetirizine 10 mg IV 30 min before`. The dose may be per kg or per
    m2."""

    drug: Text
    dose: PremedicationDose
    route: Text
    before: TypedLead

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        return _parts(written) if isinstance(written, str) else written

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        by_keys = handler(schema)
        return {"anyOf": [by_keys, {"type": "string"}]} if handler.mode == "validation" else by_keys


def _tag(written: object) -> str:
    return _SET if isinstance(written, str) and is_name(written) else _DOSE


DoseOrSet: TypeAlias = Annotated[
    Annotated[OrderedPremedication, Tag(_DOSE)] | Annotated[Name, Tag(_SET)], Discriminator(_tag)
]
"""A dose, or the name of a set of doses in the site's file. A name has no spaces."""


def doses_in(written: object) -> object:
    """The doses and sets of one text, or of a list of texts; each is still to be read."""
    if isinstance(written, str):
        written = (written,)
    if isinstance(written, list | tuple):
        doses: list[object] = []
        for dose in written:
            doses += map(str.strip, dose.split(BETWEEN)) if isinstance(dose, str) else [dose]
        return tuple(doses)
    return written


def _parts(written: str) -> Mapping[str, str]:
    """Drug, dose, route and time of one text; ValueError says what to write."""
    found = _WRITTEN.fullmatch(" ".join(written.split()))
    if found is None:
        sentence = _('"{text}" does not state drug, dose, route and time; write "{sample}"')
        raise ValueError(sentence.format(text=shown(written.strip()), sample=SAMPLE))
    return found.groupdict()
