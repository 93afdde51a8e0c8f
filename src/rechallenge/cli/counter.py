"""How far a long command is, on one line of the terminal."""

import os
import sys
import time

import click

from rechallenge.words import _, counted

_EVERY_S = 0.1
_SOON_S = 3
"""Before so much time has passed, what is done says little about what is left."""


class Counter:
    """Counts what is done of a number of things, and says about how long the rest will take.
    `sentence` names both numbers, as `done` and `all`. Where stderr is a log, it writes nothing.

    Within `with`, the line is there between two calls of `hide`, and it is gone at the end.
    """

    def __init__(self, number: int, sentence: str) -> None:
        self._all, self._sentence = number, sentence
        self._done, self._shown, self._since, self._begun = 0, "", 0.0, time.monotonic()
        self._seen = number > 1 and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

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
        self._done += 1
        if not self._shown or time.monotonic() - self._since > _EVERY_S:
            self.hide()
            self._show()

    def _show(self) -> None:
        if self._seen:
            said = self._sentence.format(done=self._done, all=self._all)
            left = self._left()
            self._shown = (
                _("{done}, about {time} left").format(done=said, time=left) if left else said
            )
            self._since = time.monotonic()
            click.echo(self._shown, err=True, nl=False)

    def _left(self) -> str:
        """The time that is left; empty while nobody can know."""
        passed, left = time.monotonic() - self._begun, self._all - self._done
        if passed < _SOON_S or not self._done or not left:
            return ""
        seconds = int(passed * left / self._done) + 1
        if seconds < 60:
            return counted("counter.seconds", seconds)
        return counted("counter.minutes", -(-seconds // 60))
