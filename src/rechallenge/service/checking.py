"""Whether a file is right: form, arithmetic, worked examples, and what it leaves open."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rechallenge.files.facts import facts_for, find_facts, read_facts
from rechallenge.files.find import (
    KINDS,
    SITE_FILE,
    NotFound,
    Shelves,
    kind_of_facts,
    looks_like_path,
    shipped_folder,
    yaml_paths,
)
from rechallenge.files.reading import (
    FileProblem,
    ProtocolSource,
    UnusableFile,
    misnamed,
    read_source,
)
from rechallenge.files.site import read_site
from rechallenge.files.spots import Spot
from rechallenge.model.consistency import unused_parameters
from rechallenge.model.finding import Refused
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, Unusable
from rechallenge.model.protocol import ANY_DRUG, REQUIRED, Protocol
from rechallenge.model.reaction import UNSTATED
from rechallenge.sheet.view.facts import not_on_file
from rechallenge.words import _

from .examples import example_problems, order_of, why_no_plan
from .making import make_plan
from .site_file import left_open


class Report(NamedTuple):
    """The result of checking one file: problems to correct, and open points to know about."""

    path: Path
    kind: str
    examples: int = 0
    problems: tuple[FileProblem, ...] = ()
    open_points: tuple[FileProblem, ...] = ()


_FilesById: TypeAlias = Mapping[str, tuple[Path, ...]]
"""The protocol files of each id, by the names of the files alone."""


class ToCheck(NamedTuple):
    """A file to check. `folder` is the folder of protocols that was asked for, where one was."""

    path: Path
    shelves: Shelves
    folder: Path | None
    by_id: _FilesById


def to_check(named: str, shelves: Shelves) -> list[ToCheck]:
    """The file of a path, an id or a name, or every file of a folder. Raises NotFound."""
    path, folder = Path(named), None
    if path.is_dir():
        found = yaml_paths(path)
        if not found:
            raise NotFound(_("{folder} has no .yaml file in it").format(folder=named))
        if path.resolve().name not in KINDS:
            folder = path
            shelves = _shelves_with(path, shelves)
    else:
        found = [path_named(named, shelves)]
    by_id = _files_by_id(shelves)
    return [ToCheck(file, shelves, folder, by_id) for file in found]


def path_named(named: str, shelves: Shelves) -> Path:
    """The file of a path, an id, or the name of a drug, pump, line or measures. Raises NotFound."""
    if looks_like_path(named) or Path(named).is_file():
        return Path(named)
    facts = find_facts(named, shelves)
    if facts is not None and named not in shelves.ids():
        return facts[1]
    return shelves.path_of(named)


def _shelves_with(folder: Path, shelves: Shelves) -> Shelves:
    """The shelves of a folder that is checked: it is the site's own, unless it is a part of the
    shipped folder or of the site's."""
    known = [one.resolve() for one in (shelves.shipped, shelves.site) if one is not None]
    inside = folder.resolve()
    if any(inside.is_relative_to(one) for one in known):
        return shelves
    return shelves._replace(site=folder)


def _files_by_id(shelves: Shelves) -> _FilesById:
    """The protocol files of each id. Raises NotFound for a folder that cannot be read."""
    found: dict[str, tuple[Path, ...]] = defaultdict(tuple)
    for path in shelves.paths():
        found[path.stem] += (path,)
    return dict(found)


def check_file(
    path: Path,
    shelves: Shelves | None = None,
    folder: Path | None = None,
    by_id: _FilesById | None = None,
) -> Report:
    """Check one file of a protocol, of facts about a drug, a pump or a line, or the site's own. The
    examples of a protocol are planned with what is on these shelves, or on the shipped one.
    Arguments are as in `ToCheck`."""
    if path.name == SITE_FILE:
        return _check_site(path)
    if kind := kind_of_facts(path, folder):
        try:
            entry = read_facts(path, kind)
        except UnusableFile as error:
            return Report(path, kind.removesuffix("s"), problems=error.problems)
        gaps = tuple(Problem((key,), _("not on file")) for key in not_on_file(entry))
        points = tuple(FileProblem(str(path), Spot(1, 1), gap) for gap in gaps)
        return Report(path, kind.removesuffix("s"), open_points=points)
    try:
        source = read_source(path)
    except UnusableFile as error:
        return Report(path, "protocol", problems=error.problems)
    try:
        shelves = shelves or Shelves(shipped_folder())
        by_id = _files_by_id(shelves) if by_id is None else by_id
        others = by_id.get(path.stem, ())
        problems = tuple(map(source.at, _problems(source.protocol, path, others, shelves)))
    except UnusableFile as error:
        # A file of facts that an example is planned with.
        problems = error.problems
    left_open = tuple(source.at(problem) for problem in _left_open(source))
    return Report(path, "protocol", len(source.protocol.examples), problems, left_open)


