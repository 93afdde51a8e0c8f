"""A second person enters the order on a screen that shows nothing of the plan."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from rechallenge.files.find import Shelves
from rechallenge.files.reading import UnusableFile
from rechallenge.files.writing import NotWritten
from rechallenge.model.plan import Plan
from rechallenge.service.blind_check import (
    Question,
    different_text,
    differing,
    questions_of,
    read_entry,
)
from rechallenge.service.order_fields import FieldValue
from rechallenge.service.plan_file import SavedPlan
from rechallenge.service.second_checks import record_check, second_person
from rechallenge.tui.state.evaluation import FieldState, FieldStatus
from rechallenge.tui.state.fields import FieldSpec
from rechallenge.tui.state.session import Session
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.order_field import OrderField
from rechallenge.tui.widgets.wrapped_text import WrappedText
from rechallenge.words import _, word
from rechallenge.words.shown import printable

from .field_by_field import FieldByField

_INITIALS = "initials"
KEYS = (
    ("F1", _("Help"), "app.help"),
    ("Enter", _("Next field"), "app.focus_next"),
    ("F4", _("Choices"), "screen.choose"),
    ("Esc", _("Leave without a check"), "screen.leave"),
)


class BlindCheck(FieldByField[Plan]):
    """Takes the order field by field and compares it with the plan; gives the plan with the check
    that it has recorded. Leaving it changes nothing."""

    HELP: ClassVar[str] = _(
        "A second person enters the order from the prescription. Nothing of the plan is shown. "
        "Leave a field empty if the prescription does not state it. After = is what was "
        "understood, after x why it cannot be used. If everything agrees, the check is recorded "
        "in the plan file. Escape leaves without a check."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
    ]
    left = _("The second check is not done")
    command = "rechallenge verify PLAN.json --blind"
    """The twin of this screen. A file's name may say what is in it."""

    def __init__(self, path: Path, saved: SavedPlan, shelves: Shelves, session: Session) -> None:
        super().__init__(id="blind")
        self._path, self._saved, self._session = path, saved, session
        self._questions = {q.key: q for q in questions_of(saved.plan, shelves)}
        self.texts = dict.fromkeys((_INITIALS, *self._questions), "")
        self.fields = {key: OrderField(self._spec(key), self.write) for key in self.texts}
        self._said = Static("", id="blind-said", markup=False)

    def compose(self) -> ComposeResult:
        yield Static(_("Second check: enter the order"), classes="dialog-title", markup=False)
        yield WrappedText(word("blind.introduction"), classes="dialog-text")
        with VerticalScroll(id="blind-order", can_focus=False):
            yield from self.fields.values()
            with Horizontal(classes="buttons"):
                yield Button(Content(_("Compare with the plan")), id="compare", compact=True)
        yield self._said
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        for key in self.texts:
            self._show(key)
        self._said.display = False
        self.fields[_INITIALS].entry.focus()

    def on_button_pressed(self) -> None:
        for key in self.texts:
            if self._value(key).refused is not None:
                self.fields[key].entry.focus()
                self._say(_("Some fields cannot be used yet: see the marks."))
                return
        values = {key: self._value(key).value for key in self._questions}
        if different := differing(self._saved.plan, values):
            self._say(different_text(different))
            return
        by, now = self._value(_INITIALS).value, self._session.clock()
        try:
            saved = self._saved
            plan = record_check(self._path, saved.plan, saved.fingerprint, by, now)
        except (NotWritten, UnusableFile) as error:
            self._say(printable(str(error)))
        else:
            self.dismiss(plan)

    def _spec(self, key: str) -> FieldSpec:
        if key == _INITIALS:
            return FieldSpec(key, _("Your initials"), "", _("who enters the order"))
        question = self._questions[key]
        return FieldSpec(key, question.label, "", question.expects, choices=question.choices)

    def write(self, key: str, text: str) -> None:
        self.texts[key] = text
        self._said.display = False
        self._show(key)

    def _show(self, key: str) -> None:
        value, text = self._value(key), self.texts[key]
        if not text:
            state = FieldState(FieldStatus.EMPTY, _expects(self._questions.get(key)))
        elif value.refused is not None:
            state = FieldState(FieldStatus.REFUSED, value.refused)
        else:
            state = FieldState(FieldStatus.READ, value.text)
        self.fields[key].show(text, state)

    def _value(self, key: str) -> FieldValue:
        text = self.texts[key]
        if key != _INITIALS:
            return read_entry(self._questions[key], text, self._session.today)
        try:
            return FieldValue(second_person(self._saved.plan, text))
        except ValueError as error:
            return FieldValue(refused=str(error))

    def _say(self, sentence: str) -> None:
        self._said.display = True
        self._said.update(Content(f"x {sentence}"))


def _expects(question: Question | None) -> str:
    if question is None:
        return ""
    if question.expects and question.choices:
        return _("{what}; F4 lists them").format(what=question.expects)
    return question.expects or ", ".join(question.choices)
