"""Dialogs: a title, Escape to close, and the focus on the safe choice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static

from rechallenge.sheet.text.columns import columns_of, padded
from rechallenge.tui.widgets.text_field import TextField
from rechallenge.tui.widgets.wrapped_text import WrappedText
from rechallenge.words import _

_Answer = TypeVar("_Answer")


def if_answered(act: Callable[[_Answer], object]) -> Callable[[_Answer | None], None]:
    """What is done with the answer of a dialog; one that was left has none."""

    def closed(answer: _Answer | None) -> None:
        if answer is not None:
            act(answer)

    return closed


class Dialog(ModalScreen[_Answer | None]):
    """A dialog. Escape closes it with no answer, and nothing is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def action_leave(self) -> None:
        self.dismiss(None)


class Ask(Dialog[str]):
    """A question with a few answers; the first is the safe one and has the focus."""

    HELP: ClassVar[str] = _("A question. Escape and the first answer change nothing.")

    def __init__(self, title: str, text: str, *answers: tuple[str, str]) -> None:
        super().__init__()
        self._title, self._text, self._answers = title, text, answers

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield WrappedText(self._text, classes="dialog-text")
            with Horizontal(classes="buttons"):
                for name, label in self._answers:
                    yield Button(Content(label), id=f"answer-{name}", compact=True)

    def on_mount(self) -> None:
        self.query(Button).first().focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss((event.button.id or "").removeprefix("answer-"))


class Tell(Dialog[None]):
    """Something to read, and nothing to decide."""

    HELP: ClassVar[str] = _("A message. Up and Down scroll it; Enter or Escape closes it.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "leave", "Close", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=True):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield WrappedText(self._text, classes="dialog-text")


class Fill(Dialog[_Answer]):
    """Fields to fill in, by their labels. While `answer` refuses one, the dialog stays open with
    what was typed."""

    def __init__(
        self,
        title: str,
        texts: list[str],
        fields: dict[str, str],
        *,
        leave: str,
        take: str,
        begin: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._texts, self._labels = title, texts, fields
        self._leave, self._take = leave, take
        # What a field begins with is there before anyone can type into it.
        begun = begin or {}
        self.entries = {name: TextField(begun.get(name, ""), id=name) for name in fields}
        # From here on: what a field begins with was not typed now.
        for entry in self.entries.values():
            entry.changed = lambda _text: self.typed()
        self._says = {name: Static("", classes="says", markup=False) for name in fields}

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            for text in self._texts:
                yield WrappedText(text, classes="dialog-text")
            for name, label in self._labels.items():
                with Horizontal(classes="dialog-field"):
                    yield Static(label, classes="label", markup=False)
                    yield self.entries[name]
                yield self._says[name]
                self._says[name].display = False
            yield from self.more()
            with Horizontal(classes="buttons"):
                yield Button(Content(self._leave), id="leave", compact=True)
                yield Button(Content(self._take), id="take", compact=True)

    def more(self) -> Iterable[Widget]:
        """The widgets between the fields and the buttons."""
        return ()

    def answer(self, texts: dict[str, str]) -> _Answer | dict[str, str]:
        """The answer or, by field, why what was typed cannot be used."""
        raise NotImplementedError

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "leave":
            self.dismiss(None)
        else:
            self.take()

    def typed(self) -> None:
        """A text has changed."""

    @property
    def texts(self) -> dict[str, str]:
        """What is typed now, by field."""
        return {name: entry.value for name, entry in self.entries.items()}

    def take(self) -> None:
        """Close with the answer, or say what cannot be used and go there."""
        answer = self.answer(self.texts)
        if isinstance(answer, dict):
            self.refuse(answer)
        else:
            self.dismiss(answer)

    def refuse(self, why: Mapping[str, str]) -> None:
        """Say beside each field why its text cannot be used, and go to the first."""
        for name in reversed(self.entries):
            self._says[name].display = bool(why.get(name))
            self._says[name].update(Content(f"x {why.get(name, '')}"))
            if name in why:
                self.set_focus(self.entries[name])


class Choose(Dialog[str]):
    """Choose one; Escape leaves the field as it is."""

    HELP: ClassVar[str] = _("Up and down choose, Enter takes, Escape leaves the field as it is.")

    def __init__(self, title: str, words: Sequence[tuple[str, str]], now: str) -> None:
        super().__init__()
        self._title, self._words, self._now = title, [word for word, _ in words], now
        column = max(map(columns_of, self._words), default=0) + 2
        self._list = OptionList(
            *(Content.assemble(f" {padded(w, column)}", (meaning, "dim")) for w, meaning in words),
            markup=False,
            compact=True,
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield self._list
            yield Static(_("Enter takes it, Escape leaves the field as it is"), classes="hint")

    def on_mount(self) -> None:
        self._list.highlighted = self._words.index(self._now) if self._now in self._words else 0
        self._list.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._words[event.option_index])
