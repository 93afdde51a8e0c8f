"""A plain model of what keys do to the fields of a screen, and random bursts of keys for it.

It knows nothing of the planner but the order in which its fields take the focus.
"""

import random
import re
from dataclasses import dataclass, field

EDITS = {
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "left": b"\x1b[D",
    "right": b"\x1b[C",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "ctrl+a": b"\x01",
    "ctrl+e": b"\x05",
    "ctrl+u": b"\x15",
    "ctrl+k": b"\x0b",
    "ctrl+w": b"\x17",
    "ctrl+z": b"\x1a",
    "ctrl+y": b"\x19",
}
MOVES = {"tab": b"\t", "enter": b"\r", "shift+tab": b"\x1b[Z"}
LETTERS = "0123456789 mg/kLh.:\ufffd"
PASTED = (
    "375 mg",
    "\x1b[A\x7f2",
    "5\r\nmg",
    "\x1b",
    "\x1b\x1b[D",
    "\x01\x15\x1a\t9",
    "\x00\x0b",
    " ",
)
MOST_UNDONE = 1000


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key; anything that is no key's name is a paste."""
    if key == "\ufffd":
        # A byte that is no text.
        return b"\xff"
    known = EDITS.get(key) or MOVES.get(key)
    if known is not None:
        return known
    return key.encode() if len(key) == 1 else b"\x1b[200~" + key[1:].encode() + b"\x1b[201~"


@dataclass
class Line:
    """One field: its text, and where the cursor is."""

    text: str = ""
    at: int = 0


@dataclass
class Form:
    """The places of a screen that take the focus, in order: a field, or None for anything else.

    `one_history`: the fields share what is undone, as those of the order do; otherwise each has its
    own. `enter` says how many places on Enter goes, for those where it goes anywhere.
    """

    places: list[Line | None]
    focus: int
    one_history: bool
    enter: dict[int, int]
    first: int
    last: int
    undone: dict[int, list[list[str]]] = field(default_factory=dict)
    redone: dict[int, list[list[str]]] = field(default_factory=dict)
    kind: str = ""
    edge: int = 0

    @property
    def line(self) -> Line | None:
        return self.places[self.focus]

    @property
    def texts(self) -> list[str]:
        return [place.text if place else "" for place in self.places]

    @property
    def _history(self) -> int:
        return -1 if self.one_history else self.focus

    def step(self, key: str) -> int:
        """How many places on a key goes."""
        return {"tab": 1, "shift+tab": -1}.get(key) or self.enter.get(self.focus, 0)

    def press(self, key: str) -> None:
        """Do what a key does."""
        line = self.line
        if key in MOVES:
            self.focus += self.step(key)
            self.kind = ""
        elif line is None:
            raise AssertionError(f"{key} outside a field")
        elif key == "ctrl+z":
            self._step_back(self.undone, self.redone)
        elif key == "ctrl+y":
            self._step_back(self.redone, self.undone)
        elif key in ("left", "right"):
            line.at = max(line.at - 1, 0) if key == "left" else min(line.at + 1, len(line.text))
        elif key in ("home", "ctrl+a"):
            line.at = 0
        elif key in ("end", "ctrl+e"):
            line.at = len(line.text)
        else:
            self._edit(line, *_cut_and_put(line, key))

    def _edit(self, line: Line, start: int, end: int, put: str) -> None:
        if start == end and not put:
            return
        kind, cut = "", end - start
        if cut == 0 and len(put) == 1:
            kind = "space" if put == " " else "letter"
        elif cut == 1 and not put:
            kind = "deletion"
        near = {self.edge, self.edge - 1} if kind == "deletion" else {self.edge}
        word_ends = kind == "space" and self.kind == "letter"
        as_before = kind == self.kind or (kind, self.kind) == ("letter", "space")
        if not (kind and as_before and start in near) or word_ends:
            steps = self.undone.setdefault(self._history, [])
            steps.append(self.texts)
            del steps[:-MOST_UNDONE]
            self.redone[self._history] = []
        line.text = line.text[:start] + put + line.text[end:]
        line.at = start + len(put)
        self.kind, self.edge = kind, line.at

    def _step_back(
        self, these: dict[int, list[list[str]]], those: dict[int, list[list[str]]]
    ) -> None:
        steps = these.get(self._history)
        if not steps:
            return
        those.setdefault(self._history, []).append(self.texts)
        before = steps.pop()
        for number, place in enumerate(self.places):
            mine = self.one_history or number == self.focus
            if place is not None and mine and place.text != before[number]:
                place.text, place.at = before[number], len(before[number])
        self.kind = ""


def _cut_and_put(line: Line, key: str) -> tuple[int, int, str]:
    """What is cut out of the line, from and to, and what is put there."""
    if key == "backspace":
        return max(line.at - 1, 0), line.at, ""
    if key == "delete":
        return line.at, min(line.at + 1, len(line.text)), ""
    if key == "ctrl+u":
        return 0, line.at, ""
    if key == "ctrl+k":
        return line.at, len(line.text), ""
    if key == "ctrl+w":
        words = [found.start() for found in re.finditer(r"(?<=\W)\w", line.text[: line.at])]
        return words[-1] if words else 0, line.at, ""
    return line.at, line.at, key if len(key) == 1 else key[1:]


def burst(dice: random.Random, form: Form) -> list[str]:
    """Random keys, carried out on the form. The first one goes to another place, so that undo does
    not depend on how long ago the last burst was."""
    keys: list[str] = []
    for number in range(dice.randint(2, 25)):
        moves = [
            key
            for key in MOVES
            if (step := form.step(key)) and form.first <= form.focus + step <= form.last
        ]
        if moves and (number == 0 or form.line is None or dice.random() < 0.08):
            key = dice.choice(moves)
        elif dice.random() < 0.04:
            key = "P" + dice.choice(PASTED)
        else:
            key = dice.choice(sorted(EDITS) if dice.random() < 0.45 else LETTERS)
        form.press(key)
        keys.append(key)
    return keys
