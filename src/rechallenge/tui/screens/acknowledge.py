"""Answering a finding: a reason and initials, which are printed with the plan."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from rechallenge.model.finding import Finding
from rechallenge.tui.state.draft import Answer
from rechallenge.tui.state.field_text import finding_said
from rechallenge.tui.widgets.text_field import TextField

from .dialog import Dialog

_FIELDS = (("reason", "Reason"), ("initials", "Initials"))


class Acknowledge(Dialog[Answer]):
    """Asks why a finding may stand, and who says so. Leaving it changes nothing."""

    HELP: ClassVar[str] = (
        "A finding that asks. Write why the plan may stand as it is, and your initials; both are "
        "printed with the plan. Escape leaves the finding open, and the sheet a DRAFT."
    )

    def __init__(
        self, finding: Finding, answer: Callable[[str, str], Answer | dict[str, str]]
    ) -> None:
        super().__init__()
        self._finding = finding
        self._answer = answer

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(f"Confirm: {self._finding.code}", classes="dialog-title", markup=False)
            yield Static(finding_said(self._finding), classes="dialog-text", markup=False)
            if self._finding.source:
                source = f"Source: {self._finding.source}"
                yield Static(source, classes="dialog-text", markup=False)
            for name, label in _FIELDS:
                with Horizontal(classes="dialog-field"):
                    yield Static(label, classes="label", markup=False)
                    yield TextField(id=name)
                yield Static("", classes="says", id=f"{name}-says", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(Content("Leave it open"), id="leave", compact=True)
                yield Button(Content("Confirm"), id="confirm", compact=True)

    def on_mount(self) -> None:
        """The safe choice has the focus."""
        for name, _ in _FIELDS:
            self.query_one(f"#{name}-says").display = False
        self.query_one("#leave").focus()

    def on_input_submitted(self) -> None:
        """Enter in a field goes on to the next; it never confirms by itself."""
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave the finding open, or answer it where both fields can be used."""
        if event.button.id == "leave":
            self.dismiss(None)
            return
        reason, initials = (self.query_one(f"#{name}", TextField).value for name, _ in _FIELDS)
        answer = self._answer(reason, initials)
        if isinstance(answer, Answer):
            self.dismiss(answer)
            return
        for name, _ in reversed(_FIELDS):
            says = self.query_one(f"#{name}-says", Static)
            says.display = name in answer
            says.update(Content(f"x {answer.get(name, '')}"))
            if name in answer:
                self.query_one(f"#{name}").focus()
