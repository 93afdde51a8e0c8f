"""Rows of text, one of which is chosen: by arrow keys, by the mouse, wrapped and never cut."""

from dataclasses import dataclass
from typing import ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

LINE_BREAK = Content("\n")
LEAST_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its lines, and whether it can be chosen; a heading cannot."""

    lines: tuple[Content, ...]
    can_choose: bool = True


class Rows(Widget, can_focus=True):
    """A list of rows. A subclass says what the rows are at a width, in `rows_at`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("home", "move(-100000)", "First", show=False),
        Binding("end", "move(100000)", "Last", show=False),
        Binding("pageup", "move(-10)", "Ten up", show=False),
        Binding("pagedown", "move(10)", "Ten down", show=False),
        Binding("enter,space", "pick", "Choose", show=False),
    ]
    always_marked: ClassVar[bool] = False
    """Whether the chosen row is marked also while another widget has the focus."""
    chosen: reactive[int] = reactive(0)

    class Chosen(Message):
        """Another row has the cursor."""

        def __init__(self, rows: "Rows", number: int) -> None:
            super().__init__()
            self.rows, self.number = rows, number

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    class Picked(Chosen):
        """Enter, space or a click on the chosen row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._made: tuple[int, list[Row]] | None = None

    def rows_at(self, width: int) -> list[Row]:
        """The rows at a width in cells; a list of no kind has none."""
        return []

    def rows_changed(self) -> None:
        """The rows are others now: draw them, and keep the cursor inside."""
        height = self._height
        self._made = None
        self.chosen = self.validate_chosen(self.chosen)
        # Laying the whole screen out again costs more than all that is drawn here.
        self.refresh(layout=self._height != height)

    def validate_chosen(self, chosen: int) -> int:
        """A cursor that stays on a row that can be chosen."""
        choices = self._choices()
        return max(0, min(chosen, len(choices) - 1))

    def watch_chosen(self, before: int, chosen: int) -> None:
        """Bring the row into view, and say so."""
        if before != chosen:
            self.post_message(self.Chosen(self, chosen))
            self.call_after_refresh(self._bring_into_view)

    def render(self) -> Content:
        width = self.content_size.width
        marked = self.has_focus or self.always_marked
        style = self.get_visual_style("rows--chosen") if marked else None
        choices = self._choices(width)
        lines = []
        for place, row in enumerate(self._rows(width)):
            is_chosen = choices[self.chosen : self.chosen + 1] == [place]
            for line in row.lines:
                if is_chosen and style is not None:
                    line = line.pad_right(max(0, width - line.cell_length)).stylize(style)
                lines.append(line)
        return LINE_BREAK.join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(len(row.lines) for row in self._rows(width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.chosen = self.validate_chosen(self.chosen + rows)

    def action_pick(self) -> None:
        """Pick the chosen row."""
        if self._choices():
            self.post_message(self.Picked(self, self.chosen))

    def on_resize(self) -> None:
        """The row with the cursor stays in view, also when the list gets its first size."""
        self.call_after_refresh(self._bring_into_view)

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse; a second click picks it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        top = 0
        choices = self._choices()
        for place, row in enumerate(self._rows(self.content_size.width)):
            top += len(row.lines)
            if offset.y < top:
                if place in choices:
                    self.chosen, before = choices.index(place), self.chosen
                    if before == self.chosen:
                        self.action_pick()
                return

    @property
    def _height(self) -> int:
        return sum(len(row.lines) for row in self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Row]:
        # A list that is out of sight, or in a terminal too small to be used, has hardly any width.
        width = max(LEAST_WIDTH, width)
        if self._made is None or self._made[0] != width:
            self._made = (width, self.rows_at(width))
        return self._made[1]

    def _choices(self, width: int | None = None) -> list[int]:
        rows = self._rows(self.content_size.width if width is None else width)
        return [place for place, row in enumerate(rows) if row.can_choose]

    def _bring_into_view(self) -> None:
        choices = self._choices()
        if not choices or self.parent is None:
            return
        place = choices[min(self.chosen, len(choices) - 1)]
        rows = self._rows(self.content_size.width)
        top = sum(len(row.lines) for row in rows[:place])
        if place == choices[0]:
            top, height = 0, sum(len(row.lines) for row in rows[: place + 1])
        else:
            height = len(rows[place].lines)
        region = Region(0, self.virtual_region.y + top, 1, height)
        cast(Widget, self.parent).scroll_to_region(region, animate=False)
