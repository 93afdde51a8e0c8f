"""Doses that a person writes in a line: premedication, and what was given for a reaction."""

import re
from datetime import time
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Discriminator, GetJsonSchemaHandler, Tag, model_validator
from pydantic_core import CoreSchema

from rechallenge.quantities import Quantity
from rechallenge.words import _
from rechallenge.words.shown import shown

from .frozen import Entry
from .order_text import clock
from .reading import DOSE_KINDS, TypedLead, typed
from .texts import Name, Text, is_name

BETWEEN = ";"
"""The separator between two doses that are written as one text."""
_AMOUNT = r"[0-9][0-9.,]* ?[^ 0-9][^ ]*"
_LINE = rf"(?P<drug>.+?) (?P<dose>{_AMOUNT}) (?P<route>[^ 0-9].*?)"
_BEFOREHAND = re.compile(rf"{_LINE} (?P<before>{_AMOUNT}) before")
_FOR_REACTION = re.compile(rf"{_LINE}(?: at (?P<at>[0-9:]+))?")
_DOSE, _SET = PREMEDICATION_TAGS = ("<premedication>", "<premedication-set>")
SAMPLE = "cetirizine 10 mg IV 30 min before"
TypedDose: TypeAlias = Annotated[Quantity, typed(*DOSE_KINDS)]


class OrderedPremedication(Entry):
    """A dose to give beforehand: `cetirizine 10 mg IV 30 min before`. The dose may be per kg or per
    m2."""

    drug: Text
    dose: TypedDose
    route: Text
    before: TypedLead

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        sentence = _('"{text}" does not state drug, dose, route and time; write "{sample}"')
        return _parts(written, _BEFOREHAND, sentence, SAMPLE)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        by_keys = handler(schema)
        return {"anyOf": [by_keys, {"type": "string"}]} if handler.mode == "validation" else by_keys


class RescueDose(Entry):
    """A dose given for the reaction: `hydrocortisone 200 mg IV at 10:45`. The time is of the day
    of the stop, and may be left out."""

    drug: Text
    dose: TypedDose
    route: Text
    at: Annotated[time, BeforeValidator(clock)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, written: Any) -> Any:
        sentence = _('"{text}" does not state drug, dose and route; write "{sample}"')
        return _parts(written, _FOR_REACTION, sentence, "hydrocortisone 200 mg IV at 10:45")


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


def _parts(written: Any, line: re.Pattern[str], sentence: str, sample: str) -> Any:
    """The parts of one text, by the keys of the entry; ValueError says what to write."""
    if not isinstance(written, str):
        return written
    found = line.fullmatch(" ".join(written.split()))
    if found is None:
        raise ValueError(sentence.format(text=shown(written.strip()), sample=sample))
    return {name: text for name, text in found.groupdict().items() if text is not None}
