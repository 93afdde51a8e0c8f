"""The steps as a table: what to set, when, and what each gives."""

from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from rechallenge.model.plan import Plan
from rechallenge.sheet import view
from rechallenge.sheet.text.grid import Line
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.text.plan import (
    UNDER,
    Setting,
    note_lines,
    shown_columns,
    sum_lines,
    table_grid,
)
from rechallenge.sheet.view import Column, Label, RowKind, SectionCode, change_text
from rechallenge.words import _
from rechallenge.words.lists import commas

from .choice_list import ChoiceList, row
from .sheet_text import SheetText, text_lines

_IN_THE_ROW = (Label.CHANGE_OVER, Label.DOES_NOT_RUN)
"""Notes without which a row says to run a volume that the bag no longer has."""


class StepTable(ChoiceList[view.Row]):
    """The steps of a plan, the rate to set in bold; the chosen one is explained elsewhere."""

    HELP: ClassVar[str] = _(
        "The steps as the pump is to be set, in order. Up and Down choose a step. Below the table "
        "are its note, when to go on, and the sum behind each of its numbers.\n\n"
        "A number after ~ was rounded to be shown; the sum below has the exact value."
    )

    table: view.Table | None = None

    def show(self, plan: Plan | None) -> None:
        """Show the steps of another plan; none blanks the table."""
        self.table = None
        if plan is not None:
            (section,) = view.sections_of(plan, SectionCode.STEPS)
            self.table = section.table
        self.show_items(() if self.table is None else self.table.steps)

    def rows_at(self, width: int) -> list[Option]:
        return [] if self.table is None else list(step_rows(self.table, width))


def step_rows(table: view.Table, width: int) -> Iterator[Option]:
    """The table at a width; as labelled lines where it is too narrow for columns."""
    grid, rate = table_grid(table, width), shown_columns(table).index(Column.RATE)
    for line in grid.head:
        yield _heading(_content(line))
    lines = iter(grid.rows)
    for shown in table.rows:
        if shown.acts:
            yield _heading(Content(wrapped(change_text(shown), 2, width=width)))
            continue
        drawn = [_content(line, rate) for line in next(lines)]
        if shown.kind.is_step:
            for note in shown.notes:
                if note.code in _IN_THE_ROW:
                    drawn += _below(wrapped(note.text, UNDER, width=width), "bold")
        else:
            drawn = [line.stylize("bold") for line in drawn]
            drawn += [line for text in note_lines(shown, width) for line in _below(text)]
        yield row(drawn, can_choose=shown.kind.is_step)
    if table.foot:
        yield row(_below(wrapped(table.foot, 2, width=width)), can_choose=False)


def _heading(content: Content) -> Option:
    return row([content.stylize("dim")], can_choose=False)


def _below(text: str, style: str = "") -> list[Content]:
    return [Content.styled(line, style) for line in text.split("\n")]


def _content(line: Line, bold: int | None = None) -> Content:
    pieces = [
        (piece.text.replace(view.NO_BREAK, " "), "bold" if piece.column == bold else "")
        for piece in line
        if piece.text
    ]
    return Content.assemble(*pieces).rstrip()


class StepWorking(SheetText):
    """What belongs to the chosen step: its notes, when to go on, and the sums behind it."""

    def explain(self, step: view.Row | None) -> None:
        """Explain one step; none blanks it."""
        self.show_lines(lambda width: _explained(step, width) if step else [])


def _explained(step: view.Row, width: int) -> list[Content]:
    rate = step.text(Column.RATE).replace(view.NO_BREAK, " ")
    if step.kind is RowKind.OBSERVE and step.aside:
        rate = commas((rate, step.aside))
    is_set = step.kind not in (RowKind.OBSERVE, RowKind.GIVE)
    what = _("Step {step}: set {rate}") if is_set else _("Step {step}: {rate}")
    notes = [f"  {note.text}" for note in step.notes if note.code not in _IN_THE_ROW]
    sums = sum_lines(step.working, Setting(width, working=True), 2)
    head = Content.styled(what.format(step=step.step, rate=rate), "bold")
    return [head, *text_lines("\n".join([*notes, *sums]), width)]
