"""How speed is measured: in CPU time, so that another process on the machine does not count, and as
the ratio of two works that are done in turn."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

RUNS = 15


def cpu() -> float:
    """The CPU time so far, in seconds, of this process and of those that it ran to their end."""
    ours, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of one call."""
    started = cpu()
    work()
    return cpu() - started


def ratio(name: str, one: Callable[[], object], other: Callable[[], object], aim: str) -> None:
    """Print the median of the ratios of pairs done in turn, with the range."""
    one(), other()
    pairs = [seconds(one) / seconds(other) for _ in range(RUNS)]
    middle = statistics.median(pairs)
    print(f"{name}: {middle:.2f} (from {min(pairs):.2f} to {max(pairs):.2f}); {aim}", flush=True)


def process(*command: str, **more: str) -> Callable[[], object]:
    """A whole process, from start to end; `more` are environment variables."""

    def run() -> object:
        env = os.environ | more
        return subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)

    return run


def repeated(work: Callable[[], object], times: int) -> Callable[[], object]:
    """Many calls as one, so that the clock's own step does not matter."""

    def run() -> object:
        return [work() for _ in range(times)]

    return run


def command_line() -> Sequence[str]:
    """The installed command beside this Python."""
    found = shutil.which("rechallenge", path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit("rechallenge is not installed beside this Python; run `make bench`")
    return [found]
