"""Change one thing at a time in the code that works numbers out, and see whether a test fails:
`python -m tools.mutation 300` tries so many changes, drawn at random; without a number, all.

Each change is tried in a copy of the sources, with the tests of its room first and then with those
of whole plans; the first failure ends it. A change that no test notices is a survivor: a test is
missing, or the change makes no difference, which somebody has to say.
"""

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import NamedTuple

_SOURCES = Path("src/rechallenge")
ROOMS = {
    "quantities": ("tests/quantities", "tests/properties"),
    "model": ("tests/model", "tests/files", "tests/planning", "tests/service"),
    "planning": ("tests/planning", "tests/independent", "tests/published", "tests/properties"),
    "checks": ("tests/checks", "tests/site"),
    "proof": ("tests/proof", "tests/properties", "tests/published"),
    "audit": ("tests/audit", "tests/cli/test_audit.py", "tests/service/test_table_protocol.py"),
}
"""The rooms that work numbers out, and the tests that look at each."""
_LAST = (
    "tests/test_examples.py", "tests/sheet/test_goldens.py", "tests/sheet/test_formats_agree.py",
)  # fmt: skip
_PATIENCE_S = 600
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.Mod: "*", ast.FloorDiv: "/",
}  # fmt: skip


class Change(NamedTuple):
    """A piece of a source file, from one place to another, and what to write for it."""

    path: Path
    line: int
    start: int
    end: int
    text: str

    def made(self) -> bytes:
        """The content of the file with the change."""
        raw = self.path.read_bytes()
        return b" ".join((raw[: self.start], self.text.encode(), raw[self.end :]))

    def __str__(self) -> str:
        source = self.path.read_bytes()
        old = source[self.start : self.end].decode().strip()
        return f"{self.path}:{self.line}: {old} -> {self.text.strip()}"


def changes(path: Path) -> Iterator[Change]:
    """Everything that can be changed in a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def at(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    def between(left: ast.expr, right: ast.expr, text: str) -> Change:
        start = at(left.end_lineno, left.end_col_offset)
        end = at(right.lineno, right.col_offset)
        # Brackets around either side belong to that side.
        inside = source[start:end].decode()
        lead = len(inside) - len(inside.lstrip(" )\n"))
        tail = len(inside.rstrip(" (\n"))
        return Change(path, left.lineno, start + lead, start + tail, text)

    def instead(node: ast.expr, text: str) -> Change:
        ends = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
        return Change(path, node.lineno, *ends, text)

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
                yield between(left, right, _COMPARE[type(op)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                if not isinstance(left, ast.Constant) and not isinstance(right, ast.JoinedStr):
                    yield between(left, right, _ARITHMETIC[type(op)])
            case ast.BoolOp(op=op, values=[left, right, *_]):
                yield between(left, right, "or" if isinstance(op, ast.And) else "and")
            case ast.UnaryOp(op=ast.Not()):
                begins = at(node.lineno, node.col_offset)
                yield Change(path, node.lineno, begins, begins + len("not"), "not not")
            case ast.Constant(value=bool() as value):
                yield instead(node, str(not value))
            case ast.Constant(value=int() as number):
                yield instead(node, str(number + 1))
            case ast.IfExp(test=test) | ast.If(test=test):
                written = ast.get_source_segment(source.decode(), test)
                yield instead(test, f"(not ({written}))")
            case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
                yield instead(value, "None")


def survives(change: Change) -> str:
    """Why a change is not noticed by the tests; empty where one fails."""
    room = change.path.relative_to(_SOURCES).parts[0]
    folders = [folder for folder in (*ROOMS[room], *_LAST) if Path(folder).exists()]
    with tempfile.TemporaryDirectory() as copy:
        sources = Path(copy) / "src"
        shutil.copytree("src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("protocols", "schemas", "validation"):
            (Path(copy) / name).symlink_to(Path(name).resolve())
        (sources / change.path.relative_to("src")).write_bytes(change.made())
        for tests in _batches(change.path.stem, folders):
            done = _run(sources, tests)
            if done:
                return "" if done == 1 else f"no test was run (exit code {done})"
    return "no test fails"


def _batches(stem: str, folders: Sequence[str]) -> Iterator[list[str]]:
    """The tests in the order in which they may notice: those of the module's name first."""
    every = [path for folder in folders for path in _tests(Path(folder))]
    named = [path for path in every if stem.strip("_") in path.stem]
    if named:
        yield [*map(str, named)]
    yield [str(path) for path in every if path not in named]


def _tests(path: Path) -> list[Path]:
    return sorted(path.glob("test_*.py")) if path.is_dir() else [path]


def _run(sources: Path, tests: Sequence[str]) -> int:
    """The exit code of pytest: 0 where every test passes; 1 also for one that does not end."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return 1


def main() -> None:
    """Try the changes and print the survivors; exit code 1 below 95% noticed."""
    every = [
        change
        for room in ROOMS
        for path in sorted((_SOURCES / room).rglob("*.py"))
        for change in changes(path)
    ]
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(every)
    drawn = random.Random(sys.argv[2] if len(sys.argv) > 2 else "1").sample(every, count)
    begun, survivors, rooms = time.monotonic(), [], Counter[str]()
    with ThreadPool(os.cpu_count()) as pool:
        for number, (change, why) in enumerate(
            pool.imap_unordered(lambda one: (one, survives(one)), drawn), 1
        ):
            rooms[change.path.relative_to(_SOURCES).parts[0]] += 1
            if why:
                survivors.append(change)
                print(f"{change}: {why}", flush=True)
            if sys.stderr.isatty():
                left = (time.monotonic() - begun) * (count - number) / number
                print(f"\r{number} of {count}, {left:.0f} s left ", end="", file=sys.stderr)
    said = ", ".join(f"{room} {number}" for room, number in sorted(rooms.items()))
    print(f"{count - len(survivors)} of {count} changes noticed ({said}), of {len(every):,} in all")
    sys.exit(len(survivors) * 20 > count)


if __name__ == "__main__":
    main()
