"""Text that a protocol or an order brings stays apart from what the program says."""

import re

from rechallenge.sheet.text.plan import plan_text
from tests.planning.making import planned as made

ROW = "2 Bag 1 500 mL/h 0 min 30 min 250 mL 375 mg 375 mg (100%)"


def lines_of(text: str) -> list[str]:
    """Lines of the step table that are neither its heads nor rows of its own steps."""
    return [line for line in text.split("\n") if re.search(r"\b500 mL/h|\brest of it\b", line)]


def test_each_line_of_a_note_and_of_a_condition_begins_with_its_label() -> None:
    filler = "wait and see, then do the rest of it as said " * 3
    plan = made({"give": "rest", "over": "1 h", "note": f"{filler}{ROW}", "go_on_if": filler})
    lines = [line for line in lines_of(plan_text(plan)) if not line.startswith("  2 ")]
    assert len(lines) > 4
    assert all(re.match(r" {8}(Note|Go on only if): \S", line) for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_spaces_of_any_kind_in_a_note_draw_no_columns() -> None:
    wide = ROW.replace(" ", "\u2003\u00a0\u3000\t ")
    plan = made({"give": "rest", "over": "1 h", "note": "x" + "\u2003" * 60 + wide})
    (line,) = lines_of(plan_text(plan))
    assert line.strip() == f"Note: x {ROW}"
