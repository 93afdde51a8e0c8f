"""Every form is saved from the screen with the content that the command line writes."""

import errno
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rechallenge.service.export_formats import ENDINGS, export
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.dialog import Ask
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.widgets.text_field import TextField
from tests.tui.planning_room import STEPWISE, planner, press, run, says, shown, until, write


@pytest.mark.slow
def test_the_ending_says_the_form_and_a_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state") as (app, pilot):
            write(app.session, STEPWISE)
            # The plan file comes last: what is saved in it needs no saving any more.
            for ending in sorted(ENDINGS, key=lambda ending: ENDINGS[ending] == "json"):
                assert app.session.unsaved
                await save(app, pilot, tmp_path / f"plan{ending}", ENDINGS[ending])
                assert app.session.unsaved is (ENDINGS[ending] != "json")

    run(job())


async def save(app: Planner, pilot: Pilot[None], target: Path, form: str) -> None:
    """Save over a file: refuse to once, and then do it."""
    target.write_text("what was there before")
    await press(app, "ctrl+s")
    entry = app.screen.query_one("#path", TextField)
    entry.value = str(target)
    await press(app, "enter")
    assert isinstance(app.screen, Ask)
    await press(app, "enter")
    assert isinstance(app.screen, NameFile)
    assert entry.value == str(target)
    assert target.read_text() == "what was there before"
    await press(app, "enter", "right", "enter")
    plan = app.session.evaluation.plan
    assert plan is not None
    content = export(plan, form)
    await until(pilot, lambda: target.read_bytes() == content, f"the file {target.name}")


@pytest.mark.slow
def test_a_name_that_cannot_be_used_is_refused_in_the_dialog_and_kept(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state") as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            entry = app.screen.query_one("#path", TextField)
            for name, why in (
                ("plan.doc", "this ending is not one of a plan's formats"),
                ("no/such/folder/plan.json", "there is no folder"),
                ("", "write the name of a file"),
            ):
                entry.value = name
                await press(app, "enter")
                await until(pilot, partial(says, app, why), why)
                assert entry.value == name

    run(job())


def test_a_plan_that_cannot_be_written_leaves_the_dialog_open_with_its_name_and_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def job() -> None:
        target = tmp_path / "plan.json"
        async with planner(tmp_path / "state") as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "ctrl+s")
            entry = app.screen.query_one("#path", TextField)
            entry.value = str(target)

            def says_why() -> bool:
                drawn = " ".join(shown(app).replace("│", " ").split())
                return "was not written: no space left" in drawn

            with monkeypatch.context() as disk:
                disk.setattr("os.fsync", full)
                await press(app, "enter")
                await until(pilot, says_why, "the reason")
            assert isinstance(app.screen, NameFile)
            assert entry.value == str(target)
            assert not target.exists()
            assert app.session.unsaved
            await press(app, "enter")
            await until(pilot, target.exists, "the plan, written once there is space")

    run(job())
