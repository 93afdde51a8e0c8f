"""Rates, volumes and concentrations that no pump, bag or solution has: a slip in a unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import (
    DENSEST,
    FASTEST,
    LARGEST_VOLUME,
    SLOWEST,
    SMALLEST_VOLUME,
)
from rechallenge.quantities import Kind, kind_of

from .implausible import implausible
from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "rate-implausible",
        (CONFIRM,),
        "where no pump is on file, each rate with those that a pump runs",
        SLOWEST.source,
        ("H-01", "H-04"),
    ),
    Rule(
        "volume-implausible",
        (CONFIRM,),
        "the volume of each bag with those that a pump infuses",
        SMALLEST_VOLUME.source,
        ("H-01",),
    ),
    Rule(
        "concentration-implausible",
        (CONFIRM,),
        "the concentration of each bag with the weight of the same volume of water",
        DENSEST.source,
        ("H-01", "H-02"),
    ),
)
def possible(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Rates, volumes and concentrations that cannot be. A rate that the plan's own pump cannot run
    was refused before."""
    for step in plan.steps if plan.pump is None else ():
        if step.rate is not None:
            where = f"step {step.number}"
            yield from implausible("rate-implausible", where, step.rate, SLOWEST, FASTEST)
    for number, bag in enumerate(plan.bags):
        where, concentration = f"bags[{number}]", bag.concentration
        yield from implausible(
            "volume-implausible", where, bag.volume, SMALLEST_VOLUME, LARGEST_VOLUME
        )
        if kind_of(concentration) is Kind.MASS_CONCENTRATION:
            yield from implausible("concentration-implausible", where, concentration, None, DENSEST)
