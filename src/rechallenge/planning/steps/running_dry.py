"""Steps that would draw more than a bag really holds, where measuring left it short."""

from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.state.infusion_state import BagState
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.quantities import MIN, ML, Quantity, quantity, unit_like

_NONE = quantity(0, ML)


def within_bag(steps: tuple[StepToRun, ...], bag: BagState) -> tuple[StepToRun, ...]:
    """The steps, ended where the bag is empty if it lacks no more than measuring took from it. What
    asks for more than was ordered is left as it is, to be refused."""
    made = bag.stock.made
    if made is None:
        return steps
    drawn = sum((step.volume for step in steps), start=_NONE)
    beyond = drawn - bag.left
    lacks = (
        made.ordered_volume - made.final_volume,
        ((made.ordered - made.drug) / bag.stock.concentration).to(ML),
    )
    short = sum((volume for volume in lacks if volume > _NONE), start=_NONE)
    if beyond <= _NONE or beyond > short:
        return steps
    left = bag.left
    kept: list[StepToRun] = []
    for step in steps:
        if step.volume > left:
            if left > _NONE:
                kept.append(_ended(step, left))
            break
        kept.append(step)
        left = left - step.volume
    return tuple(kept)


def _ended(step: StepToRun, volume: Quantity) -> StepToRun:
    """The step, ended once `volume` is in."""
    assert step.rate is not None
    assert step.dose_rate is not None
    log = CalculationLog()
    log.minus("volume", step.volume, step.volume - volume, ML)
    time = log.over("duration", volume, step.rate, MIN)
    dose = log.times("dose", step.dose_rate, time, unit_like(step.dose))
    ended = ("volume", "duration", "dose")
    before = tuple(formula for formula in step.working if formula.gives not in ended)
    return step._replace(volume=volume, duration=time, dose=dose, working=before + log.formulas)
