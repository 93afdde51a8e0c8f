"""Whether a test notices a change: the tests that execute its lines, until one fails.

Where the changed lines are not executed on import or collection, every change has a fork of one
process that has collected the tests; the functions get their changed code there. Otherwise the
fork is of one that has not imported the program, and that imports the changed file.
"""

import contextlib
import functools
import gc
import importlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from importlib.machinery import SourceFileLoader
from types import CodeType, FunctionType
from typing import NamedTuple

import hypothesis
import pytest

from .mutation_changes import Change
from .mutation_reach import Trial

_PATIENCE_S = 600
"""For a test that waits and takes no CPU time."""


class Outcome(NamedTuple):
    """What came of a change: `noticed` by which test, `survived`, `undecided`, `not executed`,
    `no end`."""

    what: str
    by: str = ""
    seconds: float = 0.0


def quiet() -> tuple[str, ...]:
    """Options of pytest; files of tests go to a folder that the next of this process empties."""
    return (
        "-q", "--no-header", "-p", "no:cacheprovider", f"--basetemp={tempfile.mkdtemp()}",
        "-W", "ignore::pytest.PytestAssertRewriteWarning",
    )  # fmt: skip


def steady() -> None:
    """Random examples are the same each time, and a failing one is not made smaller."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, database=None, phases=phases, deadline=None
    )
    hypothesis.settings.load_profile("mutation")


class Collected:
    """A plugin that, in place of running the tests, tries changes in forks that have all tests."""

    def __init__(self, trials: Iterator[Trial], tell: Callable[[Trial, Outcome], None]) -> None:
        self.trials, self.tell = trials, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every change."""
        gc.unfreeze()  # tests/conftest.py freezes what is there, which hides it from here
        functions: defaultdict[str, list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                functions[one.__code__.co_filename].append(one)
        caches = [one for one in gc.get_objects() if _is_cache(one)]
        files = {getattr(module, "__file__", None) for module in sys.modules.values()}
        gc.collect()
        gc.freeze()
        items = {item.nodeid: item for item in session.items}
        session.config.pluginmanager.register(_First())
        for trial in self.trials:
            code = _changed_code(trial.change)
            path = str(trial.change.path.resolve())
            found = [one for one in functions[path] if one.__code__ in code]
            if (path in files and not found) or any(
                len(old.co_freevars) != len(new.co_freevars) for old, new in code.items()
            ):
                self.tell(trial, Outcome("undecided"))
                continue

            def work(trial: Trial = trial, code=code, found=found) -> None:
                _import_changed(trial.change)
                for cache in caches if trial.before else ():
                    cache.cache_clear()
                for function in found:
                    function.__code__ = code[function.__code__]
                _run_each([items[name] for name in trial.tests if name in items], trial.tests)

            outcome = _forked(work)
            if not trial.tests and not trial.before:
                outcome = Outcome("not executed")
            if outcome.what == "survived" and trial.before:
                outcome = outcome._replace(what="undecided")
            self.tell(trial, outcome)
        return True


def _is_cache(one: object) -> bool:
    """Whether it is a function of the program or of the tests that keeps its results."""
    kept = isinstance(one, functools._lru_cache_wrapper)
    return kept and one.__wrapped__.__module__.startswith(("rechallenge", "tests"))


def imported_anew(trials: Iterator[Trial], tell: Callable[[Trial, Outcome], None]) -> None:
    """Try changes of what is executed on import, each in a process that imports it anew."""
    # Only the program is imported anew.
    for name in ("click", "jsonschema", "pint", "pydantic", "ruamel.yaml", "xlsxwriter", "pypdf"):
        importlib.import_module(name)
    options = quiet()
    for trial in trials:
        if not trial.tests:
            tell(trial, Outcome("not executed"))
            continue

        def work(trial: Trial = trial) -> None:
            _import_changed(trial.change)
            importlib.invalidate_caches()
            files = sorted({name.split("::")[0] for name in trial.tests})
            code = pytest.main([*options, *files], plugins=[_First(), _Chosen(trial.tests)])
            if code == pytest.ExitCode.INTERRUPTED:
                _tell_and_end("collection of the tests")
            assert code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED), code

        tell(trial, _forked(work))


class _Chosen:
    """Runs the tests of a change, and no others of their files."""

    def __init__(self, tests: dict[str, float]) -> None:
        self.tests = tests

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed:
            return None
        found = {item.nodeid: item for item in session.items}
        _run_each([found[name] for name in self.tests if name in found], self.tests)
        return True


class _First:
    """Ends the process at the first test that fails."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            _tell_and_end(report.nodeid)


def _run_each(items: Sequence[pytest.Item], seconds: dict[str, float]) -> None:
    for item, following in zip(items, [*items[1:], None], strict=True):
        # CPU time, so that a busy machine ends nothing. The signal ends the process.
        signal.setitimer(signal.ITIMER_PROF, 5 + 10 * seconds[item.nodeid])
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        except BaseException:  # such as SystemExit, which pytest lets through
            _tell_and_end(item.nodeid)


def _tell_and_end(name: str) -> None:
    os.write(_TOLD, name.encode()[:4000])
    os._exit(1)


_TOLD = 2


def _forked(work: Callable[[], None]) -> Outcome:
    """What came of work in a child: it told the name of a test, or ended, or had to be ended."""
    global _TOLD
    reading, _TOLD = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            try:
                work()
            except BaseException as error:  # of this tool
                os.write(_TOLD, repr(error).encode())
                os._exit(3)
            os._exit(0)
        os._exit(3)
    os.close(_TOLD)
    name, until = "", time.monotonic() + _PATIENCE_S
    while not (ended := os.wait4(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)
    used = round(ended[2].ru_utime + ended[2].ru_stime, 2)
    os.set_blocking(reading, False)
    with contextlib.suppress(BlockingIOError):
        name = os.read(reading, 4000).decode(errors="replace")
    os.close(reading)
    code = os.waitstatus_to_exitcode(ended[1])
    if code in (-signal.SIGPROF, -signal.SIGKILL):
        return Outcome("no end", "", used)
    if code not in (0, 1):
        return Outcome("not tried", f"{code} {name}", used)
    return Outcome("noticed" if code else "survived", name, used)


def _import_changed(change: Change) -> None:
    """Have the changed file imported in place of the one that lies there."""
    as_written, path = SourceFileLoader.get_code, str(change.path.resolve())

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        if loader.get_filename(name) == path:
            return compile(change.made(), path, "exec", dont_inherit=True)
        return as_written(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def _changed_code(change: Change) -> dict[CodeType, CodeType]:
    """What the code of a function is with the change, for each that differs."""
    path = str(change.path.resolve())
    old, new = (
        dict(_codes(compile(raw, path, "exec", dont_inherit=True), Counter()))
        for raw in (change.path.read_bytes(), change.made())
    )
    return {code: new[key] for key, code in old.items() if key in new and new[key] != code}


def _codes(code: CodeType, met: Counter[Hashable]) -> Iterator[tuple[Hashable, CodeType]]:
    """All code in a piece of code, by its name and line, and its number among equals."""
    place = code.co_qualname, code.co_firstlineno
    met[place] += 1
    yield (place, met[place]), code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner, met)
