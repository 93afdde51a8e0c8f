"""A limit on file, worked out for this patient, so that it can be compared with the plan."""

from rechallenge.model.drug_limits import DoseLimit, UsualPremedication
from rechallenge.model.order_text import age_in_months
from rechallenge.model.plan import Plan
from rechallenge.model.timeline import PlannedPremedication
from rechallenge.planning.limits import LIGHT
from rechallenge.planning.order.body import of_patient
from rechallenge.quantities import Quantity, Unit, unit_like

_GROWN_UP = 18 * 12
"""Months of age from which a limit for adults holds."""


def holds_for_patient(limit: DoseLimit, plan: Plan) -> bool:
    """Whether the limit is for this patient. Without an age, a weight that no adult is likely to
    have is a child's; without a weight, the patient is taken for one of no low weight."""
    age, weight = plan.order.age, plan.order.weight
    is_child = weight is not None and weight < LIGHT.value
    if age is not None:
        is_child = age_in_months(age) < _GROWN_UP
    if limit.patients is not None and is_child is not (limit.patients == "children"):
        return False
    if weight is None:
        return limit.weight_below is None
    least, end = limit.weight_from, limit.weight_below
    return (least is None or weight >= least) and (end is None or weight < end)


def comparable(
    limit: Quantity, unit: Unit, plan: Plan, weight: Quantity | None = None
) -> Quantity | None:
    """The limit for this patient in this unit; None if it cannot be converted. `weight` is used
    instead of the patient's if it is given."""
    plain = of_patient(limit, plan.order, weight)
    if plain is None or plain.dimensionality != unit.dimensionality:
        return None
    return plain.to(unit)


def usual_premedication(
    dose: PlannedPremedication, plan: Plan
) -> tuple[Quantity, UsualPremedication] | None:
    """The highest usual dose on file for this drug by this route, for this patient; None where none
    is on file that can be compared."""
    facts, entries = plan.on_file.drug(dose.drug), []
    for usual in facts.premedication if facts else ():
        most = comparable(usual.most, unit_like(dose.dose), plan)
        if most is not None and usual.route.lower() == dose.route.lower():
            ends = usual.at_most
            entries.append((most if ends is None or most < ends else ends, usual))
    return max(entries, key=lambda entry: entry[0], default=None)
