"""Change one thing at a time in the code that works numbers out, and see whether a test fails:
`python -m tools.mutation 300` tries so many changes, drawn at random (seed 1, or the second
argument); without a number, all. `python -m tools.mutation --told` says what came of those tried.

What each test executes is measured first (`tools/mutation_reach.py`). Every outcome is added to
`.mutation/tried` at once: a run that was ended goes on where it was, and what was noticed is not
tried again as long as its file stays as it is. A change that no test notices is a survivor: a test
is missing, or the change makes no difference. tests/mutation-survivors.md
has those that were looked at.
"""

import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pytest

from .mutation_changes import Change, changes
from .mutation_reach import KEPT, ROOMS, SOURCES, Chooser, Trial
from .mutation_tried import Collected, Outcome, imported_anew, quiet, steady

_TESTS = (
    "tests/quantities", "tests/model", "tests/planning", "tests/checks", "tests/proof",
    "tests/audit", "tests/files", "tests/service", "tests/site", "tests/published",
    "tests/independent", "tests/properties", "tests/test_examples.py", "tests/sheet", "tests/cli",
)  # fmt: skip
_TRIED = KEPT / "tried"
_NOTICED = ("noticed", "no end")


def measure() -> None:
    """Have the lines that each test of this tree executes."""
    made_for = sha256()
    for path in sorted([*SOURCES.rglob("*.py"), *Path("tests").rglob("*.py")]):
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


def tell(trial: Trial, outcome: Outcome) -> None:
    """Add what came of a change to the file of all outcomes."""
    change = trial.change
    line = {"key": change.key, "room": change.room, "change": str(change), **outcome._asdict()}
    with _TRIED.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line | {"tests": len(trial.tests)}, ensure_ascii=False) + "\n")


def told() -> dict[str, dict[str, str]]:
    """The last outcome of each change, by its key."""
    lines = _TRIED.read_text("utf-8").splitlines() if _TRIED.exists() else []
    return {line["key"]: line for line in map(json.loads, lines)}


def try_all(drawn: list[Change], chooser: Chooser) -> None:
    """Try changes on every core, and say how many are left."""
    imported = [change for change in drawn if chooser.imported(change)]
    collected = [change for change in drawn if not chooser.imported(change)]
    context = multiprocessing.get_context("fork")
    processes = []
    for work, these, count in (
        (_try_imported, imported, 1),
        (_try_collected, collected, os.cpu_count() or 1),
    ):
        taken = context.Value("i")
        given = (these, taken, chooser)
        processes += [context.Process(target=work, args=given) for _ in range(count) if these]
    before = len(told())
    try:
        for process in processes:
            process.start()
        while any(process.is_alive() for process in processes):
            time.sleep(1)
            if sys.stderr.isatty():
                print(f"\r{len(told()) - before} of {len(drawn)} ", end="", file=sys.stderr)
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


def say(every: list[Change]) -> None:
    """Print the survivors and the counts; exit code 1 below 95% noticed."""
    past = told()
    found = [past[change.key] for change in every if change.key in past]
    left = [one for one in found if one["what"] not in _NOTICED]
    print(*sorted(f"{one['what']}: {one['change']}" for one in left), sep="\n")
    for room in ROOMS:
        count = Counter(one["what"] for one in found if one["room"] == room)
        counts = ", ".join(f"{number} {what}" for what, number in count.most_common())
        print(f"{room}: {count.total()} tried, {counts}")
    print(f"{len(found) - len(left)} of {len(found)} noticed, of {len(every)} in all")
    sys.exit(len(left) * 20 > len(found))


def main() -> None:
    """Try the changes that are asked for, and say what came of all that were tried."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    paths = sorted(path for room in ROOMS for path in (SOURCES / room).rglob("*.py"))
    every = [change for path in paths for change in changes(path)]
    if "--told" in sys.argv:
        say(every)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(every)
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    past = told()
    drawn = [
        change
        for change in random.Random(seed).sample(every, count)
        if past.get(change.key, {}).get("what") not in _NOTICED
    ]
    with contextlib.suppress(KeyboardInterrupt):
        measure()
        chooser = Chooser(paths)
        try_all(drawn, chooser)
        chooser.anew = {key for key, one in told().items() if one["what"] == "undecided"}
        try_all([change for change in drawn if change.key in chooser.anew], chooser)
    say(every)


if __name__ == "__main__":
    main()
