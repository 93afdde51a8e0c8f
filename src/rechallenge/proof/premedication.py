"""The premedication again, from the protocol and the order: whose, how much, and when."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Premedication
from rechallenge.model.reaction import UNSTATED
from rechallenge.model.written_doses import OrderedPremedication
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import body_area, value_of
from .plain_numbers import measures, number


def prove_premedication(plan: Plan, agreement: Agreement) -> None:
    """Every dose is there, with its amount and time, and there are no others."""
    for place, (has, due) in enumerate(zip_longest(plan.premedication, _due(plan))):
        where = f"premedication[{place}]"
        if has is None or due is None:
            drugs = (None if one is None else one.drug for one in (has, due))
            agreement.word(where, *drugs)
            continue
        agreement.word(f"{where}.drug", has.drug, due.drug)
        amount, unit = _amount(plan, due)
        agreement.amount(f"{where}.dose", has.dose, amount, unit)
        before = plan.order.premed_lead
        if due.before != UNSTATED:
            before = value_of(plan, due.before)
        minutes = None if before is None else number(before, "min")
        agreement.amount(f"{where}.before", has.before, minutes, "min")


def _due(plan: Plan) -> Iterator[Premedication | OrderedPremedication]:
    """What the protocol has and the order does not replace, then what the order has."""
    names: set[str] = set()
    for ordered in plan.order.premed_doses:
        names.add(ordered.drug.lower())
        for facts in plan.on_file.drugs:
            known = {name.lower() for name in (facts.name, *facts.also)}
            names |= known if ordered.drug.lower() in known else set()
    yield from (dose for dose in plan.protocol.premedication if dose.drug.lower() not in names)
    yield from plan.order.premed_doses


def _amount(plan: Plan, due: Premedication | OrderedPremedication) -> tuple[Fraction, str]:
    """The amount to give: one per kg by the weight and one per m2 by the surface, and no more than
    the protocol's highest."""
    for unit in ("mg", "units"):
        if measures(due.dose, unit):
            return number(due.dose, unit), unit
        for per, size in _sizes(plan):
            if not measures(due.dose, f"{unit}/{per}"):
                continue
            amounts = [number(due.dose, f"{unit}/{per}") * size]
            most: Quantity | None = getattr(due, "at_most", None)
            amounts += [] if most is None else [number(most, unit)]
            return sorted(amounts)[0], unit
    raise ValueError(f"{due.dose:~} is no amount of drug")


def _sizes(plan: Plan) -> Iterator[tuple[str, Fraction]]:
    if plan.order.weight is not None:
        yield "kg", number(plan.order.weight, "kg")
    if plan.order.bsa is not None or plan.dose.body_surface is not None:
        yield "m2", body_area(plan)
