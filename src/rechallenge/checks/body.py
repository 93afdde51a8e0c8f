"""Weight, height and surface that no adult is likely to have: a slipped decimal, a wrong unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import HEAVY, LARGE_AREA, LIGHT, SHORT, SMALL_AREA, Limit
from rechallenge.quantities import Quantity

from .implausible import implausible
from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "weight-implausible",
        (CONFIRM,),
        "the weight with what adults weigh",
        LIGHT.source,
        ("H-20",),
    ),
    Rule(
        "height-implausible",
        (CONFIRM,),
        "the height with where a children's tape ends",
        SHORT.source,
        ("H-20",),
    ),
    Rule(
        "bsa-implausible",
        (CONFIRM,),
        "the body surface with those of the smallest and the heaviest plausible adult",
        SMALL_AREA.source,
        ("H-20",),
    ),
)
def plausible(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A weight, height or surface outside what an adult is likely to have."""
    order = plan.order
    surface = plan.dose.body_surface
    measured: tuple[tuple[str, Quantity | None, Limit, Limit | None], ...] = (
        ("weight-implausible", order.weight, LIGHT, HEAVY),
        ("height-implausible", order.height, SHORT, None),
        ("bsa-implausible", surface.area if surface else order.bsa, SMALL_AREA, LARGE_AREA),
    )
    for code, value, low, high in measured:
        if value is not None:
            where = f"order.{code.removesuffix('-implausible')}"
            yield from implausible(code, where, value, low, high)
