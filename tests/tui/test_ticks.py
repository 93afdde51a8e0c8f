"""Premedication ticks are in the draft alone: the screen says so, and they never go unasked."""

from pathlib import Path

import pytest

from rechallenge.tui.app import Planner
from rechallenge.tui.screens.dialog import Ask
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.widgets.text_field import TextField
from tests.tui.planning_room import STEPWISE, planner, press, run, shown, until, write


def one_line(app: Planner) -> str:
    return " ".join(shown(app).split())


@pytest.mark.slow
def test_the_screen_says_that_no_plan_file_holds_ticks_and_the_draft_brings_them_back(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f2", "3", "space")
            await until(pilot, lambda: "[x] given 12:00" in shown(app), "the tick")
            assert "No saved plan and no printed sheet holds them" in one_line(app)
            # The planner ends without leaving.
        async with planner(tmp_path) as (app, pilot):
            await press(app, "f2", "3")
            await until(pilot, lambda: "[x] given 12:00" in shown(app), "the tick again")

    run(job())


@pytest.mark.slow
def test_saving_keeps_ticks_in_the_draft_and_leaving_asks_about_them(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (120, 40)) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f2", "3", "space", "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            app.screen.query_one("#path", TextField).value = str(tmp_path / "plan.json")
            await press(app, "enter")
            said = "the premedication ticks are not in it"
            told = app._notifications
            await until(pilot, lambda: any(said in notice.message for notice in told), said)
            left = app.drafts.left()
            assert left is not None
            assert list(left.ticks.values()) == ["12:00"]
            await press(app, "ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            assert "The premedication ticks are not saved" in shown(app)
            await press(app, "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the order again")
            await press(app, "ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "right", "enter")
            await until(pilot, lambda: not app.is_running, "the planner to end")
        async with planner(tmp_path / "state") as (app, _):
            assert app.session.draft.is_empty

    run(job())
