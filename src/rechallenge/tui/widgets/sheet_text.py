"""Text to read, scrolled and never cut: plain, or the sections of a view."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.sheet.text.columns import columns_of
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.text.plan import Setting, section_lines
from rechallenge.sheet.view import Section
from rechallenge.words import _

from .search import lines_with, marked

LEAST_WIDTH = 40


class SheetText(VerticalScroll):
    """Text to read; arrow keys scroll it, the mouse marks it for copying."""

    HELP: ClassVar[str] = _("Text to read. Up, Down, Page up, Page down, Home and End scroll it.")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines_at: Callable[[int], list[Content]] = lambda width: []
        self._height = -1
        self._sought = ""
        self._static = Static("", markup=False)

    def on_mount(self) -> None:
        self.mount(self._static)

    def show(self, text: str) -> None:
        self.show_lines(partial(text_lines, text))

    def show_lines(self, lines_at: Callable[[int], list[Content]]) -> None:
        """Show what `lines_at` gives for a width in cells."""
        self.lines_at = lines_at
        self._redraw()

    def on_resize(self) -> None:
        self._height = -1
        self._redraw()

    def seek(self, sought: str) -> int:
        """Mark a text wherever it is; the number of lines with it."""
        if sought != self._sought:
            self._sought = sought
            self._redraw()
        return len(self._lines_sought)

    def go_to_match(self, number: int) -> None:
        """Scroll to a line with the text that is sought, two below the top."""
        lines = self._lines_sought
        if lines:
            line = lines[min(number, len(lines) - 1)]
            self.scroll_to(y=max(0, line - 2), animate=False)

    @property
    def _lines_sought(self) -> list[int]:
        return lines_with([line.plain for line in self._lines()], self._sought)

    def _lines(self) -> list[Content]:
        return self.lines_at(max(LEAST_WIDTH, self.scrollable_content_region.width or 80))

    def _redraw(self) -> None:
        lines = [marked(line, self._sought) for line in self._lines()]
        # Laying the whole screen out again costs more than all that is drawn here.
        self._static.update(Content("\n").join(lines), layout=len(lines) != self._height)
        self._height = len(lines)


class SectionText(SheetText):
    """Sections of a view one after the other, with sentences before and after them; or a plain
    text. `starts` are the lines on which the sections begin."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.starts: list[int] = []

    def show(self, text: str) -> None:
        """Show a plain text in place of sections."""
        self.starts = []
        super().show(text)

    def show_sections(
        self,
        sections: Iterable[Section],
        *,
        first: Iterable[str] = (),
        last: Iterable[str] = (),
        working: bool = False,
    ) -> None:
        """Show sections; with `working`, the sum under each number."""
        before, after = "\n".join(first), "\n".join(last)

        def lines_at(width: int) -> list[Content]:
            lines = text_lines(before and f"{before}\n", width)
            self.starts = []
            for section in sections:
                self.starts.append(len(lines))
                heading = text_lines(section.heading.upper(), width)
                lines += [line.stylize("bold") for line in heading]
                lines += map(Content, section_lines(section, Setting(width, working)))
                lines.append(Content(""))
            return lines + text_lines(after, width)

        self.show_lines(lines_at)

    def turn(self, by: int) -> None:
        """Go to the start of the next section; back to that of this one, or of the one before."""
        here = self.scroll_target_y
        before = [0, *(start for start in self.starts if start < here)]
        after = [start for start in self.starts if start > here]
        target = after[:1] if by > 0 else before[-1:]
        if target:
            self.scroll_to(y=target[0], animate=False)


def text_lines(text: str, width: int) -> list[Content]:
    """A text in lines that fit; what does not fit in a line hangs under its beginning."""
    lines = []
    for line in text.split("\n") if text else ():
        indent = len(line) - len(line.lstrip(" "))
        fits = columns_of(line) <= width
        set_line = line if fits else wrapped(line.strip(), indent, indent + 2, width)
        lines += [Content(part) for part in set_line.split("\n")]
    return lines
