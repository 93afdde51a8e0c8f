"""What Ctrl-C does before and after a command runs. It loads next to nothing: it comes first."""

import os
import signal

INTERRUPTED = 130


def end_on_interrupt() -> None:
    """From now on Ctrl-C ends the process with one line, because nothing is there that could be
    left half. While modules are loaded, an exception would show its traceback, or get lost. Where
    whoever started the program has it ignored, it stays ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end_now)


def _end_now(_number: int, _frame: object) -> None:
    # A terminal has just shown ^C in the line.
    os.write(2, b"\n" * os.isatty(2) + b"rechallenge: interrupted\n")
    os._exit(INTERRUPTED)
