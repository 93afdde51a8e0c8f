"""Reading protocol and drug files: strict, and each error with its file, line and column."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from rechallenge.model.frozen import Entry
from rechallenge.model.problems import Problem, Unusable, problems_of
from rechallenge.model.protocol import Protocol
from rechallenge.model.reading import IN_A_FILE
from rechallenge.model.review import fingerprint_of
from rechallenge.words import _
from rechallenge.words.shown import printable, reason_of, shown

from .document import Document, Tree
from .find import Shelves, looks_like_path, shipped_folder
from .spots import BadFile, Spot
from .tree import MOST_BYTES, read_tree

_Entry = TypeVar("_Entry", bound=Entry)
MOST_PROBLEMS = 20
"""Problems of one file that are listed: a person corrects these, and looks again."""


class FileProblem(NamedTuple):
    """One thing wrong with a file, and its place; the last of many `stands_for` all the others."""

    path: str
    spot: Spot
    problem: Problem
    stands_for: int = 1

    def __str__(self) -> str:
        where = f"{printable(self.path)}:{self.spot.line}:{self.spot.column}"
        at = f"{self.problem.path}: " if self.problem.place else ""
        return f"{where}: {at}{self.problem.sentence}"


class UnusableFile(Exception):
    """A file that cannot be used as written; carries the first problems found, in file order."""

    def __init__(self, *problems: FileProblem) -> None:
        self.problems = _first(sorted(problems, key=lambda p: (p.spot.line, p.spot.column)))
        super().__init__("\n".join(str(p) for p in self.problems))

    @property
    def in_one_line(self) -> str:
        """The problems as one line."""
        return "; ".join(map(str, self.problems))

    @classmethod
    def of(cls, path: Path, bad: BadFile) -> "UnusableFile":
        """The file at a path, for the one thing that is wrong with it."""
        return cls(FileProblem(str(path), bad.spot, Problem(bad.place, bad.sentence)))


class Defect(UnusableFile):
    """A file that leads to an error which nobody foresaw; the error is its cause."""


@contextmanager
def told_at(path: Path) -> Iterator[None]:
    """Within, an error that nobody foresaw is a problem of the file that is read. So nothing that a
    file holds can end the planner, or end a command without naming the file."""
    try:
        yield
    except (UnusableFile, OSError):
        raise
    except Exception as error:
        cause = shown(f"{type(error).__name__}: {error}")
        sentence = _("internal error ({cause}); it was not read. Please report it as a defect")
        bad = BadFile(Spot(1, 1), sentence.format(cause=cause))
        raise Defect.of(path, bad) from error


def _first(problems: list[FileProblem]) -> tuple[FileProblem, ...]:
    """The problems that are listed, and one that says how many others there are."""
    more = len(problems) - MOST_PROBLEMS
    if more < 2:
        return tuple(problems)
    sentence = _("and {more} more problems from here on; correct those above first")
    said = Problem((), sentence.format(more=f"{more:,}"))
    left = problems[MOST_PROBLEMS]._replace(problem=said, stands_for=more)
    return (*problems[:MOST_PROBLEMS], left)


class ProtocolSource(NamedTuple):
    """A protocol together with the file it was read from."""

    protocol: Protocol
    path: str
    document: Document

    def located(self, error: Unusable) -> UnusableFile:
        """An error found later, in planning, at its line in this file."""
        return UnusableFile(*map(self.at, error.problems))

    def at(self, problem: Problem) -> FileProblem:
        """A problem of this protocol, at its line in this file."""
        return FileProblem(self.path, self.document.spot(problem.place), problem)


def read_protocol(named: str | Path, protocols: Path | None = None) -> Protocol:
    """The protocol of an id (`cadonilimab-stepwise`) or a path.

    `protocols` is a site's own folder, which is searched with the shipped one. The environment and
    the user's configuration are not consulted. Raises NotFound, or UnusableFile with the line and
    column of each problem.
    """
    return read_source(named, Shelves(shipped_folder(), protocols)).protocol


def read_source(named: str | Path, shelves: Shelves | None = None) -> ProtocolSource:
    """A protocol with the places of its values. Raises NotFound or UnusableFile."""
    shelves = shelves or Shelves(shipped_folder())
    path = named if isinstance(named, Path) else shelves.path_of(named)
    with told_at(path):
        document = _document(path, read_bytes(path))
        source = ProtocolSource(_protocol(path, document), str(path), document)
    by_id = not isinstance(named, Path) and not looks_like_path(named)
    if by_id and (problem := misnamed("id", source.protocol.id, path)):
        raise UnusableFile(source.at(problem))
    return source


def read_content(path: Path, raw: bytes) -> Protocol:
    """The protocol of a file's content that is not written yet. Raises UnusableFile."""
    return _protocol(path, _document(path, raw))


