"""Naming a file: to open a plan, or to save what is on the screen; the files that there are are
offered."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import events

from rechallenge.tui.state.offers import Offer, files_offered
from rechallenge.words import _

from .offering import FillOffered


class NameFile(FillOffered[Path]):
    """A path, typed whole or chosen from the files with one of the `endings`; in an empty field,
    from those used last and those in `folder`. `unusable` says why a path cannot be used. `use`
    does what it is for before the dialog closes, and says why it could not (in no words, if a
    person has just said so). Either way the dialog stays open with its text. `pasted` is handed a
    text of more lines than one, which is pasted in place of a name."""

    HELP: ClassVar[str] = _(
        "The name of a file. Add its folder if it is not the one you started in. The ending "
        "chooses the format. Files and folders that begin as you type are listed: Down chooses "
        "one, Enter takes it, Tab takes the only one left. Escape changes nothing."
    )

    def __init__(
        self,
        title: str,
        about: str,
        name: str,
        unusable: Callable[[Path], str | None],
        recent: tuple[Path, ...] = (),
        folder: Path | None = None,
        endings: tuple[str, ...] = (".json",),
        use: Callable[[Path], Awaitable[str | None]] | None = None,
        pasted: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(title, [about], ("path", _("File")), name, leave=_("Cancel"), take=title)
        self._unusable, self._recent, self._use = unusable, recent, use
        self._folder, self._endings, self._opens = folder, endings, use is None
        self._pasted = pasted
        self.entry.leaves_paste = lambda text: (
            pasted is not None and len(text.strip().splitlines()) > 1
        )

    def on_mount(self) -> None:
        if not self.entry.value:
            self.typed()

    def typed(self) -> None:
        """Offer the files that there are; for an empty field, the plans used last before them."""
        text = self.entry.value
        begins = text or (f"{self._folder}/" if self._folder is not None else "")
        recent = [Offer(str(path)) for path in self._recent if not text]
        offers = dict.fromkeys((*recent, *files_offered(begins, self._endings)))
        self.offer(text, tuple(offers))

    def on_paste(self, event: events.Paste) -> None:
        if self._pasted is not None:
            self._pasted(event.text)
            self.dismiss(None)

    def taken(self, text: str) -> None:
        """A folder is looked into, a plan to be opened is opened, and a name to save under stays to
        be read."""
        super().taken(text)
        if self._opens and not text.endswith("/"):
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
