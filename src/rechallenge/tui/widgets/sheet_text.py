"""Text to read, scrolled and never cut: plain, or the sections of a view."""

import re
import textwrap
from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.text.plan import Setting, section_lines
from rechallenge.sheet.view import NO_BREAK, Section
from rechallenge.words import _

LEAST_WIDTH = 40
_UNIT = re.compile(r"(?<=\d) (?=[A-Za-z])")


class SheetText(VerticalScroll):
    """Text to read; arrow keys scroll it, the mouse marks it for copying."""

    HELP: ClassVar[str] = _("Text to read. Up, Down, Page up, Page down, Home and End scroll it.")

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
            self.redraw()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._height = -1
        self.redraw()

    def redraw(self) -> None:
        """Draw it anew, at the width there is."""
        width = max(LEAST_WIDTH, self.scrollable_content_region.width or 80)
        lines = self.lines_at(width)
        # Laying the whole screen out again costs more than all that is drawn here.
        self._static.update(Content("\n").join(lines), layout=len(lines) != self._height)
        self._height = len(lines)

    def lines_at(self, width: int) -> list[Content]:
        """The text in lines of a width."""
        return [Content(line) for line in fitted(self._text.split("\n"), width)]


class SectionText(SheetText):
    """Sections of a view one after the other, and the sentences that close it; or a plain text in
    place of them. `starts` are the lines on which the sections begin."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.starts: list[int] = []
        self._sections: tuple[Section, ...] = ()
        self._first: tuple[str, ...] = ()
        self._last: tuple[str, ...] = ()
        self._working = False

    def show_sections(
        self,
        sections: tuple[Section, ...],
        *,
        first: Iterable[str] = (),
        last: Iterable[str] = (),
        working: bool = False,
    ) -> None:
        """Show sections, with sentences before and after them; with `working`, the sum under each
        number."""
        self._text = ""
        self._sections, self._working = sections, working
        self._first, self._last = tuple(first), tuple(last)
        self.redraw()

    def show(self, text: str) -> None:
        """Show a plain text in place of sections."""
        self._sections = self._first = self._last = ()
        self._text = text
        self.redraw()

    def turn(self, by: int) -> None:
        """Go to the start of the next section; back to that of this one, or of the one before."""
        here = self.scroll_target_y
        before = [0, *(start for start in self.starts if start < here)]
        after = [start for start in self.starts if start > here]
        target = after[:1] if by > 0 else before[-1:]
        if target:
            self.scroll_to(y=target[0], animate=False)

    def lines_at(self, width: int) -> list[Content]:
        self.starts = []
        if not self._sections:
            return super().lines_at(width)
        lines = [line for text in self._first for line in _set(text, width)]
        lines += [Content("")] if lines else []
        for section in self._sections:
            self.starts.append(len(lines))
            lines += _set(section.heading.upper(), width, "bold")
            lines += map(Content, section_lines(section, Setting(width, self._working)))
            lines.append(Content(""))
        for text in self._last:
            lines += _set(text, width)
        return lines


def _set(text: str, width: int, style: str = "") -> list[Content]:
    return [Content.styled(line, style) for line in wrapped(text, width=width).split("\n")]


def fitted(lines: list[str], width: int) -> list[str]:
    """Lines that fit. A protocol is set in 80 columns; where that is too wide, the indent goes
    first, so that columns stay columns."""
    if any(len(line) > width for line in lines):
        lines = [line.removeprefix("  ") for line in lines]
    return [part for line in lines for part in reflowed(line, width)]


def reflowed(line: str, width: int) -> list[str]:
    """A line in lines that fit, hung under its own beginning; a value stays with its unit."""
    if len(line) <= width:
        return [line]
    indent = len(line) - len(line.lstrip(" "))
    return [
        part.replace(NO_BREAK, " ")
        for part in textwrap.wrap(
            _UNIT.sub(NO_BREAK, line.strip()),
            width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + 2),
            break_on_hyphens=False,
        )
    ]
