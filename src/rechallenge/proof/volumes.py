"""The volumes to be infused: each can be set, and lets run what the step gives or the bag holds."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.plan import Plan

from .agreement import Agreement, as_amount
from .bags import fills_of
from .grid import at_least, on_grid, volumes_of
from .integrating import Found
from .plain_numbers import number


def prove_volumes(plan: Plan, found: list[Found], agreement: Agreement) -> None:
    """The volume to set for each step, and that only a step that empties its bag runs another."""
    grids = volumes_of(plan.pump)
    left = {bag.name: number(bag.volume, "mL") for bag in plan.bags}
    holds, filled, odd = dict(left), 0, set(_cut_by_a_stop(plan, found))
    primed = plan.line is not None and plan.line.primed == "drug"
    for place, one in enumerate(found):
        stated, to_set = one.step.volume_to_set, None
        if one.bag is not None and primed and plan.line is not None:
            fills = fills_of(plan, found[: place + 1])
            holds[one.bag] -= number(plan.line.dead_volume, "mL") * (len(fills) - filled)
            filled = len(fills)
        if one.step.drawn_from is not None:
            holds[one.step.drawn_from] -= one.volume
            left[one.step.drawn_from] -= one.volume
        if one.bag is not None and grids:
            runs = one.volume if one.volume < holds[one.bag] else holds[one.bag]
            holds[one.bag] -= runs
            left[one.bag] -= 0 if one.step.clears_line else one.volume
            to_set = at_least(runs, grids) if runs else None
            if not on_grid(one.volume, grids) and left[one.bag] and place not in odd:
                agreement.differs(f"steps[{place}].volume", as_amount(one.volume, "mL"))
        agreement.amount(f"steps[{place}].volume_to_set", stated, to_set, "mL")


def _cut_by_a_stop(plan: Plan, found: list[Found]) -> Iterator[int]:
    """The parts of the steps that a stop cut, and the last step, which then gives what is missing:
    how much is left of a step is what the pump's display said, not what it can be set to."""
    giving = [place for place, one in enumerate(found) if one.bag is not None]
    for stopped in plan.stopped:
        at = number(stopped.at, "min")
        ran = [found[place].step.written_at for place in giving if found[place].start < at]
        yield from (place for place in giving if found[place].step.written_at in ran[-1:])
        yield from giving[-1:]


def prove_given(
    plan: Plan, found: list[Found], in_all: Fraction, unit: str, agreement: Agreement
) -> None:
    """The steps give what they are to give; where the last volume cannot be set and its bag holds
    more, less by no more than one increment of it."""
    grids = volumes_of(plan.pump)
    last = [one for one in found if one.dose][-1]
    if not last.strength:
        agreement.amount("steps, all doses", plan.to_give, found[-1].given, unit)
        return
    short = (in_all - found[-1].given) / last.strength
    following = at_least(last.volume + min((g.step for g in grids), default=0), grids)
    as_near_as_can_be = following is not None and 0 <= short < following - last.volume
    if as_near_as_can_be and on_grid(last.volume, grids):
        return
    agreement.amount("steps, all doses", plan.to_give, found[-1].given, unit)
