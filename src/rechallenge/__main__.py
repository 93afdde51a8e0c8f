"""`rechallenge` as a process of its own, which is also `python -m rechallenge`."""

import atexit
import os
import sys

from rechallenge.cli.main import main

_codes: list[int] = []


def process() -> None:
    """Run the command, and end the process with its exit code."""
    # The first to be registered is the last to run.
    atexit.register(_end)
    try:
        main()
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
