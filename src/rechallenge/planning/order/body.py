"""The patient's weight and body surface, and amounts per kg or per m2 of it."""

from fractions import Fraction
from math import isqrt

from rechallenge.model.order import Order
from rechallenge.model.plan import BodySurface
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.planning.limits import HEAVIEST, LARGEST_AREA, TALLEST
from rechallenge.quantities import CM, KG, M2, Quantity, number_in, per_body, quantity
from rechallenge.words import _

_MOSTELLER = "Mosteller: square root of (height in cm x weight in kg / 3600), to 2 decimals"
_MOSTELLER_SOURCE = (
    "Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098"
)


def refuse_impossible_body(order: Order) -> None:
    """Raises UnusableOrder for a body larger than any person's, and for two statements of its
    surface."""
    problems = [
        Problem((field,), limit.exceeded(value))
        for field, value, limit in (
            ("weight", order.weight, HEAVIEST),
            ("height", order.height, TALLEST),
            ("bsa", order.bsa, LARGEST_AREA),
        )
        if value is not None and value > limit.value
    ]
    if not problems and order.bsa is not None and order.height is not None:
        sentence = _(
            "a body surface area (bsa) is given too; keep the one that the dose is to be worked "
            "out from"
        )
        problems.append(Problem(("height",), sentence))
    surface = None if problems else body_surface(order)
    if surface is not None and not surface.area.magnitude:
        sentence = _("gives no body surface with this weight; check both numbers and their units")
        problems.append(Problem(("height",), sentence))
    if problems:
        raise UnusableOrder(*problems)


def body_surface(order: Order) -> BodySurface | None:
    """The body surface area from height and weight; None where the order does not state both."""
    if order.height is None or order.weight is None:
        return None
    return BodySurface(
        area=mosteller(order.height, order.weight),
        height=order.height,
        weight=order.weight,
        formula=_MOSTELLER,
        source=_MOSTELLER_SOURCE,
    )


def mosteller(height: Quantity, weight: Quantity) -> Quantity:
    """Body surface area in m2, to 2 decimals, half up. The square root has no exact value, so it is
    rounded here, once, and shown as rounded. Source: Mosteller 1987."""
    product = number_in(height, CM) * number_in(weight, KG) / 3600
    # Twice the area in hundredths, rounded down, shows which way to round.
    twice = isqrt(int(product * 200 * 200))
    return quantity(Fraction((twice + 1) // 2, 100), M2)


def weight_of(order: Order, why: str) -> Quantity:
    """The patient's weight. Raises UnusableOrder when the order has none."""
    if order.weight is None:
        raise UnusableOrder(
            Problem(("weight",), _('is needed: {why}; write it, such as "48 kg"').format(why=why))
        )
    return order.weight


def area_of(order: Order, why: str) -> Quantity:
    """The patient's body surface area, as stated, or from height and weight. Raises UnusableOrder
    when the order has neither."""
    area = _area(order)
    if area is None and order.height is not None:
        weight_of(order, _("the body surface area is worked out from height and weight"))
    if area is None:
        sentence = _('is needed: {why}; write it, such as "1.8 m2", or height and weight')
        raise UnusableOrder(Problem(("bsa",), sentence.format(why=why)))
    return area


def of_patient(stated: Quantity, order: Order, weight: Quantity | None = None) -> Quantity | None:
    """An amount or rate without its `per kg` or `per m2`; None where the order has no weight or
    surface. `weight` is used instead of the patient's if it is given."""
    per = per_body(stated)
    if per is None:
        return stated
    size = _area(order) if per == "m2" else order.weight if weight is None else weight
    return None if size is None else stated * size


def _area(order: Order) -> Quantity | None:
    if order.bsa is not None:
        return order.bsa
    if order.height is None or order.weight is None:
        return None
    return mosteller(order.height, order.weight)
