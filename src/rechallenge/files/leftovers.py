"""What a write leaves in a folder if its process is killed: removed by the next write there."""

import os
import re
import stat
import time
from contextlib import suppress

from .destination import Destination
from .locking import locked

_NAMES = re.compile(r"\.rechallenge-[0-9a-f]{16}")
_MINUTE_S, _DAY_S = 60, 24 * 3600


def new_name() -> str:
    """The name of a temporary file that nobody else uses."""
    return f".rechallenge-{os.urandom(8).hex()}"


def hold(file: int) -> None:
    """Mark an open temporary file as being written, until it is closed or its process ends."""
    with suppress(OSError):
        locked(file)


def sweep(there: Destination) -> None:
    """Remove the temporary files of this user that no process is writing. A folder that cannot be
    listed keeps them."""
    for name in _listed(there):
        # Another write may sweep, or end, at the same moment.
        with suppress(OSError):
            _remove_if_left(there, name)


def _listed(there: Destination) -> list[str]:
    try:
        if there.folder is None:
            return [path.name for path in there.path.parent.iterdir() if _is_ours(path.name)]
        # A folder may be held open without the right to list it.
        folder = os.open(".", os.O_RDONLY, dir_fd=there.folder)
        try:
            with os.scandir(folder) as entries:
                return [entry.name for entry in entries if _is_ours(entry.name)]
        finally:
            os.close(folder)
    except OSError:
        return []


def _is_ours(name: str) -> bool:
    return _NAMES.fullmatch(name) is not None


def _remove_if_left(there: Destination, name: str) -> None:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    file = os.open(there.at(name), flags, dir_fd=there.folder)
    try:
        found = os.fstat(file)
        left = stat.S_ISREG(found.st_mode) and _is_left(file, found)
        own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    finally:
        os.close(file)
    if left and own:
        os.unlink(there.at(name), dir_fd=there.folder)


def _is_left(file: int, found: os.stat_result) -> bool:
    """Whether nobody writes a file any more: a writer holds it, from just after it is made."""
    age = time.time() - found.st_mtime
    try:
        if not locked(file):
            return False
    except OSError:
        # A file system without such locks.
        return age > _DAY_S
    return bool(found.st_size) or age > _MINUTE_S
