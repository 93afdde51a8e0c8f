"""End every write at each system call, refuse each call, and look at what is then in the folder:
`python -m tools.faults`. It needs strace (Debian: `apt-get install strace`).

A command that writes a file is run again and again: killed before its first call that changes
something, before its second, and so on; then with each of these calls refused, as on a full disk, a
read-only one and a broken one. The file must be as it was before or as it is after, whole; what is
left behind must be for its owner alone; and the next run must remove it and write the file.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

_CALLS = ("write", "fsync", "fdatasync", "link", "linkat", "rename", "renameat", "renameat2",
          "unlink", "unlinkat", "fchmod", "fchown", "ftruncate", "mkdir", "mkdirat")  # fmt: skip
_ERRORS = ("ENOSPC", "EROFS", "EIO")
_PROGRAM = (sys.executable, "-m", "rechallenge")
_ORDER = ("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL")
_OTHER = ("plan", "cadonilimab-stepwise", "--dose", "300 mg", "--volume", "250 mL")
_KILLED = (-9, 137)
_LEFT = re.compile(r"\.(rechallenge|draft)-")
_KEEPS_A_DRAFT = """
import sys
from datetime import date
from pathlib import Path
from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.draft_store import DraftStore
store = DraftStore.in_folder(Path.cwd())
store.keep(DraftOrder(date(2026, 1, 1), {"dose": "375 mg"}))
sys.exit(2 if store.trouble else 0)
"""
_TABLE = "Step,Rate (mL/h),Time (min),Volume (mL),Dose (mg)\n1,10,15,2.5,5\n2,20,15,5,10\n"


class Writes(NamedTuple):
    """A command, what it writes, and the commands that come before it. `shared` files have the
    rights that the umask leaves. A draft is not `flushed`: a key does not wait for the disk."""

    name: str
    command: tuple[str, ...]
    target: str
    before: tuple[tuple[str, ...], ...] = ()
    shared: bool = False
    flushed: bool = True


class Call(NamedTuple):
    """A system call that changes something: its name, and what it is called with."""

    name: str
    text: str


SCENES = (
    Writes("a new plan", (*_PROGRAM, *_ORDER, "-o", "plan.json"), "plan.json"),
    Writes(
        "a plan that replaces another",
        (*_PROGRAM, *_ORDER, "-o", "plan.json", "--force"),
        "plan.json",
        ((*_PROGRAM, *_OTHER, "-o", "plan.json"),),
    ),
    Writes("a sheet", (*_PROGRAM, *_ORDER, "-o", "sheet.pdf"), "sheet.pdf"),
    Writes(
        "a protocol of a table",
        (*_PROGRAM, "audit", "table.csv", "--to", "ours.yaml"),
        "ours.yaml",
        shared=True,
    ),
    Writes(
        "a file of one's own",
        (*_PROGRAM, "new", "ours", "--from", "stepwise", "--protocols", "."),
        "ours.yaml",
        shared=True,
    ),
    Writes(
        "a review",
        (*_PROGRAM, "review", "reviewed.yaml", "--by", "A. B.", "--date", "2026-01-01"),
        "reviewed.yaml",
        shared=True,
    ),
    Writes("a draft", (sys.executable, "-c", _KEEPS_A_DRAFT), "draft-1.json", flushed=False),
)


def trouble(scene: Writes) -> Iterator[str]:
    """What is wrong with how a file is written; a line for each."""
    old, new = _contents(scene)
    calls = _calls(scene)
    if scene.flushed:
        yield from _order_of_calls(scene, calls)
    numbers = Counter(call.name for call in calls)
    for fault in ("signal=KILL", *(f"error={name}" for name in _ERRORS)):
        for name in numbers:
            for number in range(1, numbers[name] + 1):
                with tempfile.TemporaryDirectory() as folder:
                    _furnish(Path(folder), scene)
                    code = _faulty(scene, Path(folder), f"{name}:{fault}:when={number}")
                    for said in _wrong(scene, Path(folder), old, new, code):
                        yield f"{scene.name}, {fault} at {name} {number}: {said}"


def _contents(scene: Writes) -> tuple[bytes | None, bytes]:
    """What is in the file before and after a run that nothing disturbs."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / scene.target
        _furnish(Path(folder), scene)
        old = target.read_bytes() if target.exists() else None
        code = _run(scene.command, Path(folder)).returncode
        assert code == 0, f"{scene.name}: exit code {code}"
        return old, target.read_bytes()


