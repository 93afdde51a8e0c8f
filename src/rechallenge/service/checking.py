"""Whether a file is right: form, arithmetic, worked examples, and what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rechallenge.files.facts import read_facts
from rechallenge.files.find import kind_of_facts, protocol_paths, shipped_folder
from rechallenge.files.reading import FileProblem, ProtocolSource, UnusableFile, read_source
from rechallenge.model.consistency import unused_parameters
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem
from rechallenge.model.protocol import ANY_DRUG, REQUIRED, UNSTATED, Protocol

from .examples import example_problems


@dataclass(frozen=True, slots=True)
class Report:
    """What checking one file has found: problems must be mended, open points are to be known."""

    path: Path
    kind: str
    examples: int = 0
    problems: tuple[FileProblem, ...] = ()
    open_points: tuple[FileProblem, ...] = field(default=())


def check_file(path: Path, folder: Path | None = None) -> Report:
    """Check one file of a protocol, or of facts about a drug, a pump or a line; `folder` is the one
    that was asked for, where one was."""
    if kind := kind_of_facts(path, folder):
        try:
            read_facts(path, kind)
        except UnusableFile as error:
            return Report(path, kind.removesuffix("s"), problems=error.problems)
        return Report(path, kind.removesuffix("s"))
    try:
        source = read_source(path)
    except UnusableFile as error:
        return Report(path, "protocol", problems=error.problems)
    problems = tuple(source.at(problem) for problem in _problems(source.protocol, path))
    left_open = tuple(source.at(problem) for problem in _left_open(source))
    return Report(path, "protocol", len(source.protocol.examples), problems, left_open)


def _problems(protocol: Protocol, path: Path) -> Iterator[Problem]:
    if protocol.id != path.stem:
        sentence = f"is {protocol.id}, but the file is {path.name}; give both one name"
        yield Problem(("id",), sentence)
    elif _takes_a_shipped_id(path):
        yield Problem(("id",), f"{protocol.id} is the id of a shipped protocol; choose another")
    for name in unused_parameters(protocol):
        yield Problem(("parameters", name), f"is used nowhere; write ${name}, or leave it out")
    if not protocol.examples:
        yield Problem(
            ("examples",),
            "is missing, so no arithmetic could be checked; write an order and its steps, worked "
            "by hand",
        )
    yield from example_problems(protocol)


def _takes_a_shipped_id(path: Path) -> bool:
    shipped = [p.resolve() for p in protocol_paths(shipped_folder())]
    return path.resolve() not in shipped and path.stem in {p.stem for p in shipped}


def _left_open(source: ProtocolSource) -> Iterator[Problem]:
    """What the order or a reviewer has to add."""
    protocol = source.protocol
    for name, value in protocol.parameters.items():
        if value == REQUIRED:
            yield Problem(("parameters", name), "the order must state it")
    for number, dose in enumerate(protocol.premedication):
        if dose.before == UNSTATED:
            place: Place = ("premedication", number, "before")
            yield Problem(place, "the source states no time")
    if protocol.monitoring is None:
        yield Problem(("monitoring",), "nothing is stated")
    if not protocol.not_for:
        yield Problem(("not_for",), "nobody is named whom it is not for")
    for number, doubt in enumerate(protocol.source.doubts):
        yield Problem(("source", "doubts", number), f"{doubt.about} is doubted")
    if protocol.drug == ANY_DRUG:
        yield Problem(("drug",), "the order should name the drug")
    if not protocol.is_reviewed:
        yield Problem(
            ("review",),
            "edited since its review" if protocol.edited_since_review else "not reviewed",
        )
