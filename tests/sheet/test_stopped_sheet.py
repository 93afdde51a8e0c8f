"""The sheet of an infusion that was stopped: what happened first, and nothing past to be run."""

from functools import lru_cache
from typing import Any, get_args

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.model.reaction import ReactionKind
from rechallenge.service.resuming import resume, stop_of
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Column, SectionCode, change_text, sections_of

from .printed import page_texts
from .tagged import read_tagged

START = "2026-11-21 09:00"
REACTION: dict[str, dict[str, Any]] = {
    "stopped": {
        "infused": "5.75 mL", "bag": "B", "grade": "2", "kind": "infusion-reaction",
        "seen": "hives", "gave": ("cetirizine 10 mg oral at 10:40",), "hold": "30 min",
        "go_on_if": "no hives", "resume_at": "repeat",
    },
    "for good": {"infused": "12 mL", "grade": "3", "resume_at": "never"},
    "slower": {"infused": "12 mL", "grade": "2", "hold": "30 min", "resume_at": "50 %"},
}  # fmt: skip


@lru_cache
def before(name: str) -> Plan:
    """Ceftazidime through a line of 20 mL; cadonilimab, 375 mg in 250 mL."""
    if name == "stopped":
        order = Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared", start=START)
        return plan(read_protocol("ceftazidime-12-step"), order)
    order = Order(dose="375 mg", volume="250 mL", start=START, premed_lead="30 min")
    return plan(read_protocol("cadonilimab-stepwise"), order)


def after(name: str, **stated: Any) -> Plan:
    return resume(before(name), stop_of(before(name), REACTION[name] | stated))


@lru_cache
def pages(name: str) -> list[str]:
    return page_texts(step_sheet_pdf(after(name)))


@lru_cache
def rows(name: str) -> list[list[str]]:
    """The rows of the table of steps, each cell on one line."""
    tables = read_tagged(step_sheet_pdf(after(name))).tables()
    table = next(table for table in tables if table[0][0] == "Step")
    return [[" ".join(cell.split()) for cell in row] for row in table[1:]]


def acts(made: Plan) -> list[str]:
    """The rows that are still to be acted on."""
    (section,) = sections_of(made, SectionCode.STEPS)
    left = (row for row in section.table.rows if row.acts and not row.past)
    return [change_text(row).replace("\u00a0", " ") for row in left]


def test_the_first_page_says_what_happened_and_how_it_goes_on() -> None:
    # A pump of 0.1 mL has run 1.3 mL, not 1.25, in steps 2 and 5: A gave 9.3 mL with 0.744 mg, and
    # 5.75 mL of B at 0.8 mg/mL are 4.6 mg: 15.05 mL with 5.344 mg, all of it in 20 mL of line.
    first = pages("stopped")[0]
    for said in (
        "Stopped: in step 7",
        "Infused: 5.75 mL from bag B (0.8 mg/mL); 15.05 mL in all",
        "Given so far: 5.344 mg of 2,000 mg; 1,994.656 mg left",
        "At the vein: 0 mg",
        "Left in line: 15.05 mL with 5.344 mg",
        "Left in the bag: 244.25 mL in bag B (0.8 mg/mL)",
        "Reaction: grade 2; infusion-reaction; hives",
        "Given for it: cetirizine 10 mg oral, 10:40",
        "Hold: 30 min",
        "Go on only if: no hives",
        "Goes on: the step that was running, again",
    ):
        assert said in first


def test_every_page_names_the_plan_that_it_continues() -> None:
    said = f"continues plan {fingerprint(before('stopped'))[:12]} after stop 1"
    assert all(said in page for page in pages("stopped"))


def test_steps_that_have_run_are_not_among_those_to_be_keyed() -> None:
    assert not [row for row in rows("stopped") if "past" in row[0]]
    assert rows("stopped")[0][0] == "8"
    first = pages("stopped")[0]
    assert "Has run: NOT TO BE RUN AGAIN" in first
    # Step 7 began after 91.2 min, and ran until 5.75 - 1.3 - 2.5 = 1.95 mL were in: 1.56 mg.
    assert "7: B, ~10:31, 20 mL/h, 1.95 mL, 1.56 mg" in first


