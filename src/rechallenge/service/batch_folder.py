"""The folder of a batch: a folder for each order, whole or not there, and never two batches at
once. What a batch has not written itself is set aside, never deleted."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rechallenge.files.locking import locked
from rechallenge.files.writing import NotWritten, free_name, write_whole
from rechallenge.words import _
from rechallenge.words.shown import reason_of

NOTE = "written.json"
"""In each order's folder: what the batch wrote there, as hashes. It saves work and decides nothing
alone: what it says is compared with the files."""
_EARLIER = "earlier"
_LOCK, _PART = ".batch.lock", ".batch-"
_OURS = re.compile(r"([0-9]{3,})-[a-z0-9-]+")
_MOST_BYTES = 100_000
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
"""A link in place of the lock is not followed: others could have planted it."""


def numbered(line: int, what: str) -> str:
    """The name of the folder of the order on a line, or of a file in it, which tells it from those
    of other orders. It names no patient."""
    return f"{line:03}-{what}"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Have the folder of a batch for this process and the workers that are copies of it, and leave
    no half of anything in it. Raises NotWritten where another batch has it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = os.fdopen(os.open(folder / _LOCK, _OPEN, 0o600), "ab")
    except OSError as error:
        raise _unusable(folder, error) from None
    with lock:
        try:
            is_alone = locked(lock.fileno())
        except OSError as error:
            raise _unusable(folder, error) from None
        if not is_alone:
            sentence = _("another batch is at work in {folder}; wait until it ends")
            raise NotWritten(sentence.format(folder=folder))
        _sweep(folder)
        try:
            yield
        finally:
            _sweep(folder)


def _unusable(folder: Path, error: OSError) -> NotWritten:
    sentence = _("the folder {folder} cannot be used: {reason}")
    return NotWritten(sentence.format(folder=folder, reason=reason_of(error)))


def _sweep(folder: Path) -> None:
    """Remove what a process that was killed was about to write, or had replaced."""
    for path in folder.glob(f"{_PART}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def orders_in(folder: Path) -> Mapping[int, tuple[Path, ...]]:
    """The folders of orders, by line."""
    found: dict[int, tuple[Path, ...]] = {}
    for path in sorted(folder.iterdir()):
        named = _OURS.fullmatch(path.name)
        if named is not None and not path.is_symlink() and (path / NOTE).is_file():
            line = int(named[1])
            found[line] = (*found.get(line, ()), path)
    return found


class Note(NamedTuple):
    """What was noted in an order's folder: what its files were made from, and the hash of each."""

    made_from: str = ""
    files: Mapping[str, str] = MappingProxyType({})


def note_in(folder: Path) -> Note:
    """The note in an order's folder; an empty one for one that cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        if (folder / NOTE).stat().st_size <= _MOST_BYTES:
            said = json.loads((folder / NOTE).read_bytes())
            files = {str(name): str(sha) for name, sha in said["files"].items()}
            return Note(str(said["made_from"]), files)
    return Note()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hashes_in(folder: Path) -> Mapping[str, str]:
    """The hash of each file in an order's folder but the note; empty for what is not a file."""
    return {
        path.name: hash_of(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""
        for path in folder.iterdir()
        if path.name != NOTE
    }


def put(folder: Path, files: Mapping[str, bytes], made_from: str) -> Path | None:
    """Put an order's folder in its place, whole, and what was there away; the path of the latter if
    it was set aside. Raises NotWritten."""
    if os.path.lexists(folder) and not (folder / NOTE).is_file():
        sentence = _("{folder} exists, and no batch wrote it; move it away")
        raise NotWritten(sentence.format(folder=folder))
    said = {"files": {name: hash_of(content) for name, content in files.items()}}
    note = json.dumps({"made_from": made_from, **said}, indent=2, sort_keys=True)
    part = folder.parent / f"{_PART}{os.urandom(8).hex()}"
    try:
        part.mkdir(mode=0o700)
        for name, content in {**files, NOTE: f"{note}\n".encode()}.items():
            write_whole(part / name, content, replace=False)
        aside = put_away(folder, said["files"].values()) if folder.exists() else None
        part.rename(folder)
    except OSError as error:
        sentence = _("{folder} was not written: {reason}")
        said_why = sentence.format(folder=folder, reason=reason_of(error))
        raise NotWritten(said_why) from None
    return aside


def put_away(folder: Path, kept: Collection[str] = ()) -> Path | None:
    """Remove an order's folder. If something in it was not written by a batch, such as the record
    of a second check, it is set aside; then its new path. `kept` are the hashes of files that are
    in its place."""
    known = {*note_in(folder).files.values(), *kept}
    if known.issuperset(hashes_in(folder).values()):
        gone = folder.parent / f"{_PART}{os.urandom(8).hex()}"
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        return None
    earlier = folder.parent / _EARLIER
    earlier.mkdir(mode=0o700, exist_ok=True)
    aside = free_name(earlier / folder.name)
    folder.rename(aside)
    return aside
