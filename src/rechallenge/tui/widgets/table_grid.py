"""A table that somebody uses, as it was understood: only the rows in view are drawn, so that a long
one is moved in as fast as a short one."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rechallenge.audit.columns import Column
from rechallenge.audit.understanding import COUNTED
from rechallenge.sheet.text.columns import lines_of, padded, unbreakable
from rechallenge.tui.state.seen_table import WRONG, SeenTable
from rechallenge.words import _, word

_WIDEST = 24
"""Cells that a column takes; a longer text is whole below the table."""
_LEAST = 4
_LOW = 3
"""Lines above a column for what it is read as."""
_AROUND = 3
"""The cells beside a text: of the cursor before and after it, and of its mark."""
_MORE = "..."
_BOLD, _PLAIN = Style(bold=True), Style()


class TableGrid(ScrollView, can_focus=True):
    """Rows and columns with a cursor; above them, what each column is read as and its unit."""

    HELP: ClassVar[str] = _(
        "The table as it is read. Above each column is what its numbers are, with their unit. "
        "Arrows, Page up, Page down, Home and End move from cell to cell; below the table is the "
        "text of the cell. The findings follow: the one about the cell is chosen.\n\n"
        "x: the number may be wrong. ?: the cell was not read. i: worth a look. [ ]: the "
        "cursor.\n\n"
        "C says what a column is, O which sheet it is and how decimals are written. S keeps the "
        "table as a protocol file. F2 goes to the findings."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", show=False),
        Binding("down,j", "move(1, 0)", show=False),
        Binding("left,h", "move(0, -1)", show=False),
        Binding("right,l", "move(0, 1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(0, -1000)", show=False),
        Binding("end", "move(0, 1000)", show=False),
        Binding("ctrl+home", "move(-1000000, -1000)", show=False),
        Binding("ctrl+end", "move(1000000, 1000)", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table-grid--cursor",
        "table-grid--wrong",
        "table-grid--cell",
    }

    class Moved(Message):
        """The cursor is on another cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row = self.column = 0
        self.seen: SeenTable | None = None
        self._beside: frozenset[str] = frozenset()
        self._widths: list[int] = []
        self._gutter = 0
        self._head: list[list[str]] = []

    def show(self, seen: SeenTable) -> None:
        """Show another table, or the same as it is understood now."""
        self.seen = seen
        self._gutter = max((len(str(row[0].line)) for row in seen.rows), default=0) + 1
        self._widths = _widths(seen)
        self._go(self.row, self.column)

    @property
    def where(self) -> str:
        """The place of the cell under the cursor; empty in an empty table."""
        rows = () if self.seen is None else self.seen.rows
        return rows[self.row][self.column].where if rows else ""

    def go_to(self, where: str) -> None:
        """Put the cursor on a cell, by its place."""
        if self.seen is not None and where in self.seen.places:
            self._go(*self.seen.places[where])

    def set_beside(self, cells: Sequence[str]) -> None:
        """Underline the cells that are compared with one another."""
        self._beside = frozenset(cells)
        self.refresh()

    def action_move(self, rows: int, columns: int) -> None:
        self._go(self.row + rows, self.column + columns)
        self.post_message(self.Moved())

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self._room - 1), 0)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.seen is None or offset.y < len(self._head):
            return
        x = offset.x + self.scroll_offset.x - self._gutter
        row = offset.y - len(self._head) + self.scroll_offset.y
        for place, width in enumerate(self._widths):
            x -= width + _AROUND
            if x < 0:
                self._go(row, place)
                self.post_message(self.Moved())
                return

    def render_line(self, y: int) -> Strip:
        """One line of the widget: of the head, which stays, or of a row."""
        width = self.size.width
        if self.seen is None or not self._widths:
            return Strip.blank(width, self.rich_style)
        gutter, left = self._gutter, self.scroll_offset.x
        if y < len(self._head):
            label, segments = " " * gutter, [Segment(text, _BOLD) for text in self._head[y]]
        else:
            number = y - len(self._head) + self.scroll_offset.y
            if number >= len(self.seen.rows):
                return Strip.blank(width, self.rich_style)
            label = str(self.seen.rows[number][0].line or "").rjust(gutter)
            segments = self._row(number)
        cells = Strip(segments).crop(left, left + max(0, width - gutter))
        strip = Strip([Segment(label, Style(dim=True)), *cells])
        return strip.adjust_cell_length(width).apply_style(self.rich_style)

    def _row(self, number: int) -> list[Segment]:
        assert self.seen is not None
        columns = self.seen.columns(number)
        segments: list[Segment] = []
        quiet = not self.seen.has_numbers(number)
        for place, cell in enumerate(self.seen.rows[number]):
            here = (number, place) == (self.row, self.column)
            column = columns.get(place)
            text, width = _fitted(cell.text, self._widths[place]), self._widths[place]
            room = " " * (width - cell_len(text))
            lead, trail = (room, "") if _counted(column) and not quiet else ("", room)
            mark = self.seen.marks.get(cell.where, " ")
            before, after = ("[", "]") if here else (" ", " ")
            style = self._style(here=here, mark=mark) + Style(dim=quiet or None)
            beside = style + Style(underline=cell.where in self._beside or None)
            segments += (Segment(f"{before}{mark}{lead}", style), Segment(text, beside),
                         Segment(f"{trail}{after}", style))  # fmt: skip
        return segments

    def _style(self, *, here: bool, mark: str) -> Style:
        if here and self.has_focus:
            return self.get_component_rich_style("table-grid--cursor", partial=True)
        named = "table-grid--wrong" if mark == WRONG else "table-grid--cell"
        style = self.get_component_rich_style(named, partial=True)
        return style + Style(bold=here or None)

    @property
    def _room(self) -> int:
        return max(1, self.size.height - len(self._head))

    def _go(self, row: int, column: int) -> None:
        rows = () if self.seen is None else self.seen.rows
        self.row = min(max(row, 0), max(len(rows) - 1, 0))
        self.column = min(max(column, 0), max(len(self._widths) - 1, 0))
        self._set_head()
        total = self._gutter + sum(self._widths) + _AROUND * len(self._widths)
        self.virtual_size = Size(total, len(self._head) + len(rows))
        self._keep_in_view()
        self.refresh()

    def _keep_in_view(self) -> None:
        if not self.size:
            # Where there is no room yet, nothing is out of view.
            return
        left = sum(self._widths[: self.column]) + _AROUND * self.column
        right = left + self._widths[self.column] + _AROUND if self._widths else left
        x, y = self.scroll_offset
        room = max(1, self.size.width - self._gutter)
        x = max(right - room, min(x, left))
        y = max(self.row - self._room + 1, min(y, self.row))
        self.scroll_to(max(0, x), max(0, y), animate=False, force=True, immediate=True)

    def _set_head(self) -> None:
        """The lines above the columns, for the part of the table that the cursor is in."""
        assert self.seen is not None
        columns = self.seen.columns(self.row)
        heads = [_head(columns.get(place), width) for place, width in enumerate(self._widths)]
        depth = max(map(len, heads), default=0)
        blank = [" " * width for width in self._widths]
        full = [head + [space] * (depth - len(head))
                for head, space in zip(heads, blank, strict=True)]  # fmt: skip
        self._head = [[f"  {text} " for text in line] for line in zip(*full, strict=True)]

    def on_resize(self) -> None:
        if self.seen is not None:
            self._keep_in_view()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


