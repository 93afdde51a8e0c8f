"""The section on what reaches the vein: complete, 80 columns, and the numbers of the plan."""

import re
from itertools import product
from typing import Any

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.plan_json import plan_tree
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Column
from rechallenge.sheet.view.order import bags_section
from tests.plain import one_line
from tests.planning.lines import with_line
from tests.sheet.test_formats_agree import shown

CEFTAZIDIME = read_protocol("ceftazidime-12-step")
HOW: tuple[dict[str, Any], ...] = (
    {"primed": "diluent"},
    {"primed": "drug"},
    {"primed": "diluent", "clear_line": "60.04 mL/h"},
)
WAYS: list[dict[str, Any]] = [
    {"sets": sets} | how for sets, how in product(("shared", "fresh"), HOW)
]
SHARED, FRESH = {"sets": "shared", "primed": "diluent"}, {"sets": "fresh", "primed": "diluent"}


def ceftazidime(line: str = "20 mL", **how: Any) -> Plan:
    return plan(CEFTAZIDIME, Order(dose="2000 mg", line=line, **how))


def section(made: Plan, name: str = "WHAT REACHES THE VEIN", *, working: bool = False) -> str:
    """One section of the text."""
    rest = plan_text(made, working=working).partition(f"\n{name}\n")[2]
    return re.split(r"\n\n[A-Z][A-Z ]+\n", rest)[0]


@pytest.mark.parametrize("how", WAYS)
def test_every_row_of_the_table_is_its_step_in_the_json(how: dict[str, Any]) -> None:
    made = ceftazidime(**how)
    table = section(made).partition("Arriving at\n")[2].partition("  Steps in all")[0]
    reached = plan_tree(made)["delivery"]["steps"]
    rows = table.splitlines()
    assert len(rows) == len(reached)
    for row, step, planned in zip(rows, reached, plan_tree(made)["steps"], strict=True):
        number, from_bag, dose, in_all, rate = re.split(r"\s{2,}", row.strip())
        assert number == str(step["number"])
        if planned["clears_line"]:
            assert from_bag == "clears the line"
        else:
            assert shown(planned["dose"]["exact"], "mg", from_bag)
        assert shown(step["cumulative_dose"]["exact"], "mg", in_all)
        if step["dose_rate"] is None:
            assert (dose, rate) == ("none", "none")
        else:
            assert shown(step["dose"]["exact"], "mg", dose)
            assert shown(step["dose_rate"]["exact"], "mg/h", rate)


@pytest.mark.parametrize("how", WAYS)
def test_no_line_of_it_is_wider_than_80_columns(how: dict[str, Any]) -> None:
    for line in plan_text(ceftazidime(**how), working=True).splitlines():
        assert len(line) <= 80


def test_it_says_the_line_the_first_drug_and_the_flush_in_words() -> None:
    text = one_line(section(ceftazidime(**SHARED)))
    for words in (
        "20 mL, primed with diluent, shared by all bags (volume stated by the order)",
        "First drug ~109.1 min, in step 8, at 3.2 mg/h",
        "9.3 mL with 0.744 mg of bag A when the next bag is connected",
        "it arrives at up to 40 mL/h, in step 8; its own steps ran at 20 mL/h at most",
        # 2,000 - 9.3 x 0.08 - 18.8 x 0.8 = 1,984.216 mg in 250 mL: 20 mL x 7.936864 mg/mL
        "Left in line 20 mL with ~158.737 mg",
        # 11 steps of 15 min, two of them 0.6 min longer (1.3 mL at 5 mL/h); steps 9 to 11 take
        # 2.5 + 5 + 10 of 250 mL, and 232.5 mL at 80 mL/h 174.375 min: 165 + 1.2 + 174.375
        "20 mL of diluent at 80 mL/h for 15 min, from ~340.6 min: delivers ~158.737 mg.",
        "The patient has then received 2,000 mg of the ordered 2,000 mg.",
    ):
        assert words in text


def test_a_start_gives_the_clock_time_of_the_first_drug() -> None:
    text = section(ceftazidime(start="2026-11-23 09:00", **SHARED))
    assert "First drug  ~109.1 min (~10:49), in step 8" in text


def test_a_named_set_is_shown_with_its_title_and_source() -> None:
    made = ceftazidime("primary-15", **SHARED)
    assert made.line is not None
    assert f"{made.line.title}: 15 mL" in one_line(section(made))
    assert str(made.line.source) in one_line(section(made))


