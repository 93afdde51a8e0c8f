"""Stage 7, checks: each looks at one thing in a plan and says what it finds. None changes a number,
none stops another."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from . import (
    bags,
    body,
    drug,
    line,
    physical,
    premedication,
    preparation,
    rates,
    review,
    source,
    unknown,
)

Check: TypeAlias = Callable[[Plan, OnFile], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    source.doubts,
    rates.jumps,
    rates.settable,
    drug.named,
    bags.unused,
    physical.possible,
    body.plausible,
    line.early_steps,
    line.residue,
    line.dry_bag,
    line.left_in_line,
    line.lost_with_set,
    line.above_dose,
    premedication.above_usual,
    premedication.time_unstated,
    preparation.another_strength,
    preparation.another_technique,
    preparation.too_small_to_draw,
    preparation.not_worked_out,
    review.unreviewed,
    line.not_stated,
    unknown.limits,
)


def findings(plan: Plan, on_file: OnFile) -> tuple[Finding, ...]:
    """What all checks find, those that ask for an answer first."""
    found = [f for check in CHECKS for f in check(plan, on_file)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))
