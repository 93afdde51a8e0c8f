"""Before integrating: the values it starts from have the right units."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .plain_numbers import measures


def prove_units(plan: Plan, unit: str, agreement: Agreement) -> None:
    """Refuses at once values from which nothing can be worked out: in another unit, zero, or
    less."""
    for where, amount, wanted in _read_from(plan, unit):
        if not measures(amount, wanted) or amount.magnitude <= 0:
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
