"""Premedication to be ticked off, with the time each dose was given."""

from typing import ClassVar

from textual.content import Content

from rechallenge.model.plan import Plan, PlannedPremedication
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.former import due_text
from rechallenge.sheet.text.layout import amount, wrapped
from rechallenge.tui.state.draft import Texts

from .choice_list import ChoiceList, Row

_NOT_KEPT = (
    "Ticks are a help at this screen. They are in no saved plan and on no printed sheet: sign for "
    "each dose on the sheet or in the chart of the patient."
)


class PremedicationList(ChoiceList):
    """Each dose with when it is due; Enter or Space ticks it off with the time of the moment."""

    HELP: ClassVar[str] = (
        "What is given before the infusion, and when. Space or Enter ticks a dose off with the "
        "time of this moment; once more takes the tick back. The ticks stay with "
        "this order while the planner is open, and in its draft; a saved plan and a printed sheet "
        "do not hold them. The sheet has its own boxes to sign."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.plan: Plan | None = None
        self.ticks: Texts = {}

    def show(self, plan: Plan | None, ticks: Texts) -> None:
        """Show a plan's premedication with what was ticked off."""
        self.plan, self.ticks = plan, ticks
        self.rows_changed()

    @property
    def dose(self) -> str | None:
        """The chosen dose, as it is ticked off by."""
        if self.plan is None or not self.plan.premedication:
            return None
        number = min(self.chosen, len(self.plan.premedication) - 1)
        return dose_key(number, self.plan.premedication[number])

    def rows_at(self, width: int) -> list[Row]:
        if self.plan is None:
            return []
        if not self.plan.premedication:
            return [Row((Content(" The protocol states none."),), can_choose=False)]
        rows = [
            Row(self._dose_lines(self.plan, number, dose, width))
            for number, dose in enumerate(self.plan.premedication)
        ]
        said = tuple(map(Content, wrapped(_NOT_KEPT, 1, 1, width - 1).split("\n")))
        return [*rows, Row(said, can_choose=False)]

    def _dose_lines(
        self, plan: Plan, number: int, dose: PlannedPremedication, width: int
    ) -> tuple[Content, ...]:
        given = self.ticks.get(dose_key(number, dose))
        box = f"[x] given {given}  " if given else "[ ] "
        text = f"{drug_name(dose.drug)} {amount(dose.dose)} {dose.route}: {due_text(plan, dose)}"
        lines = [
            Content.styled(line, "dim" if given else "")
            for line in wrapped(box + text, 1, 5, width - 1).split("\n")
        ]
        if dose.note:
            lines += map(Content, wrapped(dose.note, 5, 5, width - 1).split("\n"))
        return (*lines, Content(""))


def dose_key(number: int, dose: PlannedPremedication) -> str:
    """What a dose is ticked off by: another drug, dose or route is another dose."""
    return f"{number + 1} {dose.drug} {amount(dose.dose)} {dose.route}".replace("\u00a0", " ")
