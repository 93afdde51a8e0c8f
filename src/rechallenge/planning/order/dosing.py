"""Dosing: from what was ordered to the dose to give, in mg or units."""

from fractions import Fraction
from math import isqrt

from rechallenge.model.dosing import Dosing
from rechallenge.model.order import Order
from rechallenge.model.plan import BodySurface, OrderedDose
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.reading import PER_AREA_KINDS, PER_WEIGHT_KINDS
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.limits import HEAVIEST, LARGEST_AREA, TALLEST
from rechallenge.quantities import (
    CM,
    KG,
    M2,
    MG,
    UNITS,
    Kind,
    Quantity,
    Unit,
    in_unit,
    kind_of,
    quantity,
)
from rechallenge.words import _

MOSTELLER = "Mosteller: square root of (height in cm x weight in kg / 3600), to 2 decimals"
MOSTELLER_SOURCE = (
    "Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098"
)
_ACTIVITY = (Kind.ACTIVITY, Kind.ACTIVITY_PER_WEIGHT, Kind.ACTIVITY_PER_AREA)


def ordered_dose(order: Order) -> OrderedDose:
    """The dose to give, in mg or units, with how it was reached.

    Raises UnusableOrder when a weight or area that the dose needs is missing, or is larger than any
    person's.
    """
    _refuse_impossible_body(order)
    if order.bsa is not None and order.height is not None:
        raise UnusableOrder(
            Problem(
                ("height",),
                _(
                    "a body surface area (bsa) is given too; keep the one that the dose is to be "
                    "worked out from"
                ),
            )
        )
    kind = kind_of(order.dose)
    unit = amount_unit(order.dose)
    if kind in (Kind.MASS, Kind.ACTIVITY):
        return OrderedDose(total=in_unit(order.dose, unit))
    log = CalculationLog()
    if kind in (Kind.MASS_PER_WEIGHT, Kind.ACTIVITY_PER_WEIGHT):
        total = log.times("dose", order.dose, weight_of(order, _("the dose is per kg")), unit)
        return OrderedDose(total=total, working=log.formulas)
    area, surface = _area(order)
    total = log.times("dose", order.dose, area, unit)
    return OrderedDose(total=total, working=log.formulas, body_surface=surface)


def amount_unit(amount: Quantity) -> Unit:
    """The unit that amounts of this drug are planned in: units for an activity, otherwise mg."""
    return UNITS if kind_of(amount) in _ACTIVITY else MG


def weight_of(order: Order, why: str) -> Quantity:
    """The patient's weight. Raises UnusableOrder when the order has none."""
    if order.weight is None:
        raise UnusableOrder(
            Problem(("weight",), _('is needed: {why}; write it, such as "48 kg"').format(why=why))
        )
    return order.weight


def mosteller(height: Quantity, weight: Quantity) -> Quantity:
    """Body surface area in m2, to 2 decimals, half up. The square root has no exact value, so it is
    rounded here, once, and shown as rounded. Source: Mosteller 1987."""
    product = Fraction(height.to(CM).magnitude) * Fraction(weight.to(KG).magnitude) / 3600
    # Twice the area in hundredths, rounded down, shows which way to round.
    twice = isqrt(int(product * 200 * 200))
    return quantity(Fraction((twice + 1) // 2, 100), M2)


def refuse_unknown_body(dosing: Dosing | None, order: Order) -> None:
    """Raises UnusableOrder if the protocol doses by something that the order does not state."""
    if dosing is None:
        return
    kinds = [kind_of(amount) for amount in (dosing.dose, dosing.highest) if amount is not None]
    if dosing.weights is not None or any(kind in PER_WEIGHT_KINDS for kind in kinds):
        weight_of(order, _("the protocol doses by weight"))
    if any(kind in PER_AREA_KINDS for kind in kinds):
        _area(order)


def _area(order: Order) -> tuple[Quantity, BodySurface | None]:
    if order.bsa is not None:
        return order.bsa, None
    if order.height is None:
        raise UnusableOrder(
            Problem(
                ("bsa",),
                _(
                    'is needed: the dose is per m2; write it, such as "1.8 m2", or height and '
                    "weight"
                ),
            )
        )
    weight = weight_of(order, _("the body surface area is worked out from height and weight"))
    area = mosteller(order.height, weight)
    surface = BodySurface(
        area=area, height=order.height, weight=weight, formula=MOSTELLER, source=MOSTELLER_SOURCE
    )
    return area, surface


def _refuse_impossible_body(order: Order) -> None:
    problems = [
        Problem((field,), limit.exceeded(value))
        for field, value, limit in (
            ("weight", order.weight, HEAVIEST),
            ("height", order.height, TALLEST),
            ("bsa", order.bsa, LARGEST_AREA),
        )
        if value is not None and value > limit.value
    ]
    if problems:
        raise UnusableOrder(*problems)
