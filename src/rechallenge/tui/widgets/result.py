"""The live result: sections of which one is open; where there is room, steps and chart always."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from rechallenge.model.finding import Severity
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.parts import BAGS, DELIVERY, REST, TIMELINE, WORKING, part_text

from .chart import Chart
from .choice_list import ChoiceList
from .findings import FindingList
from .premedication import PremedicationList
from .sections import SectionBar
from .sheet_text import SheetText
from .step_table import StepTable, StepWorking
from .summary import NoResult

STEPS, CHART, BEFORE, FINDINGS = "Steps", "Chart", "Premed", "Findings"
NAMES = (STEPS, CHART, BEFORE, FINDINGS, BAGS, DELIVERY, TIMELINE, WORKING, REST)
TEXTS = (BAGS, DELIVERY, TIMELINE, WORKING, REST)


class Result(Vertical):
    """Everything that follows from the order. Without a plan all of it gives way to the reason."""

    HELP: ClassVar[str] = "The result. Its sections are opened by their number."

    def __init__(self) -> None:
        super().__init__(id="result")
        self.bar = SectionBar(NAMES, id="sections")
        self.nothing = NoResult()
        self.steps = StepTable(id="steps")
        self.working = StepWorking(id="step-working")
        self.chart = Chart(id="chart")
        self.premedication = PremedicationList(id="premedication")
        self.findings = FindingList(id="findings")
        self.texts = {name: SheetText(id=f"text-{name.lower()}") for name in TEXTS}
        self._evaluation: Evaluation | None = None

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.nothing
        with Vertical(id="of-steps", classes="section"):
            yield self.steps
            yield self.working
        for name in NAMES[1:]:
            with Vertical(id=f"of-{name.lower()}", classes="section"):
                yield self._within(name)

    def show(self, evaluation: Evaluation) -> None:
        """Show what follows from the order now. What is not in view is written when it comes into
        view, from the evaluation of that moment."""
        self._evaluation = evaluation
        asking = () if evaluation.plan is None else evaluation.plan.open_findings(Severity.CONFIRM)
        self.bar.counts = {FINDINGS: len(asking)}
        if evaluation.plan is None:
            self.nothing.show(evaluation)
        self._open(self.bar.current)

    def open_section(self, number: int) -> None:
        """Open a section by its place."""
        if 0 <= number < len(NAMES):
            self.bar.current = number

    @property
    def target(self) -> Widget:
        """What takes the keys in the open section."""
        if self._evaluation is None or self._evaluation.plan is None:
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
        evaluation = self._evaluation
        if evaluation is None:
            return
        name = NAMES[number]
        both = self.has_class("-roomy") and name in (STEPS, CHART)
        self.nothing.display = evaluation.plan is None
        for other in NAMES:
            in_view = other == name or (both and other in (STEPS, CHART))
            shown = evaluation.plan is not None and in_view
            self.query_one(f"#of-{other.lower()}").display = shown
            if shown or evaluation.plan is None:
                self._write(other, evaluation)

    def _write(self, name: str, evaluation: Evaluation) -> None:
        """Write one section; without a plan, blank it."""
        plan = evaluation.plan
        if name == STEPS:
            self.steps.show(plan)
            self.working.explain(self.steps.plan, self.steps.step)
        elif name == CHART:
            self.chart.show(plan)
        elif name == BEFORE:
            self.premedication.show(plan, evaluation.draft.ticks)
        elif name == FINDINGS:
            self.findings.show(plan.findings if plan else (), evaluation.fallen)
        else:
            self.texts[name].show("" if plan is None else part_text(plan, name))

    def refit(self, *, roomy: bool) -> None:
        """Show steps and chart together where there is room."""
        self.set_class(roomy, "-roomy")
        self._open(self.bar.current)
