"""What a person says of a table: what a column is, and what the table is."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rechallenge.files.find import Shelves
from rechallenge.tui.state.audits import (
    LEFT_OUT,
    OPTIONS,
    Asked,
    header_read,
    headers_offered,
    refused_options,
)
from rechallenge.tui.state.offers import Offer
from rechallenge.words import _

from .dialog import Fill
from .offering import FillOffered


class CorrectColumn(FillOffered[str]):
    """Takes a header in place of that of a column, as it would be printed: a name and a unit. An
    empty one gives the column its own header back."""

    HELP: ClassVar[str] = _(
        "What the numbers of this column are, and their unit, as in: dose, mg. Names are offered "
        "as you type: Down chooses one, Enter takes it. - leaves the column out. An empty field "
        "reads the column by its own header. Escape changes nothing."
    )

    def __init__(self, place: int, header: str, now: str) -> None:
        title = _("Column {number}").format(number=place + 1)
        about = _("Its header: {header}").format(header=header or _("none"))
        also = _("Write what it is, as in: dose, mg. Write - to leave it out.")
        field, leave, take = ("header", _("Read it as")), _("Leave it as it is"), _("Take")
        super().__init__(title, [about, also], field, now, leave=leave, take=take)
        self._read = Static("", classes="dialog-text", markup=False)

    def more(self) -> Iterable[Widget]:
        yield from super().more()
        yield self._read

    def on_mount(self) -> None:
        self.typed()

    def typed(self) -> None:
        """Offer what goes on from the text, and say what it is read as."""
        text = self.entry.value.strip()
        begin_so = (one for one in headers_offered() if one.startswith(text.casefold()))
        self.offer(text, tuple(map(Offer, begin_so)))
        read = header_read(text)
        self._read.display = read is not None
        self._read.update(Content(f"= {read}"))

    def answer(self, texts: dict[str, str]) -> str | dict[str, str]:
        text = texts["header"].strip()
        if text in ("", LEFT_OUT) or header_read(text) is not None:
            return text
        return {"header": _("is not understood; write a name and a unit, as in: rate, mL/h")}


class CorrectTable(Fill[Asked]):
    """Takes what the command takes of the whole table, option by option."""

    HELP: ClassVar[str] = _(
        "What you know of the table. An empty field leaves it to the table.\n\n"
        "Sheet, Range, Across, Table: which part of the file it is. Decimals: the decimal sign, "
        "point or comma. Stated: what is stated beside the table, such as total time, total "
        "dose, weight. Digits: whether a column is exact or rounded, by what it is read as. "
        "Pump: look for rates that it cannot be set to. Line: look when each bag reaches the "
        "patient. Write ; between two entries of Stated or Digits. Enter takes all fields, "
        "Escape changes nothing."
    )

    def __init__(self, asked: Asked, shelves: Shelves) -> None:
        self._asked, self._shelves = asked, shelves
        labels = {key: label for key, (label, _sample) in OPTIONS.items()}
        leave, take = _("Leave it as it is"), _("Take")
        super().__init__(
            _("How the table is read"), [], labels, leave=leave, take=take, begin=asked.options
        )
        for key, (_label, sample) in OPTIONS.items():
            self.entries[key].placeholder = sample

    def on_mount(self) -> None:
        next(iter(self.entries.values())).focus()

    def on_input_submitted(self) -> None:
        self.take()

    def answer(self, texts: dict[str, str]) -> Asked | dict[str, str]:
        options = {key: text.strip() for key, text in texts.items() if text.strip()}
        refused = refused_options(options, self._shelves)
        return refused or replace(self._asked, options=options)
