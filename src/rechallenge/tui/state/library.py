"""Searching the library: words in any order and any case, in what a file says of itself."""

from collections.abc import Iterable
from contextlib import suppress

from rechallenge.files.find import NotFound
from rechallenge.files.headings import LibraryEntry, listed

from .shelf import Shelf

__all__ = ["LibraryEntry", "library_entries", "matching"]


def library_entries(shelf: Shelf) -> tuple[LibraryEntry, ...]:
    """Every protocol file there is, the unusable ones too, by drug and id."""
    found: list[LibraryEntry] = []
    with suppress(NotFound, OSError):
        found.extend(listed(shelf.shelves))
    return tuple(sorted(found, key=lambda e: (e.drug == "any", e.drug, e.id)))


def matching(entries: Iterable[LibraryEntry], words: str) -> tuple[LibraryEntry, ...]:
    """The entries in which every word stands, whatever its place and case."""
    wanted = words.casefold().split()
    return tuple(e for e in entries if all(word in _all_said(e) for word in wanted))


def _all_said(entry: LibraryEntry) -> str:
    said = (entry.id, entry.drug, entry.strategy, entry.title, "own" if entry.own else "")
    return " ".join(said).casefold()