def _furnish(folder: Path, scene: Writes) -> None:
    (folder / "table.csv").write_text(_TABLE, "utf-8")
    shipped = Path("protocols/cadonilimab/cadonilimab-stepwise.yaml").read_text("utf-8")
    reviewed = shipped.replace("id: cadonilimab-stepwise", "id: reviewed")
    (folder / "reviewed.yaml").write_text(reviewed, "utf-8")
    for command in scene.before:
        _run(command, folder)


def _run(command: Sequence[str], folder: Path) -> "subprocess.CompletedProcess[bytes]":
    home = {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        command, cwd=folder, env=os.environ | home, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip


def _faulty(scene: Writes, folder: Path, fault: str) -> int:
    """The exit code of the command with a fault."""
    trace = ("strace", "-f", "-o", "/dev/null", "-e", f"inject={fault}")
    return _run((*trace, *scene.command), folder).returncode


def _wrong(scene: Writes, folder: Path, old: bytes | None, new: bytes, code: int) -> Iterator[str]:
    """What a fault left that it may not leave."""
    target = folder / scene.target
    now = target.read_bytes() if target.exists() else None
    if now not in (old, new):
        yield f"{scene.target} is neither the old nor the new one"
    if code == 0 and now != new:
        yield "it ended with exit code 0, and the file is not written"
    left = [path for path in folder.rglob("*") if _LEFT.match(path.name)]
    if left and code not in _KILLED:
        yield f"it was not killed and left {left[0].name}"
    private = [*left, target] if not scene.shared else []
    if any(path.exists() and stat.S_IMODE(path.stat().st_mode) != 0o600 for path in private):
        yield "others can read what it left"
    for path in left:
        # What is a minute old is not being written by another planner.
        os.utime(path, times=(path.stat().st_atime, path.stat().st_mtime - 120))
    again = _run(scene.command, folder).returncode
    if again and now != new:
        yield f"the next run ends with exit code {again}"
    elif not again and target.read_bytes() != new:
        yield "the next run does not write the file"
    if not again and any(path.exists() and path.stat().st_size for path in left):
        yield "the next run leaves what the killed one left"


def _calls(scene: Writes) -> list[Call]:
    """The calls of a run that nothing disturbs, in order."""
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as log:
        _furnish(Path(folder), scene)
        trace = ("strace", "-f", "-y", "-o", log.name, "-e", f"trace={','.join(_CALLS)}")
        _run((*trace, *scene.command), Path(folder))
        lines = Path(log.name).read_text("utf-8", "replace").splitlines()
    found = (re.match(r"\d+ +(\w+)\((.*)", line) for line in lines)
    return [Call(*match.groups()) for match in found if match]


def _order_of_calls(scene: Writes, calls: Sequence[Call]) -> Iterator[str]:
    """A power cut keeps what was flushed: the content must be flushed before it has its name."""
    ours = [(n, call) for n, call in enumerate(calls) if _LEFT.search(call.text)]
    written = [n for n, call in ours if call.name == "write"]
    flushed = [n for n, call in ours if call.name in ("fsync", "fdatasync")]
    named = [n for n, call in ours if call.name.startswith(("link", "rename"))]
    if not written or not named:
        yield f"{scene.name}: no write was seen"
    elif not any(written[-1] < flush < named[-1] for flush in flushed):
        yield f"{scene.name}: the file has its name before its content is flushed"


def two_writers() -> Iterator[str]:
    """Two commands that write one file at once: it is whole, by one of them."""
    one = (*_PROGRAM, *_ORDER, "-o", "plan.json", "--force")
    other = (*_PROGRAM, *_OTHER, "-o", "plan.json", "--force")
    for number in range(10):
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as both:
            done = both.map(lambda command, where=folder: _run(command, Path(where)), (one, other))
            codes = [each.returncode for each in done]
            text = (Path(folder) / "plan.json").read_bytes()
            check = _run((*_PROGRAM, "verify", "plan.json"), Path(folder))
            if codes != [0, 0] or check.returncode or not text:
                yield f"two writers, {number}: exit codes {codes}, verify {check.returncode}"


def main() -> None:
    """Print what is wrong; exit code 1 if anything is."""
    if shutil.which("strace") is None:
        sys.exit("strace is not installed, so nothing was tried: apt-get install strace")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda scene: (scene.name, list(trouble(scene))), SCENES))
    found.append(("two writers at once", list(two_writers())))
    for name, wrong in found:
        print(f"{name}: {len(wrong) or 'nothing'} wrong")
        for line in wrong[:20]:
            print(f"  {line}")
    sys.exit(any(wrong for _name, wrong in found))


if __name__ == "__main__":
    main()
