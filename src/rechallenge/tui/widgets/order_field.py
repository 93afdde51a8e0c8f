"""One field of the order: its label, its text as typed, and a sentence about the text."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from rechallenge.sheet.text.columns import columns_of, padded
from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.evaluation import FieldState, FieldStatus
from rechallenge.tui.state.fields import FieldSpec
from rechallenge.tui.state.offers import FREE, Offers
from rechallenge.words import _
from rechallenge.words.lists import things, with_label, with_stop
from rechallenge.words.shown import printable

from .suggestions import Suggestions
from .text_field import TextField

_MARKS = {
    FieldStatus.READ: ("= ", "$text-success"),
    FieldStatus.REFUSED: ("x ", "$text-error"),
    FieldStatus.NEEDED: ("? ", "$text-warning"),
    FieldStatus.UNUSED: ("- ", "$faint"),
    FieldStatus.FROM_SITE: ("= ", "$quiet"),
    FieldStatus.EMPTY: ("", "$quiet"),
}
LABEL_WIDTH, ENTRY_WIDTH = 15, 29
_LEAST_BESIDE = 60
"""From this width on, the sentence is beside the text, otherwise under it."""


class OrderField(Widget):
    """A field. After `=` is what was read from its text, after `x` why it was refused, after `?`
    what is still needed; the marks tell them apart without colour.

    The field draws label and sentence itself: two dozen times a widget for each would cost more
    than the rest of the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down", "Next field", show=False, priority=True),
        Binding("enter", "go_on", "Next field", show=False, priority=True),
        Binding("up", "up", "Field before", show=False, priority=True),
        Binding("escape", "close_offers", "Close the list", show=False, priority=True),
        Binding("f4", "choose", "Choices", priority=True),
    ]

    class ChoicesWanted(Message):
        """The person asks what may be written here."""

        def __init__(self, field: "OrderField") -> None:
            super().__init__()
            self.field = field

    offers: Callable[[FieldSpec, str], Offers] | None = None
    """What may be meant by a text; without it nothing is offered."""
    chosen: Callable[[str, str], None] | None = None
    """Takes what was chosen for the field, by its key."""

    def __init__(self, spec: FieldSpec, write: Callable[[str, str], None]) -> None:
        super().__init__(name=spec.key)
        self.spec = spec
        self._suggestions: Suggestions | None = None
        self.state = FieldState(FieldStatus.EMPTY)
        self._write = write
        self._is_behind = False
        self.entry = TextField(changed=self._changed, placeholder=_hint(spec))
        # A label that is longer in another language takes room from the sentence.
        self._column = max(LABEL_WIDTH, columns_of(spec.label) + 2)
        self.entry.styles.margin = (0, 0, 0, self._column)
        self.entry.tab_takes = self._tab_takes

    def compose(self) -> ComposeResult:
        if self.display and not self.entry.is_attached:
            yield self.entry

    def reveal(self, *, shown: bool) -> None:
        """Show the field, or fold it away. Until it is first shown, it has nothing to type in: two
        dozen of those take a fifth of the time to the first frame."""
        self.display = shown
        if shown and self.is_attached and not self.entry.is_attached:
            self.mount(self.entry)

    def show(self, text: str, state: FieldState) -> None:
        self.entry.show(text)
        if state != self.state or self._is_behind:
            self.state, self._is_behind = state, False
            self.entry.set_class(state.status is FieldStatus.REFUSED, "refused")
            from_site = state.status is FieldStatus.FROM_SITE
            self.entry.placeholder = "" if from_site else _hint(self.spec)
            self._fit(self.size.width)

    def render(self) -> Content:
        style = "$foreground bold" if self.has_focus_within else "$quiet"
        if self.state.status is FieldStatus.UNUSED:
            style = "$faint"
        label = Content.styled(padded(f" {self.spec.label}", self._column), style)
        color = _MARKS[self.state.status][1]
        said = [] if self._is_behind else [Content.styled(line, color) for line in self._said]
        width = self.size.width
        if width < _LEAST_BESIDE:
            return Content("\n").join([label, *(Content("   ") + line for line in said)])
        gap = " " * (ENTRY_WIDTH + 1)
        under = " " * (self._column + ENTRY_WIDTH + 1)
        first = label + Content(gap) + (said[0] if said else Content(""))
        return Content("\n").join([first, *(Content(under) + line for line in said[1:])])

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def on_descendant_focus(self) -> None:
        """Highlight the label of the field in use, and bring it into view."""
        self.refresh()
        self.keep_in_view()

    def on_descendant_blur(self) -> None:
        """Show the label as any other, and offer nothing more."""
        self.refresh()
        self.action_close_offers()

    @property
    def help_text(self) -> str:
        spec = self.spec
        lines = [with_stop(with_label(spec.label, spec.explains))]
        if spec.sample:
            with_unit = spec.sample[:1].isdigit() and " " in spec.sample
            such = _("Write it with its unit, such as {sample}.") if with_unit else _(
                "Such as {sample}."
            )  # fmt: skip
            lines.append(such.format(sample=spec.sample))
        if spec.choices:
            one_of = _("One of: {words}. F4 lets you choose.")
            lines.append(one_of.format(words=things(spec.choices)))
        if self.state.status is FieldStatus.FROM_SITE:
            lines.append(_("Left empty, it is {value}.").format(value=self.state.says))
        elif spec.fallback:
            lines.append(_("Left empty, it is {value}.").format(value=spec.fallback))
        lines.append(
            _(
                "The text stays as you type it. = marks what was understood, x why it cannot be "
                "used and what to write, ? what is still needed."
            )
        )
        return "\n\n".join(lines)

    def keep_in_view(self) -> None:
        """Scroll to this field once the form is laid out: fields above it may have grown."""
        self.call_after_refresh(lambda: self.scroll_visible(animate=False, immediate=True))

    def action_choose(self) -> None:
        self.post_message(self.ChoicesWanted(self))

    def action_down(self) -> None:
        if self._suggestions is None or not self._suggestions.move(1):
            self.screen.focus_next()

    def action_up(self) -> None:
        if self._suggestions is None or not self._suggestions.move(-1):
            self.screen.focus_previous()

    def action_go_on(self) -> None:
        if self._suggestions is None or not self._suggestions.take():
            self.screen.focus_next()

    def action_close_offers(self) -> None:
        if self._suggestions is not None:
            self._suggestions.display = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape closes the list where there is one; otherwise it is the screen's."""
        if action == "close_offers":
            return self._suggestions is not None and self._suggestions.display
        return True

    @property
    def _said(self) -> list[str]:
        mark = _MARKS[self.state.status][0]
        # A reading that is worked out has its own sign: 480 mg = 10 mg/kg x 48 kg.
        worked = self.state.status is FieldStatus.READ and " = " in self.state.says
        text = f"{'' if worked else mark}{self.state.says}" if self.state.says else ""
        beside = self.size.width >= _LEAST_BESIDE
        room = self.size.width - (self._column + ENTRY_WIDTH + 2 if beside else 4)
        return wrapped(printable(text), 0, 0, max(10, room)).split("\n") if text else []

    def _fit(self, width: int) -> None:
        """Take the height of the sentence; only another height lays the form out anew."""
        lines = len(self._said)
        high = max(1, lines if width >= _LEAST_BESIDE else lines + 1)
        if self.styles.height is None or self.styles.height.value != high:
            self.styles.height = high
        self.refresh()

    def _changed(self, text: str) -> None:
        # What was said of the text before would stand beside this one.
        self._is_behind = True
        self._write(self.spec.key, text)
        self.refresh()
        if self.offers is not None and self.entry.has_focus:
            self._offer(self.offers(self.spec, text))

    def _offer(self, offers: Offers) -> None:
        if self._suggestions is None:
            if not offers:
                return
            only_names = self.spec.key not in FREE
            self._suggestions = Suggestions(self.entry, self._take, only_names=only_names)
            self._suggestions.styles.margin = (0, 0, 0, self._column)
            self.mount(self._suggestions)
        self._suggestions.offer(offers)

    def _take(self, text: str) -> None:
        if self.chosen is not None:
            self.chosen(self.spec.key, text)

    def _tab_takes(self) -> bool:
        return self._suggestions is not None and self._suggestions.take(by_tab=True)


def _hint(spec: FieldSpec) -> str:
    return _("such as {sample}").format(sample=spec.sample) if spec.sample else ""
