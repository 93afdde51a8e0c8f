"""The findings of a plan: one line each, in order of danger; opened, each says all there is."""

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from rechallenge.model.finding import Finding, Severity
from rechallenge.sheet.places import place_label
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view import Label, by_danger, finding_item
from rechallenge.tui.state.field_text import finding_said
from rechallenge.words import _, word
from rechallenge.words.lists import with_label

from .choice_list import ChoiceList, row
from .sheet_text import SheetText

_MARKS = {
    Severity.REFUSE: ("x", "$refused"),
    Severity.CONFIRM: ("!", "$draft"),
    Severity.NOTE: ("i", "dim"),
}
_ANSWERED = ("v", "$ready")
_INDENT = 4


class FindingList(ChoiceList[Finding]):
    """A line for each finding: its mark, its code, and the field or step that it is about."""

    HELP: ClassVar[str] = _(
        "What the checks found, the most dangerous first. A finding never changes a number. Below "
        "the list is the whole text of the chosen one; Enter opens it, with its source and what to "
        "do.\n\n"
        "x REFUSE: there is no schedule. Change the order.\n"
        "! CONFIRM: the sheet is a DRAFT until each is answered with a reason and initials. Enter "
        "opens the question; Delete takes an answer back.\n"
        "v: answered.\n"
        "i NOTE: worth knowing; no answer is needed.\n\n"
        "An answer holds for the numbers it was given to. When they change, it no longer holds."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "select", "Answer"),
        Binding("delete,backspace", "withdraw", "Take answer back"),
    ]

    class Withdrawn(Message):
        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    fallen: tuple[str, ...] = ()
    """Codes whose answer was given to other numbers."""

    def show(self, findings: tuple[Finding, ...], fallen: tuple[str, ...] = ()) -> None:
        self.fallen = fallen
        self.show_items(by_danger(findings))

    def rows_at(self, width: int) -> list[Option]:
        if not self.items:
            return [row([Content(f" {_('No findings.')}")], can_choose=False)]
        column = max(len(finding.code) for finding in self.items) + 2
        rows = []
        for severity, group in groupby(self.items, key=lambda finding: finding.severity):
            asks = wrapped(word(f"severity.{severity.value}.asks"), 1, 1, width - 1)
            heading = [Content.styled(line, "bold") for line in asks.split("\n")]
            rows.append(row(heading, can_choose=False))
            rows += [row([_finding_line(finding, column)]) for finding in group]
        return rows

    def texts(self) -> list[str]:
        """All that each finding says, although one line of it is shown."""
        whole = iter(self.items)
        return [
            str(option.prompt)
            if option.disabled
            else " ".join(line.plain.strip() for line in finding_lines(next(whole), 10_000))
            for option in self.rows_at(self._width)
        ]

    def action_withdraw(self) -> None:
        finding = self.item
        if finding is not None and finding.acknowledged is not None:
            self.post_message(self.Withdrawn(finding))


class FindingText(SheetText):
    def explain(self, finding: Finding | None, *, fallen: bool = False, sought: str = "") -> None:
        """Show one finding, with what is `sought` marked; none blanks the text."""
        self._sought = sought
        self.show_lines(
            lambda width: list(finding_lines(finding, width, fallen=fallen)) if finding else []
        )


def _finding_line(finding: Finding, column: int) -> Content:
    mark, style = _ANSWERED if finding.acknowledged else _MARKS[finding.severity]
    place = place_label(finding.place, finding.letters)
    return Content.assemble(" ", (mark, style), f" {finding.code.ljust(column)}{place}")


def finding_lines(finding: Finding, width: int, *, fallen: bool = False) -> Iterator[Content]:
    """All of a finding in lines: its mark, code and place, what it says, and what it asks."""
    mark, style = _ANSWERED if finding.acknowledged else _MARKS[finding.severity]
    place = place_label(finding.place, finding.letters)
    named = Content.assemble((finding.code, "bold"), f"  {place}")
    yield Content.assemble(" ", (mark, style), " ", named)
    for paragraph in finding_paragraphs(finding, fallen=fallen):
        for line in paragraph.split("\n"):
            hanging = _INDENT + 2 * line.startswith("- ")
            yield from map(Content, wrapped(line, _INDENT, hanging, width).split("\n"))
    yield Content("")


def finding_paragraphs(finding: Finding, *, fallen: bool = False) -> Iterator[str]:
    """What a finding says, its source, its answer, and what to do."""
    item = finding_item(finding)
    yield finding_said(finding)
    if item.source:
        yield with_label(word(Label.SOURCE), item.source)
    if item.answer:
        yield _("Answer: {answer}").format(answer=item.answer.text)
    elif item.severity is Severity.CONFIRM:
        if fallen:
            yield _("The answer was given to other numbers and no longer holds.")
        yield _("Enter: answer with a reason and initials.")
    elif item.severity is Severity.REFUSE:
        yield _("This cannot be answered. Change the order.")
