"""Writing files that are whole or not there at all, and that only their owner can read."""

import os
import stat
import tempfile
from pathlib import Path

from rechallenge.words import _
from rechallenge.words.shown import reason_of


class NotWritten(Exception):
    """A file that was not written. What was there before is unchanged."""


class AlreadyThere(NotWritten):
    """A file that exists, and must not be replaced."""


def write_whole(
    target: Path, content: bytes, *, replace: bool, keep_mode: bool = False, shared: bool = False
) -> None:
    """Write a file that only its owner can read: to a temporary file, flushed, then renamed.
    `keep_mode` leaves the permissions of an existing file as they are; a `shared` file has no
    patient in it, and has those that the user's umask gives.

    Raises NotWritten, and AlreadyThere for an existing file without `replace`.
    """
    temporary = None
    try:
        # A link is followed, so that the file it points to is written and the link stays.
        target = target.resolve()
        if target.is_dir():
            raise NotWritten(_("{file} is a folder; name a file").format(file=target))
        if target.exists() and not target.is_file():
            raise NotWritten(
                _("{file} is not an ordinary file; choose another name").format(file=target)
            )
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".rechallenge-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if shared:
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
        if keep_mode and target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        if replace:
            temporary.replace(target)
        else:
            _move_to_new(temporary, target)
    except FileExistsError:
        _remove(temporary)
        sentence = _("{file} exists; choose another name")
        raise AlreadyThere(sentence.format(file=target)) from None
    except BaseException as error:
        _remove(temporary)
        if not isinstance(error, OSError):
            raise
        sentence = _("{file} was not written: {reason}")
        raise NotWritten(sentence.format(file=target, reason=reason_of(error))) from None


def _move_to_new(temporary: Path, target: Path) -> None:
    """Rename to a name that must not be there yet. Raises FileExistsError."""
    try:
        # Linking fails if the file exists, even if it was made a moment ago.
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: look first, then rename.
        if target.exists():
            raise FileExistsError from None
        temporary.replace(target)
    else:
        temporary.unlink()


def _remove(temporary: Path | None) -> None:
    if temporary is not None:
        temporary.unlink(missing_ok=True)
