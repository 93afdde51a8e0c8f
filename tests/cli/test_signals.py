"""Ctrl-C while the program starts is one line and code 130, whatever is being loaded."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.running import CASE_2, environment
from tests.cli.terminal import in_terminal

STOPS_AT = """
import sys, signal, os

class Stops:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stops())
from rechallenge.__main__ import process
process()
"""
COMPLETION = {
    "_RECHALLENGE_COMPLETE": "bash_complete",
    "COMP_WORDS": "rechallenge plan ca",
    "COMP_CWORD": "2",
}


def interrupted_at(module: str, *arguments: str, **more: str) -> tuple[int, bytes, bytes]:
    """What a command leaves that gets Ctrl-C while a module loads."""
    done = subprocess.run(
        [sys.executable, "-c", STOPS_AT.format(module=module), *arguments],
        env=environment(**more), capture_output=True, stdin=subprocess.DEVNULL, timeout=180,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "module", ["click", "rechallenge.cli.failures", "rechallenge.words.languages"]
)
def test_before_the_command_is_known(module: str) -> None:
    assert interrupted_at(module, *CASE_2) == (130, b"", b"rechallenge: interrupted\n")


@pytest.mark.parametrize("module", ["rechallenge.cli.plan", "rechallenge.service.making"])
def test_while_the_command_loads(module: str) -> None:
    said = b"rechallenge: interrupted; nothing was written\n"
    assert interrupted_at(module, *CASE_2) == (130, b"", said)


@pytest.mark.parametrize("module", ["click", "click.shell_completion", "rechallenge.files.find"])
def test_while_a_name_is_completed(module: str) -> None:
    code, out, told = interrupted_at(module, **COMPLETION)
    assert (code, out) == (130, b"")
    assert told.startswith(b"rechallenge: interrupted")
    assert told.count(b"\n") == 1


IN_A_CLASS = """
import os, signal, sys
import rechallenge.cli.main as main

class Named:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), getattr(signal, sys.argv.pop()))

def loads():
    class Slow:
        named = Named()

main.cli = loads
from rechallenge.__main__ import process
process()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_while_a_class_is_made_where_python_gives_the_exception_another_name(
    name: str, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CLASS, name], env=environment(), capture_output=True,
        timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert b"internal error" not in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_what_is_to_be_ignored_stays_ignored() -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    )
    for number in ("INT", "TERM"):
        kill = f"import os; os.kill(os.getpid(), signal.SIG{number})\n"
        run = "from rechallenge.__main__ import process; process()\n"
        done = subprocess.run(
            [sys.executable, "-c", code + kill + run, "--version"], env=environment(),
            capture_output=True, timeout=180, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_planner_gives_the_terminal_back_when_the_system_ends_it() -> None:
    with in_terminal() as terminal:
        terminal.wait_for(b"Protocol")
        os.kill(terminal.process, signal.SIGTERM)
        assert terminal.wait_for_end() == 143
        assert b"\x1b[?1049l" in terminal.seen
        assert b"ended by a signal before it was done" in terminal.seen
        assert b"Traceback" not in terminal.seen
