"""Many files checked on every core, and reported in the order they were asked for."""

import os
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from rechallenge.files.reading import FileProblem
from rechallenge.files.spots import Spot
from rechallenge.model.problems import Problem
from rechallenge.words import _
from rechallenge.words.languages import choose_language

from .checking import Report, ToCheck, check_file

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How a worker starts: as a copy of this process where that is safe, since it then has loaded all
that it needs."""
_FEWEST = 20
"""The fewest files a worker is started for."""


def reports(files: Sequence[ToCheck]) -> Generator[Report, None, None]:
    """A report on each file, in order, each as soon as those before it are there. Close the
    generator to end the work early; no process is left then."""
    workers = min(_cores(), len(files) // _FEWEST)
    if workers < 2 or (METHOD == "fork" and _has_threads()):
        yield from map(_report, files)
    else:
        yield from _shared_out(files, workers)


class _Worker(NamedTuple):
    process: BaseProcess
    link: Connection


def _shared_out(files: Sequence[ToCheck], workers: int) -> Generator[Report, None, None]:
    """Each worker has one file at a time, so that one that ends has named the file it ended on."""
    left, done, due = iter(range(len(files))), dict[int, Report](), 0
    busy: dict[Connection, tuple[_Worker, int]] = {}
    try:
        for number in (next(left) for _each in range(workers)):
            _send(_started(files, busy), number, busy)
        while busy:
            for link in wait(list(busy)):
                assert isinstance(link, Connection)
                worker, number = busy.pop(link)
                try:
                    done[number] = link.recv()
                except (EOFError, OSError):
                    done[number] = _ended(files[number], worker)
                    worker = _started(files, busy)
                following = next(left, None)
                if following is None:
                    worker.link.close()
                else:
                    _send(worker, following, busy)
            while due in done:
                yield done.pop(due)
                due += 1
    finally:
        for worker, _number in busy.values():
            worker.process.kill()
            worker.process.join()


def _started(files: Sequence[ToCheck], busy: dict[Connection, tuple[_Worker, int]]) -> _Worker:
    context = get_context("fork") if METHOD == "fork" else get_context("spawn")
    ours, theirs = context.Pipe()
    # A copy of this process has its ends of all pipes too, and would keep them open.
    copied = [ours, *busy] if METHOD == "fork" else []
    process = context.Process(target=_work, args=(files, theirs, copied), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _send(worker: _Worker, number: int, busy: dict[Connection, tuple[_Worker, int]]) -> None:
    busy[worker.link] = worker, number
    # If the worker has ended, its link is read next, and says so.
    with suppress(OSError):
        worker.link.send(number)


def _work(files: Sequence[ToCheck], link: Connection, copied: list[Connection]) -> None:
    """Check the files whose numbers come, until this end or the other is closed."""
    # The terminal sends Ctrl-C to each process; the first of them ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in copied:
        other.close()
    choose_language()
    with suppress(EOFError, OSError):
        while True:
            link.send(_report(files[link.recv()]))


def _report(file: ToCheck) -> Report:
    try:
        return check_file(*file)
    except Exception as error:
        sentence = _("internal error ({cause}); not checked. Please report it as a defect")
        return _defect(file, sentence.format(cause=f"{type(error).__name__}: {error}"))


def _ended(file: ToCheck, worker: _Worker) -> Report:
    worker.link.close()
    worker.process.join()
    code = worker.process.exitcode
    sentence = _("the process that checked it ended ({code}); not checked. Check it alone")
    name = signal.Signals(-code).name if code is not None and code < 0 else code
    return _defect(file, sentence.format(code=name))


def _defect(file: ToCheck, sentence: str) -> Report:
    problem = FileProblem(str(file.path), Spot(1, 1), Problem((), sentence))
    return Report(file.path, "protocol", problems=(problem,))


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _has_threads() -> bool:
    """Whether a copy of this process could be left with a lock that nobody releases."""
    return sum(1 for _thread in Path("/proc/self/task").iterdir()) > 1
