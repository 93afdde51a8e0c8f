"""What is said of a table: what does not agree, what was not read, what was compared."""

from collections.abc import Iterable
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.audit_said import Group, Item
from rechallenge.words import _

from .choice_list import ChoiceList, row

_STYLES = {"x": "$refused"}


class AuditList(ChoiceList[Item]):
    """Every finding of an audit in full; the cursor in it leads that of the table."""

    HELP: ClassVar[str] = _(
        "What does not agree in the table, cell by cell, and what was not read. Up and Down choose "
        "one, and the cursor of the table goes to its cell; the cells that it compares are "
        "underlined. Enter goes into the table, to that cell.\n\n"
        "A printed number stands for all that is rounded to its digits, so only what no rounding "
        "explains is named."
    )

    _groups: tuple[Group, ...] = ()
    _pointed: int | None = None

    def show(self, groups: Iterable[Group]) -> None:
        """Show these groups, with the cursor on the first item."""
        self._groups, self._pointed = tuple(groups), None
        self.show_items(item for group in self._groups for item in group.items)
        self.chosen = 0
        self.scroll_home(animate=False)

    def choose_cell(self, where: str) -> None:
        """Choose what is said of a cell: first what it may be wrong in."""
        about = [(item.cells.index(where), number)
                 for number, item in enumerate(self.items) if where in item.cells]  # fmt: skip
        if about and (self.item is None or where not in self.item.cells):
            self.chosen = min(about)[1]

    def point(self, about: bool) -> None:
        """Have a > before the chosen item if it is about the cell under the cursor of the table:
        without the focus, nothing else tells."""
        before, self._pointed = self._pointed, self.chosen if about else None
        if before != self._pointed and self.items:
            places = [place for place, option in enumerate(self.options) if not option.disabled]
            for number in (before, self._pointed):
                if number is not None:
                    made = self._item(number, self._width)
                    self.replace_option_prompt_at_index(places[number], made.prompt)

    def rows_at(self, width: int) -> list[Option]:
        rows, number = [], 0
        for group in self._groups:
            rows.append(_heading(group.heading, width))
            rows += [self._item(at, width) for at in range(number, number + len(group.items))]
            number += len(group.items)
            rows += [_line(line, width) for line in group.lines]
        return rows

    def _item(self, number: int, width: int) -> Option:
        item = self.items[number]
        said = [line for text in item.lines for line in wrapped(text, 4, 6, width - 1).split("\n")]
        pointer = ">" if number == self._pointed else " "
        mark = (item.mark, _STYLES.get(item.mark, ""))
        return row([Content.assemble(pointer, mark, said[0][2:]), *map(Content, said[1:])])


def _heading(text: str, width: int) -> Option:
    lines = wrapped(text, 1, 1, width - 1).split("\n")
    return row([Content.styled(line, "bold") for line in lines], can_choose=False)


def _line(text: str, width: int) -> Option:
    return row(map(Content, wrapped(text, 4, 6, width - 1).split("\n")), can_choose=False)
