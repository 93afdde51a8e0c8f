"""What a list says of a file beyond its heading, read without reading the whole file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import Event, ScalarEvent, SequenceEndEvent

from rechallenge.words.shown import printable

from .find import DRUGS, Shelves
from .headings import LibraryEntry
from .tree import MOST_BYTES

_ALSO, _EXAMPLES = re.compile(rb"^also:", re.M), re.compile(rb"^examples:", re.M)


def matching(
    entries: Iterable[LibraryEntry], words: str, also: Mapping[str, tuple[str, ...]]
) -> tuple[LibraryEntry, ...]:
    """The entries that have every word, in any place and case; `also` are the other names of the
    drugs."""
    wanted = words.casefold().split()
    return tuple(e for e in entries if has_words(_all_said(e, also), wanted))


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether a text has every one of these words, in any case."""
    said = text.casefold()
    return all(word.casefold() in said for word in words)


def other_names(shelves: Shelves) -> dict[str, tuple[str, ...]]:
    """The other names of each drug that has a file."""
    return {name: tuple(_also(path)) for name, path in shelves.facts(DRUGS).items()}


def example_time(path: Path) -> str:
    """The total time of the first worked example, as the file states it; empty where it states
    none."""
    inside = False
    for event in _events_from(path, _EXAMPLES):
        if inside and isinstance(event, ScalarEvent):
            return printable(str(event.value))
        inside = isinstance(event, ScalarEvent) and event.value == "total"
    return ""


def _also(path: Path) -> Iterator[str]:
    for event in _events_from(path, _ALSO):
        if isinstance(event, SequenceEndEvent):
            return
        if isinstance(event, ScalarEvent) and event.value != "also":
            yield printable(str(event.value))


def _events_from(path: Path, key: re.Pattern[bytes]) -> Iterator[Event]:
    """The file from a key at its left margin on; nothing where it cannot be read so."""
    try:
        raw = path.read_bytes()[:MOST_BYTES]
    except OSError:
        return
    if found := key.search(raw):
        try:
            text = raw[found.start() :].decode("utf-8", "ignore")
            yield from YAML(typ="safe", pure=True).parse(text)
        except YAMLError:
            return


def _all_said(entry: LibraryEntry, also: Mapping[str, tuple[str, ...]]) -> str:
    own = "own" if entry.own else ""
    names = also.get(entry.drug.lower(), ())
    return " ".join((entry.id, entry.drug, entry.strategy, entry.title, own, *names))
