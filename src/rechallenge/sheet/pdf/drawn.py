"""What a page of a PDF draws: its letters, by the marks that the tags refer to them with."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

_SAME_LINE = 0.5
"""Text whose heights differ by less than this many points stands on one line."""
WHOLE_PAGE, STRAY, ARTIFACT = -1, -2, -3
"""Beside the marks of a page: all of it, what has no mark, and headers and decoration."""


@dataclass
class Lines:
    """Pieces of text put together; a piece at another height than the one before begins a line."""

    text: str = ""
    first: float | None = None
    last: float | None = None

    def add(self, text: str, first: float | None, last: float | None) -> None:
        """Add text that was drawn from one height to another."""
        if self.last is None or first is None:
            apart = bool(self.text) and first is None
        else:
            apart = abs(first - self.last) > _SAME_LINE
        self.text += ("\n" if apart else "") + text
        self.first = first if self.first is None else self.first
        self.last = last


def drawn_text(page: Any) -> dict[int, Lines]:
    """The text of each mark, all that the page draws, and what is drawn without a mark."""
    from pypdf.generic import ContentStream

    fonts = page["/Resources"].get("/Font", {})
    letters = {name: _letters(fonts[name]) for name in fonts}
    drawn = defaultdict[int, Lines](Lines)
    open_marks: list[int | None] = []
    known: dict[int, str] = {}
    heights = [0.0]
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            heights.append(heights[-1])
        elif operator == b"Q":
            heights.pop()
        elif operator == b"cm":
            heights[-1] += float(operands[5])
        elif operator == b"Tf":
            known = letters[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            open_marks.append(_mark(operands))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if operator == b"TJ" else operands
            text = "".join(_text(part, known) for part in parts if hasattr(part, "original_bytes"))
            mark = next((m for m in reversed(open_marks) if m is not None), STRAY)
            for place in (WHOLE_PAGE, mark):
                drawn[place].add(text, heights[-1], heights[-1])
    return dict(drawn)


def _mark(operands: Any) -> int | None:
    """The mark that a piece of a page begins with; None for one inside of another."""
    if operands[0] == "/Artifact":
        return ARTIFACT
    properties = operands[1] if len(operands) > 1 else {}
    mark: int | None = properties.get("/MCID") if hasattr(properties, "get") else None
    return mark


def _text(written: Any, letters: dict[int, str]) -> str:
    codes = written.original_bytes
    return "".join(
        letters.get(int.from_bytes(codes[n : n + 2], "big"), "\ufffd")
        for n in range(0, len(codes), 2)
    )


def _letters(font: Any) -> dict[int, str]:
    """The letters that a font's codes stand for, from its ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    listed = font["/ToUnicode"].get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", listed, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", listed, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters
