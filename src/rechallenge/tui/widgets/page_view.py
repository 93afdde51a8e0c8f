"""Pages of the printed sheet, one at a time; scrolling past the end of one turns to the next."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from .sheet_text import SheetText

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.page_text import Page


class PageView(SheetText):
    """A page, as text in the order in which it is read; or a text, where there are no pages."""

    HELP: ClassVar[str] = (
        "The sheet, as it will be printed: each page in words, read back from the PDF itself. Page "
        "down reads on, and at the end of a page turns to the next; Page up goes back. ] and [ "
        "turn at once. What stands in columns on paper stands one after the other here where the "
        "screen is narrower.\n\n"
        "V opens the PDF in the program that this system shows PDFs with. A changes the paper, "
        "A4 or US Letter, which also holds for saving and printing. T shows the plan as plain "
        "text and back; W, the text with the sum under each number. S saves: the ending of the "
        "name says the form, such as .pdf for these pages, .json for a plan that can be opened "
        "again. P prints the PDF.\n\n"
        "While a finding is open, every page says DRAFT."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "read_on", "Read on", show=False),
        Binding("pageup", "read_back", "Read back", show=False),
    ]

    class Turned(Message):
        """Another page is shown."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pages: tuple[Page, ...] = ()
        self.number = 0

    def show(self, text: str) -> None:
        """Show a text in place of pages."""
        self.pages = ()
        self._text = text
        self._draw()

    def show_pages(self, pages: "tuple[Page, ...]") -> None:
        """Show pages; the number of the page stays, where there is such a page."""
        self.pages, self._text = pages, ""
        self.number = min(self.number, len(pages) - 1)
        self._draw()

    def lines_at(self, width: int) -> list[Content]:
        from rechallenge.sheet.pdf.page_text import page_lines

        if not self.pages:
            return super().lines_at(width)
        lines = page_lines(self.pages[self.number], width)
        return [Content.styled(line.text, "bold" if line.heading else "") for line in lines]

    def turn(self, by: int, *, to_end: bool = False) -> None:
        """Turn pages; at the first and the last nothing happens."""
        number = self.number + by
        if not 0 <= number < len(self.pages):
            return
        self.number = number
        self._draw()
        self.post_message(self.Turned())
        self.scroll_home(animate=False, immediate=True)
        if to_end:
            self.call_after_refresh(self.scroll_end, animate=False)

    def action_read_on(self) -> None:
        """A screenful on, or the next page."""
        if self.pages and self.scroll_target_y >= self.max_scroll_y:
            self.turn(1)
        else:
            self.scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """A screenful back, or the end of the page before."""
        if self.pages and self.scroll_target_y <= 0:
            self.turn(-1, to_end=True)
        else:
            self.scroll_page_up(animate=False)
