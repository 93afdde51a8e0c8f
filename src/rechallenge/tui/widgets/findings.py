"""The findings of a plan: sentence, source and answer of each."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from rechallenge.model.finding import Finding, Severity
from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view import Label, finding_item
from rechallenge.tui.state.field_text import finding_said, place_said
from rechallenge.words import _, word

from .choice_list import ChoiceList, row

_MARKS = {
    Severity.REFUSE: ("x", _("REFUSE"), "$refused"),
    Severity.CONFIRM: ("!", _("CONFIRM"), "$draft"),
    Severity.NOTE: ("i", _("NOTE"), "dim"),
}
_ANSWERED = ("v", _("ANSWERED"), "$ready")
_ORDER = (Severity.REFUSE, Severity.CONFIRM, Severity.NOTE)
_INDENT = 4


class FindingList(ChoiceList[Finding]):
    """Findings by severity, the open ones first. Enter answers one that asks."""

    HELP: ClassVar[str] = _(
        "What the checks found. A finding never changes a number.\n\n"
        "x REFUSE: there is no schedule. Change the order.\n"
        "! CONFIRM: the sheet is a DRAFT until each is answered with a reason and initials. Enter "
        "opens the question; Delete takes an answer back.\n"
        "i NOTE: worth knowing; no answer is needed.\n\n"
        "An answer holds for the numbers it was given to. When they change, it no longer holds."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "select", "Answer"),
        Binding("delete,backspace", "withdraw", "Take answer back"),
    ]

    class Withdrawn(Message):
        """The answer to a finding is taken back."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fallen: tuple[str, ...] = ()

    def show(self, findings: tuple[Finding, ...], fallen: tuple[str, ...] = ()) -> None:
        """Show these findings; `fallen` are codes whose answer was given to other numbers."""
        self.fallen = fallen
        self.show_items(sorted(findings, key=_rank))

    def rows_at(self, width: int) -> list[Option]:
        if not self.items:
            return [row([Content(f" {_('No findings.')}")], can_choose=False)]
        return [row(finding_lines(f, width - 1, fallen=f.code in self.fallen)) for f in self.items]

    def action_withdraw(self) -> None:
        """Take the answer to the chosen finding back."""
        finding = self.item
        if finding is not None and finding.acknowledged is not None:
            self.post_message(self.Withdrawn(finding))


def finding_lines(finding: Finding, width: int, *, fallen: bool = False) -> Iterator[Content]:
    """A finding in lines: its mark and code, what it says and where, and what it asks."""
    item = finding_item(finding)
    mark, named, style = _ANSWERED if item.answer else _MARKS[item.severity]
    yield Content.assemble(" ", (f"{mark} {named.ljust(7)}", style), " ", (item.code, "bold"))
    yield from _set(finding_said(finding), width)
    yield from _set(_("At {place}.").format(place=place_said(finding)), width)
    if item.source:
        yield from _set(f"{word(Label.SOURCE)}: {item.source}", width)
    if item.answer:
        yield from _set(_("Answer: {answer}").format(answer=item.answer.text), width, "bold")
    elif item.severity is Severity.CONFIRM:
        asks = _("Enter: answer with a reason and initials.")
        if fallen:
            gone = _("The answer was given to other numbers and no longer holds.")
            asks = f"{gone} {asks}"
        yield from _set(asks, width, "italic")
    elif item.severity is Severity.REFUSE:
        yield from _set(_("This cannot be answered. Change the order."), width, "italic")
    yield Content("")


def _rank(finding: Finding) -> tuple[int, bool]:
    return _ORDER.index(finding.severity), finding.acknowledged is not None


def _set(text: str, width: int, style: str = "") -> Iterator[Content]:
    for line in wrapped(text, _INDENT, width=width).split("\n"):
        yield Content.styled(line, style)
