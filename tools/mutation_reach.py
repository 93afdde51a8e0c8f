"""Which test executes which line of the rooms that work numbers out, and the CPU time of each test:
a plugin for workers of pytest. What is executed on import or collection has no test's name."""

import importlib
import json
import os
import pkgutil
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

ROOMS = ("quantities", "model", "planning", "checks", "proof", "audit")
"""The rooms that work numbers out."""
KEPT = Path(".mutation")
_SECONDS: dict[str, float] = {}
_FAILED: set[str] = set()
_MEASURED = Coverage(
    data_file=KEPT / "lines",
    data_suffix=True,
    include=[f"src/rechallenge/{room}/*" for room in ROOMS],
    messages=False,
)


def pytest_load_initial_conftests() -> None:
    """Import the whole program outside any test, so that no test is the one that imports it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        _MEASURED.start()
        for found in pkgutil.walk_packages(importlib.import_module("rechallenge").__path__, "rechallenge."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Write what is executed, from setting up to tearing down, under the test's name."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    _MEASURED.switch_context(item.nodeid)
    before = sum(os.times()[:4])
    try:
        return (yield)
    finally:
        _SECONDS[item.nodeid] = sum(os.times()[:4]) - before
        _MEASURED.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails without any change can notice none."""
    if report.failed:
        _FAILED.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Keep what this worker found."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _MEASURED.stop()
        _MEASURED.save()
        kept = {name: cost for name, cost in _SECONDS.items() if name not in _FAILED}
        (KEPT / f"seconds-{worker}.json").write_text(json.dumps(kept), "utf-8")


def seconds() -> dict[str, float]:
    """The CPU time of every test that passed."""
    found: dict[str, float] = {}
    for path in KEPT.glob("seconds-*.json"):
        found |= json.loads(path.read_text("utf-8"))
    return found


def reached(path: Path) -> dict[int, set[str]]:
    """The tests that execute each line of a file; the name is empty on import or collection."""
    lines: dict[int, set[str]] = {}
    for kept in KEPT.glob("lines.*"):
        data = CoverageData(str(kept))
        data.read()
        for line, names in data.contexts_by_lineno(str(path.resolve())).items():
            lines.setdefault(line, set()).update(names)
    return lines
