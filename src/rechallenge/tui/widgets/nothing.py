"""Why there is no result: said in the place where it would stand."""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rechallenge.sheet.text.layout import wrapped
from rechallenge.sheet.wording import finding_text
from rechallenge.tui.state.outcome import Outcome
from rechallenge.tui.state.said import in_fields

_BEGIN = (
    "Fill in the order. The result appears here when everything it needs is filled in and can be "
    "used as written; until then there is no number to be misread."
)


class Nothing(VerticalScroll):
    """The reasons, or the findings that refuse the plan with what to change."""

    def __init__(self) -> None:
        super().__init__(id="nothing", can_focus=False)
        self._static = Static("", markup=False)

    def on_mount(self) -> None:
        """Put the text in."""
        self.mount(self._static)

    def show(self, outcome: Outcome) -> None:
        """Say why there is no plan."""
        width = max(40, min(80, (self.content_size.width or 78) - 2))
        if outcome.plan is not None:
            self.display = False
        elif outcome.refused:
            lines = [Content.styled(" REFUSED: there is no schedule", "bold"), Content("")]
            for finding in outcome.refused:
                lines.append(
                    Content.assemble(" x ", (finding.code, "bold"), f" at {finding.where}")
                )
                lines.append(Content(wrapped(in_fields(finding_text(finding)), 3, 3, width)))
                lines.append(Content(""))
            lines.append(Content(wrapped("No answer is asked: change the order.", 1, 1, width)))
            self._static.update(Content("\n").join(lines))
        else:
            lines = [Content.styled(" No result", "bold"), Content("")]
            lines += [Content(wrapped(why, 1, 3, width)) for why in outcome.why]
            lines += [Content(""), Content.styled(wrapped(_BEGIN, 1, 1, width), "dim")]
            self._static.update(Content("\n").join(lines))
