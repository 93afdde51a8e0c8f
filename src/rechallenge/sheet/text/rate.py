"""What is set for a rate."""

from rechallenge.model.plan import Plan
from rechallenge.quantities import DROPS_PER_MIN, Quantity, in_unit

from .layout import amount


def rate_to_set(plan: Plan, rate: Quantity) -> str:
    """The rate in mL/h; of a gravity set, the drops to count too."""
    if plan.pump is None or plan.pump.drops is None:
        return amount(rate)
    drops = in_unit(rate * plan.pump.drops, DROPS_PER_MIN)
    return f"{amount(drops)} ({amount(rate)})"
