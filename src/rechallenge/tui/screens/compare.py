"""Two to four strategies for one order: a table, and their doses over time in one chart."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets.option_list import Option

from rechallenge.files.headings import LibraryEntry
from rechallenge.model.protocol import ANY_DRUG
from rechallenge.quantities import unit_label
from rechallenge.sheet.curve import PlanCurves
from rechallenge.sheet.text.compare import compare_text
from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.command import compare_command
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.fields import PROTOCOL
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.strategies import (
    FEWEST,
    MOST,
    Strategy,
    candidates,
    order_of,
    strategies,
)
from rechallenge.tui.widgets.choice_list import ChoiceList, row
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.plot import GUTTER, RHYTHMS, Line, Plot, plot_lines, time_lines
from rechallenge.tui.widgets.sheet_text import SheetText, text_lines
from rechallenge.words import _

_STYLES = ("$planned", "$vein", "$success", "$error")
SIDE_BY_SIDE, ROOMY = 112, 34
KEYS = (
    ("F1", _("Help"), "app.help"),
    ("Space", _("Add or remove"), "screen.mark"),
    ("Enter", _("Take into the order"), "screen.take"),
    ("V", _("Table/chart"), "screen.turn"),
    ("Esc", _("Back"), "screen.leave"),
)


class StrategyList(ChoiceList[LibraryEntry]):
    """The strategies that may be compared, those that are with a mark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.mark", "Add or remove"),
        Binding("enter", "screen.take", "Take into the order"),
    ]

    def __init__(self) -> None:
        super().__init__(id="strategies")
        self.marked: tuple[str, ...] = ()

    def mark(self, marked: tuple[str, ...]) -> None:
        self.marked = marked
        self.rows_changed()

    def rows_at(self, width: int) -> list[Option]:
        return [
            row([Content(f" [{'x' if e.id in self.marked else ' '}] {e.id}")]) for e in self.items
        ]


class Overlay(Widget):
    """The cumulative doses of all compared plans in one plot, each line with its own rhythm."""

    def __init__(self) -> None:
        super().__init__(id="overlay")
        self.compared: dict[str, PlanCurves] = {}

    def show(self, compared: tuple[Strategy, ...]) -> None:
        self.compared = {s.id: PlanCurves(s.plan) for s in compared if s.plan is not None}
        self.refresh()

    def render(self) -> Content:
        size, curves = self.content_size, list(self.compared.values())
        if not curves or size.width < 3 * GUTTER or size.height < 6:
            return Content("")
        end = max(one.end for one in curves)
        lines = tuple(
            Line(name, one.given, rhythm, style)
            for (name, one), rhythm, style in zip(
                self.compared.items(), RHYTHMS, _STYLES, strict=False
            )
        )
        plan = curves[0].plan
        title = _("Cumulative dose, {unit}").format(unit=unit_label(plan.dose.total))
        columns = size.width - GUTTER
        drawn = plot_lines(Plot(title, lines), end, columns, size.height - 3, None, size.width)
        return Content("\n").join([*drawn, *time_lines(plan.order.begins, end, columns)])


class Compare(Screen[str | None]):
    """Choose two to four; the numbers and lines follow at once."""

    HELP: ClassVar[str] = _(
        "Strategies for the order as it is typed, side by side. Space adds or removes a "
        "strategy, two to four at a time. Enter takes the strategy under the cursor into the "
        "order. V switches between table and chart if there is no room for both.\n\nEach "
        "strategy uses the parts of the order that apply to it, such as a bag volume. A "
        "strategy that cannot be planned is listed with the reason."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("v", "turn", "Table or chart", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(id="compare")
        self.session = session
        self.list = StrategyList()
        self.table = SheetText(id="compared")
        self.overlay = Overlay()

    @property
    def command(self) -> str:
        """The twin of this screen."""
        return compare_command(self.session.draft, self.list.marked)

    def compose(self) -> ComposeResult:
        with Horizontal(id="comparing"):
            yield self.list
            with Vertical(id="numbers"):
                yield self.table
                yield self.overlay
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        """Begin with the protocol of the order and the next ones for its drug."""
        evaluation = self.session.evaluation
        entries = candidates(self.session.shelf.entries(), evaluation)
        own = evaluation.draft.text(PROTOCOL)
        likely = sorted(entries, key=lambda e: (e.id != own, e.drug == ANY_DRUG))
        of_drug = [e for e in likely if e.id == own or e.drug != ANY_DRUG]
        marked = likely[: max(FEWEST, min(3, len(of_drug)))]
        self.list.show_items(entries)
        self.list.mark(tuple(entry.id for entry in marked))
        self.list.focus()
        self.session.listeners.append(self._renew)
        self._renew(evaluation)

    def on_resize(self) -> None:
        size = self.app.size
        self.set_class(size.width >= SIDE_BY_SIDE, "-side-by-side")
        self.set_class(size.height < ROOMY, "-flat")

    def action_turn(self) -> None:
        self.toggle_class("-chart")

    def on_unmount(self) -> None:
        self.session.listeners.remove(self._renew)

    def on_option_list_option_selected(self) -> None:
        """A second click on a strategy adds it or leaves it out."""
        self.action_mark()

    def action_mark(self) -> None:
        if self.list.item is None:
            return
        name, marked = self.list.item.id, self.list.marked
        if name in marked:
            marked = tuple(m for m in marked if m != name)
        elif len(marked) == MOST:
            said = _("At most {most} are compared; remove one first.")
            self.notify(said.format(most=MOST), markup=False)
            return
        else:
            marked = (*marked, name)
        self.list.mark(marked)
        self._renew(self.session.evaluation)

    def action_take(self) -> None:
        if self.list.item is not None:
            self.dismiss(self.list.item.id)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _renew(self, evaluation: Evaluation) -> None:
        order = order_of(evaluation)
        if isinstance(order, str) or len(self.list.marked) < FEWEST:
            choose = _("Choose {fewest} to {most} strategies.").format(fewest=FEWEST, most=MOST)
            self.table.show(order if isinstance(order, str) else choose)
            self.overlay.show(())
            return
        found = strategies(self.list.marked, order, self.session.shelf, self.session.draft.held)
        self.table.show_lines(partial(_table_lines, found))
        self.overlay.show(found)


def _table_lines(compared: tuple[Strategy, ...], width: int) -> list[Content]:
    """Why there is no plan of some, then the numbers of the others."""
    none = _("{id}: no plan. {why}")
    missing = [
        wrapped(none.format(id=s.id, why=s.why), 0, 2, width) for s in compared if s.plan is None
    ]
    numbers = [s.numbers for s in compared if s.numbers is not None]
    table = compare_text(numbers, width) if numbers else ""
    return text_lines("\n".join([*missing, "", table] if missing else [table]), width)
