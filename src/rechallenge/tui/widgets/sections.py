"""The bar that names the sections of a result; a digit, an arrow or a click opens one."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class SectionBar(Widget, can_focus=True):
    """Numbered names, the open one in reverse; a name that asks for attention carries a count."""

    HELP: ClassVar[str] = (
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

    def __init__(self, names: tuple[str, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.names = names

    def watch_current(self, before: int, current: int) -> None:
        """Say which section is open now."""
        if before != current:
            self.post_message(self.Opened(current))

    def render(self) -> Content:
        return Content(" ").join(self._label(number) for number in range(len(self.names)))

    def action_open_next(self, by: int) -> None:
        """Open the next section, or the one before."""
        self.current = (self.current + by) % len(self.names)

    def on_click(self, event: events.Click) -> None:
        """Open the section under the mouse."""
        offset = event.get_content_offset(self)
        left = 0
        for number in range(len(self.names)):
            left += self._label(number).cell_length + 1
            if offset is not None and offset.x < left:
                self.current = number
                return

    def _label(self, number: int) -> Content:
        name = self.names[number]
        count = self.counts.get(name, 0)
        text = f"{number + 1} {name}{f'!{count}' if count else ''}"
        if number == self.current:
            return Content.styled(text, "reverse")
        return Content.assemble((f"{number + 1}", "dim"), text[len(str(number + 1)) :])
