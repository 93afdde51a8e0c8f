"""A dialog with one field, under which names are offered as it is typed."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from rechallenge.tui.state.offers import Offers
from rechallenge.tui.widgets.suggestions import Suggestions

from .dialog import Fill

_Answer = TypeVar("_Answer")


class FillOffered(Fill[_Answer]):
    """Down chooses among what is offered, Enter takes it, and then the text. `field` is the name of
    the field and its label."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("up", "choose(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        texts: list[str],
        field: tuple[str, str],
        now: str,
        *,
        leave: str,
        take: str,
    ) -> None:
        name, label = field
        super().__init__(title, texts, {name: label}, leave=leave, take=take, begin={name: now})
        self.entry = self.entries[name]
        self._offers = Suggestions(self.entry, self.taken)
        self.entry.tab_takes = lambda: self._offers.take(by_tab=True)

    def more(self) -> Iterable[Widget]:
        yield self._offers

    def on_mount(self) -> None:
        self.entry.cursor_position = len(self.entry.value)
        self.entry.focus()

    def offer(self, text: str, offers: Offers) -> None:
        """Offer these for a text, unless it is one of them."""
        self._offers.offer(() if any(offer.text == text for offer in offers) else offers)

    def taken(self, text: str) -> None:
        self.entry.show(text)

    def action_choose(self, by: int) -> None:
        if self.entry.has_focus and self._offers.move(by):
            return
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def on_input_submitted(self) -> None:
        if not self._offers.take():
            self.take()
