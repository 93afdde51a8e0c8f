"""The step table says what a pump is to be set to: also where a bag runs dry, and for the flush."""

import pytest

from rechallenge.sheet.view import SectionCode, sections_of
from rechallenge.tui.widgets.step_table import step_rows
from tests.tui.planning_room import STEPWISE, session


def table_text(width: int, **texts: str) -> str:
    plan = session(**{**STEPWISE, **texts}).evaluation.plan
    assert plan is not None
    (section,) = sections_of(plan, SectionCode.STEPS)
    rows = [str(option.prompt) for option in step_rows(section.table, width)]
    lines = [line for text in rows for line in text.split("\n")]
    assert all(len(line) <= width for line in lines)
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())


@pytest.mark.parametrize("width", [58, 78, 118])
def test_a_step_that_its_bag_does_not_last_for_says_in_its_row_when_to_change_over(
    width: int,
) -> None:
    # 15 mL of the bag fill the line: 210 of the 225 mL of step 3 are left, 84 of 90 min at
    # 150 mL/h from 10:00 on.
    drawn = table_text(width, line="15 mL", primed="drug")
    assert "Change over at 144 min (11:24): bag A is empty then. Start the flush at once." in drawn
    for value in ("84 min", "210 mL"):
        assert value in drawn
    assert "225 mL" not in drawn


@pytest.mark.parametrize("width", [58, 78, 118])
def test_the_flush_has_its_row_with_rate_time_and_what_it_brings(width: int) -> None:
    # 15 mL at 150 mL/h run 6 min from the end of step 3 on; they push out 15 mL of 1.92 mg/mL.
    drawn = table_text(width, line="15 mL", primed="diluent")
    assert "11:30: PAUSE, CONNECT diluent, SET 150 mL/h, START" in drawn
    for value in ("Flush", "150 mL/h", "11:30", "6 min", "15 mL"):
        assert value in drawn.partition("CONNECT diluent")[2]
    assert "brings 28.8 mg from the line, counted when it left its bag" in drawn


def test_without_a_line_there_is_neither_flush_nor_change_over() -> None:
    drawn = table_text(78)
    assert "Flush" not in drawn
    assert "Change over" not in drawn
