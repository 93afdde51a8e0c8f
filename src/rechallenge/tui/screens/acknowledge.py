"""Answering a finding: a reason and initials, which are printed with the plan."""

from collections.abc import Callable
from typing import ClassVar

from rechallenge.model.finding import Finding
from rechallenge.sheet.view import Label, finding_item
from rechallenge.tui.state.draft import Answer
from rechallenge.tui.state.field_text import finding_said
from rechallenge.words import _, word

from .dialog import Fill


class Acknowledge(Fill[Answer]):
    """Asks why the plan may stay as it is, and who says so. Leaving it changes nothing."""

    HELP: ClassVar[str] = _(
        "A finding that asks. Write why the plan may stay as it is, and your initials; both are "
        "printed with the plan. Escape leaves the finding open, and the sheet a DRAFT."
    )

    def __init__(
        self, finding: Finding, answer: Callable[[str, str], Answer | dict[str, str]]
    ) -> None:
        item = finding_item(finding)
        source = [f"{word(Label.SOURCE)}: {item.source}"] if item.source else []
        super().__init__(
            _("Confirm: {code}").format(code=item.code),
            [finding_said(finding), *source],
            {"reason": _("Reason"), "initials": _("Initials")},
            leave=_("Leave it open"),
            take=_("Confirm"),
        )
        self._answer = answer

    def on_mount(self) -> None:
        """The safe choice has the focus."""
        self.query_one("#leave").focus()

    def on_input_submitted(self) -> None:
        """Enter in a field goes on to the next; it never confirms by itself."""
        self.focus_next()

    def answer(self, texts: dict[str, str]) -> Answer | dict[str, str]:
        return self._answer(texts["reason"], texts["initials"])
