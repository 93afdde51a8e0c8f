"""The palette: every command by name, and only those that make sense now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.screen import Screen

from rechallenge.model.finding import Severity

from .state.command import plan_command
from .widgets.result import NAMES

if TYPE_CHECKING:
    from .app import Planner


def commands(app: "Planner", screen: Screen[object]) -> Iterator[SystemCommand]:
    """What can be done from a screen."""
    if screen is app.order_screen:
        yield from _of_plan(app)
        yield from _of_order(app)
    if app.session.evaluation.plan is not None:
        yield SystemCommand("Save", "As PDF, JSON, text, Markdown, CSV or FHIR", app.action_save)
        yield SystemCommand("Print", "The step sheet", app.action_print)
    yield SystemCommand("Copy the command line", "That makes this plan", lambda: _copy(app))
    yield SystemCommand("Help", "For what has the focus, and all keys (F1)", app.action_help)
    yield SystemCommand("Theme", "Dark, light, high contrast (Ctrl+T)", app.action_theme)
    yield SystemCommand("Leave", "Close the planner (Ctrl+Q)", app.action_leave)


def _of_plan(app: "Planner") -> Iterator[SystemCommand]:
    plan, working = app.session.evaluation.plan, app.order_screen
    if plan is None:
        return
    if asking := plan.open_findings(Severity.CONFIRM):
        about = f"{len(asking)} to confirm before this is more than a draft"
        yield SystemCommand("Answer findings", about, working.action_findings)
    yield SystemCommand("Sheet", "Preview, save, print (F6)", app.action_sheet)
    for number, name in enumerate(NAMES):

        def go(number: int = number) -> None:
            working.action_section(number)

        yield SystemCommand(f"Show {name}", f"Section {number + 1} of the result", go)


def _of_order(app: "Planner") -> Iterator[SystemCommand]:
    yield SystemCommand("Protocols", "Search, read, choose (F3)", app.action_library)
    if app.session.draft.text("dose"):
        yield SystemCommand("Compare", "Strategies for this order (F5)", app.action_compare)
    if app.session.can_undo:
        yield SystemCommand("Undo", "The last edit (Ctrl+Z)", app.action_undo)
    if app.session.can_redo:
        yield SystemCommand("Redo", "What was undone (Ctrl+Y)", app.action_redo)
    if not app.session.draft.is_empty:
        yield SystemCommand("New order", "Begin with empty fields (Ctrl+N)", app.action_new)
    yield SystemCommand("Open a plan", "Saved as JSON (Ctrl+O)", app.action_open)
    yield SystemCommand("Jump", "A letter for each place (F9)", app.action_jump)


def _copy(app: "Planner") -> None:
    app.copy_to_clipboard(plan_command(app.session.evaluation))
    app.notify("The command line was sent to the clipboard.", markup=False)
