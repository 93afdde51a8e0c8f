"""Files are listed where one is named; the folder used last is where the next one is offered."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from rechallenge.tui.app import Planner
from rechallenge.tui.screens.dialog import Ask
from rechallenge.tui.screens.paths import NameFile
from tests.tui.planning_room import STEPWISE, planner, press, run, shown, type_text, until, write


def name_of(app: Planner) -> str:
    assert isinstance(app.screen, NameFile)
    return app.screen.entries["path"].value


async def asked(app: Planner, pilot: Pilot[None], key: str) -> None:
    await press(app, key)
    await until(pilot, lambda: isinstance(app.screen, NameFile), "a name to be asked for")


@pytest.mark.slow
def test_a_plan_is_saved_and_opened_by_a_few_letters_of_its_folder(tmp_path: Path) -> None:
    plans = tmp_path / "plans of today"
    plans.mkdir()
    (plans / "notes.txt").touch()

    async def job() -> None:
        async with planner(tmp_path / "state") as (app, pilot):
            write(app.session, STEPWISE)
            await asked(app, pilot, "ctrl+s")
            name = name_of(app)
            await press(app, "ctrl+u")
            await type_text(app, f"{tmp_path}/pl")
            await until(pilot, lambda: "Tab takes it" in shown(app), "the folder")
            await press(app, "tab")
            assert name_of(app) == f"{plans}/"
            await until(pilot, lambda: "notes.txt" in shown(app), "what is in the folder")
            # A name that is offered is not the name until it is taken.
            await type_text(app, name)
            await press(app, "enter")
            await until(pilot, lambda: (plans / name).exists(), "the plan to be saved")
            await until(pilot, lambda: not app.session.unsaved, "the draft to be settled")
            # On the sheet, the name is that of a PDF, in the folder used last.
            await press(app, "f6")
            await asked(app, pilot, "s")
            assert name_of(app) == str(plans / name).replace(".json", ".pdf")
            await press(app, "escape")
            await until(pilot, lambda: not isinstance(app.screen, NameFile), "the sheet")
            await press(app, "escape", "ctrl+n")
            await until(pilot, lambda: app.session.draft.is_empty, "an empty order")
            (plans / "other.json").write_text("{}")
        async with planner(tmp_path / "state") as (app, pilot):
            await asked(app, pilot, "ctrl+o")
            await until(pilot, lambda: "other.json" in shown(app), "the files of that folder")
            assert "notes.txt" not in shown(app)
            assert name_of(app) == ""
            # The plan used last is the first of the list.
            await press(app, "down", "enter")
            await until(pilot, lambda: app.session.evaluation.plan is not None, "the plan")
            assert app.session.draft.text("dose") == "10 mg/kg"
            assert not isinstance(app.screen, Ask)

    run(job())
