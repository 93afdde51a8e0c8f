"""Which test executes which line of the rooms that work numbers out, and the CPU time of each test:
a plugin for workers of pytest, and for `--collect-only`, which has what is executed before."""

import ast
import importlib
import json
import os
import pkgutil
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from coverage import Coverage, CoverageData

from .mutation_changes import SOURCES, Change

ROOMS = ("quantities", "model", "planning", "checks", "proof", "audit")
"""The rooms that work numbers out."""
KEPT = Path(".mutation")
_ENOUGH_S = float(os.environ.get("ENOUGH_S", "60"))
"""Tests of a change are tried up to this CPU time."""
_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_COLLECTS = "--collect-only" in sys.argv
_SECONDS: dict[str, float] = {}
_FAILED: set[str] = set()
_MEASURED = Coverage(
    data_file=KEPT / ("before" if _COLLECTS else "lines"),
    data_suffix=True,
    include=[f"{SOURCES}/{room}/*" for room in ROOMS],
    messages=False,
)


def pytest_load_initial_conftests() -> None:
    """Import the program outside any test, and what several files of tests import."""
    if not (_WORKER or _COLLECTS):
        return
    if _COLLECTS:
        _MEASURED.start()
    for found in pkgutil.walk_packages(
        importlib.import_module("rechallenge").__path__, "rechallenge."
    ):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for path in sorted(Path("tests").rglob("*.py")):
        if not path.name.startswith(("test_", "conftest", "with_")):
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    if _WORKER:
        _MEASURED.start()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, object, object]:
    """Write what is executed to collect a file of tests under the name of the file."""
    if not (_COLLECTS and isinstance(collector, pytest.Module)):
        return (yield)
    _MEASURED.switch_context(collector.nodeid)
    try:
        return (yield)
    finally:
        _MEASURED.switch_context("")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Write what is executed, from setting up to tearing down, under the name of the test."""
    if not _WORKER:
        return (yield)
    _MEASURED.switch_context(item.nodeid)
    before = sum(os.times()[:4])
    try:
        return (yield)
    finally:
        _SECONDS[item.nodeid] = sum(os.times()[:4]) - before
        _MEASURED.switch_context("after a test")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails without any change can notice none."""
    if report.failed:
        _FAILED.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Keep what was found."""
    if _WORKER or _COLLECTS:
        _MEASURED.stop()
        _MEASURED.save()
        kept = {name: cost for name, cost in _SECONDS.items() if name not in _FAILED}
        (KEPT / f"seconds-{os.getpid()}.json").write_text(json.dumps(kept), "utf-8")


class Trial(NamedTuple):
    """A change with the tests that may notice it, in their order, and the CPU time of each."""

    change: Change
    tests: dict[str, float]
    before: bool
    """Whether its lines are executed before the tests are."""


class Chooser:
    """Which tests may notice a change: those that execute its lines."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.seconds, self.anew = _seconds(), set[str]()
        self.lines = {path: _reached(path) for path in paths}
        self.uses: defaultdict[str, list[tuple[Path, int]]] = defaultdict(list)
        for path in paths:
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Name | ast.Attribute):
                    name = node.id if isinstance(node, ast.Name) else node.attr
                    self.uses[name].append((path, node.lineno))

    def executing(self, change: Change) -> tuple[set[str], set[str]]:
        """The tests that execute its lines, and what executes them before any test."""
        lines = self.lines[change.path]
        names = set[str]().union(*(lines.get(line, ()) for line in change.lines))
        return {name for name in names if "::" in name}, {n for n in names if "::" not in n}

    def _of_importing(self, change: Change) -> Iterator[str]:
        """The tests of files that import what is changed, such as a constant, to look at it."""
        parts = change.path.relative_to("src").with_suffix("").parts
        imports = re.compile(rf"{'.'.join(parts[:-1])}(\.| import (.*, )?){parts[-1]}\b")
        using = {file for file in set(map(_file, self.seconds)) if imports.search(_text(file))}
        return (name for name in self.seconds if _file(name) in using)

    def _all(self, path: Path) -> Iterable[set[str]]:
        return self.lines[path].values()

    def imported(self, change: Change) -> bool:
        """Whether the program has to be imported anew for it."""
        return bool(change.names) or "" in self.executing(change)[1] or change.key in self.anew

    def trial(self, change: Change) -> Trial:
        """A change with the tests to try, those of its name and room and the fast ones first."""
        names, before = self.executing(change)
        if change.names:
            places = [place for name in change.names for place in self.uses[name]]
            names.update(*(self.lines[path].get(line, ()) for path, line in places))
            names.update(self._of_importing(change))
            if not any("::" in name for name in names):
                # Used on import alone, as a type of fields is: the tests of the files that use it.
                names.update(*(n for path in {p for p, _ in places} for n in self._all(path)))
        if not names and before:
            names.update(*self._all(change.path))
        room, stem = f"tests/{change.room}/", change.path.stem.strip("_")
        cost = {
            name: self.seconds[name]
            * (0.2 if name.startswith(room) else 1)
            * (0.1 if stem in _file(name) else 1)
            for name in names & self.seconds.keys()
        }
        files = Counter(map(_file, cost))
        if self.imported(change):  # each file of tests is collected anew, which takes long
            near = sorted(
                files,
                key=lambda file: (file not in before, not file.startswith(room), -files[file]),
            )[:8]
        else:
            near = [file for file in files if file not in before]
        # Of each function one case, then the next: many cases of one say much the same.
        cases, order = Counter[str](), list[tuple[int, float, str]]()
        for name in sorted(cost, key=lambda name: (cost[name], name)):
            if _file(name) in near:
                cases[name.split("[")[0]] += 1
                order.append((cases[name.split("[")[0]], cost[name], name))
        tests, enough = dict[str, float](), 0.0
        for _, _, name in sorted(order):
            if not tests or enough + self.seconds[name] < _ENOUGH_S:
                tests[name] = self.seconds[name]
                enough += self.seconds[name]
        return Trial(change, tests, bool(before))


def _file(test: str) -> str:
    return test.split("::")[0]


@cache
def _text(file: str) -> str:
    return Path(file).read_text("utf-8")


def _seconds() -> dict[str, float]:
    """The CPU time of every test that passed."""
    found: dict[str, float] = {}
    for path in KEPT.glob("seconds-*.json"):
        found |= json.loads(path.read_text("utf-8"))
    return found


def _reached(path: Path) -> dict[int, set[str]]:
    """The tests that execute each line of a file; the files of tests whose collection does; and no
    name, where it is executed on import."""
    lines: dict[int, set[str]] = {}
    for kept in (*KEPT.glob("before.*"), *KEPT.glob("lines.*")):
        data = CoverageData(str(kept))
        data.read()
        for line, names in data.contexts_by_lineno(str(path.resolve())).items():
            found = names if kept.name.startswith("before") else (n for n in names if "::" in n)
            lines.setdefault(line, set()).update(found)
    return lines
