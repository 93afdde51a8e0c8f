"""Which test executes which line of the rooms that work numbers out, and the CPU time of each test:
a plugin for workers of pytest, and for `--collect-only`, which has what is executed before."""

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

ROOMS = ("quantities", "model", "planning", "checks", "proof", "audit")
"""The rooms that work numbers out."""
KEPT = Path(".mutation")
_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_COLLECTS = "--collect-only" in sys.argv
_SECONDS: dict[str, float] = {}
_FAILED: set[str] = set()
_MEASURED = Coverage(
    data_file=KEPT / ("before" if _COLLECTS else "lines"),
    data_suffix=True,
    include=[f"src/rechallenge/{room}/*" for room in ROOMS],
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


def seconds() -> dict[str, float]:
    """The CPU time of every test that passed."""
    found: dict[str, float] = {}
    for path in KEPT.glob("seconds-*.json"):
        found |= json.loads(path.read_text("utf-8"))
    return found


def reached(path: Path) -> dict[int, set[str]]:
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
