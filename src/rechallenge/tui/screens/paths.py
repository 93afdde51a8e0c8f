"""Naming a file: to open a plan, or to save what is on the screen."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from rechallenge.words import _
from rechallenge.words.shown import printable

from .dialog import Fill


class NameFile(Fill[Path]):
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
        fields = {"path": _("File")}
        super().__init__(title, [about], fields, leave=_("Cancel"), take=title, begin=name)
        self._refuse, self._recent = refuse, recent

    def more(self) -> Iterable[Widget]:
        if self._recent:
            yield Static(_("Used last"), classes="dialog-title recent", markup=False)
            paths = [Content(f" {printable(str(path))}") for path in self._recent]
            yield OptionList(*paths, id="recent", markup=False, compact=True)

    def on_mount(self) -> None:
        """Begin in the field, at the end of its text."""
        entry = self.entries["path"]
        entry.cursor_position = len(entry.value)
        entry.focus()

    def on_input_submitted(self) -> None:
        """Enter takes the name."""
        self.take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A file of the list."""
        self.entries["path"].value = str(self._recent[event.option_index])
        self.take()

    def answer(self, texts: dict[str, str]) -> Path | dict[str, str]:
        text, why = texts["path"], None
        if not text.strip():
            why = _("write the name of a file")
        elif not text.isprintable():
            why = _("the name has hidden characters; type it again")
        if why is not None:
            return {"path": why}
        try:
            path = Path(text).expanduser()
        except RuntimeError:
            return {"path": _("there is no such home folder; write the full path")}
        why = self._refuse(path)
        return path if why is None else {"path": why}
