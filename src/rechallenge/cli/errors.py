"""Refusals in the words of the command line: a place of an order is an option, a place of a file is
its line and column."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rechallenge.files.find import NotFound, Shelves, UnknownProtocol
from rechallenge.files.headings import protocols_for
from rechallenge.files.reading import FileProblem, ProtocolSource, UnusableFile
from rechallenge.files.writing import NotWritten
from rechallenge.model.finding import Finding, Refused
from rechallenge.model.order import SETTINGS
from rechallenge.model.places import Place
from rechallenge.model.problems import (
    AnotherDrug,
    Problem,
    UnusableOrder,
    UnusableProtocol,
)
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _
from rechallenge.words.shown import printable

from .failures import ExitCode, Stop

_Read = TypeVar("_Read")


def stop_for(
    error: Exception, source: ProtocolSource | None = None, shelves: Shelves | None = None
) -> Stop | None:
    """The lines and the exit code for an error; None for a defect. `source` is the protocol of the
    plan, from these shelves."""
    if isinstance(error, AnotherDrug) and shelves is not None:
        return Stop(*map(option_line, error.problems), protocols_for(error.drug, shelves))
    if isinstance(error, UnusableOrder):
        return Stop(*map(option_line, error.problems))
    if isinstance(error, UnusableProtocol) and source is not None:
        error = source.located(error)
    if isinstance(error, Refused) and source is not None:
        return Stop(*_refusal_lines(source, error), code=ExitCode.REFUSED)
    if isinstance(error, UnusableFile):
        return Stop(*map(file_line, error.problems))
    if isinstance(error, UnknownProtocol):
        return Stop(_("{unknown} `rechallenge protocols` lists all").format(unknown=error))
    if isinstance(error, NotFound | NotWritten):
        return Stop(str(error))
    return None


@contextmanager
def planning_with(source: ProtocolSource, shelves: Shelves) -> Iterator[None]:
    """Turn every refusal within into Stop, with the lines of this protocol's file."""
    try:
        yield
    except Exception as error:
        stop = stop_for(error, source, shelves)
        if stop is None:
            raise
        raise stop from None


def checked(option: str, check: Callable[[str], _Read], text: str) -> _Read:
    """The text of an option or argument, as `check` reads it. Raises Stop where it raises
    ValueError."""
    try:
        return check(text)
    except ValueError as error:
        raise Stop(f"{option}: {error}") from None


def file_line(problem: FileProblem) -> str:
    """A problem of a file as a line, with the command that corrects it if there is one."""
    hint = (
        _("; `rechallenge review` writes all three") if problem.problem.place == ("review",) else ""
    )
    return f"{problem}{hint}"


def option_line(problem: Problem) -> str:
    """A problem of an order as a line that names the option."""
    hint = _(', or "09:00" for today') if problem.place == ("start",) else ""
    if problem.place == (SETTINGS, "volume"):
        hint = f": {option_of(('volume',))}"
    return f"{option_of(problem.place)}: {problem.sentence}{hint}"


def option_of(place: Place) -> str:
    """The option that states a field of the order: `--volume`, `--set first_share`."""
    # A person counts from one.
    name, *below = (str(part + 1 if isinstance(part, int) else part) for part in place)
    option = "--set" if name == SETTINGS else f"--{name.replace('_', '-')}"
    return " ".join([option, *below])


def _refusal_lines(source: ProtocolSource, refused: Refused) -> Iterable[str]:
    """A line for each finding: place, code and sentence."""
    for finding in refused.findings:
        where = _where(source, finding)
        text = finding_text(finding)
        sentence = _("refused: {where}: {code}: {finding}")
        yield sentence.format(where=where, code=finding.code, finding=text)
    yield _("there is no schedule")


def _where(source: ProtocolSource, finding: Finding) -> str:
    """The line of the protocol file, or the option of the order, that a finding is about."""
    part, *below = finding.place
    if part == "order":
        return option_of(tuple(below))
    spot = source.document.spot(finding.place)
    return f"{printable(source.path)}:{spot.line}:{spot.column}: {finding.where}"
