"""One order of a batch: planned, printed, and put into its folder, unless it stands there as it
would be written."""

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from rechallenge.files.find import NotFound, Shelves
from rechallenge.files.reading import ProtocolSource, UnusableFile, read_source
from rechallenge.files.writing import NotWritten
from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, Unusable, UnusableProtocol
from rechallenge.model.site import Paper
from rechallenge.model.translation import accepted_in
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.sheet.view.day_order import DayOrder, NotPlanned, day_order
from rechallenge.sheet.view.source import finding_item
from rechallenge.version import __version__
from rechallenge.words import is_reviewed
from rechallenge.words.languages import TRANSLATIONS, fingerprint_of_book, language_in_use

from .batch_folder import Note, hash_of, hashes_in, note_in, numbered, put, put_away
from .batch_rows import BadRow, Ordered
from .export_formats import NoLabels, NotExported, export
from .making import make
from .plan_file import read_plan

PLAN, SHEET, LABELS = "plan.json", "sheet.pdf", "labels.pdf"
_FONTS = "RECHALLENGE_FONTS"


class Target(NamedTuple):
    """Where the orders of a table go, and on which paper and sheet of labels they are printed.
    `present` are the folders that are there, by line."""

    folder: Path
    shelves: Shelves
    present: Mapping[int, tuple[Path, ...]]
    paper: Paper
    labels: str


class Done(NamedTuple):
    """What became of a row: its order, or why it has no plan. `refused` says that a finding refuses
    it, `written` that its folder was written now. `aside` is where earlier folders of the row went
    that hold something no batch has written."""

    name: str
    planned: DayOrder | NotPlanned
    refused: bool = False
    written: bool = False
    aside: tuple[Path, ...] = ()


def carry_out(target: Target, row: Ordered | BadRow) -> Done:
    """Plan an order and put its folder in its place. Raises NotWritten."""
    if isinstance(row, BadRow):
        return without_plan(target, row, *map(_said, row.problems))
    source = None
    try:
        source = _protocol(row.protocol, target.shelves)
        plan = make(source.protocol, row.order, target.shelves, row.answers)
        return _stored(target, row, plan)
    except Refused as error:
        items = map(finding_item, error.findings)
        said = (f"{item.severity_word}: {item.place}: {item.code}: {item.text}" for item in items)
        return without_plan(target, row, *said, refused=True)
    except (Unusable, UnusableFile, NotFound, NotExported, NotWritten) as error:
        return without_plan(target, row, *_why(error, source))


def without_plan(target: Target, row: Ordered | BadRow, *why: str, refused: bool = False) -> Done:
    """A row without a plan, and why. Its folders of earlier go away, so that no sheet in them is
    taken for its own. Raises NotWritten."""
    patient = row.patient if isinstance(row, BadRow) else row.order.patient
    planned = NotPlanned(row.line, row.protocol, patient, why)
    return Done(_name(row), planned, refused=refused, aside=_put_others_away(target, row, ""))


def _stored(target: Target, row: Ordered, plan: Plan) -> Done:
    """The order in its folder, which is written only if a byte of it would be another."""
    name = _name(row)
    folder = target.folder / name
    aside = _put_others_away(target, row, name)
    note = Note()
    there: Mapping[str, str] = {}
    if folder in target.present.get(row.line, ()):
        note, there = note_in(folder), hashes_in(folder)
        plan = _with_checks(plan, folder / numbered(row.line, PLAN))
    content = plan_json(plan).encode()
    made_from = _made_from(target, content)
    as_noted = all(there.get(file) == sha for file, sha in note.files.items())
    same_plan = there.get(numbered(row.line, PLAN)) == hash_of(content)
    if same_plan and as_noted and note.made_from == made_from:
        return Done(name, day_order(row.line, plan), aside=aside)
    put_aside = put(folder, dict(_files(target, row.line, plan, content)), made_from)
    aside += (put_aside,) if put_aside else ()
    return Done(name, day_order(row.line, plan), written=True, aside=aside)


def _with_checks(plan: Plan, path: Path) -> Plan:
    """The plan with what persons have done with it, as its own file has it: second checks, and a
    translation that was accepted where the row accepts none. No other plan's."""
    try:
        if path.read_bytes() == plan_json(plan).encode():
            return plan
        saved = read_plan(path)
    except (OSError, UnusableFile):
        return plan
    if saved.fingerprint != fingerprint(plan):
        return plan
    if accepted_in(plan.findings):
        return plan.model_copy(update={"checks": saved.plan.checks})
    return saved.plan


def _made_from(target: Target, plan: bytes) -> str:
    """What the files of an order follow from: its plan, its words, and what shapes its pages."""
    tag = language_in_use()
    words = (tag, is_reviewed(), fingerprint_of_book(tag) if tag in TRANSLATIONS else "")
    paper = (target.paper, target.labels, os.environ.get(_FONTS, ""))
    return hash_of(repr((hash_of(plan), words, *paper, __version__, version("typst"))).encode())


def _files(target: Target, line: int, plan: Plan, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield numbered(line, PLAN), content
    yield numbered(line, SHEET), export(plan, "pdf", paper=target.paper)
    try:
        yield numbered(line, LABELS), export(plan, "pdf", labels=target.labels)
    except NoLabels:
        return


def _put_others_away(target: Target, row: Ordered | BadRow, name: str) -> tuple[Path, ...]:
    others = (path for path in target.present.get(row.line, ()) if path.name != name)
    return tuple(aside for aside in map(put_away, others) if aside is not None)


def _name(row: Ordered | BadRow) -> str:
    return numbered(row.line, row.protocol)


@lru_cache(maxsize=64)
def _protocol(named: str, shelves: Shelves) -> ProtocolSource:
    return read_source(named, shelves)


def _why(error: Exception, source: ProtocolSource | None) -> Iterator[str]:
    if isinstance(error, UnusableProtocol) and source is not None:
        error = source.located(error)
    if isinstance(error, UnusableFile):
        yield from map(str, error.problems)
    elif isinstance(error, Unusable):
        yield from map(_said, error.problems)
    else:
        yield str(error)


def _said(problem: Problem) -> str:
    return f"{problem.path}: {problem.sentence}" if problem.place else problem.sentence
