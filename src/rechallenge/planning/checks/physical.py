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
    Limit,
)
from rechallenge.planning.rule import CONFIRM, Rule, check
from rechallenge.quantities import Kind, Quantity, kind_of


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
        if step.rate is not None and step.rate < SLOWEST.value:
            yield _finding("rate-implausible", f"step {step.number}", step.rate, SLOWEST, "below")
        elif step.rate is not None and step.rate > FASTEST.value:
            yield _finding("rate-implausible", f"step {step.number}", step.rate, FASTEST, "above")
    for number, bag in enumerate(plan.bags):
        where = f"bags[{number}]"
        if bag.volume < SMALLEST_VOLUME.value:
            yield _finding("volume-implausible", where, bag.volume, SMALLEST_VOLUME, "below")
        elif bag.volume > LARGEST_VOLUME.value:
            yield _finding("volume-implausible", where, bag.volume, LARGEST_VOLUME, "above")
        by_mass = kind_of(bag.concentration) is Kind.MASS_CONCENTRATION
        if by_mass and bag.concentration > DENSEST.value:
            yield _finding("concentration-implausible", where, bag.concentration, DENSEST, "above")


def _finding(code: str, where: str, stated: Quantity, limit: Limit, side: str) -> Finding:
    return Finding(
        code=code,
        severity=CONFIRM,
        where=where,
        numbers={"stated": stated, "limit": limit.value, "what": limit.what, "side": side},
        source=limit.source,
    )
