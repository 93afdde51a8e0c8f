"""What a list says of a file beyond its heading, read without reading the whole file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rechallenge.words.languages import language_in_use
from rechallenge.words.shown import printable

from .document import Tree
from .find import DRUGS, Shelves
from .headings import LibraryEntry
from .spots import BadFile
from .tree import MOST_BYTES, read_tree

_LISTS = {
    key: re.compile(rb"^%b:[^\n]*\n(?:[ #-][^\n]*\n|\n)*" % key.encode(), re.M)
    for key in ("also", "examples", "names")
}
"""Each list with the lines that belong to it."""


def matching(
    entries: Iterable[LibraryEntry], words: str, also: Mapping[str, tuple[str, ...]]
) -> tuple[LibraryEntry, ...]:
    """The entries that have every word, in any place and case; `also` are the other names of the
    drugs. Protocols come before facts, and words in the name of a file, in the drug or in the title
    before words elsewhere."""
    wanted = words.casefold().split()
    found = [e for e in entries if has_words(_all_said(e, also), wanted)]
    return tuple(sorted(found, key=lambda e: (not e.version, _distance(e, wanted))))


def _distance(entry: LibraryEntry, wanted: list[str]) -> int:
    """How far the words are from what the entry is called; 0 for its name itself."""
    name = entry.id.casefold()
    if "-".join(wanted) == name:
        return 0
    titled = f" {entry.drug} {_titles(entry)}".casefold()
    return sum(_distance_of(word, name, titled) for word in wanted)


def _distance_of(word: str, name: str, titled: str) -> int:
    if name.startswith(word):
        return 1
    if f"-{word}" in name:
        return 2
    if f" {word}" in titled:
        return 3
    return 4 if word in name or word in titled else 9


def _titles(entry: LibraryEntry) -> str:
    """The title in the language of its file and in that of the reader."""
    return f"{entry.title!s} {entry.title}"


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether a text has every one of these words, in any case."""
    said = text.casefold()
    return all(word.casefold() in said for word in words)


def other_names(shelves: Shelves) -> dict[str, tuple[str, ...]]:
    """The other names of each drug that has a file; first the generic one for the reader."""
    found: dict[str, tuple[str, ...]] = {}
    for name, path in shelves.facts(DRUGS).items():
        generic = generic_names(path).get(language_in_use())
        found[name] = (*([generic] if generic else []), *_also(path))
    return found


def goes_by(path: Path, name: str) -> bool:
    """Whether the file of a drug has this as another of its names, in any case and language."""
    names = (*generic_names(path).values(), *_also(path))
    return name.lower() in map(str.lower, names)


def example_time(path: Path) -> str:
    """The total time of the first worked example, as the file states it; empty where it states
    none."""
    examples = _under(path, "examples")
    totals = (one.get("total") for one in examples if isinstance(one, dict))
    return next((printable(total) for total in totals if isinstance(total, str)), "")


def generic_names(path: Path) -> dict[str, str]:
    """The generic names of a drug by language, as its file has them; empty where it has none."""
    stated = [(one.get("language"), one.get("name")) for one in _under(path, "names")
              if isinstance(one, dict)]  # fmt: skip
    return {
        tag: printable(name)
        for tag, name in stated
        if isinstance(tag, str) and isinstance(name, str)
    }


def _also(path: Path) -> Iterator[str]:
    return (printable(name) for name in _under(path, "also") if isinstance(name, str))


def _under(path: Path, key: str) -> tuple[Tree, ...]:
    """The list under a key at the left margin of a file; empty where it cannot be read."""
    try:
        found = _LISTS[key].search(path.read_bytes()[:MOST_BYTES])
        tree = read_tree(found[0]).tree if found else ""
    except (OSError, BadFile):
        return ()
    said = tree.get(key) if isinstance(tree, dict) else None
    return said if isinstance(said, tuple) else ()


def _all_said(entry: LibraryEntry, also: Mapping[str, tuple[str, ...]]) -> str:
    own = "own" if entry.own else ""
    names = also.get(entry.drug.lower(), ())
    return " ".join((entry.id, entry.drug, entry.strategy, _titles(entry), own, *names))
