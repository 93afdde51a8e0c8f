"""Use every command wrongly in many ways, and see that each gets a sentence and an exit code:
`python -m tools.misuse 200` tries so many ways for each command.

A way begins from a command that works, and is then damaged: options left out, given twice, in odd
order, empty, unknown; paths where ids are wanted and ids where paths are; letters that no keyboard
has.
"""

import io
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from multiprocessing import Pool
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import click

from rechallenge.cli.failures import run
from rechallenge.cli.main import COMMANDS, cli

_HANGS_S = 20
_LONGEST_SAID = 20_000
_PLAN = ("--dose", "375 mg", "--volume", "250 mL")
_WORKS: dict[str, tuple[str, ...]] = {
    "audit": ("audit", "table.csv"),
    "batch": ("batch", "orders.csv", "-o", "out-day"),
    "check": ("check", "ours.yaml"),
    "checks": ("checks",),
    "compare": ("compare", "extended", "stepwise", *_PLAN),
    "drugs": ("drugs", "rituximab"),
    "new": ("new", "made-here", "--from", "stepwise", "--protocols", "folder"),
    "plan": ("plan", "cadonilimab-stepwise", *_PLAN),
    "protocols": ("protocols", "cetuximab"),
    "pumps": ("pumps",),
    "resume": ("resume", "plan.json", "--infused", "10 mL"),
    "review": ("review", "ours.yaml", "--by", "A. B."),
    "sheet": ("sheet", "plan.json", "-o", "out.txt"),
    "show": ("show", "plan.json"),
    "site": ("site", "show", "--protocols", "home"),
    "validate": ("validate", "cases.yaml"),
    "verify": ("verify", "plan.json"),
}
_NEVER = ("--print",)
"""Options that act outside of this folder."""
_TABLE = "Step,Rate (mL/h),Time (min),Volume (mL)\n1,10,15,2.5\n2,20,15,6\n"
_ORDERS = "protocol,dose,volume,start\ncadonilimab-stepwise,375 mg,250 mL,09:00\n"
_CASE = """\
title: One
cases:
  - title: One
    protocol: cadonilimab-extended
    order: {dose: 375 mg, volume: 250 mL}
    steps: [{rate: 125 mL/h}]
"""
_VALUES = (
    "", " ", "-", "--", "---", "x" * 5000, "\x1b[31mred", "../../etc/passwd", "/", "/dev/null",
    ".", "/dev/full", "plan.json", "ours.yaml", "table.csv", "folder", "missing.json",
    "missing/there.txt", "cadonilimab-stepwise", "CADONILIMAB-STEPWISE", "375 mg", "375",
    "1,5 mg", "-5 mg", "NaN mg", "\uff12\uff15 mg", "\U0001f642", "=1+1", "a=b", "=", "1=",
    "9=dose, mg", "a4", "json", "pdf", "9" * 60 + " mg", "0 mg", "1e9 mg", "\udcff\udcfe",
    "\u202eabc", "25:61", "2026-02-30 09:00", "09:00", "50 %", "never", "1", "-1", "A", "any",
    "generic", "out.pdf", "out", "out.exe", "$HOME", "`id`", "'; rm -rf", "a\nb", "0.1 mg/kg",
    "250 mL", "250mL", "250 ml", "mg", "1/40", "as planned",
)  # fmt: skip


class Outcome(NamedTuple):
    """What a command left."""

    code: object
    out: str
    err: str


