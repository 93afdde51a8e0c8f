"""One field of the order: its label, its text as typed, and what is to be said about it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from rechallenge.tui.state.fields import FieldSpec
from rechallenge.tui.state.outcome import FieldState, Standing

from .entry import Entry

_MARKS = {
    Standing.READ: ("= ", "field--read"),
    Standing.REFUSED: ("x ", "field--refused"),
    Standing.NEEDED: ("? ", "field--needed"),
    Standing.UNUSED: ("- ", "field--unused"),
    Standing.EMPTY: ("", "field--empty"),
}


_ONE_LINE = 22
"""A text of so many characters is one line at every size of the screen."""


class OrderField(Widget):
    """A field. What was read from its text stands after `=`, why it was refused after `x`, what is
    still needed after `?`; the marks tell them apart without colour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "app.focus_next", "Next field", show=False, priority=True),
        Binding("up", "app.focus_previous", "Field before", show=False, priority=True),
        Binding("f4", "choose", "Choices"),
    ]

    class ChoicesWanted(Message):
        """The person asks what may be written here."""

        def __init__(self, field: "OrderField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, spec: FieldSpec, write: Callable[[str, str], None]) -> None:
        super().__init__(name=spec.key)
        self.spec = spec
        self._write = write
        self._says = Static("", classes="says", markup=False)
        self._says.display = False
        self.entry = Entry(changed=self._changed, placeholder=_hint(spec))

    def compose(self) -> ComposeResult:
        with Horizontal(classes="written"):
            yield Static(self.spec.label, classes="label", markup=False)
            yield self.entry
        yield self._says

    def show(self, text: str, state: FieldState) -> None:
        """Show the text as the order has it, and how the field stands."""
        if self.entry.value != text:
            self.entry.value = text
            self.entry.cursor_position = len(text)
        mark, style = _MARKS[state.standing]
        # A reading that is worked out has its own sign: 480 mg = 10 mg/kg x 48 kg.
        worked = state.standing is Standing.READ and " = " in state.says
        said = f"{'' if worked else mark}{state.says}" if state.says else ""
        if str(self._says.content) != said:
            before = len(str(self._says.content))
            # One line for another changes no layout, and laying out is slow.
            same = 0 < len(said) <= _ONE_LINE and 0 < before <= _ONE_LINE
            self._says.update(Content(said), layout=not same)
            self._says.display = bool(said)
        for _, other in _MARKS.values():
            self.set_class(other == style, other)

    @property
    def help_text(self) -> str:
        """What belongs in this field."""
        spec = self.spec
        lines = [f"{spec.label}: {spec.explains}."]
        if spec.sample:
            lines.append(
                f"Write it with its unit, such as {spec.sample}."
                if spec.sample[:1].isdigit() and " " in spec.sample
                else f"Such as {spec.sample}."
            )
        if spec.choices:
            lines.append(f"One of: {', '.join(spec.choices)}. F4 lets you choose.")
        if spec.fallback:
            lines.append(f"Left empty, it is {spec.fallback}.")
        lines.append(
            "The text stays as you type it. After = stands what was understood, after x why it "
            "cannot be used and what to write, after ? what is still needed."
        )
        return "\n\n".join(lines)

    def action_choose(self) -> None:
        """Ask for the choices of this field."""
        self.post_message(self.ChoicesWanted(self))

    def _changed(self, text: str) -> None:
        self._write(self.spec.key, text)


def _hint(spec: FieldSpec) -> str:
    return f"such as {spec.sample}" if spec.sample else ""
