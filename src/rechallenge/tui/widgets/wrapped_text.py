"""Text that breaks as it does on a page: not within a Chinese word or number, and no amount is
parted from its unit."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from rechallenge.sheet.text.layout import wrapped


class WrappedText(Static):
    """A text that does not change, as high as its lines; each but the first of a paragraph is
    indented by `hanging`."""

    def __init__(self, text: str, classes: str, hanging: int = 0) -> None:
        super().__init__(classes=classes, markup=False)
        self._paragraphs, self._hanging = text.split("\n"), hanging

    def render(self) -> Content:
        """The text in lines of the width there is."""
        return Content("\n").join(map(Content, self._lines(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines it takes."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        room = max(2 * self._hanging, width, 1)
        lines = (wrapped(text, 0, self._hanging, room) for text in self._paragraphs)
        return "\n".join(lines).split("\n")
