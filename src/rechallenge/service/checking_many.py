"""Many files checked on every core, and reported in the order they were asked for."""

from collections.abc import Generator, Sequence

from rechallenge.files.reading import FileProblem
from rechallenge.files.spots import Spot
from rechallenge.model.problems import Problem
from rechallenge.words import _

from .checking import Report, ToCheck, check_file
from .on_cores import Job, results

_FEWEST = 20
"""The fewest files a worker is started for."""


def reports(files: Sequence[ToCheck]) -> Generator[Report, None, None]:
    """A report on each file, in order, each as soon as those before it are there. Close the
    generator to end the work early; no process is left then."""
    return results(Job(_report, _defect, _lost, _FEWEST), files)


def _report(file: ToCheck) -> Report:
    return check_file(*file)


def _defect(file: ToCheck, cause: str) -> Report:
    sentence = _("internal error ({cause}); not checked. Please report it as a defect")
    return _not_checked(file, sentence.format(cause=cause))


def _lost(file: ToCheck, code: str) -> Report:
    sentence = _("the process that checked it ended ({code}); not checked. Check it alone")
    return _not_checked(file, sentence.format(code=code))


def _not_checked(file: ToCheck, sentence: str) -> Report:
    problem = FileProblem(str(file.path), Spot(1, 1), Problem((), sentence))
    return Report(file.path, "protocol", problems=(problem,))
