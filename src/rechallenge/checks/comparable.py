"""A limit on file as it stands for this patient, so that it can be compared with the plan."""

from rechallenge.model.plan import Plan
from rechallenge.model.reading import PER_AREA_KINDS, PER_KG_KINDS
from rechallenge.quantities import Quantity, Unit, kind_of


def limit_for_patient(
    limit: Quantity, plan: Plan, weight: Quantity | None = None
) -> Quantity | None:
    """The limit without its `per kg` or `per m2`; None where the order has no weight or surface.
    `weight` stands in the place of the patient's where it is given."""
    kind, order = kind_of(limit), plan.order
    weight = order.weight if weight is None else weight
    if kind in PER_KG_KINDS:
        return None if weight is None else limit * weight
    if kind in PER_AREA_KINDS:
        surface = plan.dose.body_surface
        area = surface.area if surface is not None else order.bsa
        return None if area is None else limit * area
    return limit


def comparable(
    limit: Quantity, unit: Unit, plan: Plan, weight: Quantity | None = None
) -> Quantity | None:
    """The limit for this patient in this unit; None where it cannot be had in it."""
    plain = limit_for_patient(limit, plan, weight)
    if plain is None or plain.dimensionality != unit.dimensionality:
        return None
    return plain.to(unit)
