"""The words that may stand in a field, to choose from."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from .dialog import Dialog


class Choices(Dialog[str]):
    """Choose one; Escape leaves the field as it is."""

    HELP: ClassVar[str] = "Up and down choose, Enter takes, Escape leaves the field as it is."

    def __init__(self, title: str, words: tuple[tuple[str, str], ...], now: str) -> None:
        super().__init__()
        self._title, self._words, self._now = title, [word for word, _ in words], now
        column = max(map(len, self._words), default=0) + 2
        self._list = OptionList(
            *(Content.assemble(f" {w.ljust(column)}", (meaning, "dim")) for w, meaning in words),
            markup=False,
            compact=True,
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield self._list
            yield Static("Enter takes it, Escape leaves the field as it is", classes="hint")

    def on_mount(self) -> None:
        """Begin at what the field says now."""
        self._list.highlighted = self._words.index(self._now) if self._now in self._words else 0
        self._list.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the word."""
        self.dismiss(self._words[event.option_index])
