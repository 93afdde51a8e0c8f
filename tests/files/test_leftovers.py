"""A process that is ended in a write leaves nothing for others to read, and nothing for long."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rechallenge.files import destination as module
from rechallenge.files import leftovers, writing
from rechallenge.files.destination import Destination
from rechallenge.files.writing import write_whole
from tests.cli.running import CASE_2, environment

SLOW = """
import os, sys, time
really = os.fsync

def fsync(file):
    really(file)
    print("written", flush=True)
    sys.stdin.readline()

os.fsync = fsync
from rechallenge.__main__ import process
process()
"""


@contextmanager
def in_the_middle(target: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that has written its temporary file, and waits for a line before it is renamed."""
    command = [sys.executable, "-c", SLOW, *CASE_2, "--patient", "Bed 4", "-o", str(target)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        yield process
        process.kill()


def left(folder: Path) -> list[Path]:
    return list(folder.glob(".rechallenge-*"))


@pytest.mark.parametrize(
    ("end", "code", "said"),
    [
        (signal.SIGTERM, 143, b"rechallenge: ended by a signal before it was done\n"),
        (signal.SIGHUP, 129, b"rechallenge: ended by a signal before it was done\n"),
        (signal.SIGINT, 130, b"rechallenge: interrupted; nothing was written\n"),
    ],
)
def test_a_signal_in_a_write_leaves_the_folder_as_it_was(
    tmp_path: Path, end: signal.Signals, code: int, said: bytes
) -> None:
    with in_the_middle(tmp_path / "plan.json") as process:
        (half,) = left(tmp_path)
        assert half.stat().st_mode & 0o777 == 0o600
        process.send_signal(end)
        _out, told = process.communicate(timeout=60)
        assert (process.returncode, told) == (code, said)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_leaves_is_its_owners_and_goes_with_the_next_write(
    tmp_path: Path,
) -> None:
    with in_the_middle(tmp_path / "plan.json") as process:
        process.kill()
        process.wait(60)
    (half,) = left(tmp_path)
    assert b"Bed 4" in half.read_bytes()
    assert half.stat().st_mode & 0o777 == 0o600
    write_whole(tmp_path / "another.json", b"{}", replace=False)
    assert left(tmp_path) == []


def test_two_writers_in_one_folder_do_not_sweep_each_others_files(tmp_path: Path) -> None:
    with in_the_middle(tmp_path / "plan.json") as process:
        write_whole(tmp_path / "another.json", b"{}", replace=False)
        assert len(left(tmp_path)) == 1
        process.communicate(b"\n", timeout=60)
        assert process.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"plan.json", "another.json"}


def made(folder: Path, name: str = ".rechallenge-0123456789abcdef", content: bytes = b"x") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_only_files_of_our_own_name_are_swept(tmp_path: Path) -> None:
    others = [
        made(tmp_path, name)
        for name in (
            ".rechallenge-0123456789abcdef.txt",
            ".rechallenge-0123456789ABCDEF",
            "rechallenge-0123456789abcdef",
            ".rechallenge-",
        )
    ]
    folder = tmp_path / ".rechallenge-1111111111111111"
    folder.mkdir()
    link = tmp_path / ".rechallenge-2222222222222222"
    link.symlink_to(others[0])
    swept = made(tmp_path)
    write_whole(tmp_path / "plan.json", b"{}", replace=False)
    assert not swept.exists()
    assert all(path.exists() for path in (*others, folder, link))


def test_a_file_that_was_made_this_minute_and_is_empty_may_be_about_to_be_written(
    tmp_path: Path,
) -> None:
    empty = made(tmp_path, content=b"")
    write_whole(tmp_path / "one.json", b"{}", replace=False)
    assert empty.exists()
    os.utime(empty, (time.time() - 61,) * 2)
    write_whole(tmp_path / "two.json", b"{}", replace=False)
    assert not empty.exists()


