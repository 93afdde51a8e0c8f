"""Ceilings: a rate that does not pass a highest one as written does not pass it after rounding."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.consistency import FULL_RATE
from rechallenge.model.infusion import Ramp
from rechallenge.model.plan import Plan, Step
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import body_area, dosing_weight
from .integrating import Found
from .plain_numbers import measures, number


def prove_ceilings(plan: Plan, found: list[Found], unit: str, agreement: Agreement) -> None:
    """Compares the rates of the steps with the end of their ramp and with each highest rate on
    file."""
    for place, one in enumerate(found):
        written = plan.written(one.step)
        if written is None or written.rate is None:
            continue
        exact = number(written.rate, "mL/h")
        for ceiling in (*_of_ramp(plan, written, one, unit), *_on_file(plan, one, unit)):
            if exact <= ceiling < one.rate:
                where = f"steps[{place}].rate"
                agreement.word(where, f"{one.rate} mL/h", f"at most {ceiling} mL/h")


def _of_ramp(plan: Plan, written: Step, one: Found, unit: str) -> Iterator[Fraction]:
    entry = None if written.written_at is None else plan.protocol.infusion[written.written_at]
    if not isinstance(entry, Ramp):
        return
    share: Fraction | None = None
    value = plan.parameters[entry.up_to.name] if isinstance(entry.up_to, Parameter) else entry.up_to
    if isinstance(value, Quantity) and measures(value, "%"):
        value = number(value, "%") / 100
    if isinstance(value, Fraction):
        share, value = value, plan.parameters[FULL_RATE]
    assert isinstance(value, Quantity)
    weight = None if plan.order.weight is None else dosing_weight(plan)
    for speed in _in_ml_per_h(value, plan, weight, one, unit):
        yield speed if share is None else speed * share


def _on_file(plan: Plan, one: Found, unit: str) -> Iterator[Fraction]:
    facts = plan.on_file.drug(plan.drug)
    weight = None if plan.order.weight is None else number(plan.order.weight, "kg")
    for highest in facts.highest_rates if facts is not None else ():
        yield from _in_ml_per_h(highest.rate, plan, weight, one, unit)


def _in_ml_per_h(
    speed: Quantity, plan: Plan, weight: Fraction | None, one: Found, unit: str
) -> Iterator[Fraction]:
    """A speed in the step's bag; none where the order has no weight or surface, or the drug another
    unit."""
    has_area = plan.order.bsa is not None or plan.dose.body_surface is not None
    for measure, in_one_ml in (("mL", Fraction(1)), (unit, one.strength)):
        if measures(speed, f"{measure}/h"):
            yield number(speed, f"{measure}/h") / in_one_ml
        elif measures(speed, f"{measure}/kg/h") and weight is not None:
            yield number(speed, f"{measure}/kg/h") * weight / in_one_ml
        elif measures(speed, f"{measure}/m2/h") and has_area:
            yield number(speed, f"{measure}/m2/h") * body_area(plan) / in_one_ml
