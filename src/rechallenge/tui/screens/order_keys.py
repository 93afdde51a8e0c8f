"""The keys that do something on the order screen now, the most wanted first."""

from collections.abc import Iterator

from textual.widget import Widget

from rechallenge.model.plan import Plan
from rechallenge.service.order_fields import ON_FILE
from rechallenge.tui.state.fields import PROTOCOL
from rechallenge.tui.state.session import Session
from rechallenge.tui.widgets.findings import FindingList
from rechallenge.tui.widgets.key_line import Key
from rechallenge.tui.widgets.order_field import OrderField
from rechallenge.tui.widgets.premedication import PremedicationList
from rechallenge.words import _


def keys_now(session: Session, focused: Widget | None, *, in_result: bool) -> Iterator[Key]:
    """What the key line says, for an order and what has the focus."""
    plan = session.evaluation.plan
    yield "F1", _("Help"), "app.help"
    yield "F2", _("Order") if in_result else _("Result"), "screen.turn"
    yield from _of_focus(focused)
    if plan is not None and plan.findings and not isinstance(focused, FindingList):
        yield "F7", _("Findings"), "screen.findings"
    if plan is not None and in_result:
        yield "/", _("Search"), "screen.search"
    if not in_result:
        yield "F3", _("Protocols"), "app.library"
    if plan is not None:
        yield "F6", _("Sheet"), "app.sheet"
    if session.draft.text("dose"):
        yield "F5", _("Compare"), "app.compare"
    yield "F8", _("Commands"), "app.command_palette"
    yield from _of_session(session, plan)
    yield "^T", _("Theme"), "app.theme"
    yield "^Q", _("Leave"), "app.leave"


def _of_focus(focused: Widget | None) -> Iterator[Key]:
    field = focused.parent if focused is not None else None
    if isinstance(field, OrderField) and _has_choices(field):
        yield "F4", _("Choices"), "screen.choices"
    elif isinstance(focused, FindingList) and focused.item is not None:
        yield "Enter", _("Open"), "focused.select"
        if focused.item.acknowledged is not None:
            yield "Del", _("Take back"), "focused.withdraw"
    elif isinstance(focused, PremedicationList) and focused.item is not None:
        yield "Space", _("Tick"), "focused.select"


def _of_session(session: Session, plan: Plan | None) -> Iterator[Key]:
    if plan is not None:
        yield "^S", _("Save"), "app.save"
        if not plan.stopped_for_good:
            yield "F10", _("Stopped"), "app.stop"
    yield "F9", _("Jump"), "app.jump"
    if session.can_undo:
        yield "^Z", _("Undo"), "app.undo"
    if not session.draft.is_empty:
        yield "^N", _("New"), "app.new"
    yield "^O", _("Open"), "app.open"
    yield "^L", _("Table"), "app.audit"


def _has_choices(field: OrderField) -> bool:
    """Whether F4 has something to offer in a field."""
    spec = field.spec
    return spec.key == PROTOCOL or spec.key in ON_FILE or bool(spec.choices)
