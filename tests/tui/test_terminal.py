"""The planner in a real terminal: it opens by the bare command, and what is typed outlives it."""

import os
import signal
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from rechallenge.tui.state.draft_store import DraftStore
from tests.cli.terminal import Terminal, in_terminal


def planner(state: Path, **more: str) -> AbstractContextManager[Terminal]:
    """The planner, which keeps its drafts in this folder."""
    return in_terminal(XDG_STATE_HOME=str(state), **more)


def left_in(state: Path) -> str:
    """The dose in the draft that was left; empty where there is none."""
    drafts = DraftStore.in_folder(state / "rechallenge")
    left = drafts.left()
    drafts.close()
    return "" if left is None else left.text("dose")


def end_by(terminal: Terminal, how: str) -> None:
    if how == "kill -9":
        os.kill(terminal.process, signal.SIGKILL)
    else:
        terminal.close()
    os.waitpid(terminal.process, 0)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill -9", "the terminal closes"])
def test_what_was_typed_outlives_the_process_and_is_restored(how: str, tmp_path: Path) -> None:
    with planner(tmp_path) as terminal:
        terminal.wait_for(b"Still needed")
        terminal.send(b"\t375 mg")
        terminal.wait_for(b"= 375 mg")
        end_by(terminal, how)
    assert left_in(tmp_path) == "375 mg"
    with planner(tmp_path) as terminal:
        terminal.wait_for(b"Restored")
        terminal.wait_for(b"375 mg")


@pytest.mark.slow
def test_what_is_typed_ahead_lands_in_the_field_it_was_typed_for(tmp_path: Path) -> None:
    with planner(tmp_path) as terminal:
        terminal.wait_for(b"Still needed")
        terminal.send(b"cadonilimab-stepwise\t10 mg/kg\t48 kg\r250 mL\r09:00")
        terminal.wait_for(b"480 mg = 10 mg/kg x 48 kg")
        terminal.wait_for(b"11:30")
        end_by(terminal, "kill -9")
    assert left_in(tmp_path) == "10 mg/kg"


@pytest.mark.slow
def test_no_color_is_honoured(tmp_path: Path) -> None:
    with planner(tmp_path, NO_COLOR="1", COLORTERM="truecolor") as terminal:
        terminal.wait_for(b"Still needed")
        colours = {
            part.split(b"m")[0] for part in terminal.seen.split(b"\x1b[") if b"38;2;" in part[:40]
        }
        for colour in colours:
            red, green, blue = colour.split(b"38;2;")[1].split(b";")[:3]
            assert red == green == blue
