"""What one undo takes back: a word, or a run of deletions, typed without a pause."""

import time
from collections.abc import Callable

MOST_PASTED = 200_000
"""Characters of a paste: as many as a long table has."""
_PAUSE_S = 1.0
"""After this long without a change, the next one begins another step."""


class TypingStep:
    """Follows the changes of one text, and says where a step begins.

    A step ends with a word, a pause or a jump of the cursor, between typing and deleting, and with
    every change of more than one character.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kind = ""
        self._at = 0
        self._since = 0.0

    def begins(self, start: int, removed: int, text: str) -> bool:
        """Whether this change begins a step: `removed` characters from `start` on give way to
        `text`."""
        kind = ""
        if len(text) == 1 and not removed:
            kind = "space" if text.isspace() else "letter"
        elif removed == 1 and not text:
            kind = "deletion"
        # Backspace takes the character before the cursor, Delete the one after it.
        places = (self._at - 1, self._at) if kind == "deletion" else (self._at,)
        goes_on = (
            kind != ""
            and (kind, self._kind) in _GO_ON
            and start in places
            and self._clock() - self._since <= _PAUSE_S
        )
        self._kind, self._at = kind, start + len(text)
        return not goes_on

    def ended(self) -> None:
        """The change is done: a pause is counted from now."""
        self._since = self._clock()

    def end(self) -> None:
        """Whatever is changed next begins a step."""
        self._kind = ""


_GO_ON = {("letter", "letter"), ("letter", "space"), ("space", "space"), ("deletion", "deletion")}
"""What goes on with what was before it: a space after a letter ends a word."""
