"""Opening a saved plan: from the shelf's protocol where there is one, else from the file's own."""

from pathlib import Path

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.quantities import display
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.state.command import plan_command
from rechallenge.tui.state.opening import draft_of
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.widgets.text_field import TextField
from tests.tui.planning_room import NOON, STEPWISE, planner, press, run, shown, until, write


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A plan of a site's own protocol, saved before its file was taken off the shelf."""
    site = tmp_path / "site"
    site.mkdir()
    text = (shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml").read_text()
    (site / "ours.yaml").write_text(text.replace("id: cadonilimab-stepwise", "id: ours"))
    sitting = Session(Shelf(Shelves(shipped_folder(), site)), clock=lambda: NOON)
    write(sitting, {**STEPWISE, "protocol": "ours"})
    assert sitting.evaluation.plan is not None
    path = tmp_path / "plan.json"
    path.write_text(plan_json(sitting.evaluation.plan))
    (site / "ours.yaml").unlink()
    return path


@pytest.mark.slow
def test_a_plan_whose_protocol_is_on_no_shelf_opens_from_its_own_file_and_says_so(
    plan_file: Path, tmp_path: Path
) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (120, 40)) as (app, pilot):
            await press(app, "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            app.screen.query_one("#path", TextField).value = str(plan_file)
            await press(app, "enter")
            await until(pilot, lambda: "the copy in the plan file is used" in shown(app), "a word")
            plan = app.session.evaluation.plan
            assert plan is not None
            assert f'"fingerprint": "{fingerprint(plan)}"' in plan_file.read_text()
            assert not app.session.unsaved
            # 5 mg/kg x 48 kg = 240 mg: the order can be changed like any other.
            app.session.write("dose", "5 mg/kg")
            changed = app.session.evaluation.plan
            assert changed is not None
            assert display(changed.dose.total) == "240 mg"

    run(job())


def test_its_twin_is_the_command_that_reads_the_plan_file(plan_file: Path) -> None:
    sitting = Session(Shelf(Shelves(shipped_folder())), clock=lambda: NOON)
    write(sitting, {**STEPWISE, "protocol": str(plan_file)})
    assert plan_command(sitting.evaluation).endswith(f"\nrechallenge sheet {plan_file}")


def test_a_plan_file_that_vanishes_or_changes_blanks_the_result_and_says_why(
    plan_file: Path,
) -> None:
    sitting = Session(Shelf(Shelves(shipped_folder())), clock=lambda: NOON)
    write(sitting, {**STEPWISE, "protocol": str(plan_file)})
    assert sitting.evaluation.plan is not None
    right = plan_file.read_text()
    plan_file.write_text(right.replace("30 min", "31 min"))
    sitting.look_again()
    assert sitting.evaluation.plan is None
    assert "plan.json:" in sitting.evaluation.fields["protocol"].says
    plan_file.unlink()
    sitting.look_again()
    assert "no such file" in sitting.evaluation.fields["protocol"].says
    plan_file.write_text(right)
    sitting.look_again()
    assert sitting.evaluation.plan is not None


@pytest.mark.slow
def test_a_plan_of_another_release_opens_at_its_first_field_and_names_that_release(
    tmp_path: Path,
) -> None:
    sitting = Session(Shelf(Shelves(shipped_folder())), clock=lambda: NOON)
    write(sitting, STEPWISE)
    plan = sitting.evaluation.plan
    assert plan is not None
    path = tmp_path / "plan.json"
    path.write_text(plan_json(plan.model_copy(update={"software": "0.1.9"})))

    async def job() -> None:
        async with planner(tmp_path / "state", (120, 40)) as (app, pilot):
            await press(app, "tab", "tab", "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            app.screen.query_one("#path", TextField).value = str(path)
            await press(app, "enter")
            await until(pilot, lambda: "0.1.9" in shown(app), "the release")
            assert "every number came out" in " ".join(shown(app).split())
            first = app.order_screen.form.field("protocol")
            assert first is not None
            await until(pilot, lambda: first.entry.has_focus, "the first field to have the focus")

    run(job())


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("premed", "cetirizine 10 mg IV 30 min before; loratadine 10 mg PO 1 h before"),
        ("age", "6 years"),
        ("time_zone", "Europe/Berlin"),
        ("reaction_rate", "100 mL/h"),
    ],
)
def test_what_an_order_states_comes_back_into_its_field_as_it_was_typed(
    field: str, text: str
) -> None:
    sitting = Session(Shelf(Shelves(shipped_folder())), clock=lambda: NOON)
    write(sitting, {**STEPWISE, field: text})
    plan = sitting.evaluation.plan
    assert plan is not None
    assert draft_of(plan, plan.protocol.id, NOON).text(field) == text
