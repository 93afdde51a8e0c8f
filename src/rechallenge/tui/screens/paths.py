"""Naming a file: to open a plan, or to save what is on the screen."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from rechallenge.words import _
from rechallenge.words.shown import printable

from .dialog import Fill


class NameFile(Fill[Path]):
    """A path, typed whole or chosen from the plans used last. `unusable` says why one cannot be
    used. `use` does what the path is for before the dialog closes, and says why it could not (in
    no words, if a person has just said so). Either way the dialog stays open with its text."""

    HELP: ClassVar[str] = _(
        "The name of a file. Add its folder if it is not the one you started in. The ending "
        "chooses the format. Escape changes nothing."
    )

    def __init__(
        self,
        title: str,
        about: str,
        name: str,
        unusable: Callable[[Path], str | None],
        recent: tuple[Path, ...] = (),
        use: Callable[[Path], Awaitable[str | None]] | None = None,
    ) -> None:
        fields = {"path": _("File")}
        super().__init__(
            title, [about], fields, leave=_("Cancel"), take=title, begin={"path": name}
        )
        self._unusable, self._recent, self._use = unusable, recent, use

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

    def take(self) -> None:
        """Use the path, and close if that is done."""
        path = self.answer(self.texts)
        if self._use is None or isinstance(path, dict):
            super().take()
        else:
            self.run_worker(self._close_once_used(self._use(path), path), group="files")

    async def _close_once_used(self, used: Awaitable[str | None], path: Path) -> None:
        why = await used
        if why is None:
            self.dismiss(path)
        else:
            self.refuse({"path": why})

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
        why = self._unusable(path)
        return path if why is None else {"path": why}
