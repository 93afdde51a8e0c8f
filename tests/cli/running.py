"""Running the command: as a process of its own, or quickly inside this one."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from gettext import NullTranslations
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest

import rechallenge
from rechallenge.cli.failures import run
from rechallenge.cli.main import COMMANDS, cli
from rechallenge.words import speak

SOURCES = Path(rechallenge.__file__).resolve().parents[1]
CASE_1 = ("plan", "cadonilimab-extended", "--dose", "250 mg", "--volume", "250 mL")
CASE_2 = ("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL")
CASE_4 = ("plan", "cadonilimab-slow-start", "--dose", "10 mg/kg", "--weight", "48 kg",
          "--volume", "250 mL")  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with this package on the path."""
    return os.environ | {"PYTHONPATH": str(SOURCES)} | more


_PATIENCE_S = 180
"""Only a process that hangs takes so long, however busy the machine is."""


def python(*arguments: str, **more: str) -> Outcome:
    """A Python of its own; `more` are environment variables."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment(**more),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=_PATIENCE_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(*arguments: str, **more: str) -> Outcome:
    """`rechallenge` as a user runs it."""
    return python("-m", "rechallenge", *arguments, **more)


def here(*arguments: str) -> Outcome:
    """The same command inside this process."""
    code, out, err = here_in_bytes(*arguments)
    return Outcome(code, out.decode(), err.decode())


def here_in_bytes(*arguments: str) -> tuple[int, bytes, bytes]:
    """The exit code of the same, and what it wrote, which may be a PDF."""
    written = out_bytes, err_bytes = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(one, "utf-8", newline="\n") for one in written)
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["rechallenge", *arguments]),
        pytest.raises(SystemExit) as stopped,
    ):
        run(cli)
    out.flush()
    err.flush()
    assert isinstance(stopped.value.code, int)
    return int(stopped.value.code), out_bytes.getvalue(), err_bytes.getvalue()


def here_in(language: str, *arguments: str) -> Outcome:
    """The same in a language, and English again afterwards."""
    # The texts of its options are said once, when it is loaded.
    _forget_the_word_for_help()
    try:
        return here(*arguments, "--language", language)
    finally:
        speak(NullTranslations())
        _forget_the_word_for_help()


def _forget_the_word_for_help() -> None:
    """Each command keeps it in the language in which help was asked for first."""
    for name in COMMANDS:
        import_module(f"rechallenge.cli.{name}").command._help_option = None


def refused(outcome: Outcome, *says: str, code: int = 2) -> str:
    """The error text of a command that must fail cleanly, saying all of these."""
    assert outcome.code == code, outcome
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "internal error" not in outcome.err
    assert all(c.isprintable() for c in outcome.err.replace("\n", "")), outcome.err
    missing = [words for words in says if words not in outcome.err]
    assert not missing, f"{missing} not in: {outcome.err}"
    return outcome.err
