"""The flush: the diluent that brings what is missing of the dose from the line to the vein."""

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Step
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, Quantity, quantity, unit_like

from .flow import Flow
from .plugs import Plugs, dose_of, volume_of


def flush_of(
    brought: Plugs, moved: Flow, steps: tuple[Step, ...], dose: Quantity, at_vein: Quantity
) -> Flush:
    """The flush that brings these plugs, which hold no more than the ordered dose lacks.

    A bag that is dry before the last step leaves steps that never run from it. The flush then runs
    at the lowest rate planned from there on, so that it is at no time faster than the plan.
    """
    unit = unit_like(dose)
    running = [step for step in steps if step.rate is not None]
    start = running[-1].end
    rates = [running[-1].rate]
    if moved.dry_at is not None:
        start = quantity(moved.dry_at, MIN)
        rates = [step.rate for step in running if step.end > start]
    rate = sorted(rate for rate in rates if rate is not None)[0]
    log = CalculationLog()
    log.minus("missing", dose, at_vein, unit)
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
