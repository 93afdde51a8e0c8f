"""A stop of the infusion: its report, and the plan that goes on in place of the one shown."""

from collections.abc import Callable

from textual.app import App

from rechallenge.words import _

from .screens.stopped import Stopped
from .state.opening import going_on
from .state.session import Session


async def report_stop(app: App[None], session: Session, say: Callable[[str], None]) -> None:
    """Ask what the pump showed and how it goes on; `say` shows a sentence until the next edit."""
    session.prove()
    plan = session.evaluation.plan
    if plan is None:
        app.notify(_("There is no plan that could have been stopped."), markup=False)
        return
    if plan.stopped_for_good:
        said = _("This infusion was stopped for good, and nothing goes on; make a new plan.")
        app.notify(said, markup=False)
        return
    screen = Stopped(plan, session.shelf, session.draft.report, session.report)
    made = await app.push_screen_wait(screen)
    session.report({})
    if made is None:
        return
    session.end_edit()
    session.go_on(going_on(session.draft, made))
    say(
        _(
            "This is the plan after the stop. Save it under a name of its own (Ctrl+S); F6 shows "
            "its sheet. Ctrl+Z goes back to the plan before the stop."
        )
    )
