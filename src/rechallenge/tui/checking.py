"""The check by a second person: which plan file, the blind entry, and the message afterwards."""

from pathlib import Path

from textual.app import App

from rechallenge.files.reading import UnusableFile
from rechallenge.files.writing import NotWritten
from rechallenge.service.plan_file import read_plan
from rechallenge.service.second_checks import refuse_read_only
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.view.status import status_of
from rechallenge.words import _
from rechallenge.words.shown import printable

from .filing import unopenable
from .screens.blind_check import BlindCheck
from .screens.paths import NameFile
from .state.opening import recent_plans
from .state.session import Session


async def check_blind(app: App[None], session: Session, folder: Path) -> None:
    """Have a second person enter the order of a plan file. `folder` keeps the list of plans used
    last."""
    recent = recent_plans(folder)
    about = _("The plan to check, saved as .json. The next screen shows nothing of it.")
    first = str(recent[0]) if recent else ""
    path = await app.push_screen_wait(NameFile(_("Check"), about, first, _uncheckable, recent))
    if path is None:
        return
    try:
        saved = read_plan(path)
    except (UnusableFile, OSError) as error:
        # It was changed after its name was taken.
        app.notify(printable(str(error)), severity="error", timeout=15, markup=False)
        return
    screen = BlindCheck(path, saved, session.shelf.shelves, session)
    plan = await app.push_screen_wait(screen)
    if plan is None:
        return
    shown = session.evaluation.plan
    if shown is not None and fingerprint(shown) == saved.fingerprint:
        session.checked(plan.checks)
    said = _("The order agrees: {check}. It is recorded in the plan file; print the sheet again.")
    app.notify(said.format(check=status_of(plan).check), timeout=15, markup=False)


def _uncheckable(path: Path) -> str | None:
    if why := unopenable(path):
        return why
    try:
        refuse_read_only(path)
    except NotWritten as error:
        return str(error)
    return None
