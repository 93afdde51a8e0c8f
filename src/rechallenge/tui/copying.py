"""The note for the patient's record, put on the clipboard."""

from textual.app import App

from rechallenge.sheet.note import plan_note
from rechallenge.sheet.view.status import status_of
from rechallenge.words import _
from rechallenge.words.lists import with_stop

from .state.session import Session


def copy_note(app: App[None], session: Session) -> None:
    """Copy the plan as a note, and say whether it is a draft."""
    session.prove()
    plan = session.evaluation.plan
    if plan is None:
        app.notify(_("There is no plan to copy: see what is shown."), markup=False)
        return
    note = plan_note(plan)
    app.copy_to_clipboard(note)
    said = _(
        "Copied: a note of {lines} lines. {first} If your terminal does not let it through, save "
        "it under a name that ends in .note.txt."
    )
    told = said.format(lines=note.count("\n"), first=with_stop(status_of(plan).text))
    app.notify(told, timeout=10, markup=False)
