"""The names offered under a field while one is typed. Nothing is taken that was not chosen."""

from collections.abc import Callable

from textual.content import Content
from textual.widgets.option_list import Option

from rechallenge.sheet.text.columns import columns_of, padded
from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.offers import Offer, Offers, only_completion
from rechallenge.words import _

from .choice_list import ChoiceList, row
from .text_field import TextField


class Suggestions(ChoiceList[Offer]):
    """A list under a field: Down goes into it, Enter or Tab takes the chosen name. Without Down
    nothing is chosen; but where one name alone goes on from what is typed, and a field takes only
    names (`only_names`), Tab takes it, as the list says.

    The field keeps the focus. `taken` is called with what is taken.
    """

    def __init__(
        self, field: TextField, taken: Callable[[str], None], *, only_names: bool = True
    ) -> None:
        super().__init__()
        self.can_focus = False
        self.display = False
        self._field, self._taken, self._only_names = field, taken, only_names

    def offer(self, offers: Offers) -> None:
        """Offer these in place of those before, none of them chosen; none closes the list."""
        self.highlighted = None
        self.show_items(offers)
        self.display = bool(offers)
        self.scroll_home(animate=False)

    def rows_at(self, width: int) -> list[Option]:
        texts = [offer.text for offer in self.items]
        column = min(max(map(columns_of, texts), default=0), width // 2) + 3
        rows = []
        for number, offer in enumerate(self.items):
            # Without colour, the mark alone tells what is chosen.
            mark = ">" if number == self.highlighted else " "
            text = padded(f"{mark}{offer.text}", column)
            under = wrapped(offer.meaning, column, width=width)
            under = f"\n{under}" if columns_of(text) > column and under else under[column:]
            rows.append(row([Content.assemble(text, (under, "$quiet"))]))
        says = _("Tab takes it") if self._completion else _("Down chooses, Enter takes")
        return [*rows, row([Content.styled(f" {says}", "italic")], can_choose=False)]

    def rows_changed(self) -> None:
        """Write the rows anew; what was not chosen before is not chosen by that."""
        before = self.highlighted
        super().rows_changed()
        self.highlighted = before

    def move(self, by: int) -> bool:
        """Choose the next offer, or the one before; whether there is one. Up from the first leaves
        the list, with nothing chosen."""
        if not self.display:
            return False
        now = -1 if self.highlighted is None else self.highlighted
        self.highlighted = None if now + by < 0 else min(now + by, len(self.items) - 1)
        self.rows_changed()
        return True

    def take(self, *, by_tab: bool = False) -> bool:
        """Take what is chosen; whether something was."""
        chosen = None
        if self.display and self.highlighted is not None:
            chosen = self.items[self.highlighted].text
        elif self.display and by_tab:
            chosen = self._completion
        self.display = False
        if chosen is not None:
            self._taken(chosen)
        return chosen is not None

    def on_option_list_option_selected(self, event: ChoiceList.OptionSelected) -> None:
        event.stop()
        self.take()

    def on_option_list_option_highlighted(self, event: ChoiceList.OptionHighlighted) -> None:
        """No concern of the screen."""
        event.stop()

    @property
    def _completion(self) -> str | None:
        return only_completion(self.items, self._field.value) if self._only_names else None
