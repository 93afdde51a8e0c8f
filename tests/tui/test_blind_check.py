"""A second person enters the order in the planner, on a screen that shows nothing of the plan."""

import json
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rechallenge import Order
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.plan import Plan
from rechallenge.sheet.plan_json import plan_json
from rechallenge.tui.app import Planner
from rechallenge.tui.screens.blind_check import BlindCheck
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.state.draft import draft_json, read_draft
from rechallenge.tui.state.opening import draft_of
from rechallenge.tui.widgets.text_field import TextField
from tests.cli.test_verify_blind import ORDER
from tests.service.test_plan_file import answered, planned
from tests.sheet.test_status import checked
from tests.tui.planning_room import NOON, planner, press, run, session, shown, until

OF_PLAN = ("Bed 4", "slow-start", "adonilimab", "480", "48", "250 mL", "08:15", "DRAFT", "CONFIRM")


def confirmed() -> Plan:
    """A plan whose findings AB has answered."""
    order = {key: text for key, text in ORDER.items() if key not in ("protocol", "drug")}
    return answered(planned(ORDER["protocol"], Order.model_validate(order)))


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """The file of that plan."""
    path = tmp_path / "plan.json"
    path.write_text(plan_json(confirmed()), "utf-8")
    return path


async def open_check(app: Planner, pilot: Pilot[None], plan_file: Path) -> BlindCheck:
    """The screen of the check, by its command and the name of the file."""
    await app.run_action("check_blind")
    await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
    await until(pilot, lambda: app.screen.query("#path:focus"), "the cursor in the name")
    app.screen.query_one("#path", TextField).value = str(plan_file)
    await press(app, "enter")
    await until(pilot, lambda: isinstance(app.screen, BlindCheck), "the check")
    screen = app.screen
    assert isinstance(screen, BlindCheck)
    return screen


async def enter(app: Planner, **changes: str) -> None:
    """Type initials and order by keys, and press the button that follows the last field."""
    for text in ({"initials": "CD"} | ORDER | changes).values():
        await press(app, *text, "down")
    await press(app, "enter")


def checks_in(plan_file: Path) -> list[str]:
    return [check["by"] for check in json.loads(plan_file.read_text("utf-8"))["checks"]]


