"""The sheet before it is printed: to be read, saved in any form, viewed as the PDF, or printed."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.service.export_formats import NotExported, export
from rechallenge.sheet.text.plan import title_of
from rechallenge.sheet.view import view_of
from rechallenge.tui.state.command import PAPERS, pages_command, plan_command
from rechallenge.tui.state.evaluation import Evaluation
from rechallenge.tui.state.session import Session
from rechallenge.tui.viewing import NoViewer, Viewed
from rechallenge.tui.widgets.key_line import KeyLine
from rechallenge.tui.widgets.search import Place, SearchLine
from rechallenge.tui.widgets.sheet_text import SectionText
from rechallenge.tui.widgets.summary import status_mark
from rechallenge.words import _

KEYS = (
    ("F1", _("Help"), "app.help"),
    ("] [", _("Section"), "screen.turn(1)"),
    ("/", _("Search"), "screen.search"),
    ("V", _("View PDF"), "screen.view"),
    ("S", _("Save"), "app.save"),
    ("P", _("Print"), "app.print"),
    ("C", _("Copy note"), "app.copy_note"),
    ("A", _("Paper"), "screen.paper"),
    ("W", _("Working"), "screen.working"),
    ("Esc", _("Back"), "screen.leave"),
)


class Sheet(Screen[None]):
    """The sheet of the order as it is now, section by section."""

    HELP: ClassVar[str] = _(
        "What the sheet says, in the order in which it is printed. Page down and Page up scroll; "
        "] and [ go to the next section or back.\n\n"
        "V makes the PDF and opens it in this system's PDF viewer. A changes the paper, A4 or US "
        "Letter, for viewing, saving and printing. W shows the sum under each number, or hides "
        "it. S saves: the ending of the name sets the format, such as .pdf for the printed pages "
        "or .json for a plan that can be opened again. P prints the PDF.\n\n"
        "C copies the plan as a note of at most 40 lines, to be pasted into the patient's record. "
        "S saves the same note under a name that ends in .note.txt.\n\n"
        "/ searches; while a search is open, n and N go to the next match and the one before.\n\n"
        "While a finding is open, every page says DRAFT."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+f,slash", "search", "Search", show=False),
        Binding("n", "next_match(1)", "Next match", show=False),
        Binding("N", "next_match(-1)", "Match before", show=False),
        Binding("s", "app.save", "Save as", show=False),
        Binding("p", "app.print", "Print", show=False),
        Binding("c", "app.copy_note", "Copy note", show=False),
        Binding("w", "working", "Working", show=False),
        Binding("a", "paper", "Paper", show=False),
        Binding("v", "view", "View the PDF", show=False),
        Binding("right_square_bracket", "turn(1)", "Next section", show=False),
        Binding("left_square_bracket", "turn(-1)", "Section before", show=False),
        Binding("space", "read_on", "Read on", show=False),
    ]

    saves_as = ".pdf"
    """The ending that saving offers first here."""

    def __init__(self, session: Session, viewed: Viewed) -> None:
        super().__init__(id="sheet")
        self.session = session
        self.text = SectionText(id="sheet-text")
        self.search = SearchLine(lambda: [Place(_("the sheet"), self.text, self._to_text)])
        self._viewed = viewed
        self._head = Static("", id="sheet-head", markup=False)
        self._working = False
        self._keys = KeyLine(KEYS)

    @property
    def command(self) -> str:
        """The twin of this screen."""
        evaluation = self.session.evaluation
        if self._working:
            return f"{plan_command(evaluation)} \\\n    --working"
        return pages_command(evaluation, self.session.paper)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.text
        yield self.search
        yield self._keys

    def on_mount(self) -> None:
        self.session.prove()
        self.session.listeners.append(self._renew)
        self._renew(self.session.evaluation)
        self.text.focus()

    def on_unmount(self) -> None:
        self.session.listeners.remove(self._renew)

    def action_turn(self, by: int) -> None:
        self.text.turn(by)

    def action_read_on(self) -> None:
        self.text.scroll_page_down(animate=False)

    def action_working(self) -> None:
        self._working = not self._working
        self._renew(self.session.evaluation)

    def action_paper(self) -> None:
        self.session.chosen_paper = "letter" if self.session.paper == "a4" else "a4"
        self._renew(self.session.evaluation)

    def action_view(self) -> None:
        self.session.prove()
        plan = self.session.evaluation.plan
        if plan is None:
            self.notify(_("There is no sheet to view: see what is shown."), markup=False)
            return
        self.run_worker(self._view(plan, self.session.paper), group="view")

    def action_search(self) -> None:
        self.search.begin()

    def _to_text(self) -> None:
        self.text.focus()

    def action_next_match(self, by: int) -> None:
        self.search.step(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """N is the next match while something is sought, and copies the note otherwise."""
        return action != "next_match" or self.search.display

    def action_leave(self) -> None:
        if self.search.display:
            self.search.end()
            self.text.focus()
            return
        self.dismiss(None)

    def _renew(self, evaluation: Evaluation) -> None:
        plan = evaluation.plan
        self._keys.show(KEYS if plan is not None else (KEYS[0], KEYS[-1]))
        if plan is None:
            reasons = evaluation.why or (_("The plan is refused; see the findings."),)
            self.text.show("\n".join(reasons))
            self._head.update(Content.styled(f" {_('There is no sheet')} ", "reverse"))
            return
        view = view_of(plan)
        self.text.show_sections(
            view.sections,
            first=title_of(view.head),
            last=[paragraph.text for paragraph in view.closing],
            working=self._working,
        )
        paper = f"  {PAPERS[self.session.paper]}"
        status = view.head.status
        mark = Content.assemble(status_mark(view.summary, status), f" {status.check}", paper)
        self._head.update(mark)

    async def _view(self, plan: Plan, paper: Paper) -> None:
        self.notify(_("The PDF is being made."), markup=False)
        try:
            pdf = await asyncio.to_thread(export, plan, "pdf", paper=paper)
            path = await asyncio.to_thread(self._viewed.open, pdf)
        except (NotExported, NoViewer) as error:
            not_opened = _("Not opened: {cause}.").format(cause=error)
            self.notify(not_opened, severity="error", markup=False)
        else:
            self.notify(_("Opened {path}").format(path=path), markup=False)
