"""A value beyond what there is: most likely a slip in a number or its unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Numbers, confirm
from rechallenge.planning.limits import Limit
from rechallenge.quantities import Quantity


def implausible(
    code: str, where: str, stated: Quantity, low: Limit | None, high: Limit | None
) -> Iterator[Finding]:
    """The finding that a value is below the lower limit or above the upper one, if it is."""
    if low is not None and stated < low.value:
        limit, side = low, "below"
    elif high is not None and stated > high.value:
        limit, side = high, "above"
    else:
        return
    numbers: Numbers = {"stated": stated, "limit": limit.value, "what": limit.what, "side": side}
    yield confirm(code, where, numbers, limit.source)
