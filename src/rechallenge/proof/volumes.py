"""The volumes to be infused: each can be set, and lets run what the step gives or the bag holds."""

from fractions import Fraction

from rechallenge.model.plan import Plan

from .agreement import Agreement, as_amount
from .bags import bags_that_fill_a_line
from .grid import at_least, on_grid, volumes_of
from .integrating import Found
from .plain_numbers import number


def prove_volumes(plan: Plan, found: list[Found], agreement: Agreement) -> None:
    """The volume to set for each step, and that only a step that empties its bag runs another."""
    grids = volumes_of(plan.pump)
    left = {bag.name: number(bag.volume, "mL") for bag in plan.bags}
    holds = dict(left)
    if plan.line is not None and plan.line.primed == "drug":
        for name in bags_that_fill_a_line(plan, found):
            holds[name] -= number(plan.line.dead_volume, "mL")
    for place, one in enumerate(found):
        stated, to_set = one.step.volume_to_set, None
        if one.bag is not None and grids:
            runs = one.volume if one.volume < holds[one.bag] else holds[one.bag]
            holds[one.bag] -= runs
            left[one.bag] -= 0 if one.step.clears_line else one.volume
            to_set = at_least(runs, grids) if runs else None
            if not on_grid(one.volume, grids) and left[one.bag]:
                agreement.differs(f"steps[{place}].volume", as_amount(one.volume, "mL"))
        agreement.amount(f"steps[{place}].volume_to_set", stated, to_set, "mL")


def prove_given(
    plan: Plan, found: list[Found], ordered: Fraction, unit: str, agreement: Agreement
) -> None:
    """The steps give the ordered dose; where the last volume cannot be set and its bag holds more,
    less by no more than one increment of it."""
    grids = volumes_of(plan.pump)
    last = [one for one in found if one.bag is not None][-1]
    short = (ordered - found[-1].given) / last.strength
    following = at_least(last.volume + min((g.step for g in grids), default=0), grids)
    as_near_as_can_be = following is not None and 0 <= short < following - last.volume
    if as_near_as_can_be and on_grid(last.volume, grids):
        return
    agreement.amount("steps, all doses", plan.dose.total, found[-1].given, unit)
