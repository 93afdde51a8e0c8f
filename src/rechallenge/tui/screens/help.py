"""Help for what has the focus, with all keys and the command line; and letters to jump by."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rechallenge.tui.widgets.wrapped_text import WrappedText
from rechallenge.words import _
from rechallenge.words.shown import NO_BREAK

from .dialog import Dialog

KEYS = (
    ("F1, ?", _("this help")),
    ("F2", _("from the order to the result, and back")),
    ("F3", _("protocols: search, read, choose")),
    ("F4", _("in a field with a list: choose from what may be written there")),
    ("Down, Enter", _("in a field: choose a name that is offered, and take it")),
    ("F5", _("compare strategies for this order")),
    ("F6", _("the sheet: preview, save in any format, print")),
    ("F7", _("findings, once there is a plan")),
    ("F8, Ctrl+P", _("all commands, by name")),
    ("F9, Ctrl+G", _("jump: a letter for each place")),
    ("F10, Ctrl+R", _("the infusion was stopped: how it goes on")),
    ("/, Ctrl+F", _("search in the result or the sheet; n, N: next match, previous")),
    ("F12", _("all fields, or only those that matter to the order")),
    ("1-9", _("a section of the result (outside a field)")),
    ("Ctrl+Z, Ctrl+Y", _("undo, redo: a word, a choice, a new order; in a dialog, its text")),
    ("Ctrl+N", _("a new order")),
    ("Ctrl+O", _("open a plan")),
    ("Ctrl+L", _("audit a table that is in use: what in it does not add up")),
    ("Ctrl+S", _("save the plan")),
    ("Ctrl+T", _("another theme: dark, light, high contrast")),
    ("Ctrl+Q", _("leave")),
    ("Escape", _("close a dialog")),
)
_KEY = 16


class Help(Dialog[None]):
    """One page of help. C copies the command line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,q,enter", "leave", "Close", show=False),
        Binding("c", "copy", "Copy the command", show=False),
    ]

    def __init__(self, about: str, command: str) -> None:
        super().__init__()
        self._about, self._command = about, command

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog help", can_focus=True):
            yield Static(_("Here"), classes="dialog-title", markup=False)
            yield WrappedText(self._about, classes="dialog-text")
            yield Static(_("The same on the command line (C copies it)"), classes="dialog-title")
            yield Static(self._command, classes="dialog-text command", markup=False)
            yield Static(_("Keys"), classes="dialog-title", markup=False)
            keys = (f"{key.ljust(_KEY).replace(' ', NO_BREAK)}{what}" for key, what in KEYS)
            yield WrappedText("\n".join(keys), classes="dialog-text", hanging=_KEY)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._command)
        self.notify(_("The command line was sent to the clipboard."), markup=False)


def help_for(focused: Widget | None, screen: Widget) -> str:
    """The help of the focused widget, or of the nearest widget around it that has help."""
    for widget in focused.ancestors_with_self if focused is not None else [screen]:
        text = getattr(widget, "help_text", None) or getattr(widget, "HELP", None)
        # Textual's own widgets carry help of another kind, in markup.
        if isinstance(text, str) and type(widget).__module__.startswith("rechallenge"):
            return text
    return _("Nothing has the focus. F2 goes to the order, F9 jumps.")


LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Jump(Dialog[Widget]):
    """Letters over the places that take the focus."""

    HELP: ClassVar[str] = _("Type the letter of a place to go there; Escape stays.")

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        targets = [widget for widget in screen.focus_chain if _in_view(widget, screen)]
        self.targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, target in self.targets.items():
            label = Static(Content(f" {letter} "), classes="jump-label", markup=False)
            label.styles.offset = Offset(max(0, target.region.x - 1), target.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        event.stop()
        target = self.targets.get(event.key)
        self.dismiss(target)


def _in_view(widget: Widget, screen: Screen[object]) -> bool:
    """Whether any of a widget is in view, not scrolled away."""
    try:
        return bool(screen.find_widget(widget).visible_region)
    except NoWidget:
        return False
