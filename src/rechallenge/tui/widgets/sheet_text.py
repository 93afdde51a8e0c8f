"""A page of plain text from the sheets, scrolled and never cut."""

import re
import textwrap
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

_HEAD = re.compile(r"[A-Z][A-Z ,]+")
_NO_BREAK = "\u00a0"
_UNIT = re.compile(r"(?<=\d) (?=[A-Za-z])")


class SheetText(VerticalScroll):
    """Text to read; arrow keys scroll it, the mouse marks it for copying."""

    HELP: ClassVar[str] = "Text to read. Up, Down, Page up, Page down, Home and End scroll it."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._height = -1
        self._static = Static("", markup=False)

    def on_mount(self) -> None:
        """Put the text in."""
        self.mount(self._static)

    def show(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self._draw()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._height = -1
        self._draw()

    @property
    def text(self) -> str:
        """The text shown."""
        return self._text

    def _draw(self) -> None:
        width = max(20, (self.scrollable_content_region.width or 80))
        lines = self.lines_at(width)
        # Laying the whole screen out again costs more than all that is drawn here.
        self._static.update(Content("\n").join(lines), layout=len(lines) != self._height)
        self._height = len(lines)

    def lines_at(self, width: int) -> list[Content]:
        """The text in lines of a width."""
        lines = fitted(self._text.split("\n"), width)
        return [Content.styled(x, "bold" if _HEAD.fullmatch(x) else "") for x in lines]


def fitted(lines: list[str], width: int) -> list[str]:
    """Lines that fit. The sheets are set in 80 columns, their tables indented by two; where that
    is too wide, the indent goes first, so that the columns of a table stay columns."""
    if any(len(line) > width for line in lines):
        lines = [line.removeprefix("  ") for line in lines]
    return [part for line in lines for part in reflowed(line, width)]


def reflowed(line: str, width: int) -> list[str]:
    """A line in lines that fit, hung under its own beginning; a value stays with its unit."""
    if len(line) <= width:
        return [line]
    indent = len(line) - len(line.lstrip(" "))
    return [
        part.replace(_NO_BREAK, " ")
        for part in textwrap.wrap(
            _UNIT.sub(_NO_BREAK, line.strip()),
            width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + 2),
            break_on_hyphens=False,
        )
    ]
