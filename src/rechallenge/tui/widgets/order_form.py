"""The order as a form, in groups; the values of the chosen protocol appear and go with it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.fields import OF_PROTOCOL, FieldSpec, form
from rechallenge.words import _, word

from .order_field import OrderField


class OrderForm(VerticalScroll):
    """Every field of the order, with its text as typed and a sentence about it."""

    HELP: ClassVar[str] = _("The order. Up, Down and Enter go from field to field.")

    def __init__(self, write: Callable[[str, str], None]) -> None:
        super().__init__(id="order", can_focus=False)
        self._write = write
        self._fields: dict[str, OrderField] = {}
        self._specs: tuple[FieldSpec, ...] = ()

    def compose(self) -> ComposeResult:
        groups: dict[str, list[FieldSpec]] = {}
        self._specs = form(None)
        for spec in self._specs:
            groups.setdefault(spec.group, []).append(spec)
            if spec.key == "dose":
                # Their place is after the order itself, although none is there yet.
                groups[OF_PROTOCOL] = []
        for group, specs in groups.items():
            with Vertical(classes="group", id=f"group-{group}") as container:
                container.display = bool(specs)
                yield Static(word(f"group.{group}"), classes="group-title", markup=False)
                for spec in specs:
                    yield self._field(spec)

    def show(self, evaluation: Evaluation) -> None:
        """Show the texts and their status; another protocol brings fields of its own."""
        if evaluation.specs != self._specs:
            self._change_parameters(evaluation)
        for spec in evaluation.specs:
            if spec.key in self._fields:
                field = self._fields[spec.key]
                field.spec = spec
                field.show(evaluation.draft.text(spec.key), evaluation.fields[spec.key])
                if field.has_focus_within:
                    field.keep_in_view()

    def field(self, key: str) -> OrderField | None:
        """The field of a key."""
        return self._fields.get(key)

    def _change_parameters(self, evaluation: Evaluation) -> None:
        before = {spec.key for spec in self._specs if spec.parameter is not None}
        self._specs = evaluation.specs
        wanted = [spec for spec in evaluation.specs if spec.parameter is not None]
        if before == {spec.key for spec in wanted} and all(key in self._fields for key in before):
            return
        for key in before & self._fields.keys():
            self._fields.pop(key).remove()
        group = self.query_one(f"#group-{OF_PROTOCOL}")
        group.display = bool(wanted)
        group.mount(*[self._field(spec) for spec in wanted])

    def _field(self, spec: FieldSpec) -> OrderField:
        field = self._fields[spec.key] = OrderField(spec, self._write)
        return field
