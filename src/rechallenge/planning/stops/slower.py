"""Going on after a stop: the steps that are left, slower, or some of them again."""

from collections.abc import Mapping
from typing import TypeAlias

from rechallenge.model.places import Place
from rechallenge.model.pump import Pump
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.planning.state.infusion_state import BagState
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.planning.steps.programming import settable, volume_below
from rechallenge.quantities import MIN, ML_PER_H, H, Quantity, unit_like

Steps: TypeAlias = tuple[StepToRun, ...]


def slowed(
    step: StepToRun,
    limit: Quantity,
    bags: Mapping[str, BagState],
    context: DoseContext,
    place: Place,
) -> StepToRun:
    """The step with no more than `limit` as its dose rate: the same volume, over a longer time.

    The rate is rounded down to one the pump takes. Raises Refused where that is below its slowest.
    Clearing a line brings nothing to the vein that is counted, and keeps its rate.
    """
    if step.bag is None or step.rate is None or step.written_at is None:
        return step
    concentration, log = bags[step.bag].stock.concentration, CalculationLog()
    if step.rate * concentration <= limit:
        return step
    rate = log.over("rate", limit, concentration, ML_PER_H)
    if context.pump is not None:
        rate = settable(rate, context.pump, place, log, (rate,))
    dose_rate = None
    if step.dose_rate is not None:
        dose_rate = log.times("dose_rate", rate, concentration, unit_like(step.dose) / H)
    return step._replace(
        rate=rate,
        dose_rate=dose_rate,
        duration=log.over("duration", step.volume, rate, MIN),
        working=log.formulas,
    )


def last_infusing(begun: Steps, back: int) -> int | None:
    """The place of the step so many before the last that gave drug; None where there is none."""
    places = [place for place, step in enumerate(begun) if _gives(step) and not step.is_rest]
    return places[-1 - back] if back < len(places) else None


def back(
    steps: Steps, at: int, begun: int, remaining: Quantity, pump: Pump | None, stop: Place
) -> Steps:
    """The steps from a place on, whole, until what remains of the dose has been given.

    The last is as much less as was given twice, down to a volume that the pump takes. Nothing of a
    line is cleared again, no earlier hold is kept, and a step that was stopped is one. Raises
    Refused for a pump without such a volume.
    """
    left: list[StepToRun] = []
    given = remaining * 0
    for place, step in enumerate(steps[at:], at):
        if step.is_rest or (place < begun and step.written_at is None):
            continue
        if given == remaining:
            break
        if step.dose > remaining - given:
            left += _ending_with(remaining - given, step, pump, stop)
            break
        left.append(step)
        given = given + step.dose
    return tuple(left)


def _ending_with(dose: Quantity, step: StepToRun, pump: Pump | None, stop: Place) -> Steps:
    """The step, ended when so much of its dose is in; none where no pump could run so little."""
    assert step.dose_rate is not None
    time = (dose / step.dose_rate).to(MIN)
    ended = step.stopped_after(time)[0]
    if pump is None or not pump.volumes:
        return (ended,)
    if ended.volume < pump.volumes[0].lowest:
        return ()
    volume = volume_below(ended.volume, pump, stop, CalculationLog())
    assert step.rate is not None
    return (step.stopped_after((volume / step.rate).to(MIN))[0],)


def _gives(step: StepToRun) -> bool:
    return step.bag is not None and step.written_at is not None
