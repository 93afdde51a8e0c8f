"""Every screen, as text and as SVG, byte for byte. `python -m tests.tui.screens` writes them anew
after a change that is meant; then look at each."""

from pathlib import Path

import pytest

from tests.tui.planning_room import run
from tests.tui.screens import GOLDENS, SCREENS, Shot, taken


@pytest.mark.parametrize("shot", SCREENS, ids=lambda shot: shot.name)
def test_each_screen_is_as_it_was_looked_at(shot: Shot, tmp_path: Path) -> None:
    async def job() -> None:
        text, svg = await taken(shot, tmp_path)
        assert text == (GOLDENS / f"{shot.name}.txt").read_text("utf-8")
        assert svg == (GOLDENS / f"{shot.name}.svg").read_text("utf-8")

    run(job())


def test_there_is_no_golden_without_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == {shot.name for shot in SCREENS}
