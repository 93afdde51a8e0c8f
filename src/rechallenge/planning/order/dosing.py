"""Dosing: from what was ordered to the dose to give, in mg or units."""

from rechallenge.model.dosing import Dosing
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Refused, refusal
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MG, UNITS, Quantity, Unit, is_in_units, per_body
from rechallenge.words import _
from rechallenge.words.codes import FindingCode

from .body import area_of, body_surface, refuse_impossible_body, weight_of


def ordered_dose(order: Order) -> OrderedDose:
    """The dose to give, in mg or units, with how it was reached.

    Raises UnusableOrder when a weight or area that the dose needs is missing, or is larger than any
    person's.
    """
    refuse_impossible_body(order)
    unit, log = amount_unit(order.dose), CalculationLog()
    per = per_body(order.dose)
    if per is None:
        total = order.dose.to(unit)
    elif per == "kg":
        total = log.times("dose", order.dose, weight_of(order, _("the dose is per kg")), unit)
    else:
        total = log.times("dose", order.dose, area_of(order, _("the dose is per m2")), unit)
    return OrderedDose(total=total, working=log.formulas, body_surface=body_surface(order))


def amount_unit(amount: Quantity) -> Unit:
    """The unit that amounts of this drug are planned in: units for an activity, otherwise mg."""
    return UNITS if is_in_units(amount) else MG


def refuse_unknown_body(dosing: Dosing | None, order: Order) -> None:
    """Raises UnusableOrder if the protocol doses by something that the order does not state."""
    if dosing is None:
        return
    per = {per_body(amount) for amount in (dosing.dose, dosing.highest) if amount is not None}
    if dosing.weights is not None or "kg" in per:
        weight_of(order, _("the protocol doses by weight"))
    if "m2" in per:
        area_of(order, _("the protocol doses by body surface"))


def refuse_another_unit(dose: Quantity, facts: DrugFacts | None) -> None:
    """Raises Refused for a dose in another kind of unit than the one in the drug's file."""
    if facts is None or facts.measured_in is None:
        return
    ordered = "units" if is_in_units(dose) else "mass"
    if ordered != facts.measured_in:
        code, measured = FindingCode.DOSE_IN_ANOTHER_UNIT, f"measured-in-{facts.measured_in}"
        at = ("order", "dose")
        raise Refused(refusal(code, at, None, dose=dose, drug=facts.name, measured=measured))
