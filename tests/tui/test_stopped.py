"""The planner after a stop: what the pump showed is typed, and a way to go on is chosen."""

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rechallenge.cli.resume import command as resume_options
from rechallenge.model.finding import Finding
from rechallenge.model.plan import Plan
from rechallenge.quantities import display
from rechallenge.service.plan_file import read_plan
from rechallenge.service.resuming import resume, stop_of
from rechallenge.service.second_checks import record_check
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.tui.app import Planner
from rechallenge.tui.commands import commands
from rechallenge.tui.screens.dialog import Ask
from rechallenge.tui.screens.paths import NameFile
from rechallenge.tui.screens.stopped import Stopped
from rechallenge.tui.state.answering import answer_to
from rechallenge.tui.state.command import resume_command
from rechallenge.tui.state.draft import Answer, draft_json, read_draft
from rechallenge.tui.state.opening import draft_of, going_on
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.stopping import (
    fields_of,
    go,
    others_for,
    state_of,
    stated_in,
    ways_of,
)
from rechallenge.tui.widgets.text_field import TextField
from tests.plain import one_line
from tests.tui.planning_room import (
    NOON,
    STEPWISE,
    planner,
    press,
    run,
    session,
    shown,
    until,
    write,
)

REPORT = {"infused": "12 mL", "at": "09:15", "grade": "2", "hold": "30 min"}
MOST_KEYS = 60


def stopped(sitting: Session, way: str = "50 %") -> Session:
    """The session with its plan stopped after 12 mL, 23.04 mg of 480 mg in 250 mL."""
    plan = sitting.evaluation.plan
    assert plan is not None
    made = go(plan, REPORT, way).plan
    assert made is not None
    sitting.go_on(going_on(sitting.draft, made))
    return sitting


def stops_shown(sitting: Session) -> int:
    plan = sitting.evaluation.plan
    assert plan is not None
    return len(plan.stops)


async def report(app: Planner, pilot: Pilot[None]) -> Stopped:
    """The screen for a stop of the plan in these tests."""
    write(app.session, STEPWISE)
    await until(pilot, lambda: app.session.evaluation.plan, "a plan")
    await press(app, "f10")
    await until(pilot, lambda: isinstance(app.screen, Stopped), "the report of a stop")
    assert isinstance(app.screen, Stopped)
    return app.screen


@pytest.mark.slow
def test_from_stop_to_sheet_takes_no_more_than_60_keys(tmp_path: Path) -> None:
    keys = [
        "enter", *"12 mL", "enter", *"09:15", "enter", "enter", *"30 min", "enter", "enter", "2",
        "f2", "enter",
    ]  # fmt: skip

    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            await report(app, pilot)
            await press(app, *keys)
            await until(pilot, lambda: app.screen is app.order_screen, "the plan that goes on")
            await press(app, "f6")
            await until(pilot, lambda: app.screen.id == "sheet", "the sheet")
            # 12 mL of 1.92 mg/mL are 23.04 mg; half of 50 mL/h, 96 mg/h, is 48 mg/h.
            await until(pilot, lambda: "23.04 mg of 480 mg; 456.96 mg left" in shown(app), "facts")
            await press(app, "pagedown")
            limit = "at 48 mg/h at most (50%)"
            await until(pilot, lambda: limit in one_line(shown(app)), "the limit")

    run(job())
    # With F10 before and F6 after them.
    assert len(keys) + 2 <= MOST_KEYS


