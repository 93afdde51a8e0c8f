"""A stop of the infusion: what the pump showed, and the ways to go on side by side."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rechallenge.model.plan import Plan
from rechallenge.sheet.text.grid import grid, line_text
from rechallenge.sheet.text.layout import labelled, wrapped
from rechallenge.tui.state.command import resume_command
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.state.stopping import (
    Outcome,
    WayRow,
    facts_of,
    fields_of,
    go,
    others_for,
    plan_row,
    state_of,
    stated_in,
    way_row,
    ways_of,
)
from rechallenge.tui.widgets.choice_list import ChoiceList, row
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.order_field import OrderField
from rechallenge.tui.widgets.sheet_text import SheetText
from rechallenge.words import _, word

from .field_by_field import FieldByField

_PAUSE_S = 0.2
"""After this long without a key, the other ways are worked out too."""
KEYS = (
    ("F1", _("Help"), "app.help"),
    ("Enter", _("Next field"), "app.focus_next"),
    ("F2", _("Ways to go on"), "screen.turn"),
    ("F4", _("Choices"), "screen.choose"),
    ("Esc", _("Back"), "screen.leave"),
)


class Ways(ChoiceList[WayRow]):
    """The ways to go on, a row each, below the plan as it was."""

    HELP: ClassVar[str] = _(
        "The ways to go on. Up and Down choose one and show what it comes to. Enter takes it: the "
        "plan that goes on so becomes the plan on the screen."
    )

    def __init__(self, before: WayRow) -> None:
        super().__init__(id="ways")
        self._before = before

    def rows_at(self, width: int) -> list[Option]:
        heads = [word(f"stop.column-{name}") for name in ("way", "ends", "highest", "asks")]
        shown = (self._before, *self.items)
        table = grid(heads, [list(one[:4]) for one in shown], width=width)
        rows = [row([Content(line_text(line)) for line in table.head], can_choose=False)]
        for one, lines in zip(shown, table.rows, strict=True):
            drawn = [Content(line_text(line)) for line in lines]
            if one.why:
                said = wrapped(f"{one.way}  x {one.why}", 2, 4, width)
                drawn = [Content(line) for line in said.split("\n")]
            rows.append(row(drawn, can_choose=one is not self._before))
        return rows


class Stopped(FieldByField[Plan]):
    """Takes the report of a stop, field by field, and gives the plan that goes on as was chosen.
    Leaving it changes nothing."""

    HELP: ClassVar[str] = _(
        "The infusion was stopped. Write what the pump shows: the bag in use, the volume that is "
        "in, and when it was stopped. Without a bag, the volume is of all bags together. A "
        "reaction needs a hold; with none of grade, kind, seen and given, it is a pause.\n\n"
        "F2 goes to the ways to go on. Enter takes the one under the cursor. Nothing is changed "
        "before that, and Escape asks before it drops what was typed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn", "Ways to go on", show=False, priority=True),
    ]

    left = _("The stop is not taken into the plan")

    def __init__(
        self,
        plan: Plan,
        shelf: Shelf | None = None,
        texts: Mapping[str, str] | None = None,
        keep: Callable[[Mapping[str, str]], None] = lambda texts: None,
    ) -> None:
        super().__init__(id="stopped")
        self._plan, self._shelf, self._keep = plan, shelf, keep
        self._by = () if shelf is None else others_for(plan, shelf)
        self._specs = {spec.key: spec for spec in fields_of(plan)}
        self.texts = dict.fromkeys(self._specs, "") | dict(texts or {})
        self._outcomes: dict[str, Outcome] = {}
        self._others: Timer | None = None
        self.fields = {key: OrderField(spec, self.write) for key, spec in self._specs.items()}
        self.ways = Ways(plan_row(plan, word("stop.before")))
        self.said = SheetText(id="stop-said")

    @property
    def command(self) -> str:
        """The twin of this screen."""
        return resume_command(stated_in(self.texts, self._way))

    def compose(self) -> ComposeResult:
        yield Static(word("heading.stops"), classes="dialog-title", markup=False)
        with VerticalScroll(id="stop-fields", can_focus=False):
            yield from self.fields.values()
        yield self.ways
        yield self.said
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        self._renew()
        next(iter(self.fields.values())).entry.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The ways to go on are all there once the cursor is among them."""
        if event.widget is self.ways:
            self._work_out_others()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the way under the cursor, or go to the field that it lacks."""
        event.stop()
        outcome = self._outcome(self._way)
        if outcome.plan is not None:
            self.dismiss(outcome.plan)
            return
        self._show()
        wrong = [key for key in self.fields if key in outcome.wrong]
        if wrong:
            self.fields[wrong[0]].entry.focus()

    def action_turn(self) -> None:
        if self.ways.has_focus:
            next(iter(self.fields.values())).entry.focus()
        else:
            self.ways.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the ways to go on in a low terminal."""
        self.set_class(event.size.height < 34, "-low")

    @property
    def _way(self) -> str:
        item = self.ways.item
        return self._ways[0] if item is None else item.way

    @property
    def _ways(self) -> tuple[str, ...]:
        return ways_of(self._plan, self.texts, self._by)

    def write(self, key: str, text: str) -> None:
        if self.texts[key] != text:
            self.texts[key] = text
            self._keep({key: text for key, text in self.texts.items() if text})
            self._renew()

    def _renew(self) -> None:
        """Work out the first way now, and the others once no key has come for a moment."""
        first = self._ways[0]
        self._outcomes = {first: go(self._plan, self.texts, first, self._shelf)}
        self._list()
        self.ways.chosen = 0
        self._show()
        if self._others is not None:
            self._others.stop()
        self._others = self.set_timer(_PAUSE_S, self._work_out_others)

    def _work_out_others(self) -> None:
        for way in self._ways:
            self._outcome(way)
        self._list()

    def _outcome(self, way: str) -> Outcome:
        if way not in self._outcomes:
            self._outcomes[way] = go(self._plan, self.texts, way, self._shelf)
        return self._outcomes[way]

    def _list(self) -> None:
        ways = self._ways
        self.ways.show_items(way_row(self._outcomes.get(way), way) for way in ways)

    def _show(self) -> None:
        """Show what the way under the cursor comes to, and what is said beside each field."""
        outcome = self._outcome(self._way)
        for key, field in self.fields.items():
            field.show(self.texts[key], state_of(key, self.texts[key], outcome))
        self.said.show_lines(partial(_lines, outcome))


def _lines(outcome: Outcome, width: int) -> list[Content]:
    facts = [line for text in labelled(facts_of(outcome), 1, width) for line in text.split("\n")]
    return [Content(line) for line in facts]
