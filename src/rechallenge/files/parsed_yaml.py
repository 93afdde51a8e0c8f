"""Any YAML file as plain values, and what is wrong with one that cannot be read.

The file is read from the parser's events, so nothing is ever resolved: `0.10` stays `0.10` and `NO`
stays `NO`. Anchors, aliases, tags and duplicate keys are refused, because they can hide a number
from the reader.
"""

from collections.abc import Iterator
from typing import Any

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
from ruamel.yaml.reader import Reader

from rechallenge.model.places import Place
from rechallenge.words import _
from rechallenge.words.shown import shown

from .document import DEEPEST, MOST_VALUES, Document, Tree
from .spots import BadFile, Spot


class _Reader(Reader):
    """ruamel's reader. Compiling its pattern of printable characters takes as long as reading three
    files, so it is used only where a character may not be printable."""

    def check_printable(self, data: str) -> None:
        if not all(c.isprintable() or c in "\t\n\r" for c in set(data)):
            super().check_printable(data)


def parsed(text: str) -> Document:
    """The values of a file. Raises BadFile."""
    document = Document(tree="")
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Reader = _Reader
        events = _content(yaml.parse(text))
        document.tree = _Builder(events, document).value(next(events), ())
        if next(events, None) is not None:
            raise BadFile(document.spot(()), _("there is more after the file's mapping"))
    except YAMLError as error:
        raise _bad_yaml(error, text) from None
    except (ValueError, OverflowError):
        # ruamel's own, from a number in `%YAML 1.2` or an escape such as "\\UFFFFFFFF".
        sentence = _("this is not YAML: a number in it is too large")
        raise BadFile(document.spot(()), sentence) from None
    return document


def _content(events: Iterator[Event]) -> Iterator[Event]:
    """The events that carry values; a second document is refused."""
    documents = 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                sentence = _("a second document begins here; keep one document per file")
                raise BadFile(_spot(event), sentence)
        if isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | SequenceEndEvent
                      | MappingStartEvent | MappingEndEvent):  # fmt: skip
            yield event
    if not documents:
        raise BadFile(Spot(1, 1), _("the file is empty"))


class _Builder:
    """Turns events into values, noting each one's spot."""

    def __init__(self, events: Iterator[Event], document: Document) -> None:
        self._events = events
        self._document = document
        self._spots = document.spots
        self._end = 0

    def value(self, event: Event, place: Place) -> Tree:
        self._spots.setdefault(place, _spot(event))
        _refuse_indirect(event, place)
        if len(place) > DEEPEST:
            sentence = _("is nested more than {levels} levels deep")
            raise BadFile(_spot(event), sentence.format(levels=DEEPEST), place)
        if len(self._spots) > MOST_VALUES:
            sentence = _("is one value more than a file may have, which is {most}")
            raise BadFile(_spot(event), sentence.format(most=f"{MOST_VALUES:,}"), place)
        self._end = event.end_mark.index
        flow = getattr(event, "flow_style", False)
        read: Tree
        if isinstance(event, ScalarEvent):
            read = str(event.value)
        elif isinstance(event, SequenceStartEvent):
            read = self._sequence(place, flow)
        else:
            if flow:
                self._document.flow.add(place)
            read = self._mapping(place, flow)
        self._document.slices[place] = (event.start_mark.index, self._end)
        return read

    def _sequence(self, place: Place, flow: bool) -> tuple[Tree, ...]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self.value(event, (*place, len(items))))
        self._closed(event, flow)
        return tuple(items)

    def _mapping(self, place: Place, flow: bool) -> dict[str, Tree]:
        items: dict[str, Tree] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            _refuse_indirect(event, place)
            if not isinstance(event, ScalarEvent):
                raise BadFile(_spot(event), _("a key must be a plain word"), place)
            key = str(event.value)
            here = (*place, key)
            if key in items:
                sentence = _("{key} is here twice, first in line {line}; keep one")
                said = sentence.format(key=shown(key), line=self._spots[here].line)
                raise BadFile(_spot(event), said, here)
            self._spots[here] = _spot(event)
            self._document.starts[here] = event.start_mark.index
            items[key] = self.value(next(self._events), here)
        self._closed(event, flow)
        return items

    def _closed(self, event: Event, flow: bool) -> None:
        """Brackets end a value; without them it ends with its last one, before any remark."""
        if flow:
            self._end = event.end_mark.index


def _refuse_indirect(event: Any, place: Place) -> None:
    if isinstance(event, AliasEvent):
        sentence = _("*{name} points elsewhere; write the value here")
        raise BadFile(_spot(event), sentence.format(name=shown(event.anchor)), place)
    if getattr(event, "anchor", None):
        sentence = _("&{name} names a value for reuse; leave it out")
        raise BadFile(_spot(event), sentence.format(name=shown(event.anchor)), place)
    if getattr(event, "tag", None):
        sentence = _("the tag {tag} is not read; leave it out")
        raise BadFile(_spot(event), sentence.format(tag=shown(str(event.tag))), place)


def _spot(event: Any) -> Spot:
    return Spot(event.start_mark.line + 1, event.start_mark.column + 1)


def _bad_yaml(error: YAMLError, text: str) -> BadFile:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    lines = text.splitlines()
    line = lines[spot.line - 1] if spot.line <= len(lines) else ""
    if "\t" in line[: spot.column]:
        return BadFile(spot, _("there is a tab; indent with spaces"))
    problem = error.problem if isinstance(error, MarkedYAMLError) else None
    if problem and ("mapping values are not allowed" in problem or "but got ':'" in problem):
        sentence = _("plain text cannot have a colon; put the text in double quotes")
        return BadFile(spot, sentence)
    cause = shown(problem or _("unreadable character"))
    return BadFile(spot, _("this is not YAML: {cause}").format(cause=cause))