def read_entry(model: type[_Entry], path: Path) -> _Entry:
    """The one entry that a file of facts holds. Raises UnusableFile."""
    entry, document = read_located(model, path)
    if problem := misnamed("name", getattr(entry, "name", path.stem), path):
        raise located(path, document, problem)
    return entry


def read_located(model: type[_Entry], path: Path) -> tuple[_Entry, Document]:
    """The one entry that a file holds, and where its values are. Raises UnusableFile."""
    with told_at(path):
        found: tuple[_Entry, Document] = _entry_of(model, path, read_bytes(path))
    return found


@lru_cache(maxsize=256)
def _entry_of(model: type[_Entry], path: Path, raw: bytes) -> tuple[_Entry, Document]:
    """What this content says. Every plan of a drug, and every plan on a pump, asks for it again."""
    document = _document(path, raw)
    return _validated(model, path, document, document.tree), document


def read_values(path: Path) -> dict[str, Tree]:
    """What a file says, as plain values. Raises UnusableFile."""
    with told_at(path):
        document = _document(path, read_bytes(path))
    if not isinstance(document.tree, dict):
        raise located(path, document, Problem((), _("must be a mapping of keys to values")))
    return document.tree


def misnamed(key: str, name: str, path: Path) -> Problem | None:
    """The problem of a file whose name differs from the one it states under a key."""
    sentence = _("is {name}, but the file is named {file}; give both the same name")
    said = sentence.format(name=name, file=path.name)
    return Problem((key,), said) if name != path.stem else None


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """A file of at most `most` bytes. Raises UnusableFile."""
    try:
        if path.exists() and not path.is_file():
            folder = _("is a folder") if path.is_dir() else _("is not an ordinary file")
            raise UnusableFile.of(path, BadFile(Spot(1, 1), folder))
        with path.open("rb") as file:
            raw = file.read(most + 1)
            size = max(len(raw), path.stat().st_size)
    except OSError as error:
        raise UnusableFile.of(path, BadFile(Spot(1, 1), reason_of(error))) from None
    if size > most:
        sentence = _("is {size} bytes, but a file here may have {most} at most")
        said = sentence.format(size=f"{size:,}", most=f"{most:,}")
        raise UnusableFile.of(path, BadFile(Spot(1, 1), said))
    return raw


def _document(path: Path, raw: bytes) -> Document:
    try:
        return read_tree(raw)
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None


def _protocol(path: Path, document: Document) -> Protocol:
    tree = document.tree
    if not isinstance(tree, dict):
        return _validated(Protocol, path, document, tree)
    if wrong := [key for key in worked_out({}) if key in tree]:
        sentence = _("unknown key {key}; it is worked out from the file, leave it out")
        raise located(path, document, Problem((wrong[0],), sentence.format(key=wrong[0])))
    return _validated(Protocol, path, document, {**tree, **worked_out(tree)})


def worked_out(tree: Mapping[str, object]) -> dict[str, object]:
    """What a protocol has in addition to its file: the fingerprint of the file, and its tree."""
    content = {key: value for key, value in tree.items() if key != "review"}
    return {"fingerprint": fingerprint_of(content), "tree": tree}


def _validated(model: type[_Entry], path: Path, document: Document, tree: object) -> _Entry:
    if not isinstance(tree, dict):
        raise located(path, document, Problem((), _("must be a mapping of keys to values")))
    try:
        return model.model_validate(tree, context=IN_A_FILE)
    except ValidationError as error:
        raise located(path, document, *problems_of(error)) from None


def located(path: Path, document: Document, *problems: Problem) -> UnusableFile:
    """The file with problems of its values, each at its line."""
    return UnusableFile(*(FileProblem(str(path), document.spot(p.place), p) for p in problems))
