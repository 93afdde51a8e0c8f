"""Searching the library: words in any order and any case, in what a file says of itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rechallenge.files.find import NotFound
from rechallenge.files.headings import read_heading
from rechallenge.quantities import printable

from .shelf import Shelf


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One protocol in the list; `trouble` says why its file cannot be used, as far as its first
    lines tell. `own` is a site's own."""

    id: str
    drug: str
    strategy: str
    title: str
    path: Path
    own: bool = False
    trouble: str = ""

    @property
    def named(self) -> str:
        """What an order names it by: its id, or its path where the id would not find it."""
        return str(self.path) if self.trouble else self.id


def library_entries(shelf: Shelf) -> tuple[LibraryEntry, ...]:
    """Every protocol file there is, the unusable ones too, by drug and id."""
    site = shelf.shelves.site
    found: list[LibraryEntry] = []
    try:
        for path in shelf.shelves.paths():
            found.append(_entry(path, site is not None and path.is_relative_to(site)))
    except (NotFound, OSError):
        pass
    return tuple(sorted(_with_doubles(found), key=lambda e: (e.drug == "any", e.drug, e.id)))


def matching(entries: Iterable[LibraryEntry], words: str) -> tuple[LibraryEntry, ...]:
    """The entries in which every word stands, whatever its place and case."""
    wanted = words.casefold().split()
    return tuple(e for e in entries if all(word in _all_said(e) for word in wanted))


def _all_said(entry: LibraryEntry) -> str:
    said = (entry.id, entry.drug, entry.strategy, entry.title, "own" if entry.own else "")
    return " ".join(said).casefold()


def _entry(path: Path, own: bool) -> LibraryEntry:
    name = printable(path.stem)
    try:
        heading = read_heading(path)
    except OSError as error:
        return LibraryEntry(
            name, "", "", "", path, own, (error.strerror or "cannot be read").lower()
        )
    if heading is None:
        return LibraryEntry(
            name, "", "", "", path, own, "does not state id, title, drug and strategy"
        )
    trouble = "" if heading.id == path.stem else f"has the id {heading.id}; give both one name"
    return LibraryEntry(name, heading.drug, heading.strategy, heading.title, path, own, trouble)


def _with_doubles(entries: list[LibraryEntry]) -> list[LibraryEntry]:
    first: dict[str, LibraryEntry] = {}
    result = []
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry and not entry.trouble:
            entry = LibraryEntry(
                entry.id, entry.drug, entry.strategy, entry.title, entry.path, entry.own,
                f"has the id of {other.path}; rename yours",
            )  # fmt: skip
        result.append(entry)
    return result
