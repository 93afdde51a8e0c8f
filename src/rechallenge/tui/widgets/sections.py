"""The bar that names the sections of a result; a digit, an arrow or a click opens one."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from rechallenge.words import _


class SectionBar(Widget, can_focus=True):
    """Numbered names, the open one in reverse; a name that asks for attention carries a count."""

    HELP: ClassVar[str] = _(
        "The sections of the result. Left and right, or the number of a section, open it; "
        "Down goes into it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "open_next(-1)", "Section before", show=False),
        Binding("right", "open_next(1)", "Next section", show=False),
        Binding("down,enter", "app.focus_next", "Into the section", show=False),
    ]
    current: reactive[int] = reactive(0)
    counts: reactive[dict[str, int]] = reactive(dict)

    class Opened(Message):
        """Another section is open."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, names: dict[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.names = names

    def watch_current(self, before: int, current: int) -> None:
        if before != current:
            self.post_message(self.Opened(current))

    def watch_counts(self) -> None:
        """Lay the screen out anew only where the names need another number of lines."""
        room = self.content_size
        if room and len(self._lines(room.width)) != room.height:
            self.refresh(layout=True)

    def render(self) -> Content:
        lines = [[self._label(n) for n in line] for line in self._lines(self.content_size.width)]
        return Content("\n").join(Content(" ").join(line) for line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def action_open_next(self, by: int) -> None:
        self.current = (self.current + by) % len(self.names)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if offset is None or offset.y >= len(lines):
            return
        left = 0
        for number in lines[offset.y]:
            left += self._label(number).cell_length + 1
            if offset.x < left:
                self.current = number
                return

    def _lines(self, width: int) -> list[list[int]]:
        """The sections of each line; a name is never parted from its number."""
        lines: list[list[int]] = [[]]
        room = width
        for number in range(len(self.names)):
            size = self._label(number).cell_length
            if size > room and lines[-1]:
                lines.append([])
                room = width
            lines[-1].append(number)
            room -= size + 1
        return lines

    def _label(self, number: int) -> Content:
        code, name = list(self.names.items())[number]
        count = self.counts.get(code, 0)
        text = f"{number + 1} {name}{f'!{count}' if count else ''}"
        if number == self.current:
            return Content.styled(text, "reverse")
        return Content.assemble((f"{number + 1}", "dim"), text[len(str(number + 1)) :])