def test_bags_that_hang_are_not_connected_again() -> None:
    # The stop is at 10:37:03, 1.95 mL at 20 mL/h in 5.85 min of step 7; 30 min later it goes on.
    assert [row[0] for row in rows("stopped") if "START" in row[0]] == [
        "~11:07 SET 20 mL/h START The contents of the line run first: 15.05 mL with 5.344 mg.",
        "~11:37 PAUSE CONNECT bag C (~7.937 mg/mL) SET 10 mL/h START",
        "~15:16 PAUSE CONNECT diluent SET 80 mL/h START",
    ]


def test_a_fresh_set_is_connected_and_nothing_stands_in_it() -> None:
    first = acts(after("stopped", line="fresh"))[0]
    assert first == "~11:07: CONNECT bag B (0.8 mg/mL) with a fresh set, SET 20 mL/h, START"


def test_a_bag_of_earlier_steps_is_connected_again_where_it_goes_back_to_them() -> None:
    # Three infusing steps before step 7 is step 4, the last of bag A, at 20 mL/h.
    first = acts(after("stopped", resume_at="3 steps back"))[0]
    assert first.startswith("~11:07: CONNECT bag A (0.08 mg/mL), SET 20 mL/h, START.")


def test_stopped_for_good_no_step_is_left_to_run() -> None:
    # 12 mL of 375 mg in 250 mL are 18 mg.
    assert "STOPPED FOR GOOD: 18 mg of 375 mg given." in pages("for good")[0]
    tables = read_tagged(step_sheet_pdf(after("for good"))).tables()
    assert not [table for table in tables if table[0][0] == "Step"]
    assert not [page for page in pages("for good") if "START" in page]
    # Neither the volumes that a pump can be set to nor measuring is what less was given for.
    made = after("for good")
    assert "dose-short-of-order" not in [finding.code for finding in made.findings]
    assert "Really given" not in plan_text(made)


def test_premedication_of_the_start_is_past() -> None:
    first = pages("slower")[0]
    assert "Past, given before step 1: methylPREDNISolone 40 mg IV, 08:30" in first
    assert "Given at" not in first


def test_charting_begins_at_the_stop_and_has_a_line_where_it_goes_on() -> None:
    # 12 mL at 50 mL/h are 14.4 min, 09:14:24; 30 min later it goes on.
    (section,) = sections_of(after("slower"), SectionCode.CHARTING)
    planned, running = (
        [row.text(column) for row in section.table.rows] for column in section.table.columns[:3:2]
    )
    assert planned[:4] == ["~09:14", "09:15", "09:30", "~09:44"]
    assert running[:4] == ["2", "2", "2", "3, goes on"]
    # Every 15 min from 09:00, but not before the stop at 10:37.
    (section,) = sections_of(after("stopped"), SectionCode.CHARTING)
    assert section.table.rows[0].text(Column.PLANNED) == "10:45"


def test_what_was_given_for_the_reaction_stands_in_the_timeline() -> None:
    (section,) = sections_of(after("stopped"), SectionCode.TIMELINE)
    due = [row.text(section.table.columns[-1]) for row in section.table.rows]
    due = [text.replace("\u00a0", " ") for text in due]
    assert [text for text in due if "cetirizine" in text] == ["given: cetirizine 10 mg oral"]
    assert any(text.startswith("stopped in step 7") for text in due)


@pytest.mark.parametrize("kind", get_args(ReactionKind))
def test_every_kind_of_reaction_can_be_shown(kind: str) -> None:
    made = after("for good", kind=kind)
    (section,) = sections_of(made, SectionCode.STOPS)
    assert any(fact.text.startswith("grade 3; ") for fact in section.all_facts)


def test_a_ramp_that_was_stopped_is_not_said_to_have_a_step_more() -> None:
    codes = [finding.code for finding in after("slower").findings]
    assert "steps-added-by-pump" not in codes
