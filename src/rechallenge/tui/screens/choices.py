"""The words that may stand in a field, to choose from."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.tui.widgets.rows import Row, Rows

from .dialog import Dialog


class WordList(Rows):
    """A list of words, each with what it means where that is known."""

    def __init__(self, words: tuple[tuple[str, str], ...]) -> None:
        super().__init__(id="words")
        self.words = words

    def rows_at(self, width: int) -> list[Row]:
        column = max((len(word) for word, _ in self.words), default=0) + 2
        return [
            Row((Content.assemble(f" {word.ljust(column)}", (meaning, "dim")),))
            for word, meaning in self.words
        ]


class Choices(Dialog[str]):
    """Choose one; Escape leaves the field as it is."""

    HELP: ClassVar[str] = "Up and down choose, Enter takes, Escape leaves the field as it is."

    def __init__(self, title: str, words: tuple[tuple[str, str], ...], now: str) -> None:
        super().__init__()
        self._title, self._now = title, now
        self._list = WordList(words)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield self._list
            yield Static("Enter takes it, Escape leaves the field as it is", classes="hint")

    def on_mount(self) -> None:
        """Begin at what the field says now."""
        written = [word for word, _ in self._list.words]
        self._list.chosen = written.index(self._now) if self._now in written else 0
        self._list.focus()

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Take the word."""
        self.dismiss(self._list.words[event.number][0])