def used(arguments: Sequence[str]) -> Outcome:
    """The command, run in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    before, code = sys.argv, None
    with redirect_stdout(out), redirect_stderr(err):
        sys.argv = ["rechallenge", *arguments]
        try:
            run(cli)
        except SystemExit as stopped:
            code = stopped.code
        finally:
            sys.argv = before
    return Outcome(code, _said(out), _said(err))


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def wrong(name: str, done: Outcome) -> str:
    """What is wrong with an outcome; empty where it is told as it should be."""
    if done.code not in (0, 1, 2):
        return f"exit code {done.code}"
    for said in ("Traceback", "internal error"):
        if said in done.err or said in done.out:
            return said
    if done.code == 0:
        return ""
    if not done.err.strip() and done.code == 2:
        return "nothing is said on stderr"
    if len(done.err) > _LONGEST_SAID:
        return f"{len(done.err):,} characters on stderr"
    if not all(letter.isprintable() for letter in done.err.replace("\n", "")):
        return "a hidden character on stderr"
    if done.code == 2 and done.out and name != "check":
        return "a result on stdout beside exit code 2"
    return ""


def ways(name: str, count: int) -> Iterator[list[str]]:
    """So many ways to misuse a command: the same at every run."""
    draw = random.Random(name)
    command = import_module(f"rechallenge.cli.{name}").command
    options = [option for option in _options(command) if option.opts[0] not in _NEVER]
    for _ in range(count):
        words = list(_WORKS[name])
        # A day is written into any folder that is named.
        values = [v for v in _VALUES if name != "batch" or not v.startswith(("/", "..", "."))]
        for _ in range(draw.choice((1, 1, 2, 3))):
            _damage(words, options, values, draw)
        yield words


def _options(command: click.Command) -> list[click.Option]:
    inner = command.commands.values() if isinstance(command, click.Group) else (command,)
    return [one for each in inner for one in each.params if isinstance(one, click.Option)]


def _damage(
    words: list[str], options: Sequence[click.Option], values: Sequence[str], draw: random.Random
) -> None:
    option = draw.choice(options) if options else None
    match draw.randrange(6):
        case 0 if len(words) > 1:
            del words[draw.randrange(1, len(words))]
        case 1:
            words.insert(draw.randrange(1, len(words) + 1), draw.choice(values))
        case 2 if len(words) > 1:
            words[draw.randrange(1, len(words))] = draw.choice(values)
        case 3 if len(words) > 2:
            tail = words[1:]
            draw.shuffle(tail)
            words[1:] = tail
        case 4:
            words.append(draw.choice(("--unknown", "-q", "--dosis=1", "--", "-o", "--format")))
        case _ if option is not None:
            word = draw.choice(option.opts)
            value = draw.choice(values)
            given = [word] if option.is_flag else draw.choice(([word, value], [f"{word}={value}"]))
            words += given * draw.choice((1, 1, 2))


def tried(work: tuple[str, int]) -> tuple[str, Counter[object], list[str]]:
    """What came of so many ways to misuse a command, and each that is not told as it should be."""
    name, count = work
    outcomes: Counter[object] = Counter()
    found: list[str] = []
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ |= {"HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        signal.signal(signal.SIGALRM, _hang)
        try:
            for words in ways(name, count):
                _furnish()
                signal.alarm(_HANGS_S)
                done = used(words)
                signal.alarm(0)
                outcomes[done.code] += 1
                said = wrong(name, done)
                left = [path.name for path in Path().rglob(".rechallenge-*")]
                if said or left:
                    found.append(f"{words}: {said or left}: {done.err[-300:]!r}"[:900])
        finally:
            os.chdir(home)
    return name, outcomes, found


def _furnish() -> None:
    """The files that the commands are given, new for each."""
    folder = Path("folder")
    folder.mkdir(exist_ok=True)
    for path in [*folder.iterdir(), *Path().glob("out*")]:
        path.unlink() if path.is_file() else None
    Path("table.csv").write_text(_TABLE, "utf-8")
    Path("orders.csv").write_text(_ORDERS, "utf-8")
    Path("cases.yaml").write_text(_CASE, "utf-8")
    if not Path("plan.json").exists():
        used(["plan", "cadonilimab-stepwise", *_PLAN, "-o", "plan.json"])
        used(["new", "ours", "--from", "cadonilimab-stepwise", "--protocols", "folder"])
        Path("folder/ours.yaml").rename("ours.yaml")
        Path("home").mkdir()
        Path("home/site.yaml").write_text("unit: Day ward\ntelephone: '1234'\n", "utf-8")


def _hang(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("it took too long")


def main() -> None:
    """Print what came of all; exit code 1 for one that is not told as it should be."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    every: list[str] = []
    # What the commands share is loaded once, and each process below begins with it.
    tried(("plan", 0))
    with Pool(maxtasksperchild=1) as pool:
        for name, outcomes, found in pool.imap_unordered(
            tried, [(name, count) for name in COMMANDS], chunksize=1
        ):
            codes = ", ".join(
                f"{number} with {code}" for code, number in sorted(outcomes.items(), key=str)
            )
            print(f"{name:>10}: exit codes: {codes}; {len(found)} told badly", flush=True)
            every += found
    for line in every[:40]:
        print(line)
    sys.exit(bool(every))


if __name__ == "__main__":
    main()
