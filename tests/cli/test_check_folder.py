"""A site's folder is checked on every core, and its report is the same whatever finishes first."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rechallenge.service import checking_many as many
from tests.cli.running import Outcome, environment, here, python
from tests.cli.terminal import in_terminal
from tests.files.protocol_files import RIGHT
from tests.tiers import slow_but

EXAMPLE = """examples:
  - order: {dose: 100 mg, volume: 100 mL}
    steps: [{dose: 10 mg}, {observe: 30 min}, {dose: 90 mg}]
"""
FILES = 14
CHECK = """
import os, signal, sys, time
sys.modules["numpy"] = None  # as the command itself does
import rechallenge.cli.check
import rechallenge.service.checking_many as many
import rechallenge.service.on_cores as cores
from rechallenge.cli.main import main

really = many.check_file
cores._cores = lambda: 2
many._FEWEST = 7
{prepare}
main()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """14 files, of which 03 and 11 are each wrong in one line."""
    for number in range(FILES):
        text = RIGHT.replace("id: mine", f"id: p{number:02}") + EXAMPLE
        if number in (3, 11):
            text = text.replace("{dose: 10 mg}", "{dose: 11 mg}")
        (tmp_path / f"p{number:02}.yaml").write_text(text)
    return tmp_path


def checked(site: Path, prepare: str = "") -> Outcome:
    return python("-c", CHECK.format(prepare=prepare), "check", str(site))


def wrong(site: Path, number: int) -> str:
    return (
        f"{site}/p{number:02}.yaml:16:14: examples[0].steps[0].dose: 11 mg was worked out by hand; "
        "the plan has 10 mg\n"
    )


SLOW_FIRST = """
def check_file(path, *more):
    time.sleep(0.2 if path.stem == "p00" else 0)
    return really(path, *more)
many.check_file = check_file
"""
SPAWNED = 'cores.METHOD = "spawn"'


@pytest.mark.parametrize("how", slow_but([SLOW_FIRST], ["", SPAWNED, SLOW_FIRST]))
def test_problems_come_in_the_order_of_the_files_however_they_are_checked(
    how: str, site: Path
) -> None:
    is_told(checked(site, how), site)


def test_one_process_alone_says_the_same(site: Path) -> None:
    # Fewer files than a second process is started for.
    assert FILES < many._FEWEST
    is_told(here("check", str(site)), site)


def is_told(outcome: Outcome, site: Path) -> None:
    """Whether a check of the site named the two files that are wrong, and the others."""
    said = "rechallenge: 14 files checked: 2 problems\n"
    assert (outcome.code, outcome.err) == (2, wrong(site, 3) + wrong(site, 11) + said)
    assert outcome.out.splitlines() == [
        f"{site}/p{number:02}.yaml: ok, 1 worked example, 5 open points"
        for number in range(FILES)
        if number not in (3, 11)
    ]


def test_a_folder_without_a_problem_says_how_many_files_it_has(site: Path) -> None:
    for number in (3, 11):
        (site / f"p{number:02}.yaml").unlink()
    outcome = here("check", str(site))
    assert (outcome.code, outcome.err) == (0, "rechallenge: 12 files checked: no problem\n")


@pytest.mark.slow
def test_the_files_are_shared_between_two_processes(site: Path) -> None:
    names = """
def check_file(path, *more):
    os.write(2, b"%d\\n" % os.getpid())
    time.sleep(0.05)
    return really(path, *more)
many.check_file = check_file
"""
    numbers = [line for line in checked(site, names).err.splitlines() if line.isdecimal()]
    assert (len(numbers), len(set(numbers))) == (FILES, 2)


CRASHES = """
def check_file(path, *more):
    if path.stem == "p05":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem == "p07":
        os._exit(3)
    if path.stem == "p09":
        raise KeyError("mmol")
    return really(path, *more)
many.check_file = check_file
"""


def test_a_crash_names_the_file_and_the_other_files_are_checked(site: Path) -> None:
    outcome = checked(site, CRASHES)
    ended = "the process that checked it ended ({}); not checked. Check it alone"
    defect = "internal error (KeyError: 'mmol'); not checked. Please report it as a defect"
    crashed = {5: ended.format("SIGKILL"), 7: ended.format(3), 9: defect}
    lines = [f"{site}/p{number:02}.yaml:1:1: {said}\n" for number, said in crashed.items()]
    said = "rechallenge: 14 files checked: 5 problems\n"
    assert outcome.err == "".join((wrong(site, 3), *lines, wrong(site, 11), said))
    assert outcome.code == 2
    assert len(outcome.out.splitlines()) == FILES - 5


STUCK = """
def check_file(path, *more):
    os.write(2, b"%d\\n" % os.getpid())
    time.sleep({seconds})
    return really(path, *more)
many.check_file = check_file
"""


def started(site: Path, seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
    """A check whose files take so long each, and its two workers."""
    script = CHECK.format(prepare=STUCK.format(seconds=seconds))
    process = subprocess.Popen(
        [sys.executable, "-c", script, "check", str(site)],
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    return process, [int(process.stderr.readline()) for _worker in range(2)]


def gone(processes: list[int]) -> bool:
    """Whether these processes end within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not any(Path(f"/proc/{number}/fd").exists() and _runs(number) for number in processes):
            return True
        time.sleep(0.02)
    return False


def _runs(process: int) -> bool:
    """A process that has ended and is not yet waited for is not one that runs."""
    try:
        return " Z " not in f" {Path(f'/proc/{process}/stat').read_text().rpartition(')')[2]} "
    except OSError:
        return False


@pytest.mark.parametrize("to_all", slow_but([True], [True, False]))
def test_an_interrupted_check_says_so_in_one_line_and_leaves_no_process(
    to_all: bool, site: Path
) -> None:
    process, workers = started(site, 60)
    (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.lstrip("\n") == "rechallenge: interrupted; nothing was written\n"
    assert gone(workers)


@pytest.mark.slow
def test_workers_end_with_a_check_that_is_killed(site: Path) -> None:
    process, workers = started(site, 0.2)
    process.kill()
    process.communicate(timeout=60)
    assert gone(workers)


def test_a_terminal_sees_how_far_the_check_is_and_nothing_is_left_of_it(site: Path) -> None:
    with in_terminal("check", str(site)) as terminal:
        assert terminal.wait_for_end() == 2
    seen = terminal.seen.decode()
    assert "Checking: 0 of 14 files" in seen
    assert "Checking: 14 of 14 files" in seen
    lines = [line.rpartition("\r")[2] for line in seen.replace("\r\n", "\n").strip().split("\n")]
    assert not any("Checking" in line for line in lines)
    assert lines[-1] == "rechallenge: 14 files checked: 2 problems"
