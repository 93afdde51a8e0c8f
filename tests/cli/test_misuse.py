"""Every command, used wrongly in a few ways; `make misuse` tries two hundred of each."""

import pytest
from tools import misuse

from rechallenge.cli.main import COMMANDS
from tests.cli.running import python


@pytest.mark.slow
def test_each_command_that_is_misused_gets_a_sentence_and_an_exit_code() -> None:
    outcome = python("-m", "tools.misuse", "2")
    assert outcome.code == 0, outcome.out
    lines = [line.split(": ") for line in outcome.out.splitlines()]
    assert sorted(line[0].strip() for line in lines) == sorted(COMMANDS)
    assert all(line[-1].endswith("; 0 told badly") for line in lines)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (misuse.Outcome(2, "", "Traceback (most recent call last):\n"), "Traceback"),
        (misuse.Outcome(2, "", "rechallenge: internal error (KeyError)\n"), "internal error"),
        (misuse.Outcome(2, "", ""), "nothing is said on stderr"),
        (misuse.Outcome(3, "", "x\n"), "exit code 3"),
        (misuse.Outcome(2, "", "\x1b[31m\n"), "a hidden character on stderr"),
        (misuse.Outcome(2, "a plan", "no\n"), "a result on stdout beside exit code 2"),
        (misuse.Outcome(2, "", "x" * 20_001), "20,001 characters on stderr"),
        (misuse.Outcome(2, "", "rechallenge: --dose: no\n"), ""),
    ],
)
def test_what_is_told_badly_is_noticed(done: misuse.Outcome, said: str) -> None:
    assert misuse.wrong("plan", done) == said
