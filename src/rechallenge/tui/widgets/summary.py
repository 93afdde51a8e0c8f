"""What is always said of the order: its summary or, where there is no plan, why."""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.quantities import display, printable
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.layout import wrapped
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.field_text import finding_said
from rechallenge.tui.state.summary import Summary, summary_of

_BETWEEN = Content("   ")


class SummaryLine(Static):
    """Total time, finish, peak rate, open findings and DRAFT; or that there is no result."""

    def __init__(self) -> None:
        super().__init__("", id="summary", markup=False)
        self._fitted = False

    def show(self, evaluation: Evaluation) -> None:
        """Show the summary of what follows from the order now."""
        has_plan = evaluation.plan is not None
        self.set_class(not has_plan, "-none")
        content = _of_plan(evaluation) if has_plan else _of_none(evaluation)
        lines = content.split("\n")
        fits = has_plan and all(line.cell_length < self.content_size.width for line in lines)
        self.update(content, layout=not (fits and self._fitted))
        self._fitted = fits


def _of_plan(evaluation: Evaluation) -> Content:
    plan = evaluation.plan
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


def _of_none(evaluation: Evaluation) -> Content:
    if evaluation.refused:
        number = len(evaluation.refused)
        by = "a finding" if number == 1 else f"{number} findings"
        return Content.assemble((" REFUSED ", "$refused"), f" by {by}; there is no schedule")
    reason = evaluation.why[0] if evaluation.why else "Nothing is filled in."
    return Content.assemble((" NO RESULT ", "reverse"), f" {reason}")


def _joined(parts: list[Content | None]) -> Content:
    return _BETWEEN.join(part for part in parts if part is not None)


_BEGIN = (
    "Fill in the order. The result appears here when everything it needs is filled in and can be "
    "used as written; until then there is no number to be misread."
)


class NoResult(VerticalScroll):
    """The reasons, or the findings that refuse the plan with what to change."""

    def __init__(self) -> None:
        super().__init__(id="nothing", can_focus=False)
        self._static = Static("", markup=False)

    def on_mount(self) -> None:
        """Put the text in."""
        self.mount(self._static)

    def show(self, evaluation: Evaluation) -> None:
        """Say why there is no plan."""
        width = max(40, min(80, (self.content_size.width or 78) - 2))
        if evaluation.plan is not None:
            self.display = False
        elif evaluation.refused:
            lines = [Content.styled(" REFUSED: there is no schedule", "bold"), Content("")]
            for finding in evaluation.refused:
                lines.append(
                    Content.assemble(" x ", (finding.code, "bold"), f" at {finding.where}")
                )
                lines.append(Content(wrapped(finding_said(finding), 3, 3, width)))
                lines.append(Content(""))
            lines.append(Content(wrapped("No answer is asked: change the order.", 1, 1, width)))
            self._static.update(Content("\n").join(lines))
        else:
            lines = [Content.styled(" No result", "bold"), Content("")]
            lines += [Content(wrapped(why, 1, 3, width)) for why in evaluation.why]
            lines += [Content(""), Content.styled(wrapped(_BEGIN, 1, 1, width), "dim")]
            self._static.update(Content("\n").join(lines))
