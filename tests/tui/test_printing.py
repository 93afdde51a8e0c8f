"""Printing from the planner: the sheet goes to the print command, and what it says is shown."""

from pathlib import Path

import pytest

from rechallenge.tui.app import Planner
from rechallenge.tui.screens.dialog import Ask
from tests.cli.print_service import print_service
from tests.cli.running import SOURCES
from tests.tui.planning_room import STEPWISE, planner, press, run, until, write


def told(app: Planner) -> str:
    return "\n".join(notice.message for notice in app._notifications)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(SOURCES))
    return print_service(tmp_path, monkeypatch)


def print_it(state: Path, says: str, *answer: str) -> None:
    """Ask for the sheet to be printed, answer the question, and wait for what is said."""

    async def job() -> None:
        async with planner(state, (120, 40)) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f6", "p")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, *answer)
            await until(pilot, lambda: says in told(app), says)

    run(job())


@pytest.mark.slow
def test_the_sheet_goes_to_the_printer_as_pdf_and_the_screen_says_what_it_said(
    service: Path, tmp_path: Path
) -> None:
    print_it(tmp_path / "state", "request id is ward-17", "right", "enter")
    assert (service / "input").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_nothing_is_printed_by_enter_alone(service: Path, tmp_path: Path) -> None:
    print_it(tmp_path / "state", "", "enter")
    assert list(service.iterdir()) == [service / "lp"]


@pytest.mark.slow
def test_without_a_print_command_the_screen_says_so(service: Path, tmp_path: Path) -> None:
    (service / "lp").unlink()
    print_it(tmp_path / "state", "there is no print service here", "right", "enter")
