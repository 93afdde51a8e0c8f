"""Jumping: every place on the screen gets a letter; typing it goes there."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from .dialog import Dialog

LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Jump(Dialog[Widget]):
    """Letters over the places that take the focus."""

    HELP: ClassVar[str] = "Type the letter of a place to go there; Escape stays."

    def __init__(self, targets: list[Widget]) -> None:
        super().__init__()
        self.targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, target in self.targets.items():
            label = Static(Content(f" {letter} "), classes="jump-label", markup=False)
            label.styles.offset = Offset(max(0, target.region.x - 1), target.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go where the letter stands; any other key stays."""
        event.stop()
        target = self.targets.get(event.key)
        self.dismiss(target)
