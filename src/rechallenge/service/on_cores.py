"""The same work on many things, on every core, with the results in the order of the things."""

import os
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from rechallenge.words import is_reviewed, speak
from rechallenge.words.languages import book_in, language_in_use

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How a worker starts: as a copy of this process where that is safe, since it then has loaded all
that it needs."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Job(NamedTuple, Generic[_Item, _Result]):
    """What is done with each item. An item whose `work` raises has the result of `defect`, which
    takes the error as text; one whose process ended has that of `lost`, which takes the name of the
    signal or the exit code. A worker is started for each `fewest` items, up to the number of cores,
    and another takes its place after `renewed_after` items, where the work leaves memory behind.
    """

    work: Callable[[_Item], _Result]
    defect: Callable[[_Item, str], _Result]
    lost: Callable[[_Item, str], _Result]
    fewest: int
    renewed_after: int | None = None


def results(job: Job[_Item, _Result], items: Sequence[_Item]) -> Generator[_Result, None, None]:
    """The result for each item, in order, each as soon as those before it are there. Close the
    generator to end the work early; no process is left then."""
    workers = min(_cores(), len(items) // job.fewest)
    if workers < 2 or (METHOD == "fork" and _has_threads()):
        for item in items:
            yield _result(job, item)
    else:
        yield from _shared_out(job, items, workers)


class _Worker(NamedTuple):
    process: BaseProcess
    link: Connection
    done: int = 0


_Busy = dict[Connection, tuple[_Worker, int]]


def _shared_out(
    job: Job[_Item, _Result], items: Sequence[_Item], workers: int
) -> Generator[_Result, None, None]:
    """Each worker has one item at a time, so that one that ends has named the item it ended on."""
    left, done, due = iter(range(len(items))), dict[int, _Result](), 0
    busy: _Busy = {}
    try:
        for number in (next(left) for _each in range(workers)):
            _send(_started(job, items, busy), number, busy)
        while busy:
            for link in wait(list(busy)):
                assert isinstance(link, Connection)
                worker, number = busy.pop(link)
                try:
                    done[number] = link.recv()
                except (EOFError, OSError):
                    done[number] = job.lost(items[number], _end_of(worker))
                    worker = _started(job, items, busy)
                following = next(left, None)
                worker = worker._replace(done=worker.done + 1)
                if following is None or worker.done == job.renewed_after:
                    worker.link.close()
                if following is not None:
                    if worker.link.closed:
                        worker = _started(job, items, busy)
                    _send(worker, following, busy)
            while due in done:
                yield done.pop(due)
                due += 1
    finally:
        for worker, _number in busy.values():
            worker.process.kill()
            worker.process.join()


def _started(job: Job[_Item, _Result], items: Sequence[_Item], busy: _Busy) -> _Worker:
    context = get_context("fork") if METHOD == "fork" else get_context("spawn")
    ours, theirs = context.Pipe()
    # A copy of this process has its ends of all pipes too, and would keep them open.
    copied = [ours, *busy] if METHOD == "fork" else []
    language = language_in_use(), is_reviewed()
    process = context.Process(
        target=_work, args=(job, items, theirs, copied, language), daemon=True
    )
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _send(worker: _Worker, number: int, busy: _Busy) -> None:
    busy[worker.link] = worker, number
    # If the worker has ended, its link is read next, and says so.
    with suppress(OSError):
        worker.link.send(number)


def _work(
    job: Job[_Item, _Result],
    items: Sequence[_Item],
    link: Connection,
    copied: list[Connection],
    language: tuple[str, bool],
) -> None:
    """Work on the items whose numbers come, until this end or the other is closed."""
    # The terminal sends Ctrl-C to each process; the first of them ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in copied:
        other.close()
    tag, reviewed = language
    speak(book_in(tag), partial(bool, reviewed))
    with suppress(EOFError, OSError):
        while True:
            link.send(_result(job, items[link.recv()]))


def _result(job: Job[_Item, _Result], item: _Item) -> _Result:
    try:
        return job.work(item)
    except Exception as error:
        return job.defect(item, f"{type(error).__name__}: {error}")


def _end_of(worker: _Worker) -> str:
    """How the process of a worker ended: the name of a signal, or its exit code."""
    worker.link.close()
    worker.process.join()
    code = worker.process.exitcode
    return signal.Signals(-code).name if code is not None and code < 0 else str(code)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _has_threads() -> bool:
    """Whether a copy of this process could be left with a lock that nobody releases."""
    return sum(1 for _thread in Path("/proc/self/task").iterdir()) > 1
