"""The mouse does what the keys do."""

from pathlib import Path

import pytest

from rechallenge.tui.screens.help import Help
from tests.tui.planning_room import STEPWISE, planner, press, run, until, write


@pytest.mark.slow
def test_a_click_opens_a_section_chooses_a_step_and_ticks_a_dose(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path, (120, 40)) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "f2")
            result = app.order_screen.result
            await until(pilot, lambda: result.steps.region.height > 4, "the steps")
            # Under the heads and the row that connects the bag, step 3 is on the fifth line.
            await pilot.click(result.steps, offset=(5, 4))
            await until(pilot, lambda: result.steps.chosen == 2, "step 3")
            # ` 1 Steps 2 Chart 3 Premed`: the third name begins in column 17.
            await pilot.click(result.bar, offset=(20, 0))
            await until(pilot, lambda: result.premedication.region.height > 4, "premedication")
            await pilot.click(result.premedication, offset=(5, 0))
            await until(pilot, lambda: len(app.session.draft.ticks) == 1, "a tick")

    run(job())


def test_a_click_on_a_key_at_the_foot_is_that_key(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await pilot.click("KeyLine", offset=(2, 0))
            await until(pilot, lambda: isinstance(app.screen, Help), "the help")

    run(job())
