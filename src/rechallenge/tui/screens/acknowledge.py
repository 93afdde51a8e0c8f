"""Answering a finding: a reason and initials, which are printed with the plan."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from rechallenge.model.finding import Finding
from rechallenge.sheet.view import Label, finding_item
from rechallenge.tui.state.draft import Answer
from rechallenge.tui.state.field_text import finding_said
from rechallenge.tui.widgets.text_field import TextField
from rechallenge.words import _, word

from .dialog import Dialog

_FIELDS = {"reason": _("Reason"), "initials": _("Initials")}


class Acknowledge(Dialog[Answer]):
    """Asks why the plan may stay as it is, and who says so. Leaving it changes nothing."""

    HELP: ClassVar[str] = _(
        "A finding that asks. Write why the plan may stay as it is, and your initials; both are "
        "printed with the plan. Escape leaves the finding open, and the sheet a DRAFT."
    )

    def __init__(
        self, finding: Finding, answer: Callable[[str, str], Answer | dict[str, str]]
    ) -> None:
        super().__init__()
        self._finding = finding
        self._answer = answer

    def compose(self) -> ComposeResult:
        item = finding_item(self._finding)
        with VerticalScroll(classes="dialog", can_focus=False):
            title = _("Confirm: {code}").format(code=item.code)
            yield Static(title, classes="dialog-title", markup=False)
            yield Static(finding_said(self._finding), classes="dialog-text", markup=False)
            if item.source:
                source = f"{word(Label.SOURCE)}: {item.source}"
                yield Static(source, classes="dialog-text", markup=False)
            for name, label in _FIELDS.items():
                with Horizontal(classes="dialog-field"):
                    yield Static(label, classes="label", markup=False)
                    yield TextField(id=name)
                yield Static("", classes="says", id=f"{name}-says", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Leave it open")), id="leave", compact=True)
                yield Button(Content(_("Confirm")), id="confirm", compact=True)

    def on_mount(self) -> None:
        """The safe choice has the focus."""
        for name in _FIELDS:
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
        reason, initials = (self.query_one(f"#{name}", TextField).value for name in _FIELDS)
        answer = self._answer(reason, initials)
        if isinstance(answer, Answer):
            self.dismiss(answer)
            return
        for name in reversed(_FIELDS):
            says = self.query_one(f"#{name}-says", Static)
            says.display = name in answer
            says.update(Content(f"x {answer.get(name, '')}"))
            if name in answer:
                self.query_one(f"#{name}").focus()
