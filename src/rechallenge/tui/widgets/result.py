"""The live result: sections of which one is open; where there is room, steps and chart always."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from rechallenge.model.finding import Severity
from rechallenge.tui.state.outcome import Outcome
from rechallenge.tui.state.parts import BAGS, DELIVERY, REST, TIMELINE, WORKING, part_text

from .chart import Chart
from .choice_list import ChoiceList
from .findings import FindingList
from .nothing import Nothing
from .premedication import PremedicationList
from .sections import SectionBar
from .sheet_text import SheetText
from .step_table import StepTable, StepWorking

STEPS, CHART, BEFORE, FINDINGS = "Steps", "Chart", "Premed", "Findings"
NAMES = (STEPS, CHART, BEFORE, FINDINGS, BAGS, DELIVERY, TIMELINE, WORKING, REST)
TEXTS = (BAGS, DELIVERY, TIMELINE, WORKING, REST)


class Result(Vertical):
    """Everything that follows from the order. Without a plan all of it gives way to the reason."""

    HELP: ClassVar[str] = "The result. Its sections are opened by their number."

    def __init__(self) -> None:
        super().__init__(id="result")
        self.bar = SectionBar(NAMES, id="sections")
        self.nothing = Nothing()
        self.steps = StepTable(id="steps")
        self.working = StepWorking(id="step-working")
        self.chart = Chart(id="chart")
        self.premedication = PremedicationList(id="premedication")
        self.findings = FindingList(id="findings")
        self.texts = {name: SheetText(id=f"text-{name.lower()}") for name in TEXTS}
        self._outcome: Outcome | None = None

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.nothing
        with Vertical(id="of-steps", classes="section"):
            yield self.steps
            yield self.working
        for name in NAMES[1:]:
            with Vertical(id=f"of-{name.lower()}", classes="section"):
                yield self._within(name)

    def show(self, outcome: Outcome) -> None:
        """Show what follows from the order now. What is not in view is written when it comes into
        view, from the outcome of that moment."""
        self._outcome = outcome
        asking = () if outcome.plan is None else outcome.plan.open_findings(Severity.CONFIRM)
        self.bar.counts = {FINDINGS: len(asking)}
        if outcome.plan is None:
            self.nothing.show(outcome)
        self._open(self.bar.current)

    def open_section(self, number: int) -> None:
        """Open a section by its place."""
        if 0 <= number < len(NAMES):
            self.bar.current = number

    @property
    def target(self) -> Widget:
        """What takes the keys in the open section."""
        if self._outcome is None or self._outcome.plan is None:
            return self.bar
        return self._within(NAMES[self.bar.current])

    def on_section_bar_opened(self, event: SectionBar.Opened) -> None:
        """Another section was opened."""
        event.stop()
        inside = self.screen.focused is not None and self.screen.focused is not self.bar
        moved = inside and self in (self.screen.focused.ancestors if self.screen.focused else ())
        self._open(event.number)
        if moved:
            self.target.focus()

    def on_option_list_option_highlighted(self, event: ChoiceList.OptionHighlighted) -> None:
        """Another step was chosen: explain it."""
        if event.option_list is self.steps:
            event.stop()
            self.working.explain(self.steps.plan, self.steps.step)

    def _within(self, name: str) -> Widget:
        own: dict[str, Widget] = {
            STEPS: self.steps,
            CHART: self.chart,
            BEFORE: self.premedication,
            FINDINGS: self.findings,
        }
        return own.get(name) or self.texts[name]

    def _open(self, number: int) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        name = NAMES[number]
        both = self.has_class("-roomy") and name in (STEPS, CHART)
        self.nothing.display = outcome.plan is None
        for other in NAMES:
            in_view = other == name or (both and other in (STEPS, CHART))
            shown = outcome.plan is not None and in_view
            self.query_one(f"#of-{other.lower()}").display = shown
            if shown or outcome.plan is None:
                self._write(other, outcome)

    def _write(self, name: str, outcome: Outcome) -> None:
        """Write one section; without a plan, blank it."""
        plan = outcome.plan
        if name == STEPS:
            self.steps.show(plan)
            self.working.explain(self.steps.plan, self.steps.step)
        elif name == CHART:
            self.chart.show(plan)
        elif name == BEFORE:
            self.premedication.show(plan, outcome.typed.ticks)
        elif name == FINDINGS:
            self.findings.show(plan.findings if plan else (), outcome.fallen)
        else:
            self.texts[name].show("" if plan is None else part_text(plan, name))

    def refit(self, *, roomy: bool) -> None:
        """Show steps and chart together where there is room."""
        self.set_class(roomy, "-roomy")
        self._open(self.bar.current)
