"""The working screen: the order, and beside it all that follows from it."""

from functools import partial
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.evaluation import Evaluation, site_of
from rechallenge.tui.state.field_text import choices_for
from rechallenge.tui.state.fields import PROTOCOL
from rechallenge.tui.state.offers import NamesOnFile
from rechallenge.tui.state.session import Session
from rechallenge.tui.widgets.choice_list import ChoiceList
from rechallenge.tui.widgets.findings import FindingList
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.order_field import OrderField
from rechallenge.tui.widgets.order_form import OrderForm
from rechallenge.tui.widgets.result import CODES, FINDINGS, Result
from rechallenge.tui.widgets.search import SearchLine
from rechallenge.tui.widgets.summary import SummaryLine
from rechallenge.words import _

from .order_keys import keys_now

SIDE_BY_SIDE, WIDE = 118, 170
ROOMY = 40
_LOOK_AGAIN = 2.0
_READ_IN = 0.25
"""Seconds in which nobody reads a number."""


class OrderScreen(Screen[None]):
    """Order and result; side by side where there is room, else one at a time."""

    HELP: ClassVar[str] = _("The order and its result. F2 goes from one to the other.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn", "Order/Result", priority=True),
        Binding("ctrl+f", "search", "Search", show=False, priority=True),
        Binding("slash", "search", "Search", show=False),
        Binding("n", "next_match(1)", "Next match", show=False),
        Binding("N", "next_match(-1)", "Match before", show=False),
        Binding("escape", "end_search", "End the search", show=False),
        Binding("f12", "fold", "All fields", show=False, priority=True),
        Binding("f7", "findings", "Findings", show=False, priority=True),
        *(Binding(str(n), f"section({n - 1})", show=False) for n in range(1, len(CODES) + 1)),
        Binding("o", "turn", "Order", show=False),
        Binding("f", "findings", "Findings", show=False),
        Binding("l", "app.library", "Protocols", show=False),
        Binding("c", "app.compare", "Compare", show=False),
        Binding("s", "app.sheet", "Sheet", show=False),
        Binding("u", "app.undo", "Undo", show=False),
        Binding("question_mark", "app.help", "Help", show=False),
        Binding("g", "app.jump", "Jump", show=False),
        Binding("q", "app.leave", "Leave", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(id="working")
        self.session = session
        self.summary = SummaryLine()
        self.names = NamesOnFile(session.shelf)
        self.form = OrderForm(self._typed, session.end_edit)
        self.form.names, self.form.chosen = self.names.for_field, self.take
        self.result = Result()
        self.search = SearchLine(lambda: self.result.places(self.action_section))
        self._keys = KeyLine(())
        self._word = Static("", id="word", markup=False)
        self._word.display = False
        self._in_result = False
        self._said_of: DraftOrder | None = None
        self._seen: object = None
        self._shown = session.evaluation
        self._typed_at: float | None = None
        self._lag = 0.0

    def compose(self) -> ComposeResult:
        yield self.summary
        yield self._word
        with Horizontal(id="panes"):
            yield self.form
            yield self.result
        yield self.search
        yield self._keys

    def on_mount(self) -> None:
        self.session.listeners.append(self.show)
        self.show(self.session.evaluation)
        self.begin()
        self.set_interval(_LOOK_AGAIN, self._look_again)

    def begin(self) -> None:
        field = self.form.field(PROTOCOL)
        if field is not None:
            field.entry.focus()

    def show(self, evaluation: Evaluation) -> None:
        """Show what follows from the order now, everywhere at once."""
        if evaluation.draft != self._said_of:
            self._word.display = False
        if self.search.display and evaluation.draft != self._shown.draft:
            self.search.end()
        with self.app.batch_update():
            self.summary.show(evaluation)
            self.form.show(evaluation)
            self.result.show(evaluation)
        self._shown = evaluation
        self.say_keys()
        if self._typed_at is not None:
            self._lag, self._typed_at = monotonic() - self._typed_at, None

    def _typed(self, key: str, text: str) -> None:
        """Take a text from its field. Until what follows from it is shown, the head says so; where
        that took long enough to read a number, the last time, no older number stays."""
        before, self._typed_at = self._shown, self._typed_at or monotonic()
        self.session.write(key, text, typed=True)
        if before.plan is None or not self.session.is_behind:
            return
        if self._lag < _READ_IN:
            self.summary.show(before, is_behind=True)
            return
        self._shown = before._replace(plan=None, refused=(), why=(_("Recomputing"),))
        self.summary.show(self._shown)
        self.result.show(self._shown)

    def take(self, key: str, text: str) -> None:
        """Put what was chosen into a field, and go on to the next one that is needed."""
        self.session.choose(key, text)
        field, now = self.form.next_needed(key), self.form.field(key)
        if field is not None:
            self.set_focus(field.entry)
        elif now is not None and now.entry.has_focus:
            self.focus_next()

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Where the hand goes next is known once what was typed is worked out."""
        self.session.catch_up()
        return super().focus_next(selector)

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        self.session.catch_up()
        return super().focus_previous(selector)

    def action_search(self) -> None:
        self.session.catch_up()
        if self.session.evaluation.plan is None:
            self.notify(_("There is no result to search yet."), markup=False)
            return
        self._show_pane(result=True)
        self.search.begin()

    def action_next_match(self, by: int) -> None:
        if self.search.display:
            self.search.step(by)

    def action_end_search(self) -> None:
        if self.search.display:
            self.search.end()
            self.result.target.focus()

    def action_fold(self) -> None:
        self.form.turn_fold()

    def say(self, text: str) -> None:
        """A word that stays until it has been read: the next edit takes it away."""
        self._said_of = self.session.draft
        self._word.update(Content(text))
        self._word.display = bool(text)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def on_screen_resume(self) -> None:
        """The terminal may have changed while another screen was open."""
        self._fit(self.app.size)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane that has the focus is the one shown; another field is another edit."""
        around = event.widget.ancestors_with_self
        in_result = self.result in around or self.search in around
        self._show_pane(result=in_result)
        self.say_keys()
        self.session.end_edit()

    def action_turn(self) -> None:
        self.session.catch_up()
        in_result = self.focused is not None and self.result in self.focused.ancestors_with_self
        self._show_pane(result=not in_result)
        if not in_result:
            self.result.target.focus()
            return
        self.form.first_open().entry.focus()

    def action_section(self, number: int) -> None:
        self.session.catch_up()
        self._show_pane(result=True)
        self.result.open_section(number)
        self.call_after_refresh(lambda: self.result.target.focus())

    def action_findings(self) -> None:
        if self.session.evaluation.plan is None:
            self.notify(_("There is no plan yet, so there are no findings."), markup=False)
            return
        self.action_section(CODES.index(FINDINGS))

    def say_keys(self) -> None:
        self._keys.show(tuple(keys_now(self.session, self.focused, in_result=self._in_result)))

    def on_option_list_option_selected(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_list is self.result.premedication and (
            dose := self.result.premedication.dose
        ):
            self.session.tick(dose)
        elif event.option_list is self.result.findings and (finding := self.result.findings.item):
            from .acknowledge import open_finding

            open_finding(self.app, self.session, finding)

    def action_choices(self) -> None:
        field = self.focused.parent if self.focused is not None else None
        if isinstance(field, OrderField):
            field.action_choose()

    def on_finding_list_withdrawn(self, event: FindingList.Withdrawn) -> None:
        if event.finding.acknowledged is not None:
            self.session.unanswer(event.finding.acknowledged)

    def on_order_field_choices_wanted(self, event: OrderField.ChoicesWanted) -> None:
        self.choose(event.field.spec.key)

    def choose(self, key: str) -> None:
        from .dialog import Choose, if_answered

        spec = next(s for s in self.session.evaluation.specs if s.key == key)
        if key == PROTOCOL:
            self.app.run_worker(self.app.run_action("library"), group="files")
            return
        words = choices_for(
            spec, self.session.shelf, site_of(self.session.draft, self.session.shelf)
        )
        if not words:
            said = _("{field} has no list to choose from. F1 explains what to write.")
            self.notify(said.format(field=spec.label), markup=False)
            return

        dialog = Choose(spec.explains, words, self.session.draft.text(key))
        self.app.push_screen(dialog, if_answered(partial(self.take, key)))

    def _fit(self, size: Size) -> None:
        self.set_class(size.width >= SIDE_BY_SIDE, "-side-by-side")
        self.set_class(size.width >= WIDE, "-wide")
        self._show_pane(result=self._in_result)
        self.result.refit(roomy=size.height >= ROOMY)

    def _show_pane(self, *, result: bool) -> None:
        self._in_result = result
        both = self.app.size.width >= SIDE_BY_SIDE
        # Not by a class of the screen: that works out the styles of everything in it anew.
        self.form.display = both or not result
        self.result.display = both or result

    def _look_again(self) -> None:
        """Notice a protocol or a fact file that has changed since it was read."""
        seen = self.session.shelf.signature(self.session.draft.text(PROTOCOL))
        if self._seen is not None and seen != self._seen:
            self.session.look_again()
            self.run_worker(self.names.read, thread=True, exit_on_error=False)
        self._seen = seen
