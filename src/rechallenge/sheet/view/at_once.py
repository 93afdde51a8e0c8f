"""How a dose is given: by which route, with which syringes; at once, and when the next is due."""

from collections.abc import Iterator

from rechallenge.model.infusion import IV, Route
from rechallenge.model.plan import Plan, Step
from rechallenge.model.preparation import Fill
from rechallenge.planning.preparation.measuring import drawn_up
from rechallenge.words import counted, word
from rechallenge.words.lists import commas

from .cells import Amount, Moment, worded
from .codes import Label
from .rows import Note, noted

_WRITTEN = {"route not stated": "route.not-stated", "by injection": "route.by-injection",
            "parenteral": "route.parenteral", "by mouth": "route.by-mouth"}  # fmt: skip


def route_said(route: Route | None) -> str:
    """A route for people to read; None is the usual one, IV by infusion."""
    return word(f"route.{(route or IV).replace(' ', '-')}")


def route_as_written(route: str) -> str:
    """A route as a file states it, which is in any words: those that several files share are said
    in the language in use."""
    return word(code) if (code := _WRITTEN.get(route)) else route


def give_said(step: Step) -> str:
    """`give 0.1 mL by mouth`: the volume that is drawn, or the dose in a form of its own."""
    amount = Amount(step.volume if step.drawn_from else step.dose).text
    return word("steps.give", amount=amount, route=route_said(step.route))


def at_once_notes(plan: Plan, step: Step) -> Iterator[Note]:
    """The form of a dose, the syringes that measure it, and when the next step is due. Where none
    measure it, a finding says so."""
    if step.form is not None:
        yield noted(Label.FORM, step.form)
    drawn = drawn_up(step.volume, plan.on_file.measures) if step.drawn_from else None
    if drawn is not None and drawn.volume == step.volume:
        yield noted(Label.DRAW_WITH, syringes_said(drawn.fills))
    after = (s for s in plan.steps if s.number > step.number and s.kind != "observe")
    if following := next(after, None):
        at = Moment(following.start, plan.order.begins).text
        said = word("steps.next-at", at=at, step=following.number)
        yield noted(Label.NEXT, said)


def syringes_said(fills: tuple[Fill, ...]) -> str:
    """`20 mL in a 20 mL syringe, 8.8 mL in a 10 mL syringe`; of one fill, its syringe alone."""
    if len(fills) == 1 and fills[0].times == 1:
        return worded("preparation.one-syringe", syringe=fills[0].syringe)
    texts = [
        counted(
            "preparation.fill",
            fill.times,
            volume=Amount(fill.volume).text,
            syringe=Amount(fill.syringe).text,
        )
        for fill in fills
    ]
    return commas(texts)
