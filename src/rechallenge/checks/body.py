"""Values that cannot be: a body that nobody of this age has (an adult, if no age is stated), and
rates, volumes and concentrations from a slipped decimal point or a wrong unit."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.order_text import age_in_months
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan
from rechallenge.planning import limits
from rechallenge.planning.limits import Limit
from rechallenge.quantities import Kind, Quantity, kind_of
from rechallenge.words.codes import FindingCode

from .growth import Plausible, plausible_at
from .rule import asks, check


@check(
    asks(FindingCode.WEIGHT_IMPLAUSIBLE, limits.HEAVY, "H-20"),
    asks(FindingCode.HEIGHT_IMPLAUSIBLE, limits.SHORT, "H-20"),
    asks(FindingCode.BSA_IMPLAUSIBLE, limits.SMALL_AREA, "H-20"),
    asks(FindingCode.CHILD_WEIGHT_ALONE, limits.LIGHT, "H-20", remedy=("age",)),
)
def of_an_adult(plan: Plan) -> Iterator[Finding]:
    """Without an age, or with that of an adult: a body that no adult is likely to have. A weight,
    or else a height or surface, that may be a child's is one question: what is the age?"""
    if _plausible_of(plan) is not None:
        return
    weight, height, area = _body(plan)
    if plan.order.age is None and weight is not None and weight < limits.LIGHT.value:
        yield confirm(
            FindingCode.CHILD_WEIGHT_ALONE,
            ("order", "weight"),
            limits.LIGHT.source,
            weight=weight,
            limit=limits.LIGHT.value,
        )
        return
    found = [
        *_adult(FindingCode.WEIGHT_IMPLAUSIBLE, "weight", weight, limits.LIGHT, limits.HEAVY),
        *_adult(FindingCode.HEIGHT_IMPLAUSIBLE, "height", height, limits.SHORT, None),
    ]
    if not found:
        low, high = limits.SMALL_AREA, limits.LARGE_AREA
        found += _adult(FindingCode.BSA_IMPLAUSIBLE, "bsa", area, low, high)
    yield from found


def _adult(
    code: FindingCode,
    field: str,
    value: Quantity | None,
    low: limits.Limit,
    high: limits.Limit | None,
) -> Iterator[Finding]:
    if value is not None:
        yield from implausible(code, ("order", field), value, low, high)


@check(
    asks(FindingCode.WEIGHT_IMPLAUSIBLE_FOR_AGE, limits.GROWTH, "H-20"),
    asks(FindingCode.HEIGHT_IMPLAUSIBLE_FOR_AGE, limits.GROWTH, "H-20"),
    asks(FindingCode.BSA_IMPLAUSIBLE_FOR_AGE, limits.GROWTH, "H-20"),
)
def of_a_child(plan: Plan) -> Iterator[Finding]:
    """A body that hardly any child of this age has. If the surface was worked out from weight and
    height, these are judged instead."""
    age, plausible = plan.order.age, _plausible_of(plan)
    if age is None or plausible is None:
        return
    weight, height, area = _body(plan)
    area = None if plan.dose.body_surface else area
    for code, field, value, (low, high) in (
        (FindingCode.WEIGHT_IMPLAUSIBLE_FOR_AGE, "weight", weight, plausible.weight),
        (FindingCode.HEIGHT_IMPLAUSIBLE_FOR_AGE, "height", height, plausible.height),
        (FindingCode.BSA_IMPLAUSIBLE_FOR_AGE, "bsa", area, plausible.area),
    ):
        if value is not None and not low <= value <= high:
            at = ("order", field)
            yield confirm(code, at, limits.GROWTH.source, stated=value, age=age, low=low, high=high)


def _plausible_of(plan: Plan) -> Plausible | None:
    """What is plausible at the age that the order states; None for an adult and without one."""
    age = plan.order.age
    return None if age is None else plausible_at(age_in_months(age))


def _body(plan: Plan) -> tuple[Quantity | None, Quantity | None, Quantity | None]:
    surface = plan.dose.body_surface
    return plan.order.weight, plan.order.height, surface.area if surface else plan.order.bsa


@check(
    asks(FindingCode.RATE_IMPLAUSIBLE, limits.SLOWEST, "H-01", "H-04"),
    asks(FindingCode.VOLUME_IMPLAUSIBLE, limits.SMALLEST_VOLUME, "H-01"),
    asks(FindingCode.CONCENTRATION_IMPLAUSIBLE, limits.DENSEST, "H-01", "H-02"),
)
def possible(plan: Plan) -> Iterator[Finding]:
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
