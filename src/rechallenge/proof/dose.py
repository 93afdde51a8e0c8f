"""The ordered dose again, from the order alone: products compared without dividing."""

from fractions import Fraction

from rechallenge.model.plan import BodySurface, Plan
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .plain_numbers import measures, number


def drug_unit(amount: Quantity) -> str:
    """`mg` or `units`, whichever the drug is measured in."""
    for unit in ("mg", "units"):
        if any(measures(amount, unit + per) for per in ("", "/kg", "/m2")):
            return unit
    raise ValueError(f"{amount:~} is no amount of drug")


def prove_dose(plan: Plan, agreement: Agreement) -> Fraction:
    """The dose to give in mg or units, from dose, weight and body surface of the order."""
    order, unit = plan.order, drug_unit(plan.order.dose)
    found = Fraction(0)
    area = None if order.bsa is None else number(order.bsa, "m2")
    surface, has_both = plan.dose.body_surface, None not in (order.height, order.weight)
    agreement.word("dose.body_surface", surface is not None, has_both)
    if surface is not None and has_both:
        area = _surface(surface, plan, agreement)
    if measures(order.dose, unit):
        found = number(order.dose, unit)
    elif measures(order.dose, f"{unit}/kg") and order.weight is not None:
        found = number(order.dose, f"{unit}/kg") * number(order.weight, "kg")
    elif area is not None:
        found = number(order.dose, f"{unit}/m2") * area
    agreement.amount("dose.total", plan.dose.total, found, unit)
    return found


def _surface(surface: BodySurface, plan: Plan, agreement: Agreement) -> Fraction:
    """The area to 2 decimals of which the square is nearest to height x weight / 3600 (Mosteller).

    No root is taken: the area stated must lie within half a hundredth of it, told by squares.
    """
    assert plan.order.height is not None
    assert plan.order.weight is not None
    height, weight = number(plan.order.height, "cm"), number(plan.order.weight, "kg")
    agreement.amount("dose.body_surface.height", surface.height, height, "cm")
    agreement.amount("dose.body_surface.weight", surface.weight, weight, "kg")
    area = number(surface.area, "m2")
    half = Fraction(1, 200)
    square = height * weight / 3600
    in_hundredths = (area * 100).denominator == 1
    if in_hundredths and (area - half) ** 2 <= square < (area + half) ** 2:
        agreement.amount("dose.body_surface.area", surface.area, area, "m2")
    else:
        agreement.differs("dose.body_surface.area", surface.area)
    return area
