"""Protocol and fact files as the planner uses them: read again only when they have changed."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rechallenge.files.document import Document
from rechallenge.files.find import (
    KINDS,
    SITE_VARIABLE,
    NotFound,
    Shelves,
    shipped_folder,
    yaml_paths,
)
from rechallenge.files.headings import LibraryEntry, listed
from rechallenge.files.reading import ProtocolSource, UnusableFile, read_source
from rechallenge.files.summaries import other_names
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem
from rechallenge.model.protocol import ANY_DRUG, Protocol
from rechallenge.model.site import SiteOnFile
from rechallenge.words import _
from rechallenge.words.lists import things
from rechallenge.words.shown import reason_of

from .draft import Held

Signature: TypeAlias = tuple[tuple[str, int, int], ...]
_KINDS = dict(zip(KINDS, (_("drug"), _("pump"), _("line"), _("measures")), strict=True))


@dataclass(slots=True)
class Shelf:
    """The shelves of protocols, with what was last read from them.

    `warning` says why a site's own folder is not used, or what is wrong with the site's own file;
    None if all is right.
    """

    shelves: Shelves
    warning: str | None = None
    _paths: dict[str, Path] = field(default_factory=dict)
    _sources: dict[Path, tuple[Signature, ProtocolSource | UnusableFile]] = field(
        default_factory=dict
    )
    _facts: dict[object, OnFile] = field(default_factory=dict)
    _site: tuple[Signature, SiteOnFile | None] | None = None

    @classmethod
    def found(cls, stated: Path | None = None) -> "Shelf":
        """The shelves of this machine, with a warning for a site's folder that cannot be used."""
        try:
            shelves = Shelves.found(stated)
        except NotFound as error:
            return cls(Shelves(shipped_folder()), _shipped_only(error))
        except OSError as error:
            return cls(Shelves(shipped_folder()), _unreadable(error, stated))
        if shelves.site is not None:
            try:
                # A search passes over a folder that it may not enter, in silence.
                with os.scandir(shelves.site):
                    pass
                yaml_paths(shelves.site)
            except OSError as error:
                return cls(Shelves(shelves.shipped), _unreadable(error, shelves.site))
            except NotFound as error:
                return cls(Shelves(shelves.shipped), _shipped_only(error))
        shelf = cls(shelves)
        try:
            shelf.site()
        except UnusableFile as error:
            sentence = _("{why}. No plan is made until that is corrected")
            shelf.warning = sentence.format(why=error.in_one_line)
        return shelf

    def source(self, named: str) -> ProtocolSource:
        """The protocol of an id or a path, as its file is now; of a saved plan (`.json`), the one
        that it was made from. Raises NotFound or UnusableFile."""
        path = self._paths.get(named)
        if path is None or not path.is_file():
            path = self._paths[named] = self.shelves.path_of(named)
        signature = _signature([path])
        known = self._sources.get(path)
        if known is None or known[0] != signature:
            known = self._sources[path] = (signature, _read(named, path))
        if isinstance(known[1], UnusableFile):
            raise known[1]
        return known[1]

    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every protocol file there is, the unusable ones too, by drug and id."""
        found: list[LibraryEntry] = []
        with suppress(NotFound, OSError):
            found.extend(listed(self.shelves))
        return tuple(sorted(found, key=lambda e: (e.drug == ANY_DRUG, e.drug, e.id)))

    def facts(self) -> tuple[LibraryEntry, ...]:
        """Every file of facts there is, by kind and name. `strategy` is what the file is about."""
        also = self.other_names()
        return tuple(
            LibraryEntry(path, name, title=things(also.get(name, ())), strategy=_KINDS[kind])
            for kind in KINDS
            for name, path in sorted(self.shelves.facts(kind).items())
        )

    def other_names(self) -> dict[str, tuple[str, ...]]:
        """The other names of each drug that has a file."""
        return other_names(self.shelves)

    def on_file(self, protocol: Protocol, order: Order, held: Held | None = None) -> OnFile:
        """What is on file for an order, and what it takes from the site's file, or from the one
        that a plan holds. Raises UnusableOrder and UnusableFile."""
        site = self.site() if held is None else held.site
        named = (str(getattr(order, name)) for name in ("drug", "line", "premed"))
        blank = (getattr(order, name) is None for name in Order.model_fields)
        chosen = (order.pump, order.technique, order.measures)
        of_site = None if site is None else site.fingerprint
        wanted = (
            protocol.fingerprint,
            *named,
            *chosen,
            *blank,
            of_site,
            held is None,
            self.facts_now(),
        )
        if wanted not in self._facts:
            self._facts = {wanted: self.shelves.on_file_with(site, protocol, order)}
        return self._facts[wanted]

    def site(self) -> SiteOnFile | None:
        """The site's own file as it is now; None where there is none. Raises UnusableFile."""
        path = self.shelves.site_file
        if path is None:
            return None
        if self._site is None or self._site[0] != self._site_now(path, self._site[1]):
            # One that cannot be used is read again each time, until it is right.
            site = self.shelves.site_on_file()
            self._site = (self._site_now(path, site), site)
        return self._site[1]

    def holding(self, held: Held | None) -> "Filed":
        return Filed(self, held)

    def names(self, kind: str) -> tuple[str, ...]:
        """The names on file of one kind of facts."""
        return tuple(sorted(self.shelves.facts(kind)))

    def facts_now(self) -> Signature:
        """What tells one state of the files of facts, the site's own among them, from another."""
        facts = _signature([p for kind in KINDS for p in self.shelves.facts(kind).values()])
        path = self.shelves.site_file
        if path is None:
            return facts
        return (*facts, *self._site_now(path, None if self._site is None else self._site[1]))

    def _site_now(self, path: Path, site: SiteOnFile | None) -> Signature:
        """What tells one state of the site's own file from another: also its logo, and which files
        of facts there are, since a folder changes when a file comes or goes."""
        logo = [] if site is None or site.said.logo is None else [path.parent / site.said.logo]
        return _signature([path, *logo, *(path.parent / kind for kind in KINDS)])

    def signature(self, named: str) -> object:
        """What tells one state of all files that a plan rests on from another."""
        path = self._paths.get(named)
        return (_signature([path] if path else []), self.facts_now())


