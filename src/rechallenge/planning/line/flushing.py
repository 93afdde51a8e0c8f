"""The flush: the diluent that brings what is missing of the dose from the line to the vein."""

from fractions import Fraction
from math import ceil, floor

from rechallenge.model.delivery import Flush
from rechallenge.model.plan import Step
from rechallenge.model.pump import Pump
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.line_contents import (
    Plugs,
    dose_of,
    first_holding,
    split_at,
    volume_of,
)
from rechallenge.quantities import MIN, ML, Quantity, quantity, unit_like

from .flow import plain


def to_flush(contents: Plugs, missing: Fraction, pump: Pump | None) -> tuple[Plugs, Quantity]:
    """What of these plugs a flush brings, no more than `missing` of the dose, and its volume (mL).

    The volume is one that can be set or measured. Where no drug is behind what is missing, it is
    rounded up and nothing stays; otherwise down, so that no more than the dose is brought. Without
    a pump nothing is rounded.
    """
    brought = first_holding(contents, missing)
    exact = quantity(volume_of(brought), ML)
    if pump is None or not brought:
        return brought, exact
    volume = _settable(exact, pump, up=dose_of(contents) == dose_of(brought))
    if volume < exact:
        brought = split_at(brought, plain(volume, ML))[0]
    return (brought if dose_of(brought) else ()), volume


def _settable(exact: Quantity, pump: Pump, *, up: bool) -> Quantity:
    """The next volume that the pump takes; whole mL where it takes none."""
    if not pump.volumes:
        return quantity(ceil(exact.magnitude) if up else floor(exact.magnitude), ML)
    if up:
        return pump.volume_to_set(exact) or exact
    within = pump.volumes_of(exact)
    return quantity(0, ML) if within is None else within.below(exact).to(ML)


def flush_of(
    brought: Plugs,
    volume: Quantity,
    steps: tuple[Step, ...],
    end: InfusionState,
    dose: Quantity,
) -> Flush:
    """The flush of this volume that brings these plugs.

    A bag that is dry before the last step leaves steps that never run from it. The flush then runs
    at the lowest rate planned from there on, so that it is at no time faster than the plan.
    """
    unit = unit_like(dose)
    running = [step for step in steps if step.rate is not None]
    start, rates = running[-1].end, [running[-1].rate]
    if end.line.dry_at is not None:
        start = quantity(end.line.dry_at, MIN)
        rates = [step.rate for step in running if step.end > start]
    rate = sorted(rate for rate in rates if rate is not None)[0]
    log = CalculationLog()
    log.minus("missing", dose, quantity(end.line.at_vein, unit), unit)
    if len(brought) == 1 and quantity(volume_of(brought), ML) == volume:
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
