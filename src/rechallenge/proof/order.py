"""The order again: the units of what the proof starts from, the dose, and each parameter."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.bands import ByWeight
from rechallenge.model.consistency import VOLUME
from rechallenge.model.plan import BodySurface, Plan
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .plain_numbers import Kind, base, measures, number, size_of_unit


def prove_units(plan: Plan, unit: str, agreement: Agreement) -> None:
    """Refuses at once values from which nothing can be worked out: in another unit, zero, or
    less."""
    for where, amount, wanted in _read_from(plan, unit):
        if not measures(amount, wanted) or amount.magnitude.numerator <= 0:
            agreement.differs(where, amount)
    for name, steps in (("steps", plan.steps), ("as_written", plan.as_written)):
        for place, step in enumerate(steps):
            # What is given at once takes no time: its zero is in min all the same.
            if not measures(step.duration, "min"):
                agreement.differs(f"{name}[{place}].duration", step.duration)
    agreement.agreed()


def _read_from(plan: Plan, unit: str) -> Iterator[tuple[str, Quantity, str]]:
    for name, steps in (("steps", plan.steps), ("as_written", plan.as_written)):
        for place, step in enumerate(steps):
            where = f"{name}[{place}]"
            if step.kind == "give":
                yield f"{where}.dose", step.dose, unit
            else:
                yield f"{where}.duration", step.duration, "min"
            if step.drawn_from is not None:
                yield f"{where}.volume", step.volume, "mL"
            if step.rate is not None:
                yield f"{where}.rate", step.rate, "mL/h"
                yield f"{where}.volume", step.volume, "mL"
    for place, bag in enumerate(plan.bags):
        yield f"bags[{place}].volume", bag.volume, "mL"
        yield f"bags[{place}].drug", bag.drug, unit
    if plan.dose.body_surface is not None:
        yield "dose.body_surface.area", plan.dose.body_surface.area, "m2"
    if plan.delivery is not None and plan.delivery.flush is not None:
        yield "delivery.flush.volume", plan.delivery.flush.volume, "mL"
        yield "delivery.flush.rate", plan.delivery.flush.rate, "mL/h"


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


def prove_parameters(plan: Plan, agreement: Agreement) -> None:
    """Every parameter of the protocol has its value, and there are no others."""
    has, declared = sorted(plan.parameters), sorted(plan.protocol.parameters)
    agreement.word("parameters", ", ".join(has), ", ".join(declared))
    for name, stated in plan.parameters.items():
        found = _value(plan, name)
        same = type(found) is type(stated) and found == stated
        if isinstance(found, Quantity) and isinstance(stated, Quantity):
            same = _kind(found) == _kind(stated) and base(found) == base(stated)
        if not same:
            agreement.word(f"parameters.{name}", str(stated), str(found))


def _kind(value: Quantity) -> Kind:
    return size_of_unit(value.symbols()).kind


def _value(plan: Plan, name: str) -> object:
    """A parameter's value. The order's value comes before the protocol's, also for a parameter that
    another one names."""
    if name == VOLUME and plan.order.volume is not None:
        return plan.order.volume
    if name == VOLUME and plan.order.left is not None:
        return plan.order.left
    if name in plan.order.settings:
        return plan.order.settings[name]
    stated = plan.protocol.parameters.get(name)
    if isinstance(stated, Parameter):
        return _value(plan, stated.name)
    return _of_weight(plan, stated) if isinstance(stated, ByWeight) else stated


def _of_weight(plan: Plan, stated: ByWeight) -> Quantity | Fraction | None:
    """The heaviest band whose end is not below the weight, from the last one down."""
    if plan.order.weight is None:
        return None
    weight, value = number(plan.order.weight, "kg"), stated.bands[-1].value
    for band in reversed(stated.bands[:-1]):
        if band.up_to is None or number(band.up_to, "kg") < weight:
            break
        value = band.value
    return value
