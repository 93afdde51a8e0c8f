"""Nothing is lost: the draft of an unsaved order, for its owner alone, until it is saved."""

import copy
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rechallenge.model.verification import SecondCheck
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.tui.state.draft import BadDraft, DraftOrder, draft_json, read_draft
from rechallenge.tui.state.draft_store import DraftStore
from rechallenge.tui.state.session import Session
from tests.cli.running import SOURCES
from tests.tiers import slow_but
from tests.tui.planning_room import (
    NOON,
    STEPWISE,
    planner,
    press,
    run,
    session,
    shelf,
    shown,
    write,
)
from tests.tui.test_answers import give
from tests.tui.test_stopped import stopped

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


def full_draft() -> DraftOrder:
    """A draft with something in each of its parts."""
    sitting = session(**STEPWISE, patient="Bed 4")
    sitting.tick("1 famotidine 50 mg IV")
    give(sitting, "protocol-unreviewed")
    sitting.begin_answer("question Bed 4", {"reason": "As pub", "initials": ""})
    sitting.report({"infused": "12 mL"})
    plan = sitting.evaluation.plan
    assert plan is not None
    check = SecondCheck(by="CD", at=NOON, fingerprint=fingerprint(plan))
    return replace(sitting.draft, checks=(check,))


BIG = "5" * 5000
JUNK: tuple[object, ...] = (None, True, 5, 1.5, BIG, "", "\0", "\ud800", [], [[]], {}, {"a": 1})


def test_whatever_is_damaged_in_a_draft_it_is_refused_or_the_planner_can_go_on_with_it() -> None:
    typed = full_draft()
    begun = stopped(session(**STEPWISE)).draft
    sitting, refused = session(), 0
    for whole, places in (
        (tree_of(typed), [*parts(tree_of(typed))]),
        (tree_of(begun), [("stopped", key) for key in tree_of(begun)["stopped"]]),
    ):
        for place in places:
            for junk in JUNK:
                tree = copy.deepcopy(whole)
                inside = tree
                for key in place[:-1]:
                    inside = inside[key]
                inside[place[-1]] = junk
                try:
                    left = read_draft(json.dumps(tree).replace(f'"{BIG}"', BIG))
                except BadDraft:
                    refused += 1
                else:
                    sitting.replace(left, saved=False)
                    assert read_draft(draft_json(sitting.draft)) == left
    assert refused > 300


def tree_of(draft: DraftOrder) -> Any:
    """What is in the file of a draft."""
    return json.loads(draft_json(draft))


def parts(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values in a tree."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield (*place, key)
        if isinstance(value, dict | list):
            yield from parts(value, (*place, key))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"schema": 1}', "[" * 100_000, "null", "5" * 5000, "\0\0"]
)
def test_a_draft_that_cannot_be_read_is_no_crash(text: str) -> None:
    with pytest.raises(BadDraft):
        read_draft(text)


def test_a_draft_that_ends_anywhere_is_refused() -> None:
    text = draft_json(full_draft())
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(BadDraft):
            read_draft(text[:end])


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


@pytest.mark.parametrize(
    "end", slow_but([signal.SIGKILL], [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
)
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
        process.wait(60)
    third = DraftStore.in_folder(tmp_path)
    left = third.left()
    third.close()
    assert left is not None
    assert left.text("patient") == "Bed 4"
    assert left.text("dose") == "10 mg/kg"


def test_an_unreadable_draft_is_set_aside_and_named_and_so_is_the_next(drafts: DraftStore) -> None:
    assert drafts.file is not None
    for number, content in enumerate((b"\xff not json", b'{"ticks": []}')):
        drafts.file.write_bytes(content)
        with pytest.raises(BadDraft, match="set aside") as bad:
            drafts.left()
        assert drafts.left() is None
        aside = drafts.file.with_name(f"draft-1.unreadable{'' if not number else '-2'}")
        assert str(aside) in str(bad.value)
        assert aside.read_bytes() == content


def test_an_unreadable_draft_that_cannot_be_moved_is_never_written_over(
    drafts: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    file = drafts.file
    assert file is not None
    file.write_bytes(b"[]")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(BadDraft, match="drafts are not kept: permission denied"):
        drafts.left()
    monkeypatch.undo()
    write(Session(shelf(), drafts.keep), STEPWISE)
    assert file.read_bytes() == b"[]"


def test_the_planner_starts_with_a_damaged_draft_and_says_when_it_cannot_keep_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tree_of(full_draft()) | {"ticks": []}
    (tmp_path / "draft-1.json").write_text(json.dumps(tree))

    def full(dir: Path, prefix: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def start() -> None:
        async with planner(tmp_path, (200, 24)) as (app, _pilot):
            assert "was set aside as" in shown(app)
            assert app.session.draft.is_empty
            monkeypatch.setattr("tempfile.mkstemp", full)
            await press(app, *"caf", "tab", *"37")
            # Once, not with each key.
            (said,) = app._notifications
            assert said.message == "what you type is not kept as a draft: no space left on device"
            monkeypatch.undo()
            await press(app, "5")
            assert app.drafts.left() == app.session.draft

    run(start())


def test_what_has_a_patients_label_and_is_of_no_more_use_is_swept(tmp_path: Path) -> None:
    ages = {
        ".draft-dead": 120, ".draft-now": 0, "draft-1.unreadable": 31 * 86_400,
        "draft-1.unreadable-2": 86_400, "draft-3.json": 400 * 86_400, "recent.json": 400 * 86_400,
    }  # fmt: skip
    for name, age in ages.items():
        (tmp_path / name).write_text("[]")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    DraftStore.in_folder(tmp_path).close()
    left = {path.name for path in tmp_path.iterdir() if path.suffix != ".lock"}
    assert left == {".draft-now", "draft-1.unreadable-2", "draft-3.json", "recent.json"}


def test_two_planners_keep_two_drafts_and_each_start_takes_up_one_of_those_left(
    tmp_path: Path,
) -> None:
    both = [DraftStore.in_folder(tmp_path) for _ in range(2)]
    for number, store in enumerate(both):
        write(Session(shelf(), store.keep), {"patient": f"Bed {number}"})
    assert both[0].others_left() == 0
    for store in both:
        store.close()
    found = []
    for others in (1, 0):
        store = DraftStore.in_folder(tmp_path)
        left = store.left()
        assert left is not None
        assert store.others_left() == others
        found.append(left.text("patient"))
        # Left as it should be, with nothing unsaved.
        store.keep(None)
        store.close()
    assert found == ["Bed 0", "Bed 1"]


def test_a_folder_that_cannot_be_written_gives_a_warning_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    drafts = DraftStore.in_folder(tmp_path / "state")
    assert drafts.trouble is not None
    assert "drafts are not kept" in drafts.trouble
    sitting = Session(shelf(), drafts.keep)
    write(sitting, STEPWISE)
    assert sitting.evaluation.plan is not None
