"""The sitting: undo, opening, the twin on the command line, and files that change meanwhile."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.summaries import matching
from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan
from rechallenge.quantities import parse
from rechallenge.service import making
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.tui.state.command import plan_command
from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.evaluation import Evaluation, FieldStatus
from rechallenge.tui.state.opening import draft_of
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.state.typing_step import TypingStep
from tests.cli.running import here
from tests.tui.planning_room import NOON, STEPWISE, session, shelf, write
from tests.tui.test_answers import give

LINE = {"line": "20 mL", "primed": "diluent", "patient": "Bed 4; $(true)"}


def test_what_is_typed_is_undone_by_words_pauses_and_runs_of_deletions() -> None:
    now = 0.0
    step = TypingStep(lambda: now)
    text, steps = "", []

    def change(start: int, removed: int, put: str, after: float = 0.1) -> None:
        nonlocal now, text
        now += after
        if step.begins(start, removed, put):
            steps.append(text)
        text = text[:start] + put + text[start + removed :]
        # Working out what follows takes long, and is no pause.
        now += 5
        step.ended()

    for at, letter in enumerate("10 mg/kg"):
        change(at, 0, letter)
    assert steps == ["", "10"]
    change(7, 1, "")
    change(6, 1, "")
    assert steps[2:] == ["10 mg/kg"]
    change(6, 0, "h", after=1.1)
    change(7, 0, "r", after=1.1)
    assert steps[3:] == ["10 mg/", "10 mg/h"]
    # At another place, then a paste.
    change(0, 0, "5")
    change(1, 0, "00")
    assert steps[5:] == ["10 mg/hr", "510 mg/hr"]


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("protocol", "Protocol"),
        ("dose", "Dose"),
        ("volume", "Bag volume"),
        ("settings.second_time", "Second time"),
    ],
)
def test_undo_and_redo_name_the_field_by_its_label(key: str, label: str) -> None:
    sitting = session()
    sitting.write(key, "1")
    sitting.write(key, "12")
    # Both keys were one edit, whatever it is called.
    assert sitting.undo() == label
    assert sitting.redo() == label
    assert sitting.draft.text(key) == "12"


def test_a_choice_is_a_step_of_its_own_and_undo_reaches_across_a_new_order() -> None:
    sitting = session(dose="375 mg")
    sitting.write("protocol", "cado")
    sitting.choose("protocol", "cadonilimab-stepwise")
    sitting.write("protocol", "cadonilimab-stepwise-2")
    before = sitting.draft
    sitting.replace(DraftOrder(NOON.date()), saved=True, what="new order")
    sitting.write("dose", "1 mg")
    assert sitting.undo() == "Dose"
    assert sitting.undo() == "new order"
    assert sitting.draft == before
    # It is in no file, whatever was saved before the new order.
    assert sitting.unsaved
    assert sitting.redo() == "new order"
    assert sitting.draft.is_empty
    sitting.undo()
    left = [sitting.draft.text("protocol") for _ in range(3) if sitting.undo()]
    assert left == ["cadonilimab-stepwise", "cado", ""]


def test_undo_leaves_what_is_half_typed_of_an_answer() -> None:
    sitting = session(**STEPWISE)
    sitting.write("dose", "375 mg")
    sitting.begin_answer("question", {"reason": "As pub", "initials": ""})
    sitting.undo()
    assert sitting.draft.begun == {"question": {"reason": "As pub"}}


def test_undo_reaches_back_to_an_answer_and_a_tick() -> None:
    sitting = session(**STEPWISE)
    give(sitting, "protocol-unreviewed")
    sitting.tick("1 famotidine 50 mg IV")
    assert sitting.undo() == "tick of 1 famotidine 50 mg IV"
    assert sitting.undo() == "answer to protocol-unreviewed"
    assert sitting.draft == session(**STEPWISE).draft


def test_a_plan_is_shown_first_and_recomputed_once_it_is_on_the_screen() -> None:
    put_off: list[Callable[[], None]] = []
    heard: list[tuple[bool, bool]] = []

    def later(work: Callable[[], None]) -> bool:
        put_off.append(work)
        return True

    def listen(now: Evaluation) -> None:
        heard.append((now.plan is not None, now.plan is not None and now.plan.proof is not None))

    sitting = Session(shelf(), clock=lambda: NOON, later=later)
    write(sitting, STEPWISE)
    sitting.listeners.append(listen)
    sitting.write("dose", "375 mg")
    assert heard == [(True, False)]
    put_off[-1]()
    assert heard == [(True, False), (True, True)]
    # What was put off for an earlier text finds the plan of the last one recomputed.
    put_off[0]()
    assert len(heard) == 2


def test_a_burst_of_keys_is_worked_out_once_and_whoever_asks_gets_what_follows_from_its_last() -> (
    None
):
    put_off: list[Callable[[], None]] = []
    heard: list[str] = []

    def later(work: Callable[[], None]) -> bool:
        put_off.append(work)
        return True

    sitting = Session(shelf(), clock=lambda: NOON, later=later)
    write(sitting, STEPWISE)
    sitting.listeners.append(lambda now: heard.append(now.draft.text("dose")))
    for text in ("3", "37", "375", "375 mg"):
        sitting.write("dose", text, typed=True)
    assert sitting.is_behind
    assert heard == []
    plan = sitting.evaluation.plan
    assert plan is not None
    assert plan.order.dose == parse("375 mg")
    for work in put_off[-4:]:
        work()
    assert heard == ["375 mg"]
    assert not sitting.is_behind


def test_a_plan_that_its_recomputation_does_not_agree_with_is_blanked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def disagree(plan: Plan) -> Plan:
        raise Refused(*plan.findings[:1])

    def fail(plan: Plan) -> Plan:
        raise ZeroDivisionError

    sitting = session(**STEPWISE)
    monkeypatch.setattr(making, "proof_of", disagree)
    sitting.write("dose", "375 mg")
    assert sitting.evaluation.plan is None
    assert len(sitting.evaluation.refused) == 1
    monkeypatch.setattr(making, "proof_of", fail)
    sitting.write("dose", "376 mg")
    assert sitting.evaluation.plan is None
    assert sitting.evaluation.why[0].startswith("internal error (ZeroDivisionError")


def test_undo_with_nothing_to_undo_says_so() -> None:
    assert session().undo() is None


def test_a_premedication_dose_is_ticked_off_with_the_time() -> None:
    sitting = session(**STEPWISE)
    sitting.tick("1 famotidine 50 mg IV")
    assert sitting.draft.ticks == {"1 famotidine 50 mg IV": "12:00"}
    sitting.tick("1 famotidine 50 mg IV")
    assert sitting.draft.ticks == {}


def test_the_command_line_twin_makes_the_same_plan() -> None:
    sitting = session(**STEPWISE, **LINE)
    give(sitting, "protocol-unreviewed", "Read it; 'twice'")
    plan = sitting.evaluation.plan
    assert plan is not None
    command = plan_command(sitting.evaluation).replace("\\\n", " ")
    done = here(*shlex.split(command)[1:], "--format", "json")
    made, ours = json.loads(done.out), json.loads(plan_json(plan))
    for tree in (made, ours):
        # The moment of an answer is that of the command.
        tree.pop("fingerprint")
        for answer in tree["inputs"]["answers"]:
            answer.pop("at")
        for finding in tree["findings"]:
            (finding["acknowledged"] or {}).pop("at", None)
    assert made == ours


def test_a_saved_plan_opens_to_the_same_plan_with_its_answers() -> None:
    sitting = session(**STEPWISE, **LINE, clear_line="100 mL/h")
    give(sitting, "protocol-unreviewed")
    plan = sitting.evaluation.plan
    assert plan is not None
    again = session()
    again.replace(draft_of(plan, plan.protocol.id, NOON), saved=True)
    assert again.evaluation.plan is not None
    assert fingerprint(again.evaluation.plan) == fingerprint(plan)
    assert not again.unsaved


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("Cadonilimab SLOW", ["cadonilimab-slow-start"]),
        ("start slow cadonilimab", ["cadonilimab-slow-start"]),
        ("13-STEP carbo", ["carboplatin-13-step"]),
        ("titration rituximab 90", ["rituximab-90-min"]),
        ("MabThera 90", ["rituximab-90-min"]),
        ("nothing has these words", []),
    ],
)
def test_words_find_protocols_in_any_order_and_case(words: str, ids: list[str]) -> None:
    assert [entry.id for entry in matching(shelf().entries(), words, shelf().other_names())] == ids


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    text = (shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml").read_text()
    (folder / "ours.yaml").write_text(text.replace("id: cadonilimab-stepwise", "id: ours"))
    return folder


def test_a_file_that_becomes_invalid_or_disappears_is_explained_at_its_field(site: Path) -> None:
    sitting = Session(Shelf(Shelves(shipped_folder(), site)), clock=lambda: NOON)
    write(sitting, {**STEPWISE, "protocol": "ours"})
    assert sitting.evaluation.plan is not None
    right = (site / "ours.yaml").read_text()
    (site / "ours.yaml").write_text(right.replace("observe: 30 min", "observe: 30"))
    sitting.look_again()
    assert sitting.evaluation.plan is None
    state = sitting.evaluation.fields["protocol"]
    assert state.status is FieldStatus.REFUSED
    assert "ours.yaml:" in state.says
    (site / "ours.yaml").unlink()
    sitting.look_again()
    assert "unknown protocol ours" in sitting.evaluation.fields["protocol"].says
    (site / "ours.yaml").write_text(right)
    sitting.look_again()
    assert sitting.evaluation.plan is not None


def test_a_fact_file_that_becomes_invalid_blanks_the_result_with_its_line(site: Path) -> None:
    shutil.copytree(shipped_folder() / "pumps", site / "pumps")
    sitting = Session(Shelf(Shelves(shipped_folder(), site)), clock=lambda: NOON)
    write(sitting, STEPWISE)
    assert sitting.evaluation.plan is not None
    (site / "pumps" / "generic.yaml").write_text("name: generic\n")
    sitting.look_again()
    assert sitting.evaluation.plan is None
    assert "generic.yaml" in sitting.evaluation.why[0]


def test_a_site_folder_that_is_not_a_folder_gives_a_warning_and_the_shipped_ones_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RECHALLENGE_PROTOCOLS", str(tmp_path / "gone"))
    found = Shelf.found()
    assert found.warning is not None
    assert "is not a folder" in found.warning
    assert found.source("cadonilimab-stepwise").protocol.id == "cadonilimab-stepwise"


def test_a_site_folder_that_cannot_be_read_gives_a_warning(
    monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refused)
    found = Shelf.found(site)
    assert found.warning is not None
    assert "permission denied" in found.warning
    assert found.shelves.site is None


def test_a_file_that_cannot_be_used_is_listed_with_the_reason(site: Path) -> None:
    (site / "broken.yaml").write_text("id: broken\n")
    shutil.copy(site / "ours.yaml", site / "cadonilimab-extended.yaml")
    entries = {e.path: e for e in Shelf(Shelves(shipped_folder(), site)).entries()}
    assert "does not state" in entries[site / "broken.yaml"].trouble
    assert "has the id ours" in entries[site / "cadonilimab-extended.yaml"].trouble
