"""One line of text, kept as it was typed: nothing is dropped, obeyed or completed."""

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingsMap, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from rechallenge.tui.state.typing_step import TypingStep
from rechallenge.words import _
from rechallenge.words.shown import is_hidden

_PICTURES = {"\n": "\u2424", "\r": "\u240d", "\t": "\u2409", "\x1b": "\u241b", "\x7f": "\u2421"}
UNSEEN = "\ufffd"
LONGEST = 10_000
"""Characters that a field takes. Nothing that is written in one comes near."""


def visible(text: str) -> str:
    """The text with a picture in the place of each hidden character, one for one."""
    return "".join(_PICTURES.get(c, UNSEEN) if is_hidden(c) else c for c in text)


class TextField(Input):
    """A text field that hands on every change before anything is drawn.

    What is typed falls into steps, each of which one undo takes back. A field has its own steps,
    unless `steps` is set: it is called where a step begins, and somebody else keeps them.
    `tab_takes` takes what is offered here when Tab is pressed, and says whether something was.
    `leaves_paste` says of a paste that it is not for this field: the screen is handed it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "Undo", show=False),
        Binding("ctrl+y", "redo", "Redo", show=False),
    ]
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
        self.changed = changed
        self.tab_takes: Callable[[], bool] = lambda: False
        self.steps: Callable[[], None] | None = None
        self.leaves_paste: Callable[[str], bool] = lambda text: False
        self._step = TypingStep()
        self._undone: list[str] = []
        self._redone: list[str] = []
        # Typing into a field must add to it: text that is selected on focus would be replaced.
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False

    def watch_value(self, before: str, value: str) -> None:
        """Hand the text on at once, so that no frame shows it as if the result were its own."""
        if self.changed is not None and before != value:
            self.changed(value)

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    @property
    def editing_keys(self) -> frozenset[str]:
        """The keys that edit the text or move in it, and lead nowhere else. Up and Down are not
        among them, although Textual binds them in each widget that can scroll."""
        return _EDITING_KEYS

    def show(self, text: str) -> None:
        """Show another text, with the cursor at its end. Typing on begins a step."""
        if self.value != text:
            self._remember()
            self._put(text)

    def take(self, text: str) -> None:
        """Put text in at the cursor, in the place of what is selected."""
        self.replace(text, *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of what is from `start` to `end`; every edit comes through here."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        if start == end and not text:
            return
        if len(self.value) - (end - start) + len(text) > LONGEST:
            said = _("A field takes up to {number} characters; this was not put in.")
            self.notify(said.format(number=f"{LONGEST:,}"), severity="error", markup=False)
            return
        if self._step.begins(start, end - start, text):
            self._remember()
        super().replace(text, start, end)
        # However long it took to work out what follows from this: that is no pause in typing.
        self._step.ended()

    def on_blur(self) -> None:
        """Come back to later, the field begins another step."""
        self._step.end()

    def action_undo(self) -> None:
        self._go_back(self._undone, self._redone)

    def action_redo(self) -> None:
        self._go_back(self._redone, self._undone)

    def _go_back(self, these: list[str], those: list[str]) -> None:
        if self.steps is not None:
            raise SkipAction
        if these:
            those.append(self.value)
            self._put(these.pop())

    def _remember(self) -> None:
        """A step begins."""
        if self.steps is not None:
            self.steps()
        else:
            self._undone.append(self.value)
            self._redone.clear()

    def _put(self, text: str) -> None:
        self._step.end()
        self.value = text
        self.cursor_position = len(text)

    def _on_paste(self, event: events.Paste) -> None:
        # Textual's own field keeps the first line only, in silence.
        event.prevent_default()
        if not self.leaves_paste(event.text):
            self.take(event.text)
            event.stop()


_EDITING_KEYS = frozenset(BindingsMap([*Input.BINDINGS, *TextField.BINDINGS]).key_to_bindings) - {
    "enter"
}
