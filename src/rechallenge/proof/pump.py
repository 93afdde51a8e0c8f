"""What the pump is set to: rates on its grid, which pass no ceiling that they did not pass as
written, and volumes that let run what a step gives or the bag holds."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.consistency import FULL_RATE
from rechallenge.model.infusion import Ramp
from rechallenge.model.plan import Plan, Step
from rechallenge.model.pump import Pump
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement, as_amount
from .bags import body_area, dosing_weight, fills_of
from .grid import at_least, on_grid, rates_of, volumes_of
from .integrating import Found
from .plain_numbers import measures, number


def prove_settable(found: list[Found], pump: Pump, agreement: Agreement) -> None:
    """Every programmed rate lies in a range of the pump and on its grid."""
    for place, one in enumerate(found):
        if one.step.rate is not None and not on_grid(one.rate, rates_of(pump)):
            agreement.differs(f"steps[{place}].rate", as_amount(one.rate, "mL/h"))


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
