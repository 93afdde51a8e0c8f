"""The value of each parameter again, from the order and the protocol: set, stated, or by weight."""

from fractions import Fraction

from rechallenge.model.bands import ByWeight
from rechallenge.model.consistency import VOLUME
from rechallenge.model.plan import Plan
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .plain_numbers import Kind, base, number, size_of_unit


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
    return size_of_unit(value.unit_items()).kind


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
