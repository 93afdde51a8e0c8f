"""Writing files that are whole or not there at all. Those of patients only their owner can read."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rechallenge.words import _
from rechallenge.words.shown import reason_of


class NotWritten(Exception):
    """A file that was not written. What was there before is unchanged."""


class AlreadyThere(NotWritten):
    """A file that exists, and must not be replaced."""


_PRIVATE, _SHARED = 0o600, 0o666


def write_whole(
    target: Path,
    content: bytes,
    *,
    replace: bool,
    shared: bool = False,
    instead_of: bytes | None = None,
) -> None:
    """Write a file: to a temporary file, flushed, then renamed.

    Only its owner can read it, unless it is `shared` by the people of a site: then it has the
    permissions and the group of the file that it replaces, or those that the umask leaves.
    `instead_of` is the content that it replaces: a file that has any other by now is left as it is.
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
        if shared and target.exists() and not os.access(target, os.W_OK):
            sentence = _("{file} is read-only; make it writable, or write a copy")
            raise NotWritten(sentence.format(file=target))
        beside = target.parent / f".rechallenge-{os.urandom(8).hex()}"
        # The system applies the umask, and what the folder hands down to its files.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(beside, flags, _SHARED if shared else _PRIVATE)
        temporary = beside
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if shared and target.exists():
            _like(target, temporary)
        if not replace:
            _move_to_new(temporary, target)
        elif instead_of is None:
            temporary.replace(target)
        else:
            with _alone(target):
                if target.read_bytes() != instead_of:
                    sentence = _(
                        "{file} was changed by someone else in the meantime, and is left as it is "
                        "now; read it, then do this again"
                    )
                    raise NotWritten(sentence.format(file=target))
                temporary.replace(target)
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


def make_folder(folder: Path) -> None:
    """Make a folder that the people of a site share, as far as the umask lets them. Raises
    NotWritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("the folder {folder} was not made: {reason}")
        said = sentence.format(folder=folder, reason=reason_of(error))
        raise NotWritten(said) from None


def free_name(path: Path) -> Path:
    """This name, or it with the first number that is free."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _like(target: Path, temporary: Path) -> None:
    """Give a file the group and the permissions of another."""
    was = target.stat()
    if hasattr(os, "chown"):
        # Someone who is not in the group cannot keep it; the permissions still hold.
        with suppress(PermissionError):
            os.chown(temporary, -1, was.st_gid)
    temporary.chmod(stat.S_IMODE(was.st_mode))


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Have other writers of the same file wait, where the system has locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with target.open("rb") as file:
        # Some network folders have no locks. The comparison with the content is there all the same.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


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
