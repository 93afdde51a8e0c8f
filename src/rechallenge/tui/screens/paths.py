"""Naming a file: to open a plan, or to save what is on the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from rechallenge.tui.widgets.text_field import TextField
from rechallenge.words import _
from rechallenge.words.shown import printable

from .dialog import Dialog


class NameFile(Dialog[Path]):
    """A path, typed whole or chosen from the plans used last. `refuse` says why one cannot be
    used, so that the dialog stays open with its text; it never changes what was typed."""

    HELP: ClassVar[str] = _(
        "The name of a file. Add its folder if it is not the one you started in. The ending "
        "chooses the format. Escape changes nothing."
    )

    def __init__(
        self,
        title: str,
        about: str,
        name: str,
        refuse: Callable[[Path], str | None],
        recent: tuple[Path, ...] = (),
    ) -> None:
        super().__init__()
        self._title, self._about, self._refuse = title, about, refuse
        self._begin = name
        self._recent = recent

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield Static(self._about, classes="dialog-text", markup=False)
            with Horizontal(classes="dialog-field"):
                yield Static(_("File"), classes="label", markup=False)
                yield TextField(self._begin, id="path")
            yield Static("", classes="says", id="path-says", markup=False)
            if self._recent:
                yield Static(_("Used last"), classes="dialog-title recent", markup=False)
                paths = [Content(f" {printable(str(path))}") for path in self._recent]
                yield OptionList(*paths, id="recent", markup=False, compact=True)
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Cancel")), id="leave", compact=True)
                yield Button(Content(self._title), id="take", compact=True)

    def on_mount(self) -> None:
        """Begin in the field, at the end of what stands there."""
        self.query_one("#path-says").display = False
        entry = self.query_one("#path", TextField)
        entry.cursor_position = len(entry.value)
        entry.focus()

    def on_input_submitted(self) -> None:
        """Enter takes the name."""
        self._take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A file of the list."""
        self.query_one("#path", TextField).value = str(self._recent[event.option_index])
        self._take()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Cancel, or take the name."""
        if event.button.id == "leave":
            self.dismiss(None)
        else:
            self._take()

    def _take(self) -> None:
        text = self.query_one("#path", TextField).value
        path, why = _path(text)
        if path is not None:
            why = self._refuse(path)
        if path is not None and why is None:
            self.dismiss(path)
            return
        says = self.query_one("#path-says", Static)
        says.display = True
        says.update(Content(f"x {why}"))


def _path(text: str) -> tuple[Path | None, str | None]:
    if not text.strip():
        return None, _("write the name of a file")
    if not text.isprintable() or "\0" in text:
        return None, _("the name has hidden characters; type it again")
    try:
        return Path(text).expanduser(), None
    except RuntimeError:
        return None, _("there is no such home folder; write the full path")
