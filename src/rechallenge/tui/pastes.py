"""A paste is one text, whatever is in it.

A terminal marks where a paste begins and ends. Textual looks for keys between the marks too: an
escape character in a pasted text closed a dialog, a line end pressed Enter, and the rest came out
of order. Here all that is between the marks is text, however it is split over reads.
"""

import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.driver import Driver
from textual.message import Message

from .state.typing_step import MOST_PASTED

_START: Final = BRACKETED_PASTE_START
_END: Final = BRACKETED_PASTE_END
_HELD = MOST_PASTED + 1
"""Of a longer paste, no more is held than shows that it is too long for a table."""


class PastesAreText(XTermParser):
    """Finds the pastes in what a terminal sends, and leaves the rest to Textual."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._before = ""
        """The end of what was read as keys: a mark may be split over reads."""
        self._paste: str | None = None
        """The paste so far; None outside one."""

    def feed(self, data: str) -> Iterable[Message]:
        """The keys, clicks and pastes in what was read. Nothing read is the end."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._paste is None:
                keys, data = self._up_to_paste(data)
                yield from super().feed(keys)
            else:
                paste, data = self._up_to_end(self._paste + data)
                if paste is not None:
                    # Textual has seen both marks, and would hand on a paste without text.
                    for message in super().feed(_END):
                        if not isinstance(message, events.Paste):
                            yield message
                    yield events.Paste(paste)

    def _up_to_paste(self, data: str) -> tuple[str, str]:
        """What is before a paste, with the mark that begins it; and the rest."""
        seen = self._before + data
        at = seen.find(_START)
        if at < 0:
            self._before = seen[1 - len(_START) :]
            return data, ""
        self._before, self._paste = "", ""
        end = at + len(_START) - (len(seen) - len(data))
        return data[:end], data[end:]

    def _up_to_end(self, text: str) -> tuple[str | None, str]:
        """A paste that is whole, or None; and what comes after it."""
        at = text.find(_END)
        if at >= 0:
            self._paste = None
            return text[:at], text[at + len(_END) :]
        # The line end keeps what is held from making a mark with what comes last.
        long = len(text) > _HELD + len(_END)
        self._paste = f"{text[:_HELD]}\n{text[-len(_END) :]}" if long else text
        return None, ""


def read_pastes_as_text(driver: type[Driver]) -> None:
    """Have a driver of Textual read pastes so, and put U+FFFD in the place of a byte that is not
    UTF-8, which would end the planner."""
    module: Any = sys.modules[driver.__module__]
    if hasattr(module, "XTermParser"):
        module.XTermParser = PastesAreText
    if hasattr(module, "getincrementaldecoder"):
        module.getincrementaldecoder = lambda name: partial(
            getincrementaldecoder(name), errors="replace"
        )
