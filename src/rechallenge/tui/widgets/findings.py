"""The findings of a plan: what each says, whom it rests on, and who has answered it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from rechallenge.model.finding import Finding, Severity
from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.field_text import finding_said

from .choice_list import ChoiceList, Row

_MARKS = {
    Severity.REFUSE: ("x REFUSE ", "$refused"),
    Severity.CONFIRM: ("! CONFIRM", "$draft"),
    Severity.NOTE: ("i NOTE   ", "dim"),
}
_ORDER = (Severity.REFUSE, Severity.CONFIRM, Severity.NOTE)


class FindingList(ChoiceList):
    """Findings by severity, the open ones first. Enter answers one that asks."""

    HELP: ClassVar[str] = (
        "What the checks found. A finding never changes a number.\n\n"
        "x REFUSE: there is no schedule, and nothing to press; change the order.\n"
        "! CONFIRM: the sheet is a DRAFT until each is answered with a reason and initials. Enter "
        "opens the question; Delete takes an answer back.\n"
        "i NOTE: worth knowing; nothing is asked.\n\n"
        "An answer holds for the numbers it was given to. When they change, it falls away."
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
        self.findings: tuple[Finding, ...] = ()
        self.fallen: tuple[str, ...] = ()

    def show(self, findings: tuple[Finding, ...], fallen: tuple[str, ...] = ()) -> None:
        """Show these findings; `fallen` are codes whose answer was given to other numbers."""
        self.findings = tuple(sorted(findings, key=_rank))
        self.fallen = fallen
        self.rows_changed()

    @property
    def finding(self) -> Finding | None:
        """The chosen finding."""
        if not self.findings:
            return None
        return self.findings[min(self.chosen, len(self.findings) - 1)]

    def rows_at(self, width: int) -> list[Row]:
        if not self.findings:
            return [Row((Content(" No findings."),), can_choose=False)]
        return [Row(_lines(f, width, fallen=f.code in self.fallen)) for f in self.findings]

    def action_withdraw(self) -> None:
        """Take the answer to the chosen finding back."""
        finding = self.finding
        if finding is not None and finding.acknowledged is not None:
            self.post_message(self.Withdrawn(finding))


def _rank(finding: Finding) -> tuple[int, bool]:
    return _ORDER.index(finding.severity), finding.acknowledged is not None


def _lines(finding: Finding, width: int, *, fallen: bool) -> tuple[Content, ...]:
    mark, style = _MARKS[finding.severity]
    if finding.acknowledged is not None:
        mark, style = "v ANSWERED", "$ready"
    head = Content.assemble(" ", (mark, style), " ", (finding.code, "bold"))
    texts = [finding_said(finding), f"At {finding.where}."]
    if finding.source:
        texts.append(f"Source: {finding.source}")
    lines = [head, *_wrapped(texts, width)]
    if answer := finding.acknowledged:
        at = f", {answer.at:%Y-%m-%d %H:%M}" if answer.at else ""
        lines += _wrapped([f"Answer: {answer.reason} ({answer.initials}{at})"], width, "bold")
    elif finding.severity is Severity.CONFIRM:
        asks = "Enter: answer with a reason and initials."
        if fallen:
            asks = f"The answer was given to other numbers and no longer holds. {asks}"
        lines += _wrapped([asks], width, "italic")
    elif finding.severity is Severity.REFUSE:
        lines += _wrapped(["There is no way round this; change the order."], width, "italic")
    return (*lines, Content(""))


def _wrapped(texts: list[str], width: int, style: str = "") -> list[Content]:
    lines = [line for text in texts for line in wrapped(text, 4, 4, width - 1).split("\n")]
    return [Content.styled(line, style) for line in lines]
