"""Answering a finding: a reason and initials, which are printed with the plan."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from textual.app import App

from rechallenge.model.finding import Finding, Severity
from rechallenge.sheet.view import Label, finding_item
from rechallenge.tui.state.answering import answer_to, question_of
from rechallenge.tui.state.draft import Answer, asked_of
from rechallenge.tui.state.field_text import finding_said
from rechallenge.tui.state.session import Session
from rechallenge.tui.widgets.findings import finding_paragraphs
from rechallenge.tui.widgets.text_field import TextField
from rechallenge.words import _, word
from rechallenge.words.lists import with_label

from .dialog import Ask, Fill, if_answered


class Acknowledge(Fill[Answer]):
    """Asks why the plan may stay as it is, and who says so. Leaving it loses nothing: `keep` is
    handed what is typed, and `begun` is what was typed before."""

    HELP: ClassVar[str] = _(
        "A finding that asks. Write why the plan may stay as it is, and your initials; both are "
        "printed with the plan. Enter goes on to the next field and then to Confirm. Escape leaves "
        "the finding open, and the sheet a DRAFT; what you typed is there the next time."
    )

    def __init__(
        self,
        finding: Finding,
        answer: Callable[[str, str], Answer | dict[str, str]],
        begun: Mapping[str, str],
        keep: Callable[[Mapping[str, str]], None],
    ) -> None:
        item = finding_item(finding)
        source = [with_label(word(Label.SOURCE), item.source)] if item.source else []
        super().__init__(
            _("Confirm: {code}").format(code=item.code),
            [finding_said(finding), *source],
            {"reason": _("Reason"), "initials": _("Initials")},
            leave=_("Leave it open"),
            take=_("Confirm"),
            begin=begun,
        )
        self._answer, self._keep = answer, keep

    def on_mount(self) -> None:
        for entry in self.entries.values():
            entry.cursor_position = len(entry.value)
        self.set_focus(self.entries["reason"])

    def typed(self) -> None:
        """What is typed is there again the next time that this is asked."""
        self._keep(self.texts)

    def on_input_submitted(self, event: TextField.Submitted) -> None:
        at_reason = event.input is self.entries["reason"]
        self.set_focus(self.entries["initials"] if at_reason else self.query_one("#take"))

    def answer(self, texts: dict[str, str]) -> Answer | dict[str, str]:
        return self._answer(texts["reason"], texts["initials"])


def open_finding(app: App[None], session: Session, finding: Finding) -> None:
    """Show the whole finding: with its question where it asks, otherwise to be read."""
    plan, patient = session.evaluation.plan, session.draft.text("patient")
    if plan is None:
        return
    if finding.severity is not Severity.CONFIRM:
        title = with_label(word(f"severity.{finding.severity.value}").capitalize(), finding.code)
        text = "\n\n".join(finding_paragraphs(finding))
        app.push_screen(Ask(title, text, ("no", _("Close"))))
        return

    def answered(reason: str, initials: str) -> Answer | dict[str, str]:
        return answer_to(plan, finding, reason, initials, patient, session.clock())

    asked = asked_of(question_of(plan, finding), patient)
    begun = session.draft.begun.get(asked, {})
    dialog = Acknowledge(finding, answered, begun, partial(session.begin_answer, asked))
    app.push_screen(dialog, if_answered(session.answer))
