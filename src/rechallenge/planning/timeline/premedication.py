"""Premedication: each dose with the time it is due, where anyone has stated one."""

from datetime import datetime

from rechallenge.model.order import Order
from rechallenge.model.plan import PlannedPremedication
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import UNSTATED, Premedication
from rechallenge.model.reading import settled
from rechallenge.quantities import MIN, in_unit, quantity
from rechallenge.words import _

from .clock import at_offset


def plan_premedication(
    written: tuple[Premedication, ...], order: Order
) -> tuple[PlannedPremedication, ...]:
    """Premedication with its lead before step 1. Only a lead that the source leaves open is taken
    from the order. Raises UnusableOrder when the order gives a lead and none is open."""
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
    planned = []
    for dose in written:
        open_time = dose.before == UNSTATED
        before = lead if open_time else settled(dose.before)
        at: datetime | None = None
        if before is not None:
            before = in_unit(before, MIN)
            at = at_offset(order.start, quantity(0, MIN) - before)
        planned.append(
            PlannedPremedication(
                drug=dose.drug,
                dose=dose.dose,
                route=dose.route,
                before=before,
                by_order=open_time and before is not None,
                at=at,
                note=dose.note,
            )
        )
    return tuple(planned)
