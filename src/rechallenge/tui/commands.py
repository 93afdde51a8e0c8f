"""The palette: every command by name, and only those that make sense now."""

from collections.abc import Iterator
from typing import NamedTuple

from rechallenge.words import _, counted

from .state.session import Session
from .widgets.result import NAMES


class Command(NamedTuple):
    """What a command is called, what it does, and the action that does it."""

    name: str
    about: str
    action: str


def commands(session: Session, *, of_order: bool) -> Iterator[Command]:
    """What can be done now; `of_order` where the order is on the screen, not another one above."""
    if of_order:
        yield from _of_plan(session)
        yield from _of_order(session)
    if session.evaluation.plan is not None:
        yield Command(_("Save"), _("As PDF, JSON, text, Markdown, CSV or FHIR"), "app.save")
        yield Command(_("Print"), _("The step sheet"), "app.print")
        record = _("40 lines for the patient's record")
        yield Command(_("Copy the note"), record, "app.copy_note")
    yield Command(_("Copy the command line"), _("That makes this plan"), "app.copy_command")
    yield Command(_("Help"), _("For what has the focus, and all keys (F1)"), "app.help")
    yield Command(_("Theme"), _("Dark, light, high contrast (Ctrl+T)"), "app.theme")
    yield Command(_("Leave"), _("Close the planner (Ctrl+Q)"), "app.leave")


def _of_plan(session: Session) -> Iterator[Command]:
    plan = session.evaluation.plan
    if plan is None:
        return
    if asking := plan.open_findings:
        about = counted("planner.answer", len(asking))
        yield Command(_("Answer findings"), about, "screen.findings")
    yield Command(_("Sheet"), _("Read, save, print (F6)"), "app.sheet")
    if not plan.stopped_for_good:
        about = _("What the pump showed, and how the infusion goes on (F10)")
        yield Command(_("Stopped"), about, "app.stop")
    for number, name in enumerate(NAMES.values()):
        show = _("Show {section}").format(section=name)
        about = _("Section {number} of the result").format(number=number + 1)
        yield Command(show, about, f"screen.section({number})")


def _of_order(session: Session) -> Iterator[Command]:
    yield Command(_("Protocols"), _("Search, read, choose (F3)"), "app.library")
    if session.draft.text("dose"):
        yield Command(_("Compare"), _("Strategies for this order (F5)"), "app.compare")
    if session.can_undo:
        yield Command(_("Undo"), _("The last edit (Ctrl+Z)"), "app.undo")
    if session.can_redo:
        yield Command(_("Redo"), _("What was undone (Ctrl+Y)"), "app.redo")
    if not session.draft.is_empty:
        yield Command(_("New order"), _("Begin with empty fields (Ctrl+N)"), "app.new")
    yield Command(_("Open a plan"), _("Saved as JSON (Ctrl+O)"), "app.open")
    table = _("What does not add up in a table that is in use (Ctrl+L)")
    yield Command(_("Audit a table"), table, "app.audit")
    check = _("A second person enters the order without seeing the plan")
    yield Command(_("Check blind"), check, "app.check_blind")
    yield Command(_("Jump"), _("A letter for each place (F9)"), "app.jump")