def _check_site(path: Path) -> Report:
    try:
        site = read_site(path, Shelves(shipped_folder(), path.parent))
    except UnusableFile as error:
        return Report(path, "site", problems=error.problems)
    points = (FileProblem(str(path), Spot(1, 1), gap) for gap in left_open(site))
    return Report(path, "site", open_points=tuple(points))


def _problems(
    protocol: Protocol, path: Path, same_name: tuple[Path, ...], shelves: Shelves
) -> Iterator[Problem]:
    """`same_name` are the protocol files of this file's name, itself among them."""
    of_id = misnamed("id", protocol.id, path) or _taken_id(protocol.id, path, same_name)
    if of_id is not None:
        yield of_id
    for name in unused_parameters(protocol):
        sentence = _("is used nowhere; write ${name} where it belongs, or leave it out")
        yield Problem(("parameters", name), sentence.format(name=name))
    if not protocol.examples:
        sentence = _(
            "is missing, so no arithmetic could be checked; write an order and its steps, worked "
            "by hand"
        )
        yield Problem(("examples",), sentence)
    yield from example_problems(protocol) or _planning_problems(protocol, shelves)


def _planning_problems(protocol: Protocol, shelves: Shelves) -> Iterator[Problem]:
    """Why the order of an example could not be planned as a user would plan it: with the facts on
    file, and on the default pump. The site's own file fills no blank of an example."""
    for number, example in enumerate(protocol.examples):
        try:
            order = order_of(example)
            make_plan(protocol, order, facts_for(protocol, order, shelves))
        except (Unusable, Refused) as error:
            yield from why_no_plan(error, number)


def _taken_id(name: str, path: Path, same_name: tuple[Path, ...]) -> Problem | None:
    """The problem of an id that is that of a shipped protocol, or of another file beside it."""
    own, shipped = path.resolve(), shipped_folder().resolve()
    others = [other for other in same_name if other.resolve() != own]
    if own.is_relative_to(shipped) or not others:
        return None
    if any(other.resolve().is_relative_to(shipped) for other in others):
        sentence = _("{id} is the id of a shipped protocol; choose another")
        return Problem(("id",), sentence.format(id=name))
    if len(others) == len(same_name):
        # A file of no folder of protocols, such as a copy of one.
        return None
    sentence = _("{id} is also the id of {file}; give one of the two another id and file name")
    return Problem(("id",), sentence.format(id=name, file=others[0]))


def _left_open(source: ProtocolSource) -> Iterator[Problem]:
    """What the order or a reviewer has to add."""
    protocol = source.protocol
    for name, value in protocol.parameters.items():
        if value == REQUIRED:
            yield Problem(("parameters", name), _("the order must state it"))
    for number, dose in enumerate(protocol.premedication):
        if dose.before == UNSTATED:
            place: Place = ("premedication", number, "before")
            yield Problem(place, _("the source states no time"))
    if protocol.monitoring is None:
        yield Problem(("monitoring",), _("nothing is stated"))
    if not protocol.not_for:
        yield Problem(("not_for",), _("it does not say who must not be treated with it"))
    for number, doubt in enumerate(protocol.source.doubts):
        yield Problem(
            ("source", "doubts", number), _("{about} is doubted").format(about=doubt.about)
        )
    if protocol.drug == ANY_DRUG:
        yield Problem(("drug",), _("the order should name the drug"))
    if not protocol.is_reviewed:
        yield Problem(
            ("review",),
            _("edited since its review") if protocol.edited_since_review else _("not reviewed"),
        )
