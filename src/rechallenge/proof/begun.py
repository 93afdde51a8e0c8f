"""An infusion that begins in the middle: what was given, what hangs, and what remains."""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .integrating import Found
from .plain_numbers import measures, number


def prove_begun(plan: Plan, ordered: Fraction, unit: str, agreement: Agreement) -> Fraction:
    """What the plan begins from, against the order. Gives the dose given before; 0 where the order
    begins at its beginning."""
    order, begun = plan.order, plan.begun
    agreement.word("begun", begun is not None, order.given is not None)
    if begun is None or order.given is None:
        return Fraction(0)
    before = number(order.given, unit)
    remaining = ordered - before
    agreement.amount("begun.given", begun.given, before, unit)
    agreement.amount("begun.remaining", begun.remaining, remaining, unit)
    left = None if order.left is None else number(order.left, "mL")
    strength = None if left is None else _strength(order.left_strength, remaining, left, unit)
    agreement.amount("begun.left", begun.left, left, "mL")
    agreement.amount("begun.concentration", begun.concentration, strength, f"{unit}/mL")
    agreement.word("begun.bag", begun.bag, None if left is None else plan.bags[0].name)
    _prove_limit(plan, strength, unit, agreement)
    if plan.line is None:
        agreement.word("begun.in_line", begun.in_line is not None, False)
        agreement.amount("begun.at_vein", begun.at_vein, None, unit)
        return before
    stands = None
    if strength is not None and plan.line.primed == "drug":
        stands = number(plan.line.dead_volume, "mL") * strength
    in_line = None if begun.in_line is None else begun.in_line.dose
    agreement.amount("begun.in_line.dose", in_line, stands, unit)
    agreement.amount("begun.at_vein", begun.at_vein, before - (stands or 0), unit)
    return before


def at_vein_before(plan: Plan, unit: str) -> Fraction:
    """What had reached the vein before step 1."""
    if plan.begun is None or plan.begun.at_vein is None:
        return Fraction(0)
    return number(plan.begun.at_vein, unit)


def prove_slow_enough(plan: Plan, found: list[Found], unit: str, agreement: Agreement) -> None:
    """No step is faster than the rate that the order allows."""
    if plan.begun is None or plan.begun.limit is None:
        return
    limit = number(plan.begun.limit, f"{unit}/h")
    for place, one in enumerate(found):
        if not one.step.clears_line and one.rate * one.strength > limit:
            agreement.differs(f"steps[{place}].dose_rate", one.step.dose_rate or ())


def _strength(stated: Quantity | None, remaining: Fraction, left: Fraction, unit: str) -> Fraction:
    return remaining / left if stated is None else number(stated, f"{unit}/mL")


def _prove_limit(plan: Plan, strength: Fraction | None, unit: str, agreement: Agreement) -> None:
    order, begun = plan.order, plan.begun
    assert begun is not None
    limit: Fraction | None = None
    if order.go_on_at is not None:
        share, rate = Fraction(1), order.go_on_at
        if measures(rate, "%") and order.reaction_rate is not None:
            share, rate = number(rate, "%") / 100, order.reaction_rate
        limit = share * (
            number(rate, "mL/h") * (strength or 0)
            if measures(rate, "mL/h")
            else number(rate, f"{unit}/h")
        )
    agreement.amount("begun.limit", begun.limit, limit, f"{unit}/h")
