"""Values that no pump, bag or solution can have, from a slipped decimal point or a wrong unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan
from rechallenge.planning import limits
from rechallenge.planning.limits import Limit
from rechallenge.quantities import Kind, Quantity, kind_of
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, Rule, check


@check(
    Rule(FindingCode.RATE_IMPLAUSIBLE, (CONFIRM,), (limits.SLOWEST,), ("H-01", "H-04")),
    Rule(FindingCode.VOLUME_IMPLAUSIBLE, (CONFIRM,), (limits.SMALLEST_VOLUME,), ("H-01",)),
    Rule(FindingCode.CONCENTRATION_IMPLAUSIBLE, (CONFIRM,), (limits.DENSEST,), ("H-01", "H-02")),
)
def possible(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Rates, volumes and concentrations that cannot be. A rate that the plan's own pump cannot run
    was refused before."""
    for step in plan.steps if plan.pump is None else ():
        if step.rate is not None:
            at: Place = (STEP, step.number)
            code = FindingCode.RATE_IMPLAUSIBLE
            yield from implausible(code, at, step.rate, limits.SLOWEST, limits.FASTEST)
    for number, bag in enumerate(plan.bags):
        at, code = ("bags", number), FindingCode.VOLUME_IMPLAUSIBLE
        smallest, largest = limits.SMALLEST_VOLUME, limits.LARGEST_VOLUME
        yield from implausible(code, at, bag.volume, smallest, largest)
        if kind_of(bag.concentration) is Kind.MASS_CONCENTRATION:
            code = FindingCode.CONCENTRATION_IMPLAUSIBLE
            yield from implausible(code, at, bag.concentration, None, limits.DENSEST)


def implausible(
    code: FindingCode, at: Place, stated: Quantity, low: Limit | None, high: Limit | None
) -> Iterator[Finding]:
    """The finding that a value is below the lower limit or above the upper one, if it is."""
    if low is not None and stated < low.value:
        limit, side = low, "below"
    elif high is not None and stated > high.value:
        limit, side = high, "above"
    else:
        return
    yield confirm(
        code, at, limit.source, stated=stated, limit=limit.value, what=limit.what, side=side
    )