@pytest.mark.slow
def test_an_order_entered_equal_is_recorded_and_shown_with_the_plan(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            app.session.replace(draft_of(confirmed(), ORDER["protocol"], NOON), saved=True)
            await open_check(app, pilot, plan_file)
            await enter(app)
            await until(pilot, lambda: app.screen is app.order_screen, "the order again")
            assert checks_in(plan_file) == ["CD"]
            # The clock of these tests stands at noon, and the answers are of the same day.
            await until(pilot, lambda: "checked by CD 12:00" in shown(app), "the check")
            confirmed_by = "CONFIRMED by AB 2026-11-21 09:05"
            await until(pilot, lambda: confirmed_by in shown(app), "the plan recomputed")
            assert not app.session.unsaved

    run(job())


def test_nothing_of_the_plan_is_on_the_screen_whatever_is_entered(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            app.session.replace(draft_of(confirmed(), ORDER["protocol"], NOON), saved=True)
            screen = await open_check(app, pilot, plan_file)
            looks = [shown(app)]
            wrong = {
                "patient": "Bay 2",
                "protocol": "ceftazidime-12-step",
                "drug": "ceftazidime",
                "dose": "1 g",
                "weight": "70 kg",
                "volume": "100 mL",
                "start": "2026-12-01 07:30",
            }
            for text in ("CD", *wrong.values()):
                await press(app, *text)
                looks.append(shown(app))
                await press(app, "down")
            await press(app, "enter")
            await until(pilot, lambda: "not checked: the entries for Patient" in shown(app), "a no")
            looks.append(shown(app))
            assert "Patient, Protocol, Drug, Dose, Weight" in " ".join(shown(app).split())
            # Neither the keys of other screens nor help show it.
            for key in ("f2", "f3", "f5", "f6", "ctrl+s", "ctrl+o", "f1"):
                await press(app, key)
                looks.append(shown(app))
            # Every protocol on file is offered in the help, whatever the plan's is.
            seen = "\n".join(looks)
            for offered in Shelves(shipped_folder()).ids():
                seen = re.sub(rf"\b{offered}\b(?!-)", "", seen)
            assert not [value for value in OF_PLAN if value in seen]
            assert screen in app.screen_stack
            assert checks_in(plan_file) == []

    run(job())


@pytest.mark.slow
def test_each_field_says_its_units_and_reads_its_answer_back(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            await open_check(app, pilot, plan_file)
            assert "mg, units, mg/kg, units/kg" in shown(app)
            await press(app, *"a.b.", "down")
            await until(pilot, lambda: "a second person must check it" in " ".join(
                shown(app).split()), "who may not")  # fmt: skip
            await press(app, "down", "down", "down", *"10 mg/kg", "down", *"48")
            text = shown(app)
            assert "= 10 mg/kg" in text
            assert '"48": it has no unit; write' in text

    run(job())


@pytest.mark.slow
def test_what_cannot_be_used_has_the_focus_and_nothing_is_compared(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            screen = await open_check(app, pilot, plan_file)
            await enter(app, dose="10 mg/day")
            await until(pilot, lambda: "Some fields cannot be used yet" in shown(app), "a word")
            assert screen.fields["dose"].has_focus_within
            assert checks_in(plan_file) == []

    run(job())


@pytest.mark.slow
def test_a_choice_is_taken_from_its_list(plan_file: Path, tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            screen = await open_check(app, pilot, plan_file)
            await press(app, "down", "down", "f4")
            await until(pilot, lambda: "acetylcysteine-3-bag" in shown(app), "the protocols")
            await press(app, "enter")
            assert screen.fields["protocol"].entry.value == "acetylcysteine-3-bag"

    run(job())


@pytest.mark.slow
def test_escape_leaves_without_a_check_and_asks_before_it_drops_what_was_typed(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state") as (app, pilot):
            screen = await open_check(app, pilot, plan_file)
            await press(app, *"CD", "escape", "enter")
            await until(pilot, lambda: app.screen is screen, "the check again")
            assert screen.fields["initials"].entry.value == "CD"
            await press(app, "escape", "right", "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the order again")
            assert checks_in(plan_file) == []

    run(job())


@pytest.mark.slow
def test_a_read_only_plan_is_refused_where_it_is_named(plan_file: Path, tmp_path: Path) -> None:
    async def job() -> None:
        plan_file.chmod(0o400)
        async with planner(tmp_path / "state") as (app, pilot):
            await app.run_action("check_blind")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            await until(pilot, lambda: app.screen.query("#path:focus"), "the cursor in the name")
            app.screen.query_one("#path", TextField).value = str(plan_file)
            await press(app, "enter")
            await until(pilot, lambda: "read-only" in shown(app), "why not")
            assert isinstance(app.screen, NameFile)

    run(job())


def test_a_check_lapses_with_an_edit_and_returns_when_it_is_undone() -> None:
    plan = checked(confirmed(), ("CD", "2026-11-21T10:12"))
    sitting = session()
    sitting.replace(draft_of(plan, ORDER["protocol"], NOON), saved=True)

    def checks() -> list[str]:
        assert sitting.evaluation.plan is not None
        return [check.by for check in sitting.evaluation.plan.checks]

    assert checks() == ["CD"]
    sitting.write("weight", "49 kg")
    assert checks() == []
    sitting.undo()
    assert checks() == ["CD"]
    taken = plan.answers[0]
    sitting.unanswer(taken)
    assert checks() == []


def test_a_draft_keeps_the_check_of_its_plan() -> None:
    draft = draft_of(checked(confirmed(), ("CD", "2026-11-21T10:12")), ORDER["protocol"], NOON)
    assert draft.checks
    assert read_draft(draft_json(draft)) == draft
    # One that an earlier planner left has no such key.
    tree = json.loads(draft_json(draft))
    del tree["checks"]
    assert read_draft(json.dumps(tree)).checks == ()
