"""The CPU time of the tests by folder, with that of the processes that they start.

`python -m pytest -n auto -p tools.cpu_of_tests`: other work on the machine changes it less than it
changes the time that passes.
"""

import os
from collections import defaultdict
from collections.abc import Generator

import pytest

_SECONDS: defaultdict[str, list[float]] = defaultdict(list)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    before = sum(os.times()[:4])
    try:
        yield
    finally:
        item.user_properties.append(("cpu", sum(os.times()[:4]) - before))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        folder = "/".join(report.nodeid.split("::")[0].split("/")[:2])
        _SECONDS[folder].append(float(str(dict(report.user_properties)["cpu"])))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [("in all", [one for each in _SECONDS.values() for one in each]), *_SECONDS.items()]
    for folder, each in sorted(rows, key=lambda row: -sum(row[1])):
        terminalreporter.write_line(f"{sum(each):7.1f} s CPU {len(each):6} tests  {folder}")
