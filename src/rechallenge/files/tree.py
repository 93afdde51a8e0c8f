"""A YAML file as plain values, every scalar kept as the text it is, with the place of each.

The file is read from the parser's events, so nothing is ever resolved: `0.10` stays `0.10` and `NO`
stays `NO`. What would hide a number from its reader is refused: anchors, aliases, tags, duplicate
keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rechallenge.model.places import Place
from rechallenge.quantities import shown

from .spots import BadFile, Spot, decoded

MOST_BYTES = 200_000
DEEPEST = 12

Tree: TypeAlias = dict[str, "Tree"] | tuple["Tree", ...] | str


@dataclass(slots=True)
class Document:
    """A file's values, and where each stands: its line and column, the characters of a scalar
    from start to end, those where its key begins, and the mappings written in braces."""

    tree: Tree
    spots: dict[Place, Spot] = field(default_factory=dict)
    slices: dict[Place, tuple[int, int]] = field(default_factory=dict, compare=False)
    starts: dict[Place, int] = field(default_factory=dict, compare=False)
    flow: set[Place] = field(default_factory=set, compare=False)

    def spot(self, place: Place) -> Spot:
        """Where a value stands; for one that is missing, where its mapping begins."""
        while place and place not in self.spots:
            place = place[:-1]
        return self.spots.get(place, Spot(1, 1))


def read_tree(raw: bytes) -> Document:
    """The values of a file. Raises BadFile."""
    text = decoded(raw, "save it as UTF-8")
    document = Document(tree="")
    try:
        events = _content(YAML(typ="safe", pure=True).parse(text))
        document.tree = _Builder(events, document).value(next(events), ())
        for _ in events:
            raise BadFile(document.spot(()), "there is more after the file's mapping")
    except YAMLError as error:
        raise _bad_yaml(error, text) from None
    return document


def _content(events: Iterator[Event]) -> Iterator[Event]:
    """The events that carry values; a second document is refused."""
    documents = 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadFile(_spot(event), "a second document begins here; keep one to a file")
        if isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | SequenceEndEvent
                      | MappingStartEvent | MappingEndEvent):  # fmt: skip
            yield event
    if not documents:
        raise BadFile(Spot(1, 1), "the file is empty")


class _Builder:
    """Turns events into values, noting each one's spot."""

    def __init__(self, events: Iterator[Event], document: Document) -> None:
        self._events = events
        self._document = document
        self._spots = document.spots

    def value(self, event: Event, place: Place) -> Tree:
        self._spots.setdefault(place, _spot(event))
        _refuse_indirect(event, place)
        if len(place) > DEEPEST:
            raise BadFile(_spot(event), f"is nested more than {DEEPEST} levels deep", place)
        if isinstance(event, ScalarEvent):
            self._document.slices[place] = (event.start_mark.index, event.end_mark.index)
            return str(event.value)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(place)
        if getattr(event, "flow_style", False):
            self._document.flow.add(place)
        return self._mapping(place)

    def _sequence(self, place: Place) -> tuple[Tree, ...]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self.value(event, (*place, len(items))))
        return tuple(items)

    def _mapping(self, place: Place) -> dict[str, Tree]:
        items: dict[str, Tree] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            _refuse_indirect(event, place)
            if not isinstance(event, ScalarEvent):
                raise BadFile(_spot(event), "a key must be a plain word", place)
            key = str(event.value)
            here = (*place, key)
            if key in items:
                first = self._spots[here]
                raise BadFile(
                    _spot(event),
                    f"{shown(key)} stands here twice, first in line {first.line}; keep one",
                    here,
                )
            self._spots[here] = _spot(event)
            self._document.starts[here] = event.start_mark.index
            items[key] = self.value(next(self._events), here)
        return items


def _refuse_indirect(event: Any, place: Place) -> None:
    if isinstance(event, AliasEvent):
        raise BadFile(
            _spot(event), f"*{shown(event.anchor)} points elsewhere; write the value here", place
        )
    if getattr(event, "anchor", None):
        raise BadFile(
            _spot(event), f"&{shown(event.anchor)} names a value for reuse; leave it out", place
        )
    if getattr(event, "tag", None):
        raise BadFile(_spot(event), f"the tag {shown(str(event.tag))} is not read", place)


def _spot(event: Any) -> Spot:
    return Spot(event.start_mark.line + 1, event.start_mark.column + 1)


def _bad_yaml(error: YAMLError, text: str) -> BadFile:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    lines = text.splitlines()
    line = lines[spot.line - 1] if spot.line <= len(lines) else ""
    if "\t" in line[: spot.column]:
        return BadFile(spot, "there is a tab; indent with spaces")
    problem = error.problem if isinstance(error, MarkedYAMLError) else None
    if problem and ("mapping values are not allowed" in problem or "but got ':'" in problem):
        return BadFile(spot, "a colon cannot stand in plain text; put the text in double quotes")
    return BadFile(spot, f"this is not YAML: {shown(problem or 'unreadable character')}")
