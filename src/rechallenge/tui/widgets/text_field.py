"""One line of text, kept as it was typed: nothing is dropped, obeyed or completed."""

from collections.abc import Callable

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from rechallenge.words.shown import is_hidden

_PICTURES = {"\n": "\u2424", "\r": "\u240d", "\t": "\u2409", "\x1b": "\u241b", "\x7f": "\u2421"}
UNSEEN = "\ufffd"


def visible(text: str) -> str:
    """The text with a picture in the place of each hidden character, one for one."""
    return "".join(_PICTURES.get(c, UNSEEN) if is_hidden(c) else c for c in text)


class TextField(Input):
    """A text field that hands on every change before anything is drawn. `tab_takes` takes what is
    offered here when Tab is pressed, and says whether something was."""

    # The field scrolls within its one line: Textual's own lays the whole screen out with each key.
    virtual_size = Reactive(Size(0, 0))

    def __init__(
        self,
        value: str = "",
        *,
        changed: Callable[[str], None] | None = None,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        self._changed = changed
        self.tab_takes: Callable[[], bool] = lambda: False
        # Typing into a field must add to it: text that is selected on focus would be replaced.
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False

    def watch_value(self, before: str, value: str) -> None:
        """Hand the text on at once, so that no frame shows it as if the result were its own."""
        if self._changed is not None and before != value:
            self._changed(value)

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    def take(self, text: str) -> None:
        """Put text in at the cursor, in the place of what is selected."""
        self.replace(text, *self.selection)

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's own field keeps the first line only, in silence.
        self.take(event.text)
        event.stop()
        event.prevent_default()
