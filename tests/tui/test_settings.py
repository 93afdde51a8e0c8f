"""Theme and folder are remembered; a damaged file is no obstacle; keys say what works now."""

import json
from pathlib import Path

import pytest

from rechallenge.tui.state.settings import Settings
from tests.tui.planning_room import STEPWISE, planner, press, run, shown, until, write


def test_theme_and_folder_are_there_at_the_next_start_for_the_owner_alone(tmp_path: Path) -> None:
    kept = Settings.in_folder(tmp_path)
    assert (kept.theme, kept.folder, kept.trouble) == ("", None, None)
    kept.remember(theme="light")
    kept.remember(folder=tmp_path)
    again = Settings.in_folder(tmp_path)
    assert (again.theme, again.folder, again.trouble) == ("light", tmp_path, None)
    assert again.file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


DAMAGED = (
    b"", b"\xff\xfe", b"[]", b'{"theme": 3}', b'{"folder": "a\\u0000b"}', b"[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_ignored_with_a_word(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    found = Settings.in_folder(tmp_path)
    assert (found.theme, found.folder) == ("", None)
    assert found.trouble is not None
    assert "settings.json cannot be read" in found.trouble
    found.remember(theme="light")
    assert Settings.in_folder(tmp_path).theme == "light"


def test_a_folder_that_is_gone_is_not_used(tmp_path: Path) -> None:
    text = json.dumps({"theme": "none-of-ours", "folder": str(tmp_path / "gone")})
    (tmp_path / "settings.json").write_text(text)
    assert Settings.in_folder(tmp_path).folder is None


@pytest.mark.slow
def test_the_theme_stays_and_the_keys_say_what_works_now(tmp_path: Path) -> None:
    def keys(drawn: str) -> str:
        return drawn.rstrip("\n").split("\n")[-1]

    async def job() -> None:
        async with planner(tmp_path, (120, 24)) as (app, pilot):
            said = keys(shown(app))
            assert "F4 Choices" in said
            assert not any(key in said for key in ("F5", "F6", "F7", "^S", "^Z", "F10"))
            await press(app, "f7")
            assert "no findings" in [note.message for note in app._notifications][-1]
            await press(app, "tab")
            assert "F4" not in keys(shown(app))
            write(app.session, STEPWISE)
            await press(app, "tab")
            said = keys(shown(app))
            assert all(key in said for key in ("F2 Result", "F5", "F6", "F7"))
            await press(app, "f7")
            said = keys(shown(app))
            assert "F2 Order" in said
            assert "Enter Open" in said
            assert "F3" not in said
            await press(app, "ctrl+t")
            assert app.theme == "light"
            await press(app, "ctrl+p")
            await until(pilot, lambda: "Search for a command" in shown(app), "the palette")
            await press(app, "escape")
        async with planner(tmp_path) as (app, _):
            assert app.theme == "light"

    run(job())
