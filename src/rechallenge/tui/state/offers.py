"""The names that are offered while one is typed: of protocols, drugs, pumps, lines and files."""

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rechallenge.files.headings import LibraryEntry
from rechallenge.files.summaries import has_words, matching
from rechallenge.sheet.names import drug_name
from rechallenge.words.lists import things, with_label

from .draft import DraftOrder
from .evaluation import site_of
from .field_text import choices_for
from .fields import PROTOCOL, FieldSpec, form
from .shelf import Shelf, is_plan_file

DRUG = "drug"
FREE = (DRUG, "line")
"""Fields that also take what is on no file, so that a text in them may be whole as it is."""
_PROTOCOL_FILES = (".yaml", ".yml", ".json")
_MOST = 50


class Offer(NamedTuple):
    """A text that may be taken, and what it means."""

    text: str
    meaning: str = ""


Offers = tuple[Offer, ...]


class NamesOnFile:
    """What each field can be offered. Files are listed once, and again when one of them has
    changed: before anybody types, or with the first letter that comes before that. So a Down typed
    ahead finds the list, and does not go on to the next field."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._entries: tuple[LibraryEntry, ...] | None = None
        self._also: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, tuple[tuple[str, str], ...]] = {}

    @property
    def is_read(self) -> bool:
        """Whether the names are known."""
        return self._entries is not None

    def read(self) -> tuple[LibraryEntry, ...]:
        self._also = self._shelf.other_names()
        site = site_of(DraftOrder(date.min), self._shelf)
        self._words = {spec.key: choices_for(spec, self._shelf, site) for spec in form(None)}
        self._words[DRUG] = tuple(
            (name, things(others)) for name, others in sorted(self._also.items())
        )
        self._entries = tuple(entry for entry in self._shelf.entries() if not entry.trouble)
        return self._entries

    def for_field(self, spec: FieldSpec, text: str) -> Offers:
        """What may be meant by a text; nothing where it is empty, or one of the names itself."""
        if not text.strip():
            return ()
        entries = self.read() if self._entries is None else self._entries
        if spec.key == PROTOCOL and _is_path(text):
            return () if Path(text).is_file() else files_offered(text, _PROTOCOL_FILES)
        if spec.key == PROTOCOL:
            found = matching(entries, text, self._also)
            offers = [Offer(e.id, with_label(drug_name(e.drug), e.title)) for e in found]
        else:
            wanted = text.casefold().split()
            words = self._words.get(spec.key, ())
            offers = [Offer(*word) for word in words if has_words(" ".join(word), wanted)]
            offers.sort(key=lambda offer: not offer.text.casefold().startswith(wanted[0]))
        return () if any(offer.text == text for offer in offers) else tuple(offers[:_MOST])


def files_offered(text: str, endings: tuple[str, ...]) -> Offers:
    """The folders, and the files with one of these endings, whose names begin as a path does."""
    head, begun = os.path.split(text)
    try:
        folder = Path(head or ".").expanduser()
        with os.scandir(folder) as found:
            wanted = [entry for entry in found if _wanted(entry, begun, endings)]
            names = [f"{entry.name}/" if entry.is_dir() else entry.name for entry in wanted]
    except (OSError, RuntimeError, ValueError):
        return ()
    offered = sorted(names, key=lambda name: (not name.endswith("/"), name.casefold()))
    begins = text.removesuffix(begun)
    return tuple(Offer(f"{begins}{name}") for name in offered[:_MOST])


def only_completion(offers: Offers, text: str) -> str | None:
    """The text of the only offer, where it goes on from what is typed; otherwise None."""
    texts = [offer.text for offer in offers]
    goes_on = len(texts) == 1 and texts[0].casefold().startswith(text.casefold())
    return texts[0] if goes_on else None


def _wanted(entry: os.DirEntry[str], begun: str, endings: tuple[str, ...]) -> bool:
    if entry.name.startswith(".") and not begun.startswith("."):
        return False
    if not entry.name.startswith(begun) or not entry.name.isprintable():
        return False
    return entry.name.lower().endswith(endings) or entry.is_dir()


def _is_path(text: str) -> bool:
    return "/" in text or os.sep in text or is_plan_file(text) or text.startswith("~")
