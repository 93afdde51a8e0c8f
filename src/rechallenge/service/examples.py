"""Running the worked examples inside a protocol file."""

from collections.abc import Iterator

from pydantic import ValidationError

from rechallenge.model.example import Example, Worked, WorkedStep
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import (
    Problem,
    UnusableOrder,
    UnusableProtocol,
    problems_of,
)
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import Quantity, display_with_exact
from rechallenge.service.making import make_plan
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _


def example_problems(protocol: Protocol) -> Iterator[Problem]:
    """What does not come out as worked by hand, at its place in the file."""
    for number, example in enumerate(protocol.examples):
        place: Place = ("examples", number)
        try:
            order = Order.model_validate(example.order.model_dump(exclude_none=True))
            plan = make_plan(protocol, order)
        except ValidationError as error:
            for p in problems_of(error):
                yield Problem((*place, "order", *p.place), p.sentence)
        except UnusableOrder as error:
            for p in error.problems:
                yield Problem((*place, "order", *p.place), p.sentence)
        except UnusableProtocol as error:
            yield from error.problems
        except Refused as refused:
            for finding in refused.findings:
                sentence = _("{code} for examples[{number}]: {finding}")
                said = sentence.format(
                    code=finding.code, number=number, finding=finding_text(finding)
                )
                yield Problem(finding.place, said)
        else:
            yield from _differences(example, plan, place)


def _differences(example: Example, plan: Plan, place: Place) -> Iterator[Problem]:
    if example.total is not None:
        yield from _compared(example.total, plan.totals.duration, (*place, "total"))
    if len(example.steps) != len(plan.steps):
        sentence = _("{worked} steps were worked out by hand; the plan has {planned}")
        said = sentence.format(worked=len(example.steps), planned=len(plan.steps))
        yield Problem((*place, "steps"), said)
        return
    for number, (worked, step) in enumerate(zip(example.steps, plan.steps, strict=True)):
        yield from _step_differences(worked, step, (*place, "steps", number))


def _step_differences(worked: WorkedStep, step: Step, place: Place) -> Iterator[Problem]:
    if (worked.observe is not None) is not (step.kind == "observe"):
        sentence = _("is an observation, but step {number} of the plan infuses")
        if step.kind == "observe":
            sentence = _("infuses, but step {number} of the plan is an observation")
        yield Problem(place, sentence.format(number=step.number))
        return
    for key, value in worked:
        if value is not None:
            computed = step.duration if key == "observe" else getattr(step, key)
            yield from _compared(value, computed, (*place, key))


def _compared(worked: Worked, computed: Quantity, place: Place) -> Iterator[Problem]:
    if not worked.matches(computed):
        sentence = _("{worked} was worked out by hand; the plan has {planned}")
        said = sentence.format(worked=worked.text, planned=display_with_exact(computed))
        yield Problem(place, said)
