"""What Ctrl-C and the end of a session do: one line, an exit code, and no half-written file."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from .interrupt import end_on_interrupt


class Ended(SystemExit):
    """The system ends this process (SIGTERM), or its terminal was closed (SIGHUP). It is raised, so
    that a file that is being written is removed on the way out."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within, Ctrl-C and the end of a session are exceptions, so that all is put in order."""
    try:
        _on("SIGTERM", _ended)
        _on("SIGHUP", _ended)
        _on("SIGINT", signal.default_int_handler)
        yield
    finally:
        end_on_interrupt()


def _on(name: str, act: Callable[[int, FrameType | None], object]) -> None:
    """Answer a signal, if this system has it. One that whoever started the program wants ignored,
    as nohup does, stays ignored."""
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, act)


def _ended(number: int, _frame: FrameType | None) -> NoReturn:
    raise Ended(128 + number)