def _widths(seen: SeenTable) -> list[int]:
    """The width of each column: of the words above it, and of its texts beside numbers. A longer
    text of another row, such as a printed header, is whole below the table."""
    widths = [_LEAST] * (len(seen.rows[0]) if seen.rows else 0)
    for part in seen.parts:
        for place, column in part.items():
            role = word(f"role.{column.role}")
            least = max(widths[place], *map(cell_len, (*unbreakable(role), column.unit)))
            fits = (at for at in range(least, cell_len(role)) if len(lines_of(role, at)) <= _LOW)
            widths[place] = next(fits, least)
    for number, row in enumerate(seen.rows):
        if seen.has_numbers(number) or not any(seen.parts):
            for place, cell in enumerate(row):
                widths[place] = max(widths[place], min(_WIDEST, cell_len(cell.text)))
    return widths


def _head(column: Column | None, width: int) -> list[str]:
    """What a column is read as and its unit, in lines as wide as the column."""
    if column is None:
        return ["-".ljust(width)]
    lines = [*lines_of(word(f"role.{column.role}"), width), column.unit]
    if not _counted(column):
        return [padded(line, width) for line in lines if line]
    return [" " * (width - cell_len(line)) + line for line in lines if line]


def _counted(column: Column | None) -> bool:
    return column is not None and column.role in COUNTED


def _fitted(text: str, width: int) -> str:
    """A text in so many cells; where it is longer, its beginning."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - len(_MORE)) + _MORE
