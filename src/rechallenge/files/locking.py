"""A lock on an open file, which the system lets go of when the process ends in any way."""

import errno
import sys


def locked(file: int, *, wait: bool = False) -> bool:
    """Whether an open file could be locked; the lock ends with the process. Raises OSError where
    files cannot be locked at all."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True
