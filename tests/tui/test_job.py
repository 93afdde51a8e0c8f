"""A pharmacist's whole job by keys alone, at two sizes: from an empty order to a saved plan whose
findings are answered, and to the sheet."""

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rechallenge.quantities import display
from rechallenge.service.plan_file import read_plan
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.acknowledge import Acknowledge
from rechallenge.tui.screens.dialog import Ask
from rechallenge.tui.screens.library import Library
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.screens.sheet import Sheet
from rechallenge.tui.state.draft import Answer
from rechallenge.tui.widgets.text_field import TextField
from tests.tui.planning_room import SIZES, planner, press, run, shown, type_text, until


def focused(app: Planner, key: str) -> bool:
    field = app.order_screen.form.field(key)
    return field is not None and field.entry.has_focus


async def go_to_field(app: Planner, pilot: Pilot[None], key: str) -> None:
    """Down the form until the field has the focus."""
    for _ in range(60):
        if focused(app, key):
            return
        await press(app, "down")
    raise AssertionError(f"{key} was not reached by Down alone")


async def answer_all(app: Planner, pilot: Pilot[None]) -> None:
    """Answer every finding that asks, each with its own reason."""
    await press(app, "4")
    findings = app.order_screen.result.findings
    await until(pilot, lambda: findings.has_focus, "the findings to have the focus")
    for number in range(20):
        plan = app.session.evaluation.plan
        assert plan is not None
        left = plan.open_findings
        if not left:
            return
        await press(app, "home", "enter")
        await until(pilot, lambda: isinstance(app.screen, Acknowledge), "the question")
        await type_text(app, f"r{number}")
        await press(app, "enter")
        await type_text(app, "M.K.")
        await press(app, "enter", "enter")
        await until(pilot, lambda: app.screen is app.order_screen, "the question to close")
    raise AssertionError("findings were left open")


@pytest.mark.slow
@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]], ids=str)
def test_from_an_empty_order_to_a_saved_plan_by_keys_alone(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", size) as (app, pilot):
            assert "NO RESULT" in shown(app)
            await press(app, "f3")
            await until(pilot, lambda: isinstance(app.screen, Library), "the library")
            await type_text(app, "stepwise cadonilimab")
            await press(app, "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the working screen")
            assert app.session.draft.text("protocol") == "cadonilimab-stepwise"
            for key, text in (
                ("dose", "10 mg/kg"),
                ("weight", "48 kg"),
                ("volume", "250 mL"),
                ("start", "2026-11-23 09:00"),
                ("premed_lead", "30 min"),
            ):
                await go_to_field(app, pilot, key)
                assert app.session.evaluation.plan is None or key in ("start", "premed_lead")
                await type_text(app, text)
            plan = app.session.evaluation.plan
            assert plan is not None
            assert display(plan.dose.total) == "480 mg"
            await until(pilot, lambda: "DRAFT" in shown(app), "the plan recomputed")
            await press(app, "f2")
            await answer_all(app, pilot)
            await until(pilot, lambda: "CONFIRMED by" in shown(app), "the plan confirmed")
            await press(app, "f6")
            await until(pilot, lambda: isinstance(app.screen, Sheet), "the sheet")
            assert "DRAFT" not in shown(app)
            await press(app, "s")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name to be asked for")
            entry = app.screen.query_one("#path", TextField)
            await press(app, *["backspace"] * len(entry.value))
            await type_text(app, str(tmp_path / "plan.json"))
            await press(app, "enter")
            await until(pilot, (tmp_path / "plan.json").exists, "the plan to be saved")
            await until(pilot, lambda: not app.session.unsaved, "the draft to be settled")
            assert app.drafts.left() is None
            await press(app, "escape", "ctrl+q")
            await until(pilot, lambda: not app.is_running, "the planner to end without a question")
        saved = read_plan(tmp_path / "plan.json").plan
        assert display(saved.dose.total) == "480 mg"
        assert saved.open_findings == ()
        tree = json.loads((tmp_path / "plan.json").read_text())
        assert {a["initials"] for a in tree["inputs"]["answers"]} == {"M.K."}

    run(job())


@pytest.mark.slow
def test_leaving_with_an_unsaved_order_asks_and_the_safe_answer_has_the_focus(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            app.session.write("dose", "375 mg")
            await press(app, "ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the order again")
            await press(app, "ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "escape")
            await until(pilot, lambda: app.screen is app.order_screen, "the order again")
            assert app.session.draft.text("dose") == "375 mg"
            await press(app, "ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "right", "right", "enter")
            await until(pilot, lambda: not app.is_running, "the planner to end")
        async with planner(tmp_path) as (app, _):
            assert app.session.draft.is_empty

    run(job())


@pytest.mark.slow
def test_an_order_left_by_a_planner_that_died_is_restored_with_a_message(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, _):
            app.session.write("dose", "375 mg")
            # The planner ends without leaving: nothing was saved and nothing discarded.
        async with planner(tmp_path) as (app, pilot):
            assert app.session.draft.text("dose") == "375 mg"
            await until(pilot, lambda: "Restored" in shown(app), "a word about it")
            app.session.write("dose", "370 mg")
            await until(pilot, lambda: "Restored" not in shown(app), "the word to go")

    run(job())


@pytest.mark.slow
def test_an_answer_needs_more_than_enter_and_what_is_half_typed_of_it_stays(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            for key, text in (("protocol", "cadonilimab-stepwise"), ("dose", "375 mg"),
                              ("volume", "250 mL")):  # fmt: skip
                app.session.write(key, text)
            await press(app, "f2", "4", "enter")
            asked = app.screen
            assert isinstance(asked, Acknowledge)
            # Reason, initials, Confirm: the last one refuses.
            await press(app, "enter", "enter", "enter")
            assert app.screen is asked
            await until(pilot, lambda: "x is empty" in shown(app), "the refusal")
            assert app.session.draft.answers == ()
            await press(app, *"As published", "enter", "M", "escape")
            assert app.screen is app.order_screen
            assert app.drafts.left() == app.session.draft
            # Another patient is another question; undoing that brings the text back.
            app.session.write("patient", "Bed 5")
            await press(app, "enter")
            assert isinstance(app.screen, Acknowledge)
            assert app.screen.texts == {"reason": "", "initials": ""}
            await press(app, "escape", "ctrl+z", "enter")
            assert isinstance(app.screen, Acknowledge)
            assert app.screen.texts == {"reason": "As published", "initials": "M"}
            await press(app, "enter", *".K.", "enter", "enter")
            answer: Answer = next(iter(app.session.draft.answers))
            assert answer.acknowledgement.reason == "As published"
            assert answer.acknowledgement.initials == "M.K."
            assert app.session.draft.begun == {}

    run(job())
