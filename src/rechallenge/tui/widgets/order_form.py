"""The order as a form, in groups; the values of the chosen protocol appear and go with it, and what
does not matter to the order is folded away."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from rechallenge.tui.state.evaluation import Evaluation, FieldStatus
from rechallenge.tui.state.fields import OF_PROTOCOL, PROTOCOL, FieldSpec, form
from rechallenge.tui.state.folding import EVERY_ORDER, fields_in_use
from rechallenge.tui.state.offers import Offers
from rechallenge.words import _, counted, word

from .order_field import OrderField

_OPEN = (FieldStatus.NEEDED, FieldStatus.REFUSED)


class OrderForm(VerticalScroll):
    """Every field of the order, with its text as typed and a sentence about it."""

    HELP: ClassVar[str] = _("The order. Up, Down and Enter go from field to field.")
    names: Callable[[FieldSpec, str], Offers] | None = None
    """What is offered for a text in a field; set before the form is composed."""
    chosen: Callable[[str, str], None] | None = None
    """Takes what was chosen there, for a field by its key."""

    def __init__(self, write: Callable[[str, str], None], steps: Callable[[], None]) -> None:
        super().__init__(id="order", classes="-folded", can_focus=False)
        self._write, self._steps = write, steps
        self._fold = FoldLine()
        self._unfolded = False
        self._in_use = frozenset(EVERY_ORDER)
        self._protocol: str | None = None
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
        yield self._fold

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
        self._fold_away(evaluation)

    def turn_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._display()

    def next_needed(self, after: str) -> OrderField | None:
        """The next field that is needed or refused, from the one after a field to that field."""
        keys = [spec.key for spec in self._specs]
        start = keys.index(after) + 1 if after in keys else 0
        fields = (self._fields[key] for key in keys[start:] + keys[:start])
        return next((field for field in fields if field.state.status in _OPEN), None)

    def first_open(self) -> OrderField:
        """The first field that is needed or refused; else the first."""
        fields = list(self.query(OrderField))
        return next((field for field in fields if field.state.status in _OPEN), fields[0])

    def field(self, key: str) -> OrderField | None:
        return self._fields.get(key)

    def _fold_away(self, evaluation: Evaluation) -> None:
        """Fold what does not matter. A field once shown stays while the protocol does: none comes
        and goes under the hand of a person who types."""
        protocol, before = evaluation.draft.text(PROTOCOL), self._in_use
        is_new, self._protocol = protocol != self._protocol, protocol
        self._in_use = fields_in_use(evaluation)
        if not is_new and not evaluation.draft.is_empty:
            self._in_use |= before & evaluation.fields.keys()
        if is_new or self._in_use != before:
            self._display()

    def _display(self) -> None:
        folded = 0
        for group in self.query(".group"):
            shown = [self._is_shown(field) for field in group.query(OrderField)]
            for field, is_shown in zip(group.query(OrderField), shown, strict=True):
                field.reveal(shown=is_shown)
                folded += not (is_shown and field.spec.key in self._in_use)
            group.display = any(shown)
        self.set_class(not self._unfolded, "-folded")
        self._fold.show(folded, unfolded=self._unfolded)

    def _is_shown(self, field: OrderField) -> bool:
        return self._unfolded or field.spec.key in self._in_use or field.has_focus_within

    def _change_parameters(self, evaluation: Evaluation) -> None:
        before = {spec.key for spec in self._specs if spec.parameter is not None}
        self._specs = evaluation.specs
        wanted = [spec for spec in evaluation.specs if spec.parameter is not None]
        if before == {spec.key for spec in wanted} and all(key in self._fields for key in before):
            return
        for key in before & self._fields.keys():
            self._fields.pop(key).remove()
        group = self.query_one(f"#group-{OF_PROTOCOL}")
        group.mount(*[self._field(spec) for spec in wanted])
        self._in_use = frozenset()

    def _field(self, spec: FieldSpec) -> OrderField:
        field = self._fields[spec.key] = OrderField(spec, self._write)
        field.offers, field.chosen = self.names, self.chosen
        field.entry.steps = self._steps
        field.reveal(shown=self._is_shown(field))
        return field


class FoldLine(Widget, can_focus=True):
    """The line under the form that says how many more fields there are, and shows them."""

    HELP: ClassVar[str] = _(
        "Fields that do not matter to this order are folded away. Enter or F12 shows all of them, "
        "or folds them again. A field with a text or an error is never folded."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "screen.fold", "Fold", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Field before", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="fold")
        self._folded, self._unfolded = 0, False

    def show(self, folded: int, *, unfolded: bool) -> None:
        self._folded, self._unfolded = folded, unfolded
        self.display = bool(folded)
        self.refresh()

    def render(self) -> Content:
        code = "planner.fold" if self._unfolded else "planner.unfold"
        return Content(f" {counted(code, self._folded)}")

    async def on_click(self) -> None:
        await self.run_action("screen.fold")
