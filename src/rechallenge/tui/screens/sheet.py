"""The sheet before it is printed: all of it, to be read, saved in any form, or printed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from rechallenge.sheets.text.plan import plan_text
from rechallenge.tui.state.command import plan_command
from rechallenge.tui.state.outcome import Outcome
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.summary import summary_of
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.sheet_text import SheetText

KEYS = (
    ("F1", "Help", "app.help"),
    ("S", "Save as", "screen.save"),
    ("P", "Print", "screen.print"),
    ("W", "Working", "screen.working"),
    ("Esc", "Back", "screen.leave"),
)


class Sheet(Screen[None]):
    """The whole plan as text. While a finding is open it says DRAFT, as every printed page does."""

    HELP: ClassVar[str] = (
        "The sheet, as it will be saved or printed. S saves it: the ending of the name says the "
        "form, such as .pdf for the pages that are printed, .json for a plan that can be opened "
        "again. P prints the PDF. W shows the sum under each number.\n\n"
        "While a finding is open, every page says DRAFT."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("s", "save", "Save as", show=False),
        Binding("p", "print", "Print", show=False),
        Binding("w", "working", "Working", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(id="sheet")
        self.session = session
        self.page = SheetText(id="page-of-plan")
        self._head = Static("", id="sheet-head", markup=False)
        self._working = False

    @property
    def command(self) -> str:
        """The twin of this screen."""
        more = " \\\n    --working" if self._working else ""
        return f"{plan_command(self.session.outcome)}{more} \\\n    -o sheet.pdf"

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.page
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        """Show it, and follow the order."""
        self.session.listeners.append(self._renew)
        self._renew(self.session.outcome)
        self.page.focus()

    def on_unmount(self) -> None:
        """Stop listening."""
        self.session.listeners.remove(self._renew)

    def action_working(self) -> None:
        """With the sums, or without."""
        self._working = not self._working
        self._renew(self.session.outcome)

    def action_save(self) -> None:
        """Save it under a name."""
        self.run_worker(self.app.run_action("app.save"))

    def action_print(self) -> None:
        """Print it."""
        self.run_worker(self.app.run_action("app.print"))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def _renew(self, outcome: Outcome) -> None:
        plan = outcome.plan
        if plan is None:
            self._head.update(Content.styled(" There is no sheet ", "reverse"))
            reasons = outcome.why or ("The plan is refused; see the findings.",)
            self.page.show("\n".join(reasons))
            return
        summary = summary_of(plan)
        if summary.is_draft:
            said = f" DRAFT: {summary.to_confirm} to confirm "
            self._head.update(Content.styled(said, "$draft"))
        else:
            self._head.update(Content.styled(" All confirmed ", "$ready"))
        self.page.show(plan_text(plan, working=self._working))
