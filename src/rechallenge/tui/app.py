"""The planner: wires the state to its screens."""

from asyncio import to_thread
from collections.abc import Iterable
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from platformdirs import user_state_path
from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from rechallenge.words import _

from .keys_in_order import KeysInOrder
from .screens.order import OrderScreen
from .screens.room import TooSmall, too_small
from .state.command import plan_command
from .state.draft import DraftOrder
from .state.draft_store import DraftStore
from .state.fields import PROTOCOL
from .state.session import Session
from .state.settings import Settings
from .state.shelf import Shelf
from .themes import THEMES
from .viewing import Viewed
from .widgets.text_field import TextField

if TYPE_CHECKING:
    from .filing import Files


class Planner(KeysInOrder):
    """From order to signed-off sheet."""

    TITLE = "rechallenge"
    CSS_PATH = "planner.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Keys that move the focus come before all others: what is typed ahead after one of them,
        # by a scanner or over a slow line, must land in the field that it was typed for.
        Binding("tab", "app.next_place", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("f1", "help", "Help", priority=True),
        Binding("f3", "library", "Protocols", priority=True),
        Binding("f5", "compare", "Compare", priority=True),
        Binding("f6", "sheet", "Sheet", priority=True),
        Binding("f8,ctrl+p", "command_palette", "Commands", show=False, priority=True),
        Binding("f9,ctrl+g", "jump", "Jump", key_display="F9"),
        Binding("f10,ctrl+r", "stop", "Stopped", key_display="F10", priority=True),
        Binding("ctrl+z", "undo", "Undo", show=False),
        Binding("ctrl+y", "redo", "Redo", show=False),
        Binding("ctrl+n", "new", "New", show=False),
        Binding("ctrl+o", "open", "Open", show=False),
        Binding("ctrl+l", "audit", "Table", show=False),
        Binding("ctrl+s", "save", "Save"),
        Binding("ctrl+t", "theme", "Theme", show=False),
        Binding("ctrl+q", "leave", "Leave", show=True, priority=True),
    ]

    def __init__(self, shelf: Shelf | None = None, state: Path | None = None) -> None:
        super().__init__()
        self.folder = state or user_state_path("rechallenge", appauthor=False)
        self.drafts = DraftStore.in_folder(self.folder)
        self.viewed = Viewed()
        self.session = Session(shelf or Shelf.found(), self._keep)
        self.session.later = self.call_after_refresh
        self.session.tell = partial(self.notify, timeout=15, markup=False)
        self.order_screen = OrderScreen(self.session)
        for theme in THEMES:
            self.register_theme(theme)
        self.settings = Settings.in_folder(self.folder)
        names = [theme.name for theme in THEMES]
        self.theme = self.settings.theme if self.settings.theme in names else names[0]

    @cached_property
    def files(self) -> "Files":
        """Opening, saving and printing; loaded when one of them is wanted."""
        from .filing import Files

        return Files(self, self.session, self.settings, self.order_screen.say)

    def get_default_screen(self) -> Screen[None]:
        """All other screens open on top of the order."""
        return self.order_screen

    def on_mount(self) -> None:
        left, said = self.drafts.restored()
        if left is not None:
            self.session.replace(left, saved=False)
        said = [self.session.shelf.warning, self.settings.trouble, *said]
        self.order_screen.say("\n".join(text for text in said if text))

    def on_ready(self) -> None:
        """Load what a plan needs while the person reads the empty form."""
        self.run_worker(self._get_ready(), exit_on_error=False)

    async def _get_ready(self) -> None:
        await to_thread(self.order_screen.names.read)
        await to_thread(_load_planning)
        self.order_screen.result.furnish()

    def on_unmount(self) -> None:
        """Let another planner have the slot for drafts; leave no pages behind."""
        self.viewed.remove()
        self.drafts.close()

    def on_resize(self, event: events.Resize) -> None:
        """Ask for more room rather than cut a number."""
        small = too_small(event.size.width, event.size.height)
        asking = isinstance(self.screen, TooSmall)
        if small and not asking:
            self.push_screen(TooSmall())
        elif asking and not small:
            self.pop_screen()

    def action_next_place(self) -> None:
        """Take what is offered in a field, or go on to the next place."""
        field = self.focused
        if not (isinstance(field, TextField) and field.tab_takes()):
            self.screen.focus_next()

    def action_help(self) -> None:
        from .screens.help import Help, help_for

        if isinstance(self.screen, Help | TooSmall):
            return
        command = getattr(self.screen, "command", None) or plan_command(self.session.evaluation)
        self.push_screen(Help(help_for(self.screen.focused, self.screen), command))

    def action_command_palette(self) -> None:
        """All commands, by name; what its field says is ours."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            said = _("Search for a command")
            self.push_screen(CommandPalette(placeholder=said, id="--command-palette"))

    def action_jump(self) -> None:
        from .screens.dialog import if_answered
        from .screens.help import Jump

        self.push_screen(Jump(self.screen), if_answered(self.screen.set_focus))

    def action_undo(self) -> None:
        what = self.session.undo()
        said = _("Undone: {what}") if what else _("There is nothing to undo.")
        self.notify(said.format(what=what), markup=False)

    def action_redo(self) -> None:
        what = self.session.redo()
        said = _("Redone: {what}") if what else _("There is nothing to redo.")
        self.notify(said.format(what=what), markup=False)

    def action_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = (
            names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        )
        self.settings.remember(theme=self.theme)

    def action_library(self) -> None:
        from .screens.library import Library

        if self._on_order():
            chosen = self.session.draft.text(PROTOCOL)
            self.push_screen(Library(self.session.shelf, chosen), self._take_protocol)

    def action_compare(self) -> None:
        from .screens.compare import Compare

        if self._on_order():
            self.push_screen(Compare(self.session), self._take_protocol)

    def action_sheet(self) -> None:
        from .screens.sheet import Sheet

        if self._on_order():
            self.push_screen(Sheet(self.session, self.viewed))

    @work(exclusive=True, group="files")
    async def action_save(self) -> None:
        if not isinstance(self.screen, ModalScreen):
            await self.files.save(getattr(self.screen, "saves_as", ".json"))

    @work(exclusive=True, group="files")
    async def action_open(self) -> None:
        if self._on_order() and await self.files.open():
            self.order_screen.begin()

    @work(exclusive=True, group="files")
    async def action_audit(self) -> None:
        if self._on_order():
            from .auditing import open_table

            await open_table(self, self.settings, self.session.shelf.shelves)

    @work(exclusive=True, group="files")
    async def action_keep_table(self) -> None:
        from .auditing import keep_table
        from .screens.table_audit import TableAudit

        if isinstance(self.screen, TableAudit):
            await keep_table(self, self.screen, self.session.shelf.shelves)

    @work(exclusive=True, group="files")
    async def action_check_blind(self) -> None:
        from .checking import check_blind

        if self._on_order():
            await check_blind(self, self.session, self.folder)

    @work(exclusive=True, group="files")
    async def action_stop(self) -> None:
        from .stopping import report_stop

        if self._on_order():
            await report_stop(self, self.session, self.order_screen.say)

    @work(exclusive=True, group="files")
    async def action_print(self) -> None:
        if not isinstance(self.screen, ModalScreen):
            await self.files.print()

    @work(exclusive=True, group="files")
    async def action_new(self) -> None:
        if self._on_order() and await self.files.may_lose():
            empty = DraftOrder(self.session.today)
            self.session.replace(empty, saved=True, what=_("new order"))
            self.order_screen.say("")
            self.order_screen.begin()

    @work(exclusive=True, group="files")
    async def action_leave(self) -> None:
        if isinstance(self.screen, ModalScreen):
            return
        if await self.files.may_lose():
            self.drafts.keep(None)
            self.exit()

    def action_copy_command(self) -> None:
        self.copy_to_clipboard(plan_command(self.session.evaluation))
        self.notify(_("The command line was sent to the clipboard."), markup=False)

    def action_copy_note(self) -> None:
        from .copying import copy_note

        copy_note(self, self.session)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands that make sense now, the most wanted first."""
        from .commands import commands

        for command in commands(self.session, of_order=screen is self.order_screen):
            act = partial(self.run_action, command.action)
            yield SystemCommand(command.name, command.about, act)

    def _keep(self, draft: DraftOrder | None) -> None:
        """Keep what is unsaved; say once that it cannot be kept."""
        before = self.drafts.trouble
        self.drafts.keep(draft)
        if self.drafts.trouble is not None and self.drafts.trouble != before:
            self.notify(self.drafts.trouble, severity="error", timeout=15, markup=False)

    def _take_protocol(self, named: str | None) -> None:
        if named is not None:
            self.order_screen.take(PROTOCOL, named)

    def _on_order(self) -> bool:
        return self.screen is self.order_screen


def _load_planning() -> None:
    for name in ("files.facts", "service.making", "sheet.view"):
        import_module(f"rechallenge.{name}")
