"""A lock on an open file, which the system lets go of when the process ends in any way."""

import errno
import sys
from typing import IO


def locked(file: IO[bytes]) -> bool:
    """Whether the file could be locked; the lock ends with the process. Raises OSError where files
    cannot be locked at all."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True
