"""A screen that takes a report field by field, each with a list of choices where it has one."""

from functools import partial
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from rechallenge.tui.widgets.order_field import OrderField
from rechallenge.words import _

from .dialog import Ask, Choose, if_answered

_Answer = TypeVar("_Answer")


class FieldByField(ModalScreen[_Answer]):
    """`texts` is what is typed now, by field; `left` is what is lost by leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]
    left: ClassVar[str]
    fields: dict[str, OrderField]
    texts: dict[str, str]

    def write(self, key: str, text: str) -> None:
        """Take a text for a field."""
        raise NotImplementedError

    def on_order_field_choices_wanted(self, event: OrderField.ChoicesWanted) -> None:
        spec = event.field.spec
        if spec.choices:
            dialog = Choose(spec.label, [(one, "") for one in spec.choices], self.texts[spec.key])
            self.app.push_screen(dialog, if_answered(partial(self.write, spec.key)))

    def action_choose(self) -> None:
        for field in self.fields.values():
            if field.has_focus_within:
                field.action_choose()

    def action_leave(self) -> None:
        if not any(self.texts.values()):
            self.dismiss(None)
            return
        ask = Ask(
            self.left,
            _("What you typed here is lost if you leave."),
            ("stay", _("Go back to it")),
            ("lose", _("Discard it")),
        )
        self.app.push_screen(ask, self._asked)

    def _asked(self, answer: str | None) -> None:
        if answer == "lose":
            self.dismiss(None)
