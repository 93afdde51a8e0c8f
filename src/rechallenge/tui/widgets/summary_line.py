"""The summary that never leaves the screen."""

from textual.content import Content
from textual.widgets import Static

from rechallenge.quantities import display, printable
from rechallenge.sheet.names import drug_name
from rechallenge.tui.state.outcome import Outcome
from rechallenge.tui.state.summary import Summary, summary_of

_BETWEEN = Content("   ")


class SummaryLine(Static):
    """Total time, finish, peak rate, open findings and DRAFT; or that there is no result."""

    def __init__(self) -> None:
        super().__init__("", id="summary", markup=False)
        self._fitted = False

    def show(self, outcome: Outcome) -> None:
        """Show the summary of what follows from the order now."""
        has_plan = outcome.plan is not None
        self.set_class(not has_plan, "-none")
        content = _of_plan(outcome) if has_plan else _of_none(outcome)
        lines = content.split("\n")
        fits = has_plan and all(line.cell_length < self.content_size.width for line in lines)
        self.update(content, layout=not (fits and self._fitted))
        self._fitted = fits


def _of_plan(outcome: Outcome) -> Content:
    plan = outcome.plan
    assert plan is not None
    summary = summary_of(plan)
    drug = drug_name(plan.drug) if plan.drug else "drug not named"
    patient = f" for {printable(plan.order.patient)}" if plan.order.patient else ""
    first: list[Content | None] = [
        _status(summary),
        Content.styled(f"{drug} {display(plan.dose.total)}", "bold"),
        Content(f"{plan.protocol.id}{patient}"),
    ]
    second: list[Content | None] = [
        Content.assemble("total ", (summary.total, "bold")),
        Content.assemble("ends ", (summary.finish, "bold")) if summary.finish else None,
        Content.assemble("peak ", (summary.peak, "bold"), f" in step {summary.peak_at}"),
    ]
    return Content("\n").join(_joined(line) for line in (first, second))


def _status(summary: Summary) -> Content:
    if summary.is_draft:
        return Content.styled(f" DRAFT: {summary.to_confirm} to confirm ", "$draft")
    return Content.styled(" All confirmed ", "$ready")


def _of_none(outcome: Outcome) -> Content:
    if outcome.refused:
        number = len(outcome.refused)
        by = "a finding" if number == 1 else f"{number} findings"
        return Content.assemble((" REFUSED ", "$refused"), f" by {by}; there is no schedule")
    reason = outcome.why[0] if outcome.why else "Nothing is filled in."
    return Content.assemble((" NO RESULT ", "reverse"), f" {reason}")


def _joined(parts: list[Content | None]) -> Content:
    return _BETWEEN.join(part for part in parts if part is not None)
