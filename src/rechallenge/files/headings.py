"""The heading of protocol files, to list many of them quickly. The rest is not read."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rechallenge.model.protocol import ANY_DRUG
from rechallenge.model.texts import file_text
from rechallenge.words import _
from rechallenge.words.shown import printable, reason_of, shown

from .document import Document
from .find import Shelves
from .ordinary_yaml import read_ordinary
from .spots import BadFile
from .tree import MOST_BYTES, read_tree

KEYS = ("id", "title", "drug", "strategy", "version")


class LibraryEntry(NamedTuple):
    """One protocol file in a list, as its first lines describe it; `own` is a site's own.

    `id` is the name of the file. `trouble` says why an order cannot name the protocol by it.
    """

    path: Path
    id: str
    title: str = ""
    drug: str = ""
    strategy: str = ""
    version: str = ""
    own: bool = False
    trouble: str = ""

    @property
    def named(self) -> str:
        """The name for it in an order: its id, or its path if the id would not find it."""
        return str(self.path) if self.trouble else self.id


def listed(shelves: Shelves) -> Iterator[LibraryEntry]:
    """Every protocol file there is, the unusable ones too. Raises NotFound for a folder that cannot
    be read."""
    first: dict[str, Path] = {}
    for path in shelves.paths():
        own = shelves.site is not None and path.is_relative_to(shelves.site)
        entry = LibraryEntry(path, printable(path.stem), own=own)
        other = first.setdefault(path.stem, path)
        try:
            heading = _heading(path)
        except OSError as error:
            yield entry._replace(trouble=reason_of(error))
            continue
        if heading is None:
            trouble = _("does not state id, title, drug, strategy and version")
            yield entry._replace(trouble=trouble)
            continue
        trouble = ""
        if heading.id != path.stem:
            sentence = _("has the id {id}; give the id and the file the same name")
            trouble = sentence.format(id=heading.id)
        elif other is not path:
            sentence = _("has the id of {file}; rename yours")
            trouble = sentence.format(file=printable(str(other)))
        yield heading._replace(id=entry.id, own=own, trouble=trouble)


def protocols_for(drug: str, shelves: Shelves) -> str:
    """A sentence with the protocols for a drug, and with those for any. Raises NotFound."""
    known = [entry for entry in listed(shelves) if entry.title]
    own, any_drug = (
        ", ".join(entry.named for entry in known if entry.drug.lower() == wanted)
        for wanted in (drug.lower(), ANY_DRUG)
    )
    sentence = _("No protocol is for {drug}; for any drug there are {any_drug}")
    if own:
        sentence = _("For {drug} there are {own}; for any drug, {any_drug}")
    return sentence.format(drug=shown(drug), own=own, any_drug=any_drug)


def _heading(path: Path) -> LibraryEntry | None:
    """The heading of a file, from its first lines if it is there, otherwise from all of it; None
    if the file does not state it. Raises OSError."""
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES)
    document = _first_lines(raw.decode("utf-8", "ignore"))
    try:
        tree = (document or read_tree(raw)).tree
    except BadFile:
        return None
    values = tree if isinstance(tree, dict) else {}
    title = _title(values.get("title"))
    found = {key: printable(value) for key in KEYS if isinstance(value := values.get(key), str)}
    if title is None or not found.keys() >= set(KEYS) - {"title"}:
        return None
    name, drug, strategy, version = (found[key] for key in KEYS if key != "title")
    return LibraryEntry(path, name, title, drug, strategy, version)


def _title(written: object) -> str | None:
    """A title as it is listed, also one that its file cannot be used with."""
    try:
        return file_text(written)
    except ValueError:
        return printable(written) if isinstance(written, str) else None


def _first_lines(text: str) -> Document | None:
    """The file up to the last key of the heading, whatever comes after; None where not all of them
    are in it, or the parser must read it."""
    left, lines = set(KEYS), list[str]()
    for line in text.split("\n"):
        if not left and line[:1] not in ("", " ", "#"):
            break
        lines.append(f"{line}\n")
        left.discard(line.partition(":")[0])
    return None if left else read_ordinary("".join(lines))
