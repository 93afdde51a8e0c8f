"""Running the worked examples of a protocol file. A protocol makes plans only if its examples come
out as worked by hand."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from rechallenge.model.example import Compared, Example, Worked, WorkedStep
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import (
    Problem,
    Unusable,
    UnusableProtocol,
    problems_of,
)
from rechallenge.model.protocol import Protocol
from rechallenge.model.reading import IN_A_FILE
from rechallenge.planning.planner import work_out
from rechallenge.quantities import display_with_exact
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _

_TRIED: dict[str, tuple[Protocol, tuple[Problem, ...]]] = {}
"""What is wrong with the examples of each protocol used so far, by fingerprint: a planner plans at
every key."""
_MOST_TRIED = 100


def refuse_wrong_examples(protocol: Protocol) -> None:
    """Raises UnusableProtocol with the first value that does not come out as worked by hand."""
    if wrong := example_problems(protocol):
        problem = wrong[0]
        sentence = _(
            "{problem}. A protocol whose worked example does not come out is not planned with; "
            "correct the file"
        )
        said = sentence.format(problem=problem.sentence.removesuffix("."))
        raise UnusableProtocol(Problem(problem.place, said))


def example_problems(protocol: Protocol) -> tuple[Problem, ...]:
    """What does not come out as worked by hand, at its place in the file."""
    tried = _TRIED.get(protocol.fingerprint)
    # A protocol that was changed in memory has the fingerprint of the file it came from.
    if tried is None or (tried[0] is not protocol and tried[0] != protocol):
        if len(_TRIED) >= _MOST_TRIED:
            _TRIED.clear()
        tried = _TRIED[protocol.fingerprint] = protocol, tuple(_problems(protocol))
    return tried[1]


def _problems(protocol: Protocol) -> Iterator[Problem]:
    for number, example in enumerate(protocol.examples):
        try:
            plan = work_out(protocol, order_of(example))
        except (ValidationError, Unusable, Refused) as error:
            yield from why_no_plan(error, number)
        else:
            for one in compared(example.steps, example.total, plan, ("examples", number)):
                if isinstance(one, Problem):
                    yield one
                elif not one.agrees:
                    sentence = _("{worked} was worked out by hand; the plan has {planned}")
                    planned = display_with_exact(one.planned)
                    said = sentence.format(worked=one.worked.text, planned=planned)
                    yield Problem(one.place, said)


def order_of(example: Example) -> Order:
    """The order of an example, read as a person's is, but as in a file. Raises ValidationError."""
    return Order.model_validate(example.order.model_dump(exclude_none=True), context=IN_A_FILE)


def why_no_plan(error: ValidationError | Unusable | Refused, number: int) -> Iterator[Problem]:
    """Why an example's order has no plan: at the order, or at the value in the protocol."""
    if isinstance(error, Refused):
        for finding in error.findings:
            sentence = _("{code} for examples[{number}]: {finding}")
            said = sentence.format(code=finding.code, number=number, finding=finding_text(finding))
            yield Problem(finding.place, said)
    elif isinstance(error, UnusableProtocol):
        yield from error.problems
    else:
        problems = problems_of(error) if isinstance(error, ValidationError) else error.problems
        for problem in problems:
            yield problem.below("examples", number, "order")


def compared(
    steps: Sequence[WorkedStep], total: Worked | None, plan: Plan, place: Place
) -> Iterator[Compared | Problem]:
    """Each value that was worked by hand with the plan's; a problem where the plan has none."""
    if total is not None:
        yield Compared((*place, "total"), total, plan.totals.duration)
    numbers = [int(step.number or 0) for step in steps]
    if not any(numbers):
        numbers = list(range(1, len(numbers) + 1))
        if len(numbers) != len(plan.steps):
            sentence = _(
                "{worked} steps were worked out by hand; the plan has {planned}. Write every step, "
                "or the number of each that is named"
            )
            said = sentence.format(worked=len(numbers), planned=len(plan.steps))
            yield Problem((*place, "steps"), said)
            return
    for at, (number, worked) in enumerate(zip(numbers, steps, strict=True)):
        here = (*place, "steps", at)
        if number > len(plan.steps):
            sentence = _("is step {number}, but the plan has {planned} steps")
            said = sentence.format(number=number, planned=len(plan.steps))
            yield Problem((*here, "number"), said)
        else:
            yield from _step(worked, plan.steps[number - 1], here)


def _step(worked: WorkedStep, step: Step, place: Place) -> Iterator[Compared | Problem]:
    if (worked.observe is not None) is not (step.kind == "observe"):
        sentence = _("is an observation, but step {number} of the plan infuses")
        if step.kind == "observe":
            sentence = _("infuses, but step {number} of the plan is an observation")
        yield Problem(place, sentence.format(number=step.number))
        return
    for key, value in worked:
        if value is not None and key != "number":
            computed = step.duration if key == "observe" else getattr(step, key)
            yield Compared((*place, key), value, computed)
