"""Change one thing at a time in the code that works numbers out, and see whether a test fails:
`python -m tools.mutation 300` tries so many changes, drawn at random (seed 1, or the second
argument); without a number, all.

The lines that each test executes are measured first. Every outcome is written to `.mutation/tried`
at once: a run that was ended goes on where it was, and what was noticed in a file that has not
changed since is not tried again. A change that no test notices is a survivor: a test is missing, or
the change makes no difference, which `tests/mutation_survivors.md` has to say.
"""

import ast
import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pytest

from .mutation_changes import Change, changes
from .mutation_reach import KEPT, ROOMS, reached, seconds
from .mutation_tried import Collected, Outcome, Trial, imported_anew, quiet, steady

_TESTS = (
    "tests/quantities", "tests/model", "tests/planning", "tests/checks", "tests/proof",
    "tests/audit", "tests/files", "tests/service", "tests/site", "tests/published",
    "tests/independent", "tests/properties", "tests/test_examples.py", "tests/cli/test_audit.py",
    "tests/sheet/test_goldens.py", "tests/sheet/test_formats_agree.py",
)  # fmt: skip
_SOURCES = Path("src/rechallenge")
_TRIED = KEPT / "tried"
_ENOUGH_S = float(os.environ.get("ENOUGH_S", "60"))
"""Tests of a change are tried up to this CPU time, the cheapest first."""


def measure() -> None:
    """Have the lines that each test executes, of this tree."""
    made_for = sha256()
    for path in sorted([*_SOURCES.rglob("*.py"), *Path("tests").rglob("*.py")]):
        made_for.update(path.read_bytes())
    note = KEPT / "made-for"
    if note.is_file() and note.read_text("utf-8") == made_for.hexdigest():
        return
    KEPT.mkdir(exist_ok=True)
    for old in (*KEPT.glob("lines.*"), *KEPT.glob("before.*"), *KEPT.glob("seconds-*")):
        old.unlink()
    command = [sys.executable, "-m", "pytest", *quiet(), "-p", "tools.mutation_reach"]
    subprocess.run([*command, *_TESTS, "--collect-only"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*command, "-n", str(os.cpu_count()), *_TESTS], check=False)
    note.write_text(made_for.hexdigest(), "utf-8")


class Chooser:
    """Which tests may notice a change: those that execute its lines."""

    def __init__(self, paths: set[Path]) -> None:
        self.seconds, self.anew = seconds(), set[str]()
        self.lines = {path: reached(path) for path in paths}
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

    def imported(self, change: Change) -> bool:
        """Whether the program has to be imported anew for it."""
        return bool(change.names) or "" in self.executing(change)[1] or change.key in self.anew

    def trial(self, change: Change) -> Trial:
        """A change with the tests to try, those of its room and the fast ones first."""
        names, before = self.executing(change)
        lines = self.lines[change.path]
        if change.names:
            places = [place for name in change.names for place in self.uses[name]]
            names.update(*(self.lines[path].get(line, ()) for path, line in places))
        if not names and before:
            names.update(*lines.values())
        room = f"tests/{_room(change)}/"
        cost = {
            name: self.seconds[name] * (0.2 if name.startswith(room) else 1)
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


def _room(change: Change) -> str:
    return change.path.relative_to(_SOURCES).parts[0]


def tell(trial: Trial, outcome: Outcome) -> None:
    """Add what came of a change to the file of all outcomes."""
    line = {"key": trial.change.key, "room": _room(trial.change), "change": str(trial.change)}
    line |= {"what": outcome.what, "by": outcome.by, "tests": len(trial.tests)}
    line["seconds"] = round(outcome.seconds, 2)
    with _TRIED.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def told() -> dict[str, dict[str, str]]:
    """The last outcome of each change."""
    if not _TRIED.exists():
        return {}
    lines = map(json.loads, _TRIED.read_text("utf-8").splitlines())
    return {line["key"]: line for line in lines}


def try_all(drawn: list[Change], chooser: Chooser) -> None:
    """Try changes on every core, and say from time to time how many are left."""
    imported = [change for change in drawn if chooser.imported(change)]
    collected = [change for change in drawn if not chooser.imported(change)]
    workers = [(_try_imported, imported)] + [(_try_collected, collected)] * (os.cpu_count() or 1)
    numbers = {id(these): multiprocessing.Value("i") for _, these in workers}
    processes = [
        multiprocessing.get_context("fork").Process(
            target=work, args=(these, numbers[id(these)], chooser)
        )
        for work, these in workers
    ]
    try:
        for process in processes:
            process.start()
        while any(process.is_alive() for process in processes):
            time.sleep(1)
            if sys.stderr.isatty():
                left = len(drawn) - sum(number.value for number in numbers.values())
                print(f"\r{max(left, 0)} left ", end="", file=sys.stderr)
    finally:
        for process in processes:
            process.terminate()


def _try_collected(these: list[Change], number: "Synchronized[int]", chooser: Chooser) -> None:
    steady()
    trials = map(chooser.trial, _taken(these, number))
    pytest.main([*quiet(), *_TESTS], plugins=[Collected(trials, tell)])


def _try_imported(these: list[Change], number: "Synchronized[int]", chooser: Chooser) -> None:
    steady()
    imported_anew(map(chooser.trial, _taken(these, number)), tell)


def _taken(these: list[Change], number: "Synchronized[int]") -> Iterator[Change]:
    """The next change that no other process has taken, until there is none."""
    while True:
        with number.get_lock():
            taken = number.value
            number.value += 1
        if taken >= len(these):
            return
        yield these[taken]


def main() -> None:
    """Try the changes and print the survivors; exit code 1 below 95% noticed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    every = [
        change
        for room in ROOMS
        for path in sorted((_SOURCES / room).rglob("*.py"))
        for change in changes(path)
    ]
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(every)
    drawn = random.Random(seed).sample(every, count)
    measure()
    chooser, past = Chooser({change.path for change in every}), told()
    known = {key for key, one in past.items() if one["what"] in ("noticed", "no end")}
    with contextlib.suppress(KeyboardInterrupt):
        try_all([change for change in drawn if change.key not in known], chooser)
        chooser.anew = {key for key, one in told().items() if one["what"] == "undecided"}
        try_all([change for change in drawn if change.key in chooser.anew], chooser)
    summed_up(drawn)


def summed_up(drawn: list[Change]) -> None:
    """Print the survivors and the counts."""
    past = told()
    found = [past[change.key] for change in drawn if change.key in past]
    survivors = [one for one in found if one["what"] not in ("noticed", "no end")]
    print(*sorted(f"{one['what']}: {one['change']}" for one in survivors), sep="\n")
    for room in ROOMS:
        count = Counter(one["what"] for one in found if one["room"] == room)
        print(
            f"{room}: {count.total()} tried",
            *(f"{n} {what}" for what, n in count.items()),
            sep=", ",
        )
    print(f"{len(found) - len(survivors)} of {len(found)} noticed; {len(drawn)} were drawn")
    sys.exit(len(survivors) * 20 > len(found))


if __name__ == "__main__":
    main()
