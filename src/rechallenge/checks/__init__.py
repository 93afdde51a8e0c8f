"""Checks: each looks at one thing in a plan and says what it finds. None changes a number,
none stops another."""

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from . import (
    bags,
    body,
    concentration,
    dose,
    drug,
    duration,
    line,
    line_end,
    pairs,
    physical,
    premedication,
    preparation,
    pump,
    rates,
    reaction,
    review,
    source,
    unknown,
    vein,
)
from .rule import Check, Rule
from .stage_rules import STAGE_RULES

CHECKS: tuple[Check, ...] = (
    reaction.kind,
    source.doubts,
    dose.above_limit,
    rates.jumps,
    rates.above_highest,
    pump.rounded,
    pump.ramps,
    pump.volumes,
    drug.named,
    bags.unused,
    concentration.outside_range,
    duration.stability,
    duration.closing,
    physical.possible,
    body.plausible,
    vein.early_steps,
    vein.residue,
    line_end.dry_bag,
    line_end.left_in_line,
    line_end.lost_with_set,
    vein.above_dose,
    premedication.above_usual,
    premedication.time_unstated,
    preparation.another_strength,
    preparation.another_technique,
    preparation.too_small_to_draw,
    preparation.not_worked_out,
    pairs.duplicates,
    pairs.sedation,
    review.unreviewed,
    line.not_stated,
    reaction.advice,
    reaction.stated,
    unknown.limits,
    unknown.not_compared,
)
RULES: tuple[Rule, ...] = (*STAGE_RULES, *(rule for check in CHECKS for rule in check.rules))
"""Every rule that a plan is made under: those of the stages, then those of the checks."""


def findings(plan: Plan, on_file: OnFile) -> tuple[Finding, ...]:
    """What all checks find: what refuses first, then what asks for an answer."""
    found = [f for check in CHECKS for f in check(plan, on_file)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))
