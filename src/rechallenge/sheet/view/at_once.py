"""A dose given at once, as it is said: how much, by which route, and when the next is due."""

from collections.abc import Iterator

from rechallenge.model.infusion import IV, Route
from rechallenge.model.plan import Plan, Step
from rechallenge.planning.preparation.measuring import drawn_up
from rechallenge.words import word

from .blocks import Note
from .cells import Amount, Moment
from .codes import Label
from .syringes import syringes_said


def route_said(route: Route | None) -> str:
    """A route for people to read; None is the usual one, IV by infusion."""
    return word(f"route.{(route or IV).replace(' ', '-')}")


def give_said(step: Step) -> str:
    """`give 0.1 mL by mouth`: the volume that is drawn, or the dose in a form of its own."""
    amount = Amount(step.volume if step.drawn_from else step.dose).text
    return word("steps.give", amount=amount, route=route_said(step.route))


def at_once_notes(plan: Plan, step: Step) -> Iterator[Note]:
    """The form of a dose, the syringes that measure it, and when the next step is due. Where none
    measure it, a finding says so."""
    if step.form is not None:
        yield Note(Label.FORM, word(Label.FORM), step.form)
    drawn = drawn_up(step.volume, plan.on_file.measures) if step.drawn_from else None
    if drawn is not None and drawn.volume == step.volume:
        yield Note(Label.DRAW_WITH, word(Label.DRAW_WITH), syringes_said(drawn.fills))
    after = (s for s in plan.steps if s.number > step.number and s.kind != "observe")
    if following := next(after, None):
        at = Moment(following.start, plan.order.begins).text
        said = word("steps.next-at", at=at, step=following.number)
        yield Note(Label.NEXT, word(Label.NEXT), said)
