"""Writing files that are whole or not there at all. Those of patients only their owner can read."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from rechallenge.words import _
from rechallenge.words.shown import reason_of

from .destination import Destination, destination
from .destination import NotWritten as NotWritten
from .leftovers import hold, new_name, sweep
from .locking import locked


class AlreadyThere(NotWritten):
    """A file that exists, and must not be replaced."""


_PRIVATE, _SHARED = 0o600, 0o666
_WINDOWS = sys.platform == "win32"


def write_whole(
    target: Path,
    content: bytes,
    *,
    replace: bool,
    shared: bool = False,
    instead_of: bytes | None = None,
) -> Path:
    """Write a file: to a temporary file, flushed, then renamed; its real path, behind its links.

    Only its owner can read it, unless it is `shared` by the people of a site: then it has the
    permissions and the group of the file that it replaces, or those that the umask leaves.
    `instead_of` is the content that it replaces: a file that has any other by now is left as it is.
    Raises NotWritten, also for a link that another user made, and AlreadyThere for an existing file
    without `replace`.
    """
    real = target
    try:
        # A link of one's own is followed, so that the file it points to is written, and it stays.
        with destination(target) as there:
            real = there.path
            _refuse_unsuitable(there, shared=shared)
            sweep(there)
            _write(there, content, replace=replace, shared=shared, instead_of=instead_of)
    except FileExistsError:
        sentence = _("{file} exists; choose another name")
        raise AlreadyThere(sentence.format(file=real)) from None
    except OSError as error:
        sentence = _("{file} was not written: {reason}")
        raise NotWritten(sentence.format(file=real, reason=reason_of(error))) from None
    return real


def _refuse_unsuitable(there: Destination, *, shared: bool) -> None:
    """Raises NotWritten for what is no file, and for a shared file that its owner protects."""
    found, said = there.status, None
    if found is None:
        return
    if stat.S_ISDIR(found.st_mode):
        said = _("{file} is a folder; name a file")
    elif not stat.S_ISREG(found.st_mode):
        said = _("{file} is not an ordinary file; choose another name")
    elif shared and not os.access(there.name, os.W_OK, dir_fd=there.folder):
        said = _("{file} is read-only; make it writable, or write a copy")
    if said is not None:
        raise NotWritten(said.format(file=there.path))


def _write(
    there: Destination, content: bytes, *, replace: bool, shared: bool, instead_of: bytes | None
) -> None:
    temporary = there.at(new_name())
    # The system applies the umask, and what the folder hands down to its files.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(temporary, flags, _SHARED if shared else _PRIVATE, dir_fd=there.folder)
        with os.fdopen(handle, "wb") as file:
            hold(handle)
            file.write(content)
            file.flush()
            os.fsync(handle)
            if shared and (was := there.status) is not None:
                _like(was, handle)
            if _WINDOWS:
                # It renames no open file; elsewhere the lock lasts until the new name stands.
                file.close()
            if not replace:
                _move_to_new(temporary, there)
            elif instead_of is None:
                _rename(temporary, there)
            else:
                with _alone(there):
                    _refuse_changed(there, instead_of)
                    _rename(temporary, there)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=there.folder)
        raise


def _refuse_changed(there: Destination, instead_of: bytes) -> None:
    with _opened(there) as file:
        if file.read() == instead_of:
            return
    sentence = _(
        "{file} was changed by someone else in the meantime, and is left as it is now; read it, "
        "then do this again"
    )
    raise NotWritten(sentence.format(file=there.path))


def _rename(temporary: str, there: Destination) -> None:
    os.replace(temporary, there.name, src_dir_fd=there.folder, dst_dir_fd=there.folder)


def _opened(there: Destination) -> IO[bytes]:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(there.name, flags, dir_fd=there.folder), "rb")


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


def _like(was: os.stat_result, handle: int) -> None:
    """Give an open file the group and the permissions of another."""
    if _WINDOWS:
        return
    # Someone who is not in the group cannot keep it; the permissions still hold.
    with suppress(PermissionError):
        os.fchown(handle, -1, was.st_gid)
    os.fchmod(handle, stat.S_IMODE(was.st_mode))


@contextmanager
def _alone(there: Destination) -> Iterator[None]:
    """Have other writers of the same file wait. Windows replaces no open file."""
    if _WINDOWS:
        yield
        return
    with _opened(there) as file:
        # Some network folders have no locks. The comparison with the content is there all the same.
        with suppress(OSError):
            locked(file.fileno(), wait=True)
        yield


def _move_to_new(temporary: str, there: Destination) -> None:
    """Rename to a name that must not be there yet. Raises FileExistsError."""
    folder = there.folder
    try:
        # Linking fails if the file exists, even if it was made a moment ago.
        os.link(temporary, there.name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: look first, then rename.
        if there.status is not None:
            raise FileExistsError from None
        _rename(temporary, there)
    else:
        os.unlink(temporary, dir_fd=folder)
