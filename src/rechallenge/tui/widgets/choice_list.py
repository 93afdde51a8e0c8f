"""Things to choose from, a row each, wrapped to the width there is and never cut."""

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .search import lines_with, marked

LEAST_WIDTH = 40


Item = TypeVar("Item")


def row(lines: Iterable[Content], *, can_choose: bool = True) -> Option:
    """One row; a heading cannot be chosen."""
    return Option(Content("\n").join(lines), disabled=not can_choose)


class ChoiceList(OptionList, Generic[Item]):
    """A list whose subclass says, in `rows_at`, what its rows are at a width: one that can be
    chosen for each item, in order, and any number that cannot."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "cursor_up", "Up", show=False),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("space", "select", "Choose", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.items: tuple[Item, ...] = ()
        self._height = 0
        self.sought = ""

    def rows_at(self, width: int) -> list[Option]:
        """The rows at a width in cells."""
        raise NotImplementedError

    def show_items(self, items: Iterable[Item]) -> None:
        self.items = tuple(items)
        self.rows_changed()

    @property
    def item(self) -> Item | None:
        """The item with the cursor; None in an empty list."""
        return self.items[min(self.chosen, len(self.items) - 1)] if self.items else None

    @property
    def chosen(self) -> int:
        """The number of the row with the cursor among those that can be chosen, from 0."""
        before = self.options[: self.highlighted or 0]
        return sum(not option.disabled for option in before)

    @chosen.setter
    def chosen(self, number: int) -> None:
        places = [place for place, option in enumerate(self.options) if not option.disabled]
        self.highlighted = places[min(number, len(places) - 1)] if places else None

    def rows_changed(self) -> None:
        """Write the rows anew; the cursor stays on the row of the same number."""
        # A list that is out of sight has no width yet.
        options = self.rows_at(self._width)
        if self.sought:
            options = [self._marked(option) for option in options]
        height, self._height = self._height, sum(str(o.prompt).count("\n") + 1 for o in options)
        if [o.disabled for o in options] == [o.disabled for o in self.options]:
            for place, option in enumerate(options):
                self.replace_option_prompt_at_index(place, option.prompt)
            # Laying the whole screen out again costs more than all that is drawn here.
            self.refresh(layout=self._height != height)
        else:
            chosen = self.chosen
            self.set_options(options)
            self.chosen = chosen

    def texts(self) -> list[str]:
        """What is searched: a text for each row, those that cannot be chosen too."""
        return [str(option.prompt) for option in self.rows_at(self._width)]

    def seek(self, sought: str) -> int:
        """Mark a text wherever it is; the number of rows with it."""
        if sought != self.sought:
            self.sought = sought
            self.rows_changed()
        return len(lines_with(self.texts(), sought))

    def go_to_match(self, number: int) -> None:
        """Put the cursor on a row with the text that is sought, or bring it into view."""
        rows = lines_with(self.texts(), self.sought)
        if not rows:
            return
        place = rows[min(number, len(rows) - 1)]
        if not self.options[place].disabled:
            self.highlighted = place
        else:
            lines = [str(option.prompt).count("\n") + 1 for option in self.options[:place]]
            self.scroll_to(y=sum(lines), animate=False)

    def _marked(self, option: Option) -> Option:
        prompt = (
            option.prompt if isinstance(option.prompt, Content) else Content(f"{option.prompt}")
        )
        return Option(marked(prompt, self.sought), disabled=option.disabled)

    @property
    def _width(self) -> int:
        return max(LEAST_WIDTH, self.scrollable_content_region.width)

    def on_resize(self) -> None:
        before = self._height
        self.rows_changed()
        if self._height != before:
            # A layout asked for at once is taken for the one that led here, which is over.
            self.call_after_refresh(self.refresh, layout=True)
        self.call_after_refresh(self.scroll_to_highlight)

    async def _on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; only a click on the row that has it picks it."""
        place = event.style.meta.get("option")
        if place is not None and place != self.highlighted:
            event.prevent_default()
            if not self.options[place].disabled:
                self.highlighted = place
