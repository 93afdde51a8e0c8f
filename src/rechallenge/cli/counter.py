"""How far a long command is, on one line of the terminal."""

import os
import sys
import time

import click

from rechallenge.words import _

_EVERY_S = 0.1


class Counter:
    """Counts what is done of a number of files. Where stderr is a log, it writes nothing.

    Within `with`, the line is there between two calls of `hide`, and it is gone at the end.
    """

    def __init__(self, files: int) -> None:
        self._files, self._done, self._shown, self._since = files, 0, "", 0.0
        self._seen = files > 1 and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> "Counter":
        self._show()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.hide()

    def hide(self) -> None:
        """Make room for a line of output."""
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", err=True, nl=False)
            self._shown = ""

    def count(self) -> None:
        """One more is done."""
        self._done += 1
        if not self._shown or time.monotonic() - self._since > _EVERY_S:
            self.hide()
            self._show()

    def _show(self) -> None:
        if self._seen:
            sentence = _("Checking: {done} of {files} files")
            self._shown = sentence.format(done=self._done, files=self._files)
            self._since = time.monotonic()
            click.echo(self._shown, err=True, nl=False)
