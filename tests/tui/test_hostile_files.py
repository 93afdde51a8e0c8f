"""Nothing that a file holds ends the planner: it says what is wrong, and goes on."""

from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.service import plan_file
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.widgets.text_field import TextField
from tests.files.protocol_files import with_line
from tests.tui.planning_room import planner, press, run, says, session, shown, until

HUGE = "9" * 5_000
CHAIN = ", ".join([*(f"p{n}: $p{n + 1}" for n in range(1_000)), "p1000: 30 min"])
FILES = {
    "number.json": f'{{"schema": {HUGE}}}',
    "deep.json": "[" * 100_000,
    "half.json": '{"software": "\\ud800"}',
    "chain.yaml": with_line(9, f"parameters: {{volume: required, {CHAIN}}}"),
    "escape.yaml": 'id: "\\UFFFFFFFF"\n',
}


def endless(*_: object) -> NoReturn:
    raise RecursionError("maximum recursion depth exceeded")


def test_hostile_files_are_refused_in_the_dialog_and_the_planner_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    for name in ("draft-1.json", "settings.json", "recent.json"):
        (state / name).write_text("[" * 100_000)

    async def job() -> None:
        async with planner(state, (200, 60)) as (app, pilot):
            await press(app, "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            field = app.screen.query_one("#path", TextField)
            for name, text in FILES.items():
                (tmp_path / name).write_text(text)
                field.show(str(tmp_path / name))
                await press(app, "enter")
                await until(pilot, partial(says, app, f"{name}:"), "a refusal")
                assert "Please report" not in shown(app)
            monkeypatch.setattr(plan_file, "read_json_tree", endless)
            field.show(str(tmp_path / "half.json"))
            await press(app, "enter")
            await until(pilot, lambda: "(RecursionError:" in shown(app), "a word")
            assert app.is_running

    run(job())


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_named_as_the_protocol_is_refused_in_its_field(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    made = session(protocol=str(path), dose="375 mg", volume="250 mL")
    assert made.evaluation.plan is None
    refused = made.evaluation.fields["protocol"].says
    assert "the file cannot be used" in refused
    assert "internal error" not in refused


def test_a_folder_with_the_whole_disk_in_it_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rechallenge.files.find.MOST_FILES", 1_000)
    for number in range(1_001):
        (tmp_path / f"{number}.txt").touch()
    found = Shelf.found(tmp_path)
    assert found.shelves == Shelves(shipped_folder())
    assert found.warning is not None
    assert found.warning.endswith("only your protocols. Only shipped protocols are shown")
