"""The sheet before it is printed: its pages, to be read, saved in any form, or printed."""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from rechallenge.model.plan import Plan
from rechallenge.sheet.text.plan import plan_text
from rechallenge.tui.state.command import PAPERS, pages_command, plan_command
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.preview import Preview, preview_of
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.summary import summary_of
from rechallenge.tui.viewing import NoViewer, Viewed
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.page_view import PageView

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.sheet import Paper

KEYS = (
    ("F1", "Help", "app.help"),
    ("] [", "Turn", "screen.turn(1)"),
    ("V", "View", "screen.view"),
    ("A", "Paper", "screen.paper"),
    ("T", "Text", "screen.form"),
    ("S", "Save", "screen.save"),
    ("P", "Print", "screen.print"),
    ("Esc", "Back", "screen.leave"),
    ("W", "Working", "screen.working"),
)


class Sheet(Screen[None]):
    """The pages of the plan, or the plan as plain text. What is shown is always made from the
    order as it stands; while pages are being made none are shown."""

    HELP: ClassVar[str] = PageView.HELP
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("s", "save", "Save as", show=False),
        Binding("p", "print", "Print", show=False),
        Binding("w", "working", "Working", show=False),
        Binding("t", "form", "Pages or text", show=False),
        Binding("a", "paper", "Paper", show=False),
        Binding("v", "view", "View the PDF", show=False),
        Binding("right_square_bracket", "turn(1)", "Next page", show=False),
        Binding("left_square_bracket", "turn(-1)", "Page before", show=False),
    ]

    def __init__(self, session: Session, viewed: Viewed) -> None:
        super().__init__(id="sheet")
        self.session = session
        self.page = PageView(id="page-of-plan")
        self._viewed = viewed
        self._head = Static("", id="sheet-head", markup=False)
        self._as_text = False
        self._working = False
        self._preview: Preview | None = None

    @property
    def preview(self) -> Preview | None:
        """The pages of the order as it stands; None while there are none."""
        made, plan = self._preview, self.session.evaluation.plan
        return made if made and made.is_of(plan, self.session.paper) else None

    @property
    def command(self) -> str:
        """The twin of this screen."""
        if not self._as_text:
            return pages_command(self.session.evaluation, self.session.paper)
        return plan_command(self.session.evaluation) + (
            " \\\n    --working" if self._working else ""
        )

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.page
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        """Show it, and follow the order."""
        self.session.listeners.append(self._renew)
        self._renew(self.session.evaluation)
        self.page.focus()

    def on_unmount(self) -> None:
        """Stop listening."""
        self.session.listeners.remove(self._renew)

    def on_page_view_turned(self) -> None:
        """Say which page it is."""
        self._show_head(self.session.evaluation.plan)

    def action_turn(self, by: int) -> None:
        """The next page, or the one before."""
        self.page.turn(by)

    def action_form(self) -> None:
        """The pages, or the plain text."""
        self._as_text, self._working = not self._as_text, False
        self._renew(self.session.evaluation)

    def action_working(self) -> None:
        """The plain text with the sums, or without; pages have none."""
        self._as_text, self._working = True, not self._working
        self._renew(self.session.evaluation)

    def action_paper(self) -> None:
        """The other paper."""
        self.session.paper = "letter" if self.session.paper == "a4" else "a4"
        self._renew(self.session.evaluation)

    def action_view(self) -> None:
        """Open the pages that are shown in the system's viewer."""
        made = self.preview
        if made is None or not made.pdf:
            self.notify("There are no pages to view: see what is shown.", markup=False)
            return
        self.run_worker(self._view(made.pdf), group="view")

    def action_save(self) -> None:
        """Save it under a name."""
        self.run_worker(self.app.run_action("app.save"))

    def action_print(self) -> None:
        """Print it."""
        self.run_worker(self.app.run_action("app.print"))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def _renew(self, evaluation: Evaluation) -> None:
        plan = evaluation.plan
        if plan is None:
            reasons = evaluation.why or ("The plan is refused; see the findings.",)
            self.page.show("\n".join(reasons))
        elif self._as_text:
            self.page.show(plan_text(plan, working=self._working))
        elif (made := self.preview) is None:
            self.page.show("The pages are being made.")
            making = self._make(plan, self.session.paper)
            self.run_worker(making, exclusive=True, group="pages")
        elif made.pages:
            self.page.show_pages(made.pages)
        else:
            self.page.show(f"There are no pages: {made.why_none}.")
        self._show_head(plan)

    async def _make(self, plan: Plan, paper: "Paper") -> None:
        """Make the pages beside the screen, and take them up unless the order has changed since."""
        made = await asyncio.to_thread(preview_of, plan, paper)
        if made.is_of(self.session.evaluation.plan, self.session.paper):
            self._preview = made
            self._renew(self.session.evaluation)

    def _show_head(self, plan: Plan | None) -> None:
        if plan is None:
            self._head.update(Content.styled(" There is no sheet ", "reverse"))
            return
        summary = summary_of(plan)
        if summary.is_draft:
            state = Content.styled(f" DRAFT: {summary.to_confirm} to confirm ", "$draft")
        else:
            state = Content.styled(" All confirmed ", "$ready")
        what = "plain text" if self._as_text else PAPERS[self.session.paper]
        if pages := self.page.pages:
            what = f"page {self.page.number + 1} of {len(pages)}, {what}"
        self._head.update(Content.assemble(state, f"  {what}"))

    async def _view(self, pdf: bytes) -> None:
        try:
            said, failed = f"Opened {await asyncio.to_thread(self._viewed.open, pdf)}", False
        except NoViewer as error:
            said, failed = f"Not opened: {error}.", True
        self.notify(said, severity="error" if failed else "information", markup=False)
