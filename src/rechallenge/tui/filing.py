"""Opening, saving and printing: the dialogs, and what is said afterwards."""

from pathlib import Path
from typing import TYPE_CHECKING

from rechallenge.files.find import NotFound
from rechallenge.files.reading import UnusableFile
from rechallenge.files.writing import NotWritten
from rechallenge.model.plan import Plan
from rechallenge.quantities import printable, shown
from rechallenge.service.export_formats import (
    ENDINGS,
    FORMATS,
    NotExported,
    about,
    format_named,
    save,
)
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import fingerprint

from .screens.dialog import Ask
from .screens.paths import NameFile
from .state.command import PAPERS
from .state.draft import DraftOrder
from .state.opening import draft_of, recent_plans, remember

if TYPE_CHECKING:
    from rechallenge.sheet.pdf.sheet import Paper

    from .app import Planner

_SAVE = "\n".join(
    f"{ending.ljust(11)}{about(form)}"
    for ending, form in sorted(ENDINGS.items(), key=lambda entry: FORMATS.index(entry[1]))
)


def needs_plan(app: "Planner") -> Plan | None:
    """The plan on the screen; None, and said, where there is none."""
    plan = app.session.evaluation.plan
    if plan is None:
        app.notify("There is no plan to save or print: see what is missing.", markup=False)
    return plan


async def save_as(app: "Planner") -> bool:
    """Save the plan under a name; whether it was saved as a plan that can be opened again."""
    plan = needs_plan(app)
    if plan is None:
        return False
    dialog = NameFile("Save", _SAVE, _name_for(plan), _unsavable, ())
    path = await app.push_screen_wait(dialog)
    if path is None:
        return False
    replace = path.exists()
    if replace and not await _asked(
        app, "Replace the file?", f"{path} exists.", ("no", "Keep it"), ("yes", "Replace it")
    ):
        return False
    form = format_named(path.name) or "text"
    try:
        save(plan, path, form, paper=app.session.paper, replace=replace)
    except (NotExported, NotWritten) as error:
        app.notify(printable(str(error)), severity="error", timeout=15, markup=False)
        return False
    without = "; the premedication ticks are not in it" if app.session.draft.ticks else ""
    app.notify(f"Saved {printable(str(path))}{without}", markup=False)
    if form == "json":
        remember(app.folder, path)
        app.session.mark_saved()
    return form == "json"


async def open_plan(app: "Planner") -> None:
    """Open a saved plan; what is unsaved is asked about first."""
    if not await may_lose(app):
        return
    about = "A plan saved as .json. It is made again, and every number in it is compared."
    dialog = NameFile("Open", about, "", _unopenable, recent_plans(app.folder))
    path = await app.push_screen_wait(dialog)
    if path is None:
        return
    saved = read_plan(path).plan
    named = _named_by(app, saved, path)
    app.session.replace(draft_of(saved, named, app.session.clock()), saved=True)
    plan = app.session.evaluation.plan
    remember(app.folder, path)
    own = (
        f" Its protocol, {saved.protocol.id}, cannot be used from the shelf here, so it is taken "
        "from the plan file itself."
        if named != saved.protocol.id
        else ""
    )
    if plan is None or fingerprint(plan) != fingerprint(saved):
        # The file holds its own protocol; what is on the shelf here may be another version.
        app.session.saved = DraftOrder(app.session.today)
        app.order_screen.say(
            f"{printable(path.name)} is sound, but what is on file here makes another plan of its "
            "order: the protocol, a drug, a pump or a line has changed. What is shown is made with "
            f"what is on file now.{own}"
        )
    else:
        app.order_screen.say(f"Opened {printable(str(path))}: every number came out again.{own}")


def _named_by(app: "Planner", saved: Plan, path: Path) -> str:
    """What finds the protocol of a saved plan: its id; or, where no usable file has that id, the
    plan file, which holds the protocol."""
    try:
        app.session.shelf.source(saved.protocol.id)
    except (NotFound, UnusableFile):
        return str(path.resolve())
    return saved.protocol.id


async def print_sheet(app: "Planner") -> None:
    """Print the PDF, once a person has said so."""
    plan = needs_plan(app)
    if plan is None or not await _asked(
        app,
        "Print the sheet?",
        "It goes to the usual printer of this machine, as the PDF, on "
        f"{PAPERS[app.session.paper]}.",
        ("no", "Do not print"),
        ("yes", "Print"),
    ):
        return
    paper = app.session.paper
    app.run_worker(lambda: _print(app, plan, paper), thread=True, exclusive=True, group="print")


async def may_lose(app: "Planner") -> bool:
    """Whether what is unsaved may go: it is saved, or a person says that it may be lost."""
    if not app.session.unsaved:
        return True
    if app.session.only_ticks_unsaved:
        return (
            await app.push_screen_wait(
                Ask(
                    "The premedication ticks are not saved",
                    "The plan is. A plan file does not hold which doses were given, and when: "
                    "write the times on the sheet before they go.",
                    ("stay", "Go back to them"),
                    ("lose", "Discard the ticks"),
                )
            )
            == "lose"
        )
    answer = await app.push_screen_wait(
        Ask(
            "This order is not saved",
            "It is kept as a draft while the planner is open.",
            ("stay", "Go back to it"),
            ("save", "Save it first"),
            ("lose", "Discard it"),
        )
    )
    # What is still unsaved after saving is asked about again: ticks are in no file.
    return answer == "lose" or (answer == "save" and await save_as(app) and await may_lose(app))


def _print(app: "Planner", plan: Plan, paper: "Paper") -> None:
    from rechallenge.service.printing import NotPrinted, print_sheet

    severity = "information"
    try:
        told = print_sheet(plan, paper=paper)
    except (NotExported, NotPrinted) as error:
        told, severity = str(error), "error"
    app.call_from_thread(app.notify, shown(told, 600), severity=severity, timeout=15, markup=False)


async def _asked(app: "Planner", title: str, text: str, *answers: tuple[str, str]) -> bool:
    return await app.push_screen_wait(Ask(title, printable(text), *answers)) == "yes"


def _name_for(plan: Plan) -> str:
    day = f"-{plan.order.start:%Y-%m-%d}" if plan.order.start else ""
    return f"{plan.protocol.id}{day}.json"


def _unsavable(path: Path) -> str | None:
    if format_named(path.name) is None:
        return f"the ending says no form; write one of {', '.join(ENDINGS)}"
    if path.is_dir():
        return "is a folder; name a file in it"
    if not path.parent.is_dir():
        return f"there is no folder {printable(str(path.parent))}"
    return None


def _unopenable(path: Path) -> str | None:
    try:
        read_plan(path)
    except UnusableFile as error:
        return "; ".join(str(problem) for problem in error.problems)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None
