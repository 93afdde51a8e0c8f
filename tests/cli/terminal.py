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

_PATIENCE_S = 60


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

    def wait_for_end(self, press: bytes = b"") -> int:
        """Read to the end; the exit code. `press` is sent, and again each second: a signal that
        comes just before a program begins to wait for a key is only dealt with at the next."""
        begun = time.monotonic()
        sent = 0
        while True:
            waited = time.monotonic() - begun
            assert waited < _PATIENCE_S, f"waited in vain for the end after {self.seen!r}"
            try:
                if press and waited >= sent:
                    self.send(press)
                    sent += 1
                if select.select([self.master], [], [], 0.5)[0]:
                    part = os.read(self.master, 65536)
                    self.seen += part
                    if not part:
                        break
            except OSError:
                # Linux reports the end of the other side as an error.
                break
        _process, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        if self.master >= 0:
            os.close(self.master)
            self.master = -1


@contextmanager
def in_terminal(*arguments: str, module: str = "rechallenge", **more: str) -> Iterator[Terminal]:
    """`rechallenge`, or another module, with these arguments in a terminal of 100 x 30; `more` are
    environment variables."""
    env = environment(TERM="xterm-256color", **more)
    process, master = pty.fork()
    if process == 0:
        # Where the tests themselves are deaf to a hangup, as under nohup, this is not.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.execve(sys.executable, [sys.executable, "-m", module, *arguments], env)
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
