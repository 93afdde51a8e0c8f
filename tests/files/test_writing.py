"""An output file is whole, or as it was before; nothing else is left behind."""

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from rechallenge.files.writing import AlreadyThere, NotWritten, write_whole


def full_disk(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_is_written_whole_and_only_for_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_whole(target, b"new\n", replace=False)
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_an_existing_file_is_replaced_only_when_told_to(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old\n")
    with pytest.raises(AlreadyThere, match=r"plan\.json exists; choose another name"):
        write_whole(target, b"new\n", replace=False)
    assert target.read_bytes() == b"old\n"
    write_whole(target, b"new\n", replace=True)
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
    with pytest.raises(NotWritten, match=r"plan\.json was not written: no space left on device"):
        write_whole(target, b"new\n", replace=True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old\n"] * existed


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_the_target_is_untouched_until_the_new_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old\n")
    seen = []
    real = getattr(os, fails)

    def watched(*arguments: object, **more: object) -> None:
        seen.append(target.read_bytes())
        real(*arguments, **more)

    monkeypatch.setattr(os, fails, watched)
    write_whole(target, b"new\n", replace=True)
    assert seen == [b"old\n"]
    assert target.read_bytes() == b"new\n"
