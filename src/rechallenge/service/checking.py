"""Whether a file is right: form, arithmetic, worked examples, and what it leaves open."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rechallenge.files.facts import facts_for, find_facts, read_facts
from rechallenge.files.find import (
    KINDS,
    SITE_FILE,
    NotFound,
    Shelves,
    kind_of_facts,
    looks_like_path,
    protocol_paths,
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
from rechallenge.model.protocol import ANY_DRUG, REQUIRED, UNSTATED, Protocol
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


def check(named: str, shelves: Shelves) -> Iterator[Report]:
    """Check the file of a path or an id, or every file of a folder. Raises NotFound."""
    path = Path(named)
    if path.is_dir():
        found = yaml_paths(path)
        if not found:
            raise NotFound(_("{folder} has no .yaml file in it").format(folder=named))
        folder = None if path.resolve().name in KINDS else path
        yield from (check_file(file, shelves, folder) for file in found)
    elif looks_like_path(named) or path.is_file():
        yield check_file(path, shelves)
    elif (facts := find_facts(named, shelves)) is not None and named not in shelves.ids():
        yield check_file(facts[1], shelves)
    else:
        yield check_file(shelves.path_of(named), shelves)


def check_file(path: Path, shelves: Shelves | None = None, folder: Path | None = None) -> Report:
    """Check one file of a protocol, of facts about a drug, a pump or a line, or the site's own;
    `folder` is the
    folder of protocols that was asked for, where one was. The examples of a protocol are planned
    with what is on these shelves, or on the shipped one."""
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
        problems = tuple(map(source.at, _problems(source.protocol, path, shelves)))
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


def _problems(protocol: Protocol, path: Path, shelves: Shelves) -> Iterator[Problem]:
    if problem := misnamed("id", protocol.id, path):
        yield problem
    elif _takes_a_shipped_id(path):
        sentence = _("{id} is the id of a shipped protocol; choose another")
        yield Problem(("id",), sentence.format(id=protocol.id))
    for name in unused_parameters(protocol):
        sentence = _("is used nowhere; write ${name} where it belongs, or leave it out")
        yield Problem(("parameters", name), sentence.format(name=name))
    if not protocol.examples:
        sentence = _(
            "is missing, so no arithmetic could be checked; write an order and its steps, worked "
            "by hand"
        )
        yield Problem(("examples",), sentence)
    wrong = tuple(example_problems(protocol))
    yield from wrong or _planning_problems(protocol, shelves)


def _planning_problems(protocol: Protocol, shelves: Shelves) -> Iterator[Problem]:
    """Why the order of an example could not be planned as a user would plan it: with the facts on
    file, and on the default pump. The site's own file fills no blank of an example."""
    for number, example in enumerate(protocol.examples):
        try:
            order = order_of(example)
            make_plan(protocol, order, facts_for(protocol, order, shelves))
        except (Unusable, Refused) as error:
            yield from why_no_plan(error, number)


def _takes_a_shipped_id(path: Path) -> bool:
    shipped = [p.resolve() for p in protocol_paths(shipped_folder())]
    return path.resolve() not in shipped and path.stem in {p.stem for p in shipped}


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
