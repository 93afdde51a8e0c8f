"""`rechallenge resume` and the story of a plan: what is printed, and what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import CASE_2, Outcome, here, refused
from tests.plain import one_line

REACTION = ("--grade", "2", "--kind", "infusion-reaction", "--seen", "flush",
            "--gave", "hydrocortisone 200 mg IV at 09:18")  # fmt: skip
HOLD = ("--hold", "30 min")


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """375 mg in 250 mL from 09:00: 25 mL at 50 mL/h, 30 min of observation, 225 mL at 150 mL/h."""
    path = tmp_path / "plan.json"
    made = here(*CASE_2, "--start", "2026-11-23 09:00", "-o", str(path))
    assert made.code == 0, made
    return path


def resumed(path: Path, *options: str) -> Outcome:
    return here("resume", str(path), *options)


def going_on(path: Path, *options: str) -> Path:
    """The file of the plan that goes on from 12 mL, saved beside it."""
    after = path.with_name("after.json")
    done = resumed(
        path, "--infused", "12 mL", *REACTION, *HOLD, "--resume-at", "50 %", "-o", str(after),
        *options,
    )  # fmt: skip
    assert done.code == 0, done
    return after


def test_the_plan_that_goes_on_is_saved_shown_and_verified(plan_file: Path) -> None:
    after = going_on(plan_file)
    # 12 mL at 1.5 mg/mL are 18 mg, in after 14.4 min; half of 50 mL/h is 25 mL/h.
    text = one_line(here("sheet", str(after)).out)
    assert "18 mg of 375 mg; 357 mg left" in text
    assert "1 (past) 50 mL/h" in text
    verified = here("verify", str(after))
    assert verified.code == 0, verified


def test_a_plan_tells_its_story_in_clock_time(plan_file: Path) -> None:
    # Stopped at 09:15, 45 s later than the rates explain; 30 min later it is 09:45.
    told = here("show", str(going_on(plan_file, "--stopped", "09:15")))
    assert told.code == 0, told
    story = one_line(told.out)
    for said in (
        "09:00 0 min past: vital signs (baseline); step 1: connect bag A",
        "stopped in step 1; vital signs (rate change); step 2: hold, nothing runs",
        "09:18 18 min given: hydrocortisone 200 mg IV",
        "09:45 45 min vital signs (the infusion goes on, routine, rate change); step 3: set 25 mL",
        "(past) 09:00: CONNECT bag A",
        "grade 2; infusion-reaction; flush",
    ):
        assert said in story
    assert "past: stopped" not in story


def test_the_story_of_a_plan_that_runs_to_its_end_has_no_past(plan_file: Path) -> None:
    told = here("show", str(plan_file))
    assert told.code == 0
    assert "TIMELINE" in told.out
    assert "past" not in told.out
    as_json = here("show", str(plan_file), "--format", "json")
    assert as_json.out == plan_file.read_text("utf-8")


def test_a_plan_that_is_not_there_or_was_edited_is_not_told(plan_file: Path) -> None:
    refused(here("show", str(plan_file.with_name("other.json"))), "no such file")
    plan_file.write_text(plan_file.read_text("utf-8").replace("375 mg", "376 mg"), "utf-8")
    refused(here("show", str(plan_file)), "plan.json:")


def test_csv_tells_what_is_past_from_what_is_to_run(plan_file: Path) -> None:
    table = here("sheet", str(going_on(plan_file)), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(table)))
    past = [(row["step"], row["kind"]) for row in rows if row["past"] == "yes"]
    assert past == [("", "change bag"), ("1", "infuse")]
    # The hold, what to set, 13 mL of step 1, the observation, and 225 mL.
    to_run = [row["volume_mL"] or row["kind"] for row in rows if row["past"] == ""]
    assert to_run == ["0", "restart", "13", "0", "225"]


def test_fhir_has_no_dosage_instruction_for_what_has_run(plan_file: Path) -> None:
    after = going_on(plan_file)
    tree = json.loads(here("sheet", str(after), "--format", "fhir").out)
    assert [one["sequence"] for one in tree["dosageInstruction"]] == [3, 5]
    notes = one_line(" ".join(note["text"] for note in tree["note"]))
    assert "Steps up to 1 have run and are not among the dosage instructions" in notes
    assert "18 mg of 375 mg; 357 mg left" in notes
    assert "past: Step 1" in tree["text"]["div"]


def test_fhir_of_an_infusion_stopped_for_good_has_no_dosage_instruction(plan_file: Path) -> None:
    done = resumed(plan_file, "--infused", "12 mL", *REACTION, "--for-good", "--format", "fhir")
    assert done.code == 0, done
    assert "dosageInstruction" not in json.loads(done.out)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), ('--infused: is missing; write the volume that the pump shows, such as "31 mL"',)),
        (("--infused", "31"), ("--infused:", "has no unit")),
        (("--infused", "12 mL", "--grade", "2", "--resume-at", "50 %"),
         ('--hold: is needed after a reaction: for how long nothing runs, such as "30 min"',)),
        (("--infused", "12 mL", "--grade", "2", *HOLD),
         ("--resume-at: is needed: no share of the rate is on file for cadonilimab",)),
        (("--infused", "12 mL", "--for-good", "--resume-at", "50 %"),
         ("--for-good: contradicts --resume-at; keep one of them",)),
        (("--infused", "251 mL"),
         ("--infused: 251 mL is more than the 250 mL that the plan gives",)),
        (("--infused", "0 mL"), ("--infused:",)),
        (("--infused", "12 mL", "--bag", "B"), ("--bag:",)),
        (("--infused", "12 mL", "--stopped", "08:59"),
         ("--stopped: 08:59 is before the infusion began, at 09:00",)),
        (("--infused", "12 mL", "--stopped", "09:61"),
         ('--stopped: "09:61" is not a 24-hour time; write it as "10:42"',)),
        (("--infused", "12 mL", "--stopped", "2026-11-23"), ("--stopped:", "is not a date and")),
        (("--infused", "12 mL", "--resume-at", "0 mL/h"), ("--resume-at:",)),
        (("--infused", "12 mL", "--resume-at", "3 steps back"),
         ("--resume-at: 3 steps back is before step 1",)),
        (("--infused", "12 mL", "--fresh-set"), ("--fresh-set:", "the order states no line")),
        (("--infused", "12 mL", "--gave", "hydrocortisone", *HOLD, "--resume-at", "50 %"),
         ("--gave", "does not state drug, dose and route")),
        (("--infused", "12 mL", "--grade", "5", *HOLD, "--resume-at", "50 %"), ("--grade:",)),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused_and_no_file_is_touched(
    plan_file: Path, options: tuple[str, ...], says: tuple[str, ...]
) -> None:
    before, out = plan_file.read_bytes(), plan_file.with_name("after.json")
    refused(resumed(plan_file, *options, "-o", str(out)), *says)
    assert plan_file.read_bytes() == before
    assert list(plan_file.parent.iterdir()) == [plan_file]


def test_a_clock_time_is_refused_where_the_plan_has_no_start(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    assert here(*CASE_2, "-o", str(path)).code == 0
    refused(
        resumed(path, "--infused", "12 mL", "--stopped", "10:42"),
        "--stopped: is a clock time, and the plan has no start; leave it out",
    )


def test_a_plan_stopped_for_good_does_not_go_on(plan_file: Path) -> None:
    ended = plan_file.with_name("ended.json")
    done = resumed(plan_file, "--infused", "12 mL", "--for-good", "-o", str(ended))
    assert done.code == 0, done
    refused(
        resumed(ended, "--infused", "14 mL"),
        "--infused: the plan was stopped for good, and nothing goes on; make a new plan",
    )


def test_the_same_stop_is_not_entered_twice(plan_file: Path) -> None:
    after = going_on(plan_file)
    again = resumed(after, "--infused", "12 mL", *REACTION, *HOLD, "--resume-at", "50 %")
    refused(again, "--infused: 12 mL is not more than the 12 mL that were in at the stop before")


def test_a_refused_way_to_go_on_exits_with_1_and_writes_nothing(plan_file: Path) -> None:
    out = plan_file.with_name("after.json")
    done = resumed(
        plan_file, "--infused", "12 mL", "--kind", "severe-skin", *HOLD, "--resume-at", "50 %",
        "-o", str(out),
    )  # fmt: skip
    refused(done, "reaction-at-stop-refused", "there is no schedule", code=1)
    assert not out.exists()
