"""Where each number of a plan lies in its workbook, so that the pages can refer to one another
before they are laid out."""

from typing import NamedTuple

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SectionCode
from rechallenge.sheet.view.bags import bags_by_letter

from .pages import FIRST, Columns, columns, sheet_name

BAG_COLUMNS = columns("bag", "name", "rule", "stated", "stated-unit", "holds", "volume",
                      "concentration", "into-line", "used", "discarded", "discarded-drug",
                      "verdict")  # fmt: skip


class Made(NamedTuple):
    """Where the page of preparation has what a bag really holds, and its final volume."""

    holds: str
    volume: str


class StepCells(NamedTuple):
    """The table of steps: its columns, and the numbers of its first and last step."""

    columns: Columns
    first: int
    last: int

    def row(self, step: int) -> int:
        return FIRST + step - self.first

    def cell(self, column: str, step: int) -> str:
        """The address of a cell, for another page."""
        return f"{_steps()}!{self.columns[column]}{self.row(step)}"

    def every(self, column: str) -> str:
        """A whole column, for another page."""
        letter = self.columns[column]
        return f"{_steps()}!${letter}${self.row(self.first)}:${letter}${self.row(self.last)}"


class Places(NamedTuple):
    """The places on the other pages. `prepared` has the bags whose making is worked out."""

    steps: StepCells
    given: str | None
    prepared: dict[str, Made]

    def dose_before(self, plan: Plan, bag: str) -> str:
        """The dose given before the first step that takes from a bag."""
        first = next((step.number for step in plan.steps if step.taken_from == bag), None)
        if first is None or first == self.steps.first:
            return self.given or "0"
        begin, letter = self.steps.cell("dose", self.steps.first), self.steps.columns["dose"]
        return f"SUM({begin}:{letter}{self.steps.row(first - 1)})"


def step_cells(plan: Plan) -> StepCells:
    """Where the table of steps has its columns."""
    clock = "clock" if plan.order.begins is not None else None
    drops = "drops" if plan.pump is not None and plan.pump.drops is not None else None
    names = ("step", "bag", drops, "rate", "start", clock, "duration", "volume", "concentration",
             "dose", "cumulative", "share", "dose-rate", "verdict", "how")  # fmt: skip
    return StepCells(columns(*names), plan.steps[0].number, plan.steps[-1].number)


def bag_row(plan: Plan, name: str) -> int:
    """The row of a bag on the page of bags."""
    return FIRST + [bag.name for bag in bags_by_letter(plan)].index(name)


def bag_cell(plan: Plan, column: str, name: str) -> str:
    """The address of a cell of a bag, for another page."""
    return f"{sheet_name(SectionCode.BAGS)}!{BAG_COLUMNS[column]}{bag_row(plan, name)}"


def _steps() -> str:
    return sheet_name(SectionCode.STEPS)
