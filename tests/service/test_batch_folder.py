"""Each order's folder of a batch is whole or not there, and nothing of others is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from rechallenge.files.writing import NotWritten
from rechallenge.service import batch_folder
from rechallenge.service.batch_folder import (
    NOTE,
    alone_in,
    hashes_in,
    note_in,
    orders_in,
    put,
    put_away,
)
from tests.cli.running import environment

FILES = {"002-plan.json": b"{}", "002-sheet.pdf": b"%PDF"}


def modes(folder: Path) -> set[str]:
    return {f"{path.stat().st_mode & 0o777:o}" for path in folder.rglob("*") if path.is_file()}


def test_an_orders_folder_is_its_owners_alone_and_notes_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "002-stepwise"
    assert put(folder, FILES, "abc") is None
    assert f"{folder.stat().st_mode & 0o777:o}" == "700"
    assert modes(folder) == {"600"}
    assert note_in(folder).made_from == "abc"
    assert note_in(folder).files == hashes_in(folder)
    assert orders_in(tmp_path) == {2: (folder,)}
    assert [path.name for path in tmp_path.iterdir()] == ["002-stepwise"]


def test_what_a_batch_wrote_is_replaced_and_what_it_did_not_write_is_set_aside(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "002-stepwise"
    put(folder, FILES, "abc")
    assert put(folder, {"002-plan.json": b"{1}"}, "def") is None
    assert sorted(hashes_in(folder)) == ["002-plan.json"]
    (folder / "002-plan.json").write_bytes(b"{checked}")
    aside = put(folder, {"002-plan.json": b"{2}"}, "ghi")
    assert aside == tmp_path / "earlier" / "002-stepwise"
    assert (aside / "002-plan.json").read_bytes() == b"{checked}"
    (folder / "mine.txt").write_text("call the ward")
    assert put_away(folder) == tmp_path / "earlier" / "002-stepwise-2"
    assert not folder.exists()


def test_a_note_that_says_otherwise_deletes_nothing(tmp_path: Path) -> None:
    """With the note gone wrong, nothing is known to be ours."""
    folder = tmp_path / "002-stepwise"
    put(folder, FILES, "abc")
    for wrong in (
        b"",
        b"[]",
        b'{"files": []}',
        b'{"files": 1, "made_from": 2}',
        b"\xff",
        b"x" * 200_000,
    ):
        (folder / NOTE).write_bytes(wrong)
        assert note_in(folder) == batch_folder.Note()
    assert put_away(folder) is not None


def test_a_folder_that_no_batch_wrote_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "002-stepwise"
    folder.mkdir()
    (folder / "holiday.txt").write_text("mine")
    assert orders_in(tmp_path) == {}
    with pytest.raises(NotWritten, match="no batch wrote it"):
        put(folder, FILES, "abc")
    assert [path.name for path in folder.iterdir()] == ["holiday.txt"]


def test_a_link_is_no_folder_of_an_order(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, FILES, "abc")
    (tmp_path / "002-stepwise").symlink_to(elsewhere)
    assert orders_in(tmp_path) == {}


def test_a_file_that_cannot_be_written_leaves_the_folder_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "002-stepwise"
    put(folder, FILES, "abc")
    before = hashes_in(folder)

    def full(target: Path, content: bytes, *, replace: bool) -> None:
        raise NotWritten(f"{target} was not written: no space left on device")

    monkeypatch.setattr(batch_folder, "write_whole", full)
    with alone_in(tmp_path), pytest.raises(NotWritten, match="no space left"):
        put(folder, {"002-plan.json": b"{2}"}, "def")
    assert hashes_in(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".batch.lock", "002-stepwise"]


def test_a_folder_whose_files_cannot_be_locked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_file: object) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(batch_folder, "locked", no_locks)
    with pytest.raises(NotWritten, match="cannot be used: operation not supp"), alone_in(tmp_path):
        pass


HOLD = """
import sys, time
from pathlib import Path
from rechallenge.service.batch_folder import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_link_in_place_of_the_lock_makes_no_file_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / ".batch.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotWritten, match="cannot be used"), alone_in(folder):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_second_batch_is_refused_until_the_first_has_ended_in_any_way(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], env=environment(), stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"held\n"
    (folder / ".batch-half").mkdir()
    with pytest.raises(NotWritten, match="another batch is at work in"), alone_in(folder):
        pass
    assert (folder / ".batch-half").is_dir()
    first.kill()
    first.communicate()
    with alone_in(folder):
        assert [path.name for path in folder.iterdir()] == [".batch.lock"]
