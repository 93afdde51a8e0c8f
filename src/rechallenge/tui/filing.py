"""Opening, saving and printing: the dialogs, and the messages afterwards."""

from collections.abc import Callable
from pathlib import Path

from textual.app import App

from rechallenge.files.find import NotFound
from rechallenge.files.reading import UnusableFile
from rechallenge.files.writing import NotWritten
from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.service.export_formats import (
    ENDINGS,
    FORMATS,
    NotExported,
    about,
    format_named,
    save,
)
from rechallenge.service.plan_file import read_plan
from rechallenge.service.since import changed_since
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import _
from rechallenge.words.shown import printable, shown

from .screens.dialog import Ask
from .screens.paths import NameFile
from .state.command import PAPERS
from .state.draft import DraftOrder
from .state.opening import draft_of, recent_plans, remember
from .state.session import Session
from .state.settings import Settings


class Files:
    """The files of one planner. `folder` keeps the list of plans used last; `say` shows a sentence
    that stays until the next edit."""

    def __init__(
        self,
        app: App[None],
        session: Session,
        settings: Settings,
        say: Callable[[str], None],
    ) -> None:
        self._app, self._session, self._settings, self._say = app, session, settings, say
        self._folder = settings.file.parent

    async def save(self, ending: str = ".json") -> bool:
        """Save the plan under a name, first offered with this ending; whether it was saved as a
        plan that can be opened again."""
        plan = self._plan()
        if plan is None:
            return False

        async def write(path: Path) -> str | None:
            replace = path.exists()
            if replace and not await self._replaced(path):
                return ""
            try:
                save(plan, path, _form_of(path), paper=self._session.paper, replace=replace)
            except (NotExported, NotWritten) as error:
                return printable(str(error))
            return None

        name = self._in_last_folder(_name_for(plan, ending))
        dialog = NameFile(
            _("Save"), _endings(), name, _unsavable, endings=tuple(ENDINGS), use=write
        )
        path = await self._app.push_screen_wait(dialog)
        if path is None:
            return False
        self._settings.remember(folder=path.resolve().parent)
        is_plan = _form_of(path) == "json"
        said = _("Saved {path}")
        if self._session.draft.ticks:
            said = _("Saved {path}; the premedication ticks are not in it")
        self._app.notify(said.format(path=printable(str(path))), markup=False)
        if is_plan:
            remember(self._folder, path)
            self._session.mark_saved()
        return is_plan

    async def open(self) -> bool:
        """Open a saved plan; ask first about unsaved work. Whether one was opened."""
        if not await self.may_lose():
            return False
        about = _("A plan saved as .json. It is made again here, and every number is compared.")
        recent = recent_plans(self._folder)
        dialog = NameFile(_("Open"), about, "", unopenable, recent, self._settings.folder)
        path = await self._app.push_screen_wait(dialog)
        if path is None:
            return False
        self._settings.remember(folder=path.resolve().parent)
        try:
            opened = read_plan(path)
        except (UnusableFile, OSError) as error:
            # It was changed after its name was taken.
            self._tell(printable(str(error)), failed=True)
            return False
        saved = opened.plan
        named = self._named_by(saved, path)
        draft = draft_of(saved, named, self._session.clock())
        self._session.replace(draft, saved=True, what=_("opened plan"))
        self._session.prove()
        plan = self._session.evaluation.plan
        remember(self._folder, path)
        said = _("Opened {path}: every number came out the same.").format(path=printable(str(path)))
        by_this_release = {} if plan is None else {"software": plan.software}
        if plan is None or fingerprint(plan) != fingerprint(
            saved.model_copy(update=by_this_release)
        ):
            # The file holds its own protocol; what is on the shelf here may be another version.
            self._session.saved = DraftOrder(self._session.today)
            said = _(
                "{file} is unchanged, but its order gives another plan here: the protocol, a "
                "drug, a pump or a line on file has changed. The plan shown uses what is on "
                "file now."
            ).format(file=printable(path.name))
        if named != saved.protocol.id:
            own = _(
                "Its protocol, {id}, cannot be used from the files here, so the copy in the "
                "plan file is used."
            )
            said = f"{said} {own.format(id=saved.protocol.id)}"
        changed = changed_since(saved, self._session.shelf.shelves)
        self._say(" ".join((said, *opened.notes, *changed)))
        return True

    async def print(self) -> None:
        plan, paper = self._plan(), self._session.paper
        where = _("The PDF goes to this machine's default printer, on {paper}.")
        if plan is not None and await self._asked(
            _("Print the sheet?"),
            where.format(paper=PAPERS[paper]),
            ("no", _("Do not print")),
            ("yes", _("Print")),
        ):
            self._app.run_worker(
                lambda: self._print(plan, paper), thread=True, exclusive=True, group="print"
            )

    async def may_lose(self) -> bool:
        """Whether unsaved work may be replaced: it gets saved, or a person discards it."""
        if not self._session.unsaved:
            return True
        if self._session.only_ticks_unsaved:
            return await self._asked(
                _("The premedication ticks are not saved"),
                _(
                    "The plan is saved. A plan file does not hold which doses were given and "
                    "when: write the times on the sheet before they are lost."
                ),
                ("no", _("Go back to them")),
                ("yes", _("Discard the ticks")),
            )
        answer = await self._app.push_screen_wait(
            Ask(
                _("This order is not saved"),
                _("It is kept as a draft while the planner is open."),
                ("stay", _("Go back to it")),
                ("save", _("Save it first")),
                ("lose", _("Discard it")),
            )
        )
        # What is still unsaved after saving is asked about again: ticks are in no file.
        saved = answer == "save" and await self.save() and await self.may_lose()
        return answer == "lose" or saved

    def _in_last_folder(self, name: str) -> str:
        """A name in the folder used last, unless the planner was started there."""
        folder = self._settings.folder
        return name if folder is None or folder == Path.cwd() else str(folder / name)

    def _plan(self) -> Plan | None:
        """The plan on the screen; if there is none, None and a message."""
        self._session.prove()
        plan = self._session.evaluation.plan
        if plan is None:
            none = _("There is no plan to save or print: see what is missing.")
            self._app.notify(none, markup=False)
        return plan

    def _named_by(self, saved: Plan, path: Path) -> str:
        """What finds the protocol of a saved plan: its id; or, where no usable file has that id,
        the plan file, which holds the protocol."""
        try:
            self._session.shelf.source(saved.protocol.id)
        except (NotFound, UnusableFile):
            return str(path.resolve())
        return saved.protocol.id

    def _print(self, plan: Plan, paper: Paper) -> None:
        from rechallenge.service.printing import NotPrinted, print_sheet

        try:
            said, failed = print_sheet(plan, paper=paper), False
        except (NotPrinted, NotExported) as error:
            said, failed = str(error), True
        self._app.call_from_thread(self._tell, shown(said, 600), failed=failed)

    def _tell(self, said: str, *, failed: bool) -> None:
        if failed:
            self._app.notify(said, severity="error", timeout=15, markup=False)
        else:
            self._app.notify(said, timeout=15, markup=False)

    async def _replaced(self, path: Path) -> bool:
        # What is replaced is the file behind a link, not the link.
        real = path.resolve() if path.is_symlink() else path
        exists = _("{path} exists.").format(path=printable(str(real)))
        keep, replace = ("no", _("Keep it")), ("yes", _("Replace it"))
        return await self._asked(_("Replace the file?"), exists, keep, replace)

    async def _asked(self, title: str, text: str, *answers: tuple[str, str]) -> bool:
        return await self._app.push_screen_wait(Ask(title, text, *answers)) == "yes"


def _endings() -> str:
    by_form = sorted(ENDINGS.items(), key=lambda entry: FORMATS.index(entry[1]))
    return "\n".join(f"{ending.ljust(11)}{about(form)}" for ending, form in by_form)


def _name_for(plan: Plan, ending: str) -> str:
    day = f"-{plan.order.start:%Y-%m-%d}" if plan.order.start else ""
    # The plan that was stopped stays beside the one that goes on.
    stop = f"-stop-{len(plan.stops)}" if plan.stops else ""
    return f"{plan.protocol.id}{day}{stop}{ending}"


def _form_of(path: Path) -> str:
    return format_named(path.name) or "text"


def _unsavable(path: Path) -> str | None:
    if format_named(path.name) is None:
        sentence = _("this ending is not one of a plan's formats; write one of {endings}")
        return sentence.format(endings=", ".join(ENDINGS))
    if path.is_dir():
        return _("is a folder; name a file in it")
    if not path.parent.is_dir():
        return _("there is no folder {path}").format(path=printable(str(path.parent)))
    return None


def unopenable(path: Path) -> str | None:
    """Why a file cannot be opened as a plan; None where it can."""
    try:
        read_plan(path)
    except UnusableFile as error:
        return error.in_one_line
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None