def test_what_a_set_takes_away_is_said() -> None:
    text = section(ceftazidime(**FRESH))
    assert "Lost          9.3 mL with 0.744 mg of bag A, with its set" in text
    assert "Lost          18.8 mL with 15.04 mg of bag B, with its set" in text


def test_a_flush_that_leaves_drug_behind_says_to_stop_there() -> None:
    # Solution 1 filled the line, 20 mL x 0.08 mg/mL = 1.6 mg beyond the dose. Of 20 mL x 7.936864
    # mg/mL, 157.137 mg are missing, which are 19.798 mL: 19.7 mL bring 156.356 mg, and 0.3 mL stay.
    text = one_line(section(ceftazidime(sets="shared", primed="drug")))
    assert "No more: ~2.381 mg stays in the line" in text


def test_a_full_line_of_which_nothing_is_missing_is_not_to_be_flushed() -> None:
    bags = {"volume_a": "70 mL", "volume_b": "100 mL", "volume_c": "350 mL"}
    order = Order(dose="600 mg", line="20 mL", primed="drug", sets="fresh", settings=bags)
    text = one_line(section(plan(read_protocol("carboplatin-13-step"), order)))
    assert "Flush none: the whole ordered dose has reached the vein." in text


def test_a_bag_that_runs_dry_is_said_with_the_moment() -> None:
    text = one_line(section(ceftazidime(sets="fresh", primed="drug")))
    # 340.575 min less 20 mL at 80 mL/h, 15 min
    assert "bag C is empty at ~325.6 min; the last 20 mL of the steps do not run" in text


def test_drug_that_arrives_faster_than_anything_planned_so_far_is_said() -> None:
    bags = ({"name": "A", "volume": "99 mL", "concentration": "1 mg/mL"},
            {"name": "B", "volume": "99 mL", "concentration": "0.1 mg/mL"})  # fmt: skip
    steps = ({"bag": "A", "rate": "10 mL/h", "over": "1 h"},
             {"bag": "B", "rate": "50 mL/h", "over": "1 h"})  # fmt: skip
    order: dict[str, Any] = {"line": "10 mL"} | SHARED
    text = one_line(section(with_line(*steps, dose="15 mg", bags=bags, **order)))
    assert "In step 2, drug arrives at 50 mg/h, faster than any step so far" in text
    assert "faster than" not in section(ceftazidime(**SHARED))


def test_the_working_shows_the_sums_of_the_first_drug_and_of_the_flush() -> None:
    text = section(ceftazidime(**SHARED), working=True)
    for line in (
        "still to go   20 mL - 18.1 mL = 1.9 mL",
        "into the step 1.9 mL / 40 mL/h = 2.85 min",
        "first drug    106.2 min + 2.85 min = 109.05 min",
        "duration      20 mL / 80 mL/h = 15 min",
    ):
        assert line in text


def test_without_a_line_there_is_no_section() -> None:
    text = plan_text(plan(CEFTAZIDIME, Order(dose="2000 mg")))
    assert "WHAT REACHES THE VEIN" not in text
    assert "line-not-stated" in text


class TestAStepThatClearsTheLine:
    MADE = ceftazidime(sets="fresh", primed="diluent", clear_line="60.04 mL/h")

    def test_is_named_as_that_in_the_step_table(self) -> None:
        rows = section(self.MADE, "STEPS").splitlines()
        after = [rows[n + 1].strip() for n, row in enumerate(rows) if row.split()[:2] in (
            ["1", "60"], ["6", "60"], ["11", "60"])]  # fmt: skip
        said = "Clears the line: brings drug to the vein; none is counted as given."
        assert after == [said] * 3
        assert sum("Clears" in row for row in rows) == 3

    def test_is_named_as_that_in_the_timeline(self) -> None:
        text = one_line(section(self.MADE, "TIMELINE"))
        assert "step 1: connect bag A (0.08 mg/mL), set 60 mL/h to clear the line" in text
        assert "step 2: set 2 mL/h to clear" not in text

    def test_says_that_its_rate_was_rounded_for_the_pump(self) -> None:
        text = one_line(section(self.MADE))
        assert "in steps 1, 6 and 11 at 60 mL/h (60.04 mL/h ordered, rounded for the pump)" in text

    def test_takes_its_fill_out_of_the_bag(self) -> None:
        # 9.3 mL for the steps and 20 mL for the line
        bags = bags_section(self.MADE)
        assert bags
        used = [row.text(Column.USED).replace("\u00a0", " ") for row in bags.table.rows]
        assert used[0] == "29.3 mL (20 mL of it fills the line)"
