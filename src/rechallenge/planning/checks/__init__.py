"""Stage 7, checks: each looks at one thing in a plan and says what it finds. None changes a number,
none stops another."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.plan import Plan

from . import bags, body, drug, physical, premedication, rates, review, source, unknown

Check: TypeAlias = Callable[[Plan, tuple[DrugFacts, ...]], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    source.doubts,
    rates.jumps,
    rates.settable,
    drug.named,
    bags.unused,
    physical.possible,
    body.plausible,
    premedication.above_usual,
    premedication.time_unstated,
    review.unreviewed,
    unknown.limits,
)


def findings(plan: Plan, drugs: tuple[DrugFacts, ...]) -> tuple[Finding, ...]:
    """What all checks find, those that ask for an answer first."""
    found = [f for check in CHECKS for f in check(plan, drugs)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))