def test_where_files_cannot_be_locked_a_day_must_have_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    old = made(tmp_path)
    write_whole(tmp_path / "one.json", b"{}", replace=False)
    assert old.exists()
    os.utime(old, (time.time() - 25 * 3600,) * 2)
    write_whole(tmp_path / "two.json", b"{}", replace=False)
    assert not old.exists()


def test_another_users_file_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = made(tmp_path)
    as_another(theirs, monkeypatch)
    write_whole(tmp_path / "plan.json", b"{}", replace=False)
    assert theirs.exists()


# Links


def as_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a file or a link belong to somebody else: in fact, or by who is asking."""
    if os.geteuid() == 0:
        os.chown(path, 4711, 4711, follow_symlinks=False)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 4711)


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("way", ["plan.json", "folder"])
def test_a_link_that_another_user_planted_is_refused_with_where_it_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool, way: str
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "plan.json").write_text("precious")
    link = tmp_path / way
    link.symlink_to(mine / "plan.json" if way == "plan.json" else mine)
    as_another(link, monkeypatch)
    target = link if way == "plan.json" else link / "plan.json"
    with pytest.raises(writing.NotWritten, match="is a link that another user made, to ") as caught:
        write_whole(target, b"new", replace=replace)
    assert str(link.resolve()) in str(caught.value)
    assert (mine / "plan.json").read_text() == "precious"
    assert list(mine.iterdir()) == [mine / "plan.json"]


def test_links_of_ones_own_are_followed_also_through_folders_and_upwards(tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "below").mkdir(parents=True)
    (tmp_path / "folder").symlink_to("there/below")
    (there / "below" / "plan.json").symlink_to("../real.json")
    assert write_whole(tmp_path / "folder" / "plan.json", b"1", replace=False) == (
        there / "real.json"
    )
    assert (there / "below" / "plan.json").is_symlink()
    # As the system has it: up from where the link leads.
    assert write_whole(tmp_path / "folder" / ".." / "up.json", b"2", replace=False) == (
        there / "up.json"
    )


def test_a_link_to_itself_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(writing.NotWritten, match="its links lead round in a circle"):
        write_whole(tmp_path / "a", b"1", replace=True)


def test_a_folder_that_is_swapped_for_a_link_in_between_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, mine = tmp_path / "folder", tmp_path / "mine"
    folder.mkdir()
    mine.mkdir()
    really = leftovers.sweep

    def swapped(there: Destination) -> None:
        folder.rename(tmp_path / "moved")
        folder.symlink_to(mine)
        really(there)

    monkeypatch.setattr(writing, "sweep", swapped)
    write_whole(folder / "plan.json", b"1", replace=True)
    assert list(mine.iterdir()) == []
    assert (tmp_path / "moved" / "plan.json").read_bytes() == b"1"


def test_a_folder_that_is_swapped_between_a_look_and_a_step_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, mine = tmp_path / "folder", tmp_path / "mine"
    folder.mkdir()
    mine.mkdir()
    really = module._link

    def swapped(name: str, inside: int) -> os.stat_result | None:
        found = really(name, inside)
        if name == "folder":
            folder.rmdir()
            folder.symlink_to(mine)
        return found

    monkeypatch.setattr(module, "_link", swapped)
    with pytest.raises(writing.NotWritten, match="was not written: not a directory"):
        write_whole(folder / "plan.json", b"1", replace=True)
    assert list(mine.iterdir()) == []


def test_a_link_that_is_planted_in_between_is_replaced_and_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, mine = tmp_path / "plan.json", tmp_path / "mine.json"
    mine.write_text("precious")
    monkeypatch.setattr(writing, "sweep", lambda _: target.symlink_to(mine))
    with pytest.raises(writing.AlreadyThere):
        write_whole(target, b"1", replace=False)
    target.unlink()
    write_whole(target, b"1", replace=True)
    assert mine.read_text() == "precious"
    assert not target.is_symlink()
