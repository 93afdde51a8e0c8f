"""A list is as high as its rows at the width it has, whatever width it had before."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.tui.planning_room import planner, press, run, shown, until, write
from tests.tui.screens import PLAIN, WIDER, WITH_LINE, still


async def screen_after(
    folder: Path, size: tuple[int, int], keys: Sequence[str], theme: str = "dark"
) -> list[str]:
    """The lines of a planner that began in a theme, after these keys."""
    async with planner(folder, size) as (app, pilot):

        async def stands_still() -> None:
            looks: list[str] = []
            await until(pilot, partial(still, app, looks), "the screen to stand still")

        app.theme = theme
        write(app.session, WITH_LINE)
        await stands_still()
        for key in keys:
            await press(app, key)
            await stands_still()
        return shown(app).splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("keys", [("f7",), ("f2", "4")], ids=["at once", "by its number"])
def test_one_empty_line_parts_the_findings_from_the_text_of_the_chosen_one(
    keys: tuple[str, ...], tmp_path: Path
) -> None:
    async def job() -> None:
        lines = await screen_after(tmp_path, PLAIN, keys)
        last = next(n for n, line in enumerate(lines) if line.startswith(" i not-compared"))
        assert lines[last + 1].strip() == ""
        assert lines[last + 2].startswith(" ! dose-left-in-line")

    run(job())


@pytest.mark.slow
def test_the_plot_is_as_high_in_a_theme_that_is_changed_to_as_in_one_that_was_begun_in(
    tmp_path: Path,
) -> None:
    async def job() -> None:
        begun = await screen_after(tmp_path / "begun", WIDER, (), theme="light")
        changed = await screen_after(tmp_path / "changed", WIDER, ("ctrl+t",))
        assert begun == changed
        # Of the steps: the last row, then one empty line, then the working of the step.
        last = next(n for n, line in enumerate(begun) if "Steps in all" in line)
        assert "Step 1: set 50 mL/h" in begun[last + 2]

    run(job())
