"""What the exit code of `rechallenge` says."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, all of them."""

    DONE = 0
    REFUSED = 1
    """A finding refuses the plan; the findings are printed and there is no schedule."""
    UNUSABLE = 2
    """The command, a file or a quantity cannot be used as written."""
    INTERRUPTED = 130
