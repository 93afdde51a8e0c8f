"""Premedication to be ticked off, with the time each dose was given."""

from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from rechallenge.model.plan import Plan
from rechallenge.sheet import view
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view import NO_BREAK, Column, Moment, SectionCode, Table
from rechallenge.tui.state.draft import Texts
from rechallenge.words import _, word
from rechallenge.words.lists import commas, with_label

from .choice_list import ChoiceList, row

_INDENT = 5


class PremedicationList(ChoiceList[view.Row]):
    """Each dose with when it is due; Enter or Space ticks it off with the time of the moment."""

    HELP: ClassVar[str] = _(
        "What is given before the infusion, and when. Space or Enter ticks a dose off with the "
        "current time; pressed again, it removes the tick. The ticks stay with this order "
        "while the planner is open, and in its draft. A saved plan and a printed sheet do not "
        "hold them: the sheet has its own boxes to sign."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ticks: Texts = {}

    def show(self, plan: Plan | None, ticks: Texts) -> None:
        """Show a plan's premedication with what was ticked off."""
        self.ticks = ticks
        sections = (
            view.sections_of(plan, SectionCode.PREMEDICATION) if plan and plan.premedication else ()
        )
        blocks = [block for section in sections for block in section.blocks]
        self.show_items(dose for table in blocks if isinstance(table, Table) for dose in table.rows)

    @property
    def dose(self) -> str | None:
        """The chosen dose, as it is ticked off by."""
        return None if self.item is None else _dose_key(self.chosen, self.item)

    def rows_at(self, width: int) -> list[Option]:
        if not self.items:
            return [row([Content(f" {word('premedication.none')}")], can_choose=False)]
        rows = [row(self._drawn(n, dose, width - 1)) for n, dose in enumerate(self.items)]
        not_kept = _(
            "Ticks are an aid on this screen only. No saved plan and no printed sheet holds them: "
            "sign for each dose on the sheet or in the patient's chart."
        )
        said = map(Content, wrapped(not_kept, 1, 1, width - 1).split("\n"))
        return [*rows, row(said, can_choose=False)]

    def _drawn(self, number: int, dose: view.Row, width: int) -> Iterator[Content]:
        given = self.ticks.get(_dose_key(number, dose))
        box = f"[x] {_('given {time}').format(time=given)} " if given else dose.text(Column.TICK)
        due, at = dose.text(Column.DUE), dose.cells.get(Column.GIVE_AT)
        if isinstance(at, Moment):
            due = commas((at.text, due))
        text = f"{box} {with_label(_named(dose), due)}"
        for line in wrapped(text, 1, _INDENT, width).split("\n"):
            yield Content.styled(line, "dim" if given else "")
        for note in dose.notes:
            yield from map(Content, wrapped(note.body, _INDENT, width=width).split("\n"))
        yield Content("")


def _dose_key(number: int, dose: view.Row) -> str:
    """What a dose is ticked off by: another drug, dose or route is another dose."""
    return f"{number + 1} {_named(dose)}".replace(NO_BREAK, " ")


def _named(dose: view.Row) -> str:
    return " ".join(dose.text(column) for column in (Column.DRUG, Column.DOSE, Column.ROUTE))
