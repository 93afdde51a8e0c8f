"""The page about a drug, a pump, a line or measures: each fact on file, with its source."""

from collections.abc import Iterator, Mapping

from rechallenge.model.drug import DrugFacts
from rechallenge.model.frozen import Entry
from rechallenge.model.on_file import OnFile
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name
from rechallenge.words import word
from rechallenge.words.file_texts import for_reader
from rechallenge.words.lists import commas, listed, with_label

from .blocks import Block, Items, Paragraph, Section
from .cells import Amount

_HEAD = ("name", "title", "also", "review")
"""Keys that say which file it is, and no fact."""


_NO_GAP = (
    "names",
    "drops",
    "rates",
    "volumes",
    "coarser",
    "notes",
    "bags",
    "group",
    "sedates",
    "dosing",
    "line",
)
"""Keys whose absence leaves no question open."""


def facts_title(entry: Entry) -> tuple[str, ...]:
    """What the file is about, and by which other names it is found."""
    name, title = drug_name(getattr(entry, "name", ""), _names(entry)), getattr(entry, "title", "")
    also = getattr(entry, "also", ())
    lines = [with_label(name, title) if title else name]
    return (*lines, word("fact.also", names=listed(also))) if also else tuple(lines)


def _names(entry: Entry) -> Mapping[str, str]:
    return OnFile(drugs=(entry,)).names_of(entry.name) if isinstance(entry, DrugFacts) else {}


def facts_sections(entry: Entry) -> Iterator[Section]:
    """Each key that the file states, in the order of the reference, then what it does not state."""
    for key, value in _facts(entry):
        if key == "measured_in" and value:
            value = word(f"phrase.measured-in-{value}")
        if value not in (None, ()):
            yield Section(f"fact.{key}", (_block(value),))
    if missing := not_on_file(entry):
        headings = tuple(word(f"fact.{key}") for key in missing)
        yield Section("fact.not_on_file", (Items(headings),))


def not_on_file(entry: Entry) -> tuple[str, ...]:
    """The keys of what the file does not state, and a reader may look for."""
    no_gap = (*_NO_GAP, "kvo") if getattr(entry, "drops", None) else _NO_GAP
    empty = (key for key, value in _facts(entry) if value in (None, ()))
    return tuple(key for key in empty if key not in no_gap)


def _facts(entry: Entry) -> Iterator[tuple[str, object]]:
    return ((key, getattr(entry, key)) for key in type(entry).model_fields if key not in _HEAD)


def _block(value: object) -> Block:
    if isinstance(value, tuple):
        return Items(tuple(map(_said, value)))
    return Paragraph(_said(value))


def _said(value: object) -> str:
    """A value in words: of an entry, each key that it states, its source last."""
    if isinstance(value, Quantity):
        return Amount(value).text
    if isinstance(value, tuple):
        return listed(tuple(map(_said, value)))
    if not isinstance(value, Entry):
        return for_reader(value if isinstance(value, str) else str(value))
    stated = {key: said for key in type(value).model_fields if (said := getattr(value, key))}
    source = stated.pop("source", None)
    if "advises" in stated:
        stated["advises"] = word(f"phrase.{stated['advises'].replace(' ', '-')}")
    parts = [word(f"fact-key.{key}", value=_said(said)) for key, said in stated.items()]
    text = commas(parts)
    return word("fact.sourced", fact=text, source=source) if source else text
