"""Weight, height and surface that no adult is likely to have: a slipped decimal, a wrong unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import HEAVY, LARGE_AREA, LIGHT, SHORT, SMALL_AREA, Limit
from rechallenge.quantities import Quantity


def plausible(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`weight-implausible`, `height-implausible`, `bsa-implausible`: confirm (hazard H-20)."""
    order = plan.order
    surface = plan.dose.body_surface
    measured: tuple[tuple[str, Quantity | None, Limit, Limit | None], ...] = (
        ("weight", order.weight, LIGHT, HEAVY),
        ("height", order.height, SHORT, None),
        ("bsa", surface.area if surface else order.bsa, SMALL_AREA, LARGE_AREA),
    )
    for name, value, low, high in measured:
        if value is None:
            continue
        if value < low.value:
            yield _finding(name, value, low, "below")
        elif high is not None and value > high.value:
            yield _finding(name, value, high, "above")


def _finding(name: str, value: Quantity, limit: Limit, side: str) -> Finding:
    return Finding(
        code=f"{name}-implausible",
        severity=Severity.CONFIRM,
        where=f"order.{name}",
        numbers={"stated": value, "limit": limit.value, "what": limit.what, "side": side},
        source=limit.source,
    )
