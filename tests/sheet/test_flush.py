"""What every form says at a step about a bag that is empty early, and about the flush."""

from rechallenge.model.plan import Plan
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Column, Label, RowKind, SectionCode, view_of

from ..planning.lines import with_line

# 100 mL, of which 20 mL fill the line: 60 mL in step 1, so 20 mL are left for step 2, 40 min at
# 30 mL/h, to 100 min; step 3 would begin at 120 min. The flush of 20 mL runs at 30 mL/h, the lower
# of the two rates left, for 40 min, to 140 min.
STEPS = (
    {"rate": "60 mL/h", "over": "60 min"},
    {"rate": "30 mL/h", "over": "60 min"},
    {"rate": "40 mL/h", "give": "rest"},
)
DRY = "Change over at 100 min: bag A is empty then. Start the flush at once."
NOT_RUN = "Does not run: bag A is empty from 100 min on. The flush runs instead."


def dry() -> Plan:
    return with_line(*STEPS, line="20 mL", primed="drug")


def said(plan: Plan) -> list[str]:
    """What each step says about a bag that is empty early."""
    rows = view_of(plan)[SectionCode.STEPS].table.steps
    notes = [row.note(Label.CHANGE_OVER) or row.note(Label.DOES_NOT_RUN) for row in rows]
    return [note.text.replace("\u00a0", " ") if note else "" for note in notes]


def flush_after(plan: Plan) -> int | None:
    """The number of the step before the row of the flush."""
    rows = [
        r for r in view_of(plan)[SectionCode.STEPS].table.rows if r.kind is not RowKind.BAG_CHANGE
    ]
    place = [row.kind for row in rows].index(RowKind.FLUSH)
    return rows[place - 1].step


def test_the_step_in_which_the_bag_is_empty_says_what_still_comes_and_the_next_is_not_run() -> None:
    assert said(dry()) == ["", DRY, NOT_RUN]
    assert flush_after(dry()) == 2


def test_a_bag_that_is_empty_between_two_steps_is_flushed_after_the_one_that_ran() -> None:
    # 50 mL less 20 mL in the line: step 1 takes the 30 mL, to 180 min.
    steps = ({"rate": "10 mL/h", "over": "3 h"}, {"rate": "40 mL/h", "give": "rest"})
    plan = with_line(*steps, volume="50 mL", line="20 mL", primed="drug")
    assert said(plan) == [
        "",
        "Does not run: bag A is empty from 180 min on. The flush runs instead.",
    ]
    assert flush_after(plan) == 1


def test_the_flush_stands_after_the_last_step_that_infuses() -> None:
    steps = ({"give": "rest", "rate": "50 mL/h"}, {"observe": "30 min"})
    plan = with_line(*steps, line="20 mL", primed="diluent")
    assert flush_after(plan) == 1
    rows = [line.split()[0] for line in plan_text(plan).partition("\nSTEPS\n")[2].splitlines()[:9]]
    assert rows == ["Step", "0", "1", "First", "120", "Flush", "brings", "2", "Steps"]


def test_every_form_says_it_at_the_step() -> None:
    for made in (plan_text(dry()), plan_markdown(dry()), plan_csv(dry()), plan_fhir(dry())):
        text = " ".join(made.replace("\u00a0", " ").split())
        for sentence in (DRY, NOT_RUN):
            assert sentence in text


def test_the_timeline_has_nobody_set_a_rate_while_the_flush_runs() -> None:
    rows = view_of(dry())[SectionCode.TIMELINE].table.rows
    pairs = ((row.text(Column.FROM_START), row.text(Column.DUE)) for row in rows)
    due = {at.replace("\u00a0", " "): text.replace("\u00a0", " ") for at, text in pairs}
    assert due["100 min"] == "bag A is empty: flush with 20 mL of diluent, set 30 mL/h"
    assert due["120 min"] == "step 3 does not run"
    assert "infusion ends" not in " ".join(due.values())
    assert due["140 min"] == "flush ends"
