"""The flush: the diluent that brings what is missing of the dose from the line to the vein."""

from rechallenge.model.delivery import Flush
from rechallenge.model.line import Line
from rechallenge.model.plan import Step
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.line_contents import Plug, Plugs, dose_of, volume_of
from rechallenge.quantities import MIN, ML, Quantity, quantity, unit_like

from .flow import plain, set_name


def flush_of(
    brought: Plugs,
    steps: tuple[Step, ...],
    begin: InfusionState,
    end: InfusionState,
    dose: Quantity,
) -> Flush:
    """The flush that brings these plugs, which hold no more than the ordered dose lacks.

    A bag that is dry before the last step leaves steps that never run from it. The flush then runs
    at the lowest rate planned from there on, so that it is at no time faster than the plan. One
    that has begun goes on at once, at the rate it has.
    """
    unit = unit_like(dose)
    if begin.flush is not None:
        start, rate = begin.clock, begin.flush.rate
    else:
        running = [step for step in steps if step.rate is not None]
        start, rates = running[-1].end, [running[-1].rate]
        if end.line.dry_at is not None:
            start = quantity(end.line.dry_at, MIN)
            rates = [step.rate for step in running if step.end > start]
        rate = sorted(rate for rate in rates if rate is not None)[0]
    log = CalculationLog()
    log.minus("missing", dose, quantity(end.line.at_vein, unit), unit)
    volume = quantity(volume_of(brought), ML)
    if len(brought) == 1:
        concentration = quantity(brought[0].concentration, unit / ML)
        log.over("volume", quantity(dose_of(brought), unit), concentration, ML)
    duration = log.over("duration", volume, rate, MIN)
    return Flush(
        volume=volume,
        rate=rate,
        start=start,
        duration=duration,
        dose=quantity(dose_of(brought), unit),
        working=log.formulas,
    )


def flushed(state: InfusionState, flush: Flush, time: Quantity, line: Line) -> InfusionState:
    """The state with as much of the flush in the line as has run by this time on the clock."""
    if time == flush.start:
        return state._replace(flush=flush)
    done = flush.duration if time >= flush.end else time - flush.start
    entering = Plug(plain(flush.rate * done, ML))
    contents = state.line.pushed(set_name(str(state.bag), line), entering)[1]
    return state._replace(line=contents, flush=flush)
