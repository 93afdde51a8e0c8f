"""A table that somebody uses, and beside it what in it does not agree."""

from contextlib import aclosing
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from rechallenge.files.find import Shelves
from rechallenge.tui.state.audit_process import audited_apart
from rechallenge.tui.state.audit_said import groups_of, head_of
from rechallenge.tui.state.audits import Asked, Looked, audit_command
from rechallenge.tui.widgets.audit_list import AuditList
from rechallenge.tui.widgets.key_line import Key, KeyLine
from rechallenge.tui.widgets.table_grid import TableGrid
from rechallenge.words import _

from .dialog import if_answered
from .table_corrections import CorrectColumn, CorrectTable

SIDE_BY_SIDE = 120


class TableAudit(Screen[None]):
    """Shows a table and its audit, which is made in a process of its own: leaving, or a correction,
    ends it. Nothing here changes the order."""

    HELP: ClassVar[str] = _("A table that is in use, and what in it does not agree.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("f2", "turn", "Table or findings", show=False, priority=True),
        Binding("c", "column", "Column", show=False),
        Binding("o", "options", "Options", show=False),
        Binding("s,ctrl+s", "keep", "Keep as a protocol", show=False),
    ]

    def __init__(self, asked: Asked, shelves: Shelves) -> None:
        super().__init__(id="table-audit")
        self.asked, self._shelves = asked, shelves
        self.looked = Looked()
        self.grid = TableGrid(id="audited")
        self.list = AuditList(id="audit")
        self._head = Static("", id="audit-head", markup=False)
        self._cell = Static("", id="audit-cell", markup=False)
        self._keys = KeyLine(())
        self._moved = False
        """Whether the cursor is where a person has put it."""

    @property
    def command(self) -> str:
        """The twin of this screen."""
        return audit_command(self.asked)

    def compose(self) -> ComposeResult:
        yield self._head
        with Horizontal(id="auditing"):
            with Vertical(id="of-table"):
                yield self.grid
                yield self._cell
            yield self.list
        yield self._keys

    def on_mount(self) -> None:
        self.grid.focus()
        self.ask(self.asked)

    def on_resize(self) -> None:
        self.set_class(self.app.size.width >= SIDE_BY_SIDE, "-side-by-side")

    def ask(self, asked: Asked) -> None:
        """Read and audit a table anew. Until that is done, no finding stands beside it."""
        self.asked, self.looked = asked, self.looked._replace(done=None, why="")
        self._say()
        self.list.show(())
        self.run_worker(self._audit(asked), exclusive=True, group="audit")

    async def _audit(self, asked: Asked) -> None:
        async with aclosing(audited_apart(asked, self._shelves)) as answers:
            async for looked in answers:
                self._show(looked)

    def _show(self, looked: Looked) -> None:
        self.looked = looked
        if looked.seen is not None:
            self.grid.show(looked.seen)
        if looked.is_over:
            self.list.show(groups_of(looked))
            if self._moved:
                self.list.choose_cell(self.grid.where)
                self._beside()
            else:
                self._to_cell()
        self._say()

    def on_table_grid_moved(self) -> None:
        self._moved = True
        self.list.choose_cell(self.grid.where)
        self._beside()
        self._say()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.list.has_focus:
            self._to_cell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._to_cell()
        self.grid.focus()

    def on_descendant_focus(self) -> None:
        self._say()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._moved = False
        self.ask(Asked(pasted=event.text))

    def action_turn(self) -> None:
        self.set_focus(self.grid if self.list.has_focus else self.list)

    def action_column(self) -> None:
        seen, place = self.looked.seen, self.grid.column
        if seen is None:
            return

        def said(text: str) -> None:
            self._moved = True
            self.ask(self.asked.with_header(place, text))

        now = self.asked.headers.get(place, "")
        dialog = CorrectColumn(place, seen.header(self.grid.row, place), now)
        self.app.push_screen(dialog, if_answered(said))

    def action_options(self) -> None:
        self.app.push_screen(CorrectTable(self.asked, self._shelves), if_answered(self.ask))

    async def action_keep(self) -> None:
        if self.looked.done is None:
            self.notify(_("There is no audit yet: see what is shown."), markup=False)
        else:
            await self.run_action("app.keep_table")

    def action_leave(self) -> None:
        self.dismiss(None)

    def _to_cell(self) -> None:
        item = self.list.item
        if item is not None:
            self.grid.go_to(item.cells[0])
        self._beside()
        self._say()

    def _beside(self) -> None:
        """Mark what the cell under the cursor and the chosen finding have to do with each other."""
        item = self.list.item
        about = item is not None and self.grid.where in item.cells
        self.list.point(about)
        self.grid.set_beside(item.cells if item is not None and about else ())

    def _say(self) -> None:
        said, style, named = head_of(self.looked)
        self._head.update(Content.assemble((f" {said} ", style), f"  {named}"))
        seen = self.looked.seen
        lines = () if seen is None else seen.said_of(self.grid.row, self.grid.column)
        self._cell.update(Content("\n").join(map(Content, lines)))
        self._keys.show(tuple(self._keys_now()))

    def _keys_now(self) -> list[Key]:
        in_list = self.list.has_focus
        keys = [("F1", _("Help"), "app.help"),
                ("F2", _("Table") if in_list else _("Findings"), "screen.turn")]  # fmt: skip
        if self.looked.seen is not None:
            keys.append(("C", _("Column"), "screen.column"))
        keys.append(("O", _("Options"), "screen.options"))
        if self.looked.done is not None:
            keys.append(("S", _("Keep"), "screen.keep"))
        return [*keys, ("Esc", _("Back"), "screen.leave")]
