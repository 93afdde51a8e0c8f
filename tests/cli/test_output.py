"""An output file is whole, or as it was before; nothing else is left behind."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from rechallenge.cli.failures import Stop
from rechallenge.cli.output import put, write_file


def full_disk(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_written_whole_and_only_for_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_file(target, b"new\n", force=False)
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    put("Bed 4, \u4e2d\n", tmp_path / "plan.txt")
    assert (tmp_path / "plan.txt").read_bytes() == b"Bed 4, \xe4\xb8\xad\n"


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old\n")
    with pytest.raises(Stop, match=r"plan\.json exists; .*--force"):
        write_file(target, b"new\n", force=False)
    assert target.read_bytes() == b"old\n"
    write_file(target, b"new\n", force=True)
    assert target.read_bytes() == b"new\n"


@pytest.mark.parametrize("fails", ["fsync", "replace"])
@pytest.mark.parametrize("existed", [True, False])
def test_a_failure_in_the_middle_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, existed: bool
) -> None:
    target = tmp_path / "plan.json"
    if existed:
        target.write_bytes(b"old\n")
    monkeypatch.setattr(os, fails, full_disk)
    with pytest.raises(Stop, match=r"plan\.json was not written: no space left on device"):
        write_file(target, b"new\n", force=True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old\n"] * existed


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_the_target_is_untouched_until_the_new_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old\n")
    seen = []
    real = getattr(os, fails)

    def watched(*arguments: object) -> None:
        seen.append(target.read_bytes())
        real(*arguments)

    monkeypatch.setattr(os, fails, watched)
    write_file(target, b"new\n", force=True)
    assert seen == [b"old\n"]
    assert target.read_bytes() == b"new\n"