@pytest.mark.slow
def test_what_comes_out_is_shown_as_it_is_typed(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            screen = await report(app, pilot)
            assert "? what the pump shows" in shown(app)
            await press(app, "down", *"12")
            assert "has no unit" in one_line(shown(app))
            await press(app, *" mL")
            # Nothing but the volume is a pause, which goes on as planned: 13 mL left of step 1.
            rates = "First rates 50 mL/h from ~09:14, 150 mL/h from"
            await until(pilot, lambda: rates in one_line(shown(app)), "the first rates")
            text = one_line(shown(app))
            assert "= 12 mL" in text
            assert "Given so far 23.04 mg of 480 mg; 456.96 mg left" in text
            await press(app, "backspace", "backspace", "backspace", *"0 mL")
            text = one_line(shown(app))
            assert "more than" not in text
            assert "Given so far 230.4 mg of 480 mg" in text
            for key in ("backspace", "backspace", "backspace"):
                await press(app, key)
            await press(app, *"00 mL")
            assert "12000 mL" in screen.fields["infused"].entry.value.replace(",", "")
            assert "more than the 250 mL that the plan gives" in one_line(shown(app))
            assert "Given so far" not in shown(app)

    run(job())


@pytest.mark.slow
def test_ways_to_go_on_stand_side_by_side_with_the_plan_as_it_was(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            screen = await report(app, pilot)
            for key, text in REPORT.items():
                screen.fields[key].entry.value = text
            # 30 min, 30 min of observation and 90 min: 11:30. After a hold until 09:45, 13 mL at
            # 50 mL/h, the observation and 90 min: 09:45 + 15.6 + 30 + 90 min: about 12:01.
            await until(pilot, lambda: "~12:01" in shown(app), "the other ways")
            lines = [one_line(line) for line in shown(app).splitlines()]
            assert any(line.startswith("without the stop 11:30 150 mL/h") for line in lines)
            assert any(line.startswith("50 % ~19:46 25 mL/h") for line in lines)
            assert any(line.startswith("as planned ~12:01 150 mL/h") for line in lines)
            assert any(line.startswith("never ~09:14 nothing runs") for line in lines)
            assert any(line.startswith("1 step back x 1 step back is before") for line in lines)
            assert lines.index(
                next(line for line in lines if line.startswith("50 %"))
            ) < lines.index(next(line for line in lines if line.startswith("as planned")))
            await press(app, "f2", "down", "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the plan that goes on")
            plan = app.session.evaluation.plan
            assert plan is not None
            assert plan.stops[0].resume_at == "as planned"

    run(job())


@pytest.mark.slow
def test_a_way_that_cannot_be_is_not_taken_and_says_why(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            await report(app, pilot)
            await press(app, "f2", "enter")
            await until(pilot, lambda: "? what the pump shows" in shown(app), "a need")
            assert isinstance(app.screen, Stopped)
            assert app.screen.fields["infused"].has_focus_within
            assert app.session.evaluation.plan is not None
            assert not app.session.evaluation.plan.stops

    run(job())


@pytest.mark.slow
def test_escape_asks_before_it_drops_what_was_typed(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path / "state", (80, 24)) as (app, pilot):
            screen = await report(app, pilot)
            await press(app, "down", *"12 mL", "escape")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "enter")
            await until(pilot, lambda: app.screen is screen, "the report again")
            assert screen.fields["infused"].entry.value == "12 mL"
            await press(app, "escape")
            await until(pilot, lambda: isinstance(app.screen, Ask), "a question")
            await press(app, "right", "enter")
            await until(pilot, lambda: app.screen is app.order_screen, "the order")
            assert stops_shown(app.session) == 0
            # With nothing typed, there is nothing to ask about.
            await press(app, "f10")
            await until(pilot, lambda: isinstance(app.screen, Stopped), "an empty report")
            await press(app, "escape")
            await until(pilot, lambda: app.screen is app.order_screen, "the order")

    run(job())


@pytest.mark.slow
def test_a_stopped_plan_is_saved_and_opened_whole(tmp_path: Path) -> None:
    path = tmp_path / "after.json"

    async def job() -> None:
        async with planner(tmp_path / "state", (120, 40)) as (app, pilot):
            write(app.session, STEPWISE)
            stopped(app.session)
            await press(app, "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            field = app.screen.query_one("#path", TextField)
            assert field.value == "cadonilimab-stepwise-2026-11-23-stop-1.json"
            field.value = str(path)
            await press(app, "enter")
            await until(pilot, path.exists, "the file")
            await until(pilot, lambda: app.screen is app.order_screen, "the order")
            assert not app.session.unsaved
            saved = json.loads(path.read_text("utf-8"))
            assert len(saved["inputs"]["stops"]) == 1
            await press(app, "ctrl+n")
            await press(app, "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, NameFile), "a name")
            app.screen.query_one("#path", TextField).value = str(path)
            await press(app, "enter")
            await until(pilot, lambda: "every number came out the same" in one_line(shown(app)),
                        "the plan opened")  # fmt: skip
            plan = app.session.evaluation.plan
            assert plan is not None
            assert fingerprint(plan) == saved["fingerprint"]
            assert plan.steps[0].has_run
            # A second stop goes on from the first.
            await press(app, "f10")
            await until(pilot, lambda: isinstance(app.screen, Stopped), "the report of a stop")
            await press(app, "down", *"20 mL", "f2", "enter")
            await until(pilot, lambda: stops_shown(app.session) == 2, "the second stop")

    run(job())


def test_answers_to_a_stopped_plan_are_taken_and_come_back_with_its_file(tmp_path: Path) -> None:
    sitting = stopped(session(**STEPWISE))
    asks = sitting.evaluation.plan
    assert asks is not None
    finding = asks.open_findings[0]
    answer = answer_to(asks, finding, "seen", "AB", "", NOON)
    assert isinstance(answer, Answer)
    sitting.answer(answer)
    plan = sitting.evaluation.plan
    assert plan is not None
    assert [one.initials for one in plan.answers] == ["AB"]
    path = tmp_path / "plan.json"
    path.write_text(plan_json(plan), "utf-8")
    opened = read_plan(path).plan
    draft = draft_of(opened, STEPWISE["protocol"], NOON)
    assert draft.stopped is not None
    again = session()
    again.replace(draft, saved=True)
    assert again.evaluation.plan is not None
    assert fingerprint(again.evaluation.plan) == fingerprint(plan)
    again.unanswer(plan.answers[0])
    assert again.evaluation.plan.answers == ()
    assert finding in again.evaluation.plan.open_findings


def test_a_second_person_checks_the_plan_after_a_stop(tmp_path: Path) -> None:
    sitting = stopped(session(**STEPWISE))
    for finding in _asking(sitting):
        answer = answer_to(_plan(sitting), finding, "seen", "AB", "", NOON)
        assert isinstance(answer, Answer)
        sitting.answer(answer)
    path = tmp_path / "plan.json"
    path.write_text(plan_json(_plan(sitting)), "utf-8")
    saved = read_plan(path)
    checked = record_check(path, saved.plan, saved.fingerprint, "CD", NOON)
    sitting.checked(checked.checks)
    assert [check.by for check in _plan(sitting).checks] == ["CD"]
    opened = session()
    opened.replace(draft_of(read_plan(path).plan, STEPWISE["protocol"], NOON), saved=True)
    assert [check.by for check in _plan(opened).checks] == ["CD"]
    # A further stop makes another plan, which nobody has checked.
    further = resume(_plan(opened), stop_of(_plan(opened), {"infused": "20 mL"}))
    opened.go_on(going_on(opened.draft, further))
    assert not _plan(opened).checks


def _plan(sitting: Session) -> Plan:
    assert sitting.evaluation.plan is not None
    return sitting.evaluation.plan


def _asking(sitting: Session) -> tuple[Finding, ...]:
    return _plan(sitting).open_findings


def test_an_edit_of_the_order_leaves_the_stop_out_says_so_and_can_be_undone() -> None:
    told: list[str] = []
    sitting = session(**STEPWISE)
    sitting.tell = told.append
    stopped(sitting)
    assert stops_shown(sitting) == 1
    assert not told
    sitting.write("dose", "10 mg/k")
    sitting.write("dose", "5 mg/kg")
    assert stops_shown(sitting) == 0
    assert told == ["The order has changed, so the stop is left out. Ctrl+Z undoes this."]
    sitting.undo()
    assert stops_shown(sitting) == 1
    sitting.undo()
    assert stops_shown(sitting) == 0
    plan = sitting.evaluation.plan
    assert plan is not None
    assert display(plan.dose.total) == "480 mg"


def test_a_draft_keeps_the_stop_of_its_plan() -> None:
    sitting = stopped(session(**STEPWISE))
    back = read_draft(draft_json(sitting.draft))
    assert back.stopped is not None
    again = session()
    again.replace(back, saved=False)
    before, after = sitting.evaluation.plan, again.evaluation.plan
    assert before is not None
    assert after is not None
    assert fingerprint(after) == fingerprint(before)
    # One that an earlier planner left has no such key.
    tree = json.loads(draft_json(sitting.draft))
    del tree["stopped"]
    assert read_draft(json.dumps(tree)).stopped is None


def test_the_screen_comes_to_the_plan_of_the_command_line() -> None:
    sitting = stopped(session(**STEPWISE))
    before, after = session(**STEPWISE).evaluation.plan, sitting.evaluation.plan
    assert before is not None
    assert after is not None
    typed = resume(before, stop_of(before, REPORT | {"resume_at": "50 %"}))
    assert fingerprint(typed) == fingerprint(after)
    taken = {option for one in resume_options.params for option in one.opts}
    everything = {spec.key: "fresh" if spec.key == "line" else "1" for spec in fields_of(before)}
    written = resume_command(everything)
    asked = {word for word in written.split() if word.startswith("--")}
    assert len(asked) == len(everything)
    assert asked <= taken


def test_a_stop_is_offered_among_the_commands_only_where_something_runs() -> None:
    def offered(sitting: Session) -> bool:
        return any(one.action == "app.stop" for one in commands(sitting, of_order=True))

    assert not offered(session())
    assert offered(session(**STEPWISE))
    assert offered(stopped(session(**STEPWISE)))
    assert not offered(stopped(session(**STEPWISE), "never"))


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        ({}, "as planned"),
        ({"grade": "2"}, "50 %"),
        ({"grade": "2", "resume_at": "repeat"}, "repeat"),
        ({"resume_at": "40  %"}, "40 %"),
    ],
)
def test_the_way_that_is_typed_comes_first_then_that_of_a_pause_or_a_reaction(
    texts: dict[str, str], first: str
) -> None:
    plan = session(**STEPWISE).evaluation.plan
    assert plan is not None
    ways = ways_of(plan, texts)
    assert ways[0] == first
    assert len(ways) == len(set(ways))
    assert {"as planned", "50 %", "repeat", "1 step back", "never"} <= set(ways)


def test_each_field_reads_its_text_back_or_says_why_not() -> None:
    plan = session(**STEPWISE).evaluation.plan
    assert plan is not None
    for spec in fields_of(plan):
        texts = {"infused": "12 mL", spec.key: spec.sample}
        if spec.key == "bag":
            texts["bag"] = "A"
        state = state_of(spec.key, texts[spec.key], go(plan, texts, "as planned"))
        assert state.says


def test_another_protocol_is_among_the_ways_to_go_on() -> None:
    sitting = session(**STEPWISE)
    plan, shelf = sitting.evaluation.plan, sitting.shelf
    assert plan is not None
    by = others_for(plan, shelf)
    assert "cadonilimab-slow-start" in by
    assert plan.protocol.id not in by
    assert ways_of(plan, REPORT, by)[-len(by) :] == tuple(f"by {name}" for name in by)
    made = go(plan, REPORT, "by cadonilimab-slow-start", shelf).plan
    assert made is not None
    assert made.runs_by.id == "cadonilimab-slow-start"
    assert made.totals.dose == plan.dose.total
    # The bag that hangs, or one of 100 mL for what remains.
    assert len(made.bags) == 1
    again = go(plan, REPORT | {"volume": "100 mL"}, "by cadonilimab-slow-start", shelf).plan
    assert again is not None
    assert display(again.bags[1].volume) == "100 mL"
    command = resume_command(stated_in(REPORT | {"volume": "100 mL"}, "by cadonilimab-slow-start"))
    assert "--with cadonilimab-slow-start" in command
    assert "--volume '100 mL'" in command
    unknown = go(plan, REPORT, "by nosuch", shelf)
    assert "unknown protocol nosuch" in unknown.wrong["resume_at"]


@pytest.mark.slow
def test_what_is_half_typed_of_a_stop_survives_a_crash(tmp_path: Path) -> None:
    state = tmp_path / "state"

    async def crash() -> None:
        async with planner(state) as (app, _pilot):
            await report(app, _pilot)
            await press(app, "down", *"12 mL", "enter", *"09:")
            # What the file holds now is what a planner that dies leaves.
            (file,) = state.rglob("draft-1.json")
            left.append(file.read_text("utf-8"))

    async def again() -> None:
        (state / "left").mkdir(parents=True)
        async with planner(state / "again") as (app, pilot):
            app.session.replace(read_draft(left[0]), saved=False)
            await until(pilot, lambda: app.session.evaluation.plan, "a plan")
            await press(app, "f10")
            await until(pilot, lambda: isinstance(app.screen, Stopped), "the report of a stop")
            assert isinstance(app.screen, Stopped)
            assert app.screen.fields["infused"].entry.value == "12 mL"
            assert app.screen.fields["at"].entry.value == "09:"
            await press(app, "escape", "down", "enter")

    left: list[str] = []
    run(crash())
    assert dict(read_draft(left[0]).report) == {"infused": "12 mL", "at": "09:"}
    run(again())
