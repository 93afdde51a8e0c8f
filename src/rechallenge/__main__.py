"""`rechallenge` as a process of its own, which is also `python -m rechallenge`."""

import atexit
import os
import sys

from rechallenge.cli.interrupt import end_on_interrupt

# Before anything is loaded that takes time.
end_on_interrupt()

_codes: list[int] = []


def process() -> None:
    """Run the command, and end the process with its exit code."""
    from rechallenge.cli.main import main
    from rechallenge.cli.signals import ending_in_order

    # The first to be registered is the last to run.
    atexit.register(_end)
    try:
        main(ending_in_order)
    except SystemExit as ended:
        if isinstance(ended.code, int):
            _codes.append(ended.code)
        raise


def _end() -> None:
    """Leave all memory to the system: Python would free every value on its own, which takes a
    twentieth of a plan's time. An error that nobody expected has no exit code, and ends as usual.
    """
    for code in _codes:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    process()