class Filed(NamedTuple):
    """A shelf, with the site's file that a plan holds in place of this site's."""

    shelf: Shelf
    held: Held | None

    def on_file(self, protocol: Protocol, order: Order) -> OnFile:
        """What is on file for an order. Raises UnusableOrder and UnusableFile."""
        return self.shelf.on_file(protocol, order, self.held)


def _read(named: str, path: Path) -> ProtocolSource | UnusableFile:
    try:
        if is_plan_file(named):
            return _held_by_plan(path)
        source = read_source(path)
        if source.protocol.id != path.stem and str(path) != named:
            # By its id, a file must carry the id it was found by.
            return _misnamed(source, path)
        return source
    except UnusableFile as error:
        return error


def is_plan_file(named: str) -> bool:
    """Whether a protocol is named by a saved plan that holds it."""
    return named.endswith(".json")


def _held_by_plan(path: Path) -> ProtocolSource:
    from rechallenge.service.plan_file import read_plan

    protocol = read_plan(path).plan.protocol
    # A plan file has other places than a protocol file: a problem is reported at its top.
    return ProtocolSource(protocol, str(path), Document({}, {}))


def _misnamed(source: ProtocolSource, path: Path) -> UnusableFile:
    sentence = _("is {id}, but the file is named {file}").format(
        id=source.protocol.id, file=path.name
    )
    return UnusableFile(source.at(Problem(("id",), sentence)))


def _signature(paths: list[Path]) -> Signature:
    found = []
    for path in paths:
        try:
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((str(path), 0, 0))
    return tuple(found)


def _shipped_only(why: NotFound) -> str:
    return _("{why}. Only shipped protocols are shown").format(why=why)


def _unreadable(error: OSError, folder: Path | None) -> str:
    where = folder or os.environ.get(SITE_VARIABLE, _("your folder of protocols"))
    said = _("{folder} cannot be read: {reason}. Only shipped protocols are shown")
    return said.format(folder=where, reason=reason_of(error))
