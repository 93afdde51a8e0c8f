"""Nothing is lost: the draft of an unsaved order, for its owner alone, until it is saved."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechallenge.tui.state.draft import BadDraft, DraftOrder, draft_json, read_draft
from rechallenge.tui.state.draft_store import DraftStore
from rechallenge.tui.state.session import Session
from tests.cli.running import SOURCES
from tests.tui.planning_room import NOON, STEPWISE, session, shelf, write

HOLD = """
import sys, time
from pathlib import Path
from rechallenge.tui.state.draft_store import DraftStore
from rechallenge.tui.state.session import Session
from tests.tui.planning_room import STEPWISE, shelf, write
drafts = DraftStore.in_folder(Path(sys.argv[1]))
sitting = Session(shelf(), drafts.keep)
write(sitting, STEPWISE | {"patient": "Bed 4"})
print("typed", flush=True)
time.sleep(60)
"""


def test_what_was_typed_comes_back_whole_from_its_draft() -> None:
    sitting = session(**STEPWISE, patient="\x1b[31m\ud800 [red]5\n")
    sitting.tick("1 famotidine 50 mg IV")
    assert read_draft(draft_json(sitting.draft)) == sitting.draft


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": 1}', "[" * 100_000])
def test_a_draft_that_cannot_be_read_is_no_crash(text: str) -> None:
    with pytest.raises(BadDraft):
        read_draft(text)


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[DraftStore]:
    slot = DraftStore.in_folder(tmp_path / "state")
    yield slot
    slot.close()


def test_each_edit_is_kept_at_once_and_only_its_owner_can_read_it(drafts: DraftStore) -> None:
    sitting = Session(shelf(), drafts.keep, lambda: NOON)
    assert drafts.file is not None
    for key, text in STEPWISE.items():
        sitting.write(key, text)
        assert read_draft(drafts.file.read_text()) == sitting.draft
    assert stat.S_IMODE(drafts.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(drafts.file.parent.stat().st_mode) == 0o700


def test_the_draft_is_gone_once_the_plan_is_saved_or_discarded(drafts: DraftStore) -> None:
    sitting = Session(shelf(), drafts.keep, lambda: NOON)
    write(sitting, STEPWISE)
    sitting.mark_saved()
    assert drafts.left() is None
    sitting.write("weight", "50 kg")
    assert drafts.left() == sitting.draft
    sitting.replace(DraftOrder(NOON.date()), saved=True)
    assert drafts.left() is None


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_the_draft_survives_a_process_that_is_killed(tmp_path: Path, end: signal.Signals) -> None:
    env = os.environ | {"PYTHONPATH": f"{SOURCES}{os.pathsep}{Path.cwd()}"}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"typed\n"
        # While it lives, its draft is its own: a second planner gets another slot.
        second = DraftStore.in_folder(tmp_path)
        assert second.file is not None
        assert second.left() is None
        second.close()
        process.send_signal(end)
        process.wait(10)
    third = DraftStore.in_folder(tmp_path)
    left = third.left()
    third.close()
    assert left is not None
    assert left.text("patient") == "Bed 4"
    assert left.text("dose") == "10 mg/kg"


def test_an_unreadable_draft_is_set_aside_and_named(drafts: DraftStore) -> None:
    assert drafts.file is not None
    drafts.file.write_bytes(b"\xff not json")
    with pytest.raises(BadDraft, match="set aside"):
        drafts.left()
    assert drafts.left() is None
    assert drafts.file.with_suffix(".unreadable").read_bytes() == b"\xff not json"


def test_a_folder_that_cannot_be_written_gives_a_warning_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    drafts = DraftStore.in_folder(tmp_path / "state")
    assert drafts.trouble is not None
    assert "drafts are not kept" in drafts.trouble
    sitting = Session(shelf(), drafts.keep)
    write(sitting, STEPWISE)
    assert sitting.evaluation.plan is not None
