"""The command in a real terminal: what it writes, and what is typed into it."""

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl

from tests.cli.running import environment

_PATIENCE_S = 30


class Terminal:
    """A process in a pseudo-terminal, and all that it has written so far."""

    def __init__(self, process: int, master: int) -> None:
        self.process, self.master = process, master
        self.seen = b""

    def send(self, text: bytes) -> None:
        os.write(self.master, text)

    def wait_for(self, text: bytes) -> None:
        end = time.monotonic() + _PATIENCE_S
        while text not in self.seen:
            assert time.monotonic() < end, f"waited in vain for {text!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536)

    def wait_for_end(self) -> int:
        """Read to the end; the exit code."""
        try:
            while part := os.read(self.master, 65536):
                self.seen += part
        except OSError:
            # Linux reports the end of the other side as an error.
            pass
        _process, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        if self.master >= 0:
            os.close(self.master)
            self.master = -1


@contextmanager
def in_terminal(*arguments: str, **more: str) -> Iterator[Terminal]:
    """`rechallenge` with these arguments in a terminal of 100 x 30; `more` are environment
    variables."""
    env = environment(TERM="xterm-256color", **more)
    process, master = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-m", "rechallenge", *arguments], env)
    ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    opened = Terminal(process, master)
    try:
        yield opened
    finally:
        opened.close()
        try:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
