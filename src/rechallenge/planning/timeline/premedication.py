"""Premedication: each dose with the time it is due, where anyone has stated one."""

from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import Premedication
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.reading import settled
from rechallenge.model.timeline import PlannedPremedication
from rechallenge.model.written_doses import OrderedPremedication
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.body import area_of, weight_of
from rechallenge.quantities import KG, M2, MIN, Quantity, per_body, quantity, unit_like
from rechallenge.words import _

from .clock import at_offset


def plan_premedication(
    written: tuple[Premedication, ...], order: Order, on_file: OnFile
) -> tuple[PlannedPremedication, ...]:
    """The protocol's premedication, then the order's, each with its lead before step 1.

    A dose of the order takes the place of all that the protocol has of the same drug, by any of its
    names on file. Only a lead that the source leaves open is taken from the order. Raises
    UnusableOrder when the order gives a lead and none is open, or a weight is missing.
    """
    lead = order.premed_lead
    if lead is not None and not any(p.before == UNSTATED for p in written):
        raise UnusableOrder(
            Problem(
                ("premed_lead",),
                _(
                    "is not needed: the protocol states the time of each premedication, or has "
                    "none; leave it out"
                ),
            )
        )
    planned = [
        _planned(dose, order)
        for dose in written
        if not any(_same(dose.drug, ordered.drug, on_file) for ordered in order.premed_doses)
    ]
    for ordered in order.premed_doses:
        replaced = [dose.dose for dose in written if _same(dose.drug, ordered.drug, on_file)]
        planned.append(_planned(ordered, order, tuple(replaced)))
    return tuple(planned)


def _same(drug: str, other: str, on_file: OnFile) -> bool:
    facts = on_file.drug(drug)
    return drug.lower() == other.lower() or (facts is not None and facts.goes_by(other))


def _planned(
    dose: Premedication | OrderedPremedication,
    order: Order,
    in_place_of: tuple[Quantity, ...] = (),
) -> PlannedPremedication:
    open_time, log = dose.before == UNSTATED, CalculationLog()
    before = order.premed_lead if open_time else settled(dose.before)
    before = None if before is None else before.to(MIN)
    note = dose.note if isinstance(dose, Premedication) else None
    return PlannedPremedication(
        drug=dose.drug,
        dose=_for_patient(dose, order, log),
        route=dose.route,
        before=before,
        by_order=open_time and before is not None,
        at=None if before is None else at_offset(order.begins, quantity(0, MIN) - before),
        note=note,
        ordered=isinstance(dose, OrderedPremedication),
        in_place_of=in_place_of,
        working=log.formulas,
    )


def _for_patient(
    dose: Premedication | OrderedPremedication, order: Order, log: CalculationLog
) -> Quantity:
    """The dose for this patient; one per kg or per m2 ends where the protocol says."""
    per = per_body(dose.dose)
    if per is None:
        return dose.dose
    if per == "kg":
        size = weight_of(order, _("the dose of {drug} is per kg").format(drug=dose.drug))
    else:
        size = area_of(order, _("the dose of {drug} is per m2").format(drug=dose.drug))
    unit = unit_like(dose.dose * quantity(1, KG if per == "kg" else M2))
    total = log.times("dose", dose.dose, size, unit)
    most = dose.at_most if isinstance(dose, Premedication) else None
    return total if most is None or total <= most else log.at_most("dose", total, most)
