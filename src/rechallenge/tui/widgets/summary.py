"""The head of the screen: the summary of the plan or, without one, the reason."""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.view import NO_BREAK, Amount, Status, Summary, summary_of
from rechallenge.sheet.view.order import named_drug
from rechallenge.sheet.view.status import status_of
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.words import _, counted
from rechallenge.words.shown import printable

from .findings import finding_lines

_BETWEEN = Content("   ")


class SummaryLine(Static):
    """Total time, finish, peak rate, open findings and DRAFT; or that there is no result."""

    def __init__(self) -> None:
        super().__init__("", id="summary", markup=False)
        self._fitted = False

    def show(self, evaluation: Evaluation, *, is_behind: bool = False) -> None:
        """Show the summary of what follows from the order now; where it `is_behind`, of what
        followed from it before."""
        has_plan = evaluation.plan is not None
        self.set_class(not has_plan, "-none")
        content = _of_plan(evaluation, is_behind=is_behind) if has_plan else _of_none(evaluation)
        lines = content.split("\n")
        fits = has_plan and all(line.cell_length < self.content_size.width for line in lines)
        self.update(content, layout=not (fits and self._fitted))
        self._fitted = fits


def _of_plan(evaluation: Evaluation, *, is_behind: bool) -> Content:
    plan = evaluation.plan
    assert plan is not None
    summary = summary_of(plan)
    drug = named_drug(plan)
    named = plan.protocol.id
    if plan.order.patient:
        patient = printable(plan.order.patient)
        named = _("{protocol} for {patient}").format(protocol=named, patient=patient)
    peak = _("in step {step}").format(step=summary.peak_step)
    status = status_of(plan)
    recomputing = Content.styled(f" {_('Recomputing')} ", "reverse")
    mark = recomputing if is_behind or not plan.proof else status_mark(summary, status)
    first = [mark, _bold(f"{drug} {Amount(plan.dose.total).text}"), Content(named)]
    second = [Content.assemble(_("total"), " ", _bold(summary.total.text))]
    if summary.finish.clock:
        second.append(Content.assemble(_("ends"), " ", _bold(summary.finish.clock)))
    if summary.peak is not None:
        second.append(Content.assemble(_("peak"), " ", _bold(summary.peak.text), f" {peak}"))
    if plan.checks:
        second.append(_bold(status.check))
    elif evaluation.draft.checks:
        second.append(_bold(_("the second check no longer holds")))
    return Content("\n").join(_BETWEEN.join(line) for line in (first, second))


def status_mark(summary: Summary, status: Status) -> Content:
    """DRAFT with what is to be confirmed, or who confirmed it."""
    if status.is_draft:
        return Content.styled(f" {counted('planner.to-confirm', summary.to_confirm)} ", "$draft")
    return Content.styled(f" {status.text} ", "$ready")


def _of_none(evaluation: Evaluation) -> Content:
    if evaluation.refused:
        by = counted("planner.refused", len(evaluation.refused))
        return Content.assemble((f" {_('REFUSED')} ", "$refused"), f" {by}")
    reason = evaluation.why[0] if evaluation.why else _("Nothing is filled in.")
    return Content.assemble((f" {_('NO RESULT')} ", "reverse"), f" {reason}")


def _bold(text: str) -> Content:
    return Content.styled(text.replace(NO_BREAK, " "), "bold")


class NoResult(VerticalScroll):
    """The reasons, or the findings that refuse the plan with what to change."""

    def __init__(self) -> None:
        super().__init__(id="no-result", can_focus=False)
        self._static = Static("", markup=False)

    def on_mount(self) -> None:
        self.mount(self._static)

    def show(self, evaluation: Evaluation) -> None:
        width = max(40, min(80, (self.content_size.width or 78) - 2))
        if evaluation.refused:
            lines = [_bold(f" {_('Refused: there is no schedule')}"), Content("")]
            for finding in evaluation.refused:
                lines += finding_lines(finding, width)
        else:
            begin = _(
                "Fill in the order. The result appears here when everything that it needs is "
                "filled in and can be used as written. Until then no number is shown."
            )
            lines = [_bold(f" {_('No result')}"), Content("")]
            lines += [Content(wrapped(why, 1, 3, width)) for why in evaluation.why]
            lines += [Content(""), Content.styled(wrapped(begin, 1, 1, width), "dim")]
        self._static.update(Content("\n").join(lines))
