"""The steps as a table: what to set, when, and what each gives."""

from collections.abc import Iterator
from typing import ClassVar

from textual.content import Content

from rechallenge.model.plan import Plan, Step
from rechallenge.sheet.text.flush import DILUENT, change_over, flush_after
from rechallenge.sheet.text.layout import NO_BREAK, wrapped
from rechallenge.sheet.text.rate import rate_to_set
from rechallenge.sheet.text.steps import CLEARS, HEADS, as_written_text, flush_notes, step_table
from rechallenge.sheet.text.working import formula_lines

from .choice_list import ChoiceList, Row
from .sheet_text import SheetText


class StepTable(ChoiceList):
    """The steps of a plan, the rate to set in bold; the chosen one is explained elsewhere."""

    HELP: ClassVar[str] = (
        "The steps as the pump is to be set, in order. Up and down choose a step; below the table "
        "stand its note, when to go on, and the sum behind each of its numbers.\n\n"
        "A number after ~ was rounded to be shown; the sum below has the exact value."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.plan: Plan | None = None

    def show(self, plan: Plan | None) -> None:
        """Show the steps of another plan; none blanks the table."""
        self.plan = plan
        self.rows_changed()

    @property
    def step(self) -> Step | None:
        """The chosen step."""
        if self.plan is None:
            return None
        return self.plan.steps[min(self.chosen, len(self.plan.steps) - 1)]

    def rows_at(self, width: int) -> list[Row]:
        if self.plan is None:
            return []
        return step_rows(self.plan, width)


def step_rows(plan: Plan, width: int) -> list[Row]:
    """The table at a width; as labelled lines where it is too narrow for columns."""
    head, steps, flush, total = step_table(plan, width)
    start = head[0].find(HEADS[1]) if head else -1
    rows = [_heading(line) for line in head]
    bag = None
    for step, row in zip(plan.steps, steps, strict=True):
        if len(plan.bags) > 1 and step.bag not in (None, bag):
            bag = step.bag
            rows.append(_heading(f"  from {bag}:"))
        lines_of_step = tuple(_with_bold_rate(line, plan, step, start) for line in row)
        if change := change_over(plan, step):
            # It belongs to the row: the row alone says to run a volume that the bag no longer has.
            lines_of_step += _below(wrapped(": ".join(change), 8, width=width), "bold")
        rows.append(Row(lines_of_step))
        if flush and step.number == flush_after(plan):
            rows.append(_heading(f"  from a bag of {DILUENT}:"))
            run = tuple(Content.styled(line, "bold") for line in flush)
            notes = _below("\n".join(flush_notes(plan, width)), "")
            rows.append(Row((*run, *notes), can_choose=False))
    rows += [Row((Content.styled(line, "bold"),), can_choose=False) for line in total]
    return rows


def _heading(line: str) -> Row:
    return Row((Content.styled(line, "dim"),), can_choose=False)


def _below(text: str, style: str) -> tuple[Content, ...]:
    return tuple(Content.styled(line, style) for line in text.split("\n"))


def _with_bold_rate(line: str, plan: Plan, step: Step, start: int) -> Content:
    content = Content(line)
    shown = "observe" if step.rate is None else rate_to_set(plan, step.rate).replace(NO_BREAK, " ")
    place = line.find(shown, max(0, start))
    return content.stylize("bold", place, place + len(shown)) if place >= 0 else content


class StepWorking(SheetText):
    """What belongs to the chosen step: its note, when to go on, and the sums behind it."""

    def explain(self, plan: Plan | None, step: Step | None) -> None:
        """Explain one step of a plan; none blanks it."""
        self.show("" if plan is None or step is None else "\n".join(_explained(plan, step)))

    def lines_at(self, width: int) -> list[Content]:
        head, *rest = super().lines_at(width)
        return [head.stylize("bold"), *rest]


def _explained(plan: Plan, step: Step) -> Iterator[str]:
    what = "nothing runs" if step.rate is None else f"set {rate_to_set(plan, step.rate)}"
    yield f"Step {step.number}: {what}".replace(NO_BREAK, " ")
    if step.clears_line:
        yield f"  {CLEARS}"
    if written := as_written_text(plan, step):
        yield f"  as written: {written}".replace(NO_BREAK, " ")
    if step.go_on_if:
        yield f"  Go on only if: {step.go_on_if}"
    if step.note:
        yield f"  {step.note}"
    yield from formula_lines(step.working, 2)
