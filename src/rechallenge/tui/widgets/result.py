"""The live result: one open section or, where there is room, steps and chart together."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SectionCode, sections_of, view_of
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.words import _

from .chart import Chart
from .choice_list import ChoiceList
from .findings import FindingList, FindingText
from .premedication import PremedicationList
from .search import Place
from .sections import SectionBar
from .sheet_text import SectionText
from .step_table import StepTable, StepWorking
from .summary import NoResult

STEPS, CHART, PREMEDICATION, FINDINGS = "steps", "chart", "premedication", "findings"
BAGS, VEIN, TIMES, WORKING, MORE = "bags", "vein", "times", "working", "more"
NAMES = {
    STEPS: _("Steps"),
    CHART: _("Chart"),
    PREMEDICATION: _("Premed"),
    FINDINGS: _("Findings"),
    BAGS: _("Bags"),
    VEIN: _("Vein"),
    TIMES: _("Times"),
    WORKING: _("Working"),
    MORE: _("More"),
}
"""The sections by their codes, in the order of their numbers."""
CODES = tuple(NAMES)
_OF_VIEW = {
    BAGS: (SectionCode.BAGS, SectionCode.PREPARATION),
    VEIN: (SectionCode.DELIVERY,),
    TIMES: (SectionCode.BEGUN, SectionCode.STOPS, SectionCode.TIMELINE),
    WORKING: (
        SectionCode.ORDER,
        SectionCode.BAGS,
        SectionCode.PREPARATION,
        SectionCode.STEPS,
        SectionCode.DELIVERY,
    ),
    MORE: (SectionCode.ORDER, SectionCode.REACTION, SectionCode.SOURCE),
}
"""What each section of text shows of the view; all else has a widget of its own."""


class Result(Vertical):
    """What follows from the order; without a plan, the reason in its place."""

    HELP: ClassVar[str] = _("The result. Press a number to open its section.")

    def __init__(self) -> None:
        super().__init__(id="result")
        self.bar = SectionBar(NAMES, id="sections")
        self.no_result = NoResult()
        self.steps = StepTable(id="steps")
        self.working = StepWorking(id="step-working")
        self.chart = Chart(id="chart")
        self.premedication = PremedicationList(id="premedication")
        self.findings = FindingList(id="findings")
        self.finding = FindingText(id="finding-text")
        self.texts = {name: SectionText(id=f"text-{name}") for name in _OF_VIEW}
        self.targets: dict[str, Widget] = {
            STEPS: self.steps,
            CHART: self.chart,
            PREMEDICATION: self.premedication,
            FINDINGS: self.findings,
            **self.texts,
        }
        """What takes the keys in each section."""
        self._panes: dict[str, Vertical] = {}
        self._evaluation: Evaluation | None = None

    def compose(self) -> ComposeResult:
        yield self.bar
        yield self.no_result

    def furnish(self) -> None:
        """Put the sections in, unless they are: the form is on the screen before them."""
        if self._panes:
            return
        below = {STEPS: (self.working,), FINDINGS: (self.finding,)}
        for name, widget in self.targets.items():
            content = (widget, *below.get(name, ()))
            self._panes[name] = Vertical(*content, id=f"of-{name}", classes="section")
            self._panes[name].display = False
        self.mount_all(self._panes.values())

    def show(self, evaluation: Evaluation) -> None:
        """Show what follows from the order now. A section out of view is written when it comes into
        view."""
        before, self._evaluation, plan = self._evaluation, evaluation, evaluation.plan
        only_proven = before is not None and before.fields is evaluation.fields
        if only_proven and plan is not None and CODES[self.bar.current] != MORE:
            return
        asking = () if plan is None else plan.open_findings
        self.bar.counts = {FINDINGS: len(asking)}
        if plan is None:
            self.no_result.show(evaluation)
        self._open(self.bar.current)

    def open_section(self, number: int) -> None:
        if 0 <= number < len(NAMES):
            self.bar.current = number

    @property
    def target(self) -> Widget:
        """What takes the keys in the open section."""
        if self._evaluation is None or self._evaluation.plan is None:
            return self.bar
        return self.targets[CODES[self.bar.current]]

    def places(self, show: Callable[[int], None]) -> list[Place]:
        """What can be searched, from the open section on; each section is written, in view or not.
        `show` opens a section by its number."""
        evaluation = self._evaluation
        if evaluation is None or evaluation.plan is None:
            return []
        self.furnish()
        here = self.bar.current
        found = []
        for number in [*range(here, len(CODES)), *range(here)]:
            target = self.targets[CODES[number]]
            if isinstance(target, ChoiceList | SectionText):
                self._write(CODES[number], evaluation)
                found.append(Place(NAMES[CODES[number]], target, partial(show, number)))
        return found

    def on_section_bar_opened(self, event: SectionBar.Opened) -> None:
        event.stop()
        focused = self.screen.focused
        moved = focused is not None and focused is not self.bar and self in focused.ancestors
        self._open(event.number)
        if moved:
            self.target.focus()

    def on_option_list_option_highlighted(self, event: ChoiceList.OptionHighlighted) -> None:
        if event.option_list is self.steps:
            event.stop()
            self.working.explain(self.steps.item)
        elif event.option_list is self.findings:
            event.stop()
            self._explain_finding()

    def _open(self, number: int) -> None:
        evaluation = self._evaluation
        if evaluation is None:
            return
        opened = {CODES[number]}
        if self.has_class("-roomy") and opened & {STEPS, CHART}:
            opened = {STEPS, CHART}
        self.no_result.display = evaluation.plan is None
        if evaluation.plan is not None:
            self.furnish()
        for name, pane in self._panes.items():
            shown = evaluation.plan is not None and name in opened
            pane.display = shown
            if shown or evaluation.plan is None:
                self._write(name, evaluation)

    def _write(self, name: str, evaluation: Evaluation) -> None:
        """Write one section; without a plan, blank it."""
        plan = evaluation.plan
        if name == STEPS:
            self.steps.show(plan)
            self.working.explain(self.steps.item)
        elif name == CHART:
            self.chart.show(plan)
        elif name == PREMEDICATION:
            self.premedication.show(plan, evaluation.draft.ticks)
        elif name == FINDINGS:
            self.findings.show(plan.findings if plan else (), evaluation.fallen)
            self._explain_finding()
        elif plan is None:
            self.texts[name].show("")
        else:
            _write_text(self.texts[name], name, plan)

    def _explain_finding(self) -> None:
        finding = self.findings.item
        fallen = finding is not None and finding.code in self.findings.fallen
        self.finding.explain(finding, fallen=fallen, sought=self.findings.sought)

    def refit(self, *, roomy: bool) -> None:
        """Show steps and chart together where there is room."""
        self.set_class(roomy, "-roomy")
        self._open(self.bar.current)


def _write_text(text: SectionText, name: str, plan: Plan) -> None:
    sections = sections_of(plan, *_OF_VIEW[name])
    if sections:
        closing = view_of(plan).closing if name == MORE else ()
        last = [paragraph.text for paragraph in closing]
        text.show_sections(sections, last=last, working=name == WORKING)
        return
    text.show(
        _(
            "The order states no line, so the plan does not show what reaches the vein.\n\n"
            "The line between bag and vein holds 15 to 27 mL. Primed with diluent, it delays the "
            "drug, and drug planned for a slow step may arrive during a faster one. Write the "
            "line's volume, or a set on file, under Pump and line."
        )
    )
