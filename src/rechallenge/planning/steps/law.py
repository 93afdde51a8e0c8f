"""The one law: amount = rate x time. A step states two of the three; the third is solved.

Amounts and speeds are stated either as drug (mg, mg/h) or as volume (mL, mL/h); the bag's
concentration ties the two together.
"""

from typing import NamedTuple

from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, ML_PER_H, H, Kind, Quantity, Unit, kind_of


class Solved(NamedTuple):
    """One infusing step, all of it: dose in mg or units, mL, min, mL/h, mg/h or units/h."""

    dose: Quantity
    volume: Quantity
    duration: Quantity
    rate: Quantity
    dose_rate: Quantity


def solve(
    log: CalculationLog,
    concentration: Quantity,
    unit: Unit,
    *,
    amount: Quantity | None = None,
    speed: Quantity | None = None,
    time: Quantity | None = None,
) -> Solved:
    """Work out the missing one of amount, speed and time; `unit` is the drug's, mg or units."""
    if amount is not None and time is not None:
        return _over_time(log, concentration, unit, amount, time.to(MIN))
    if speed is None:
        raise ValueError("two of amount, speed and time are needed")
    if time is not None:
        return _at_speed(log, concentration, unit, speed, time.to(MIN))
    assert amount is not None
    return _until_given(log, concentration, unit, amount, speed)


def _over_time(
    log: CalculationLog, concentration: Quantity, unit: Unit, amount: Quantity, time: Quantity
) -> Solved:
    if kind_of(amount) is Kind.VOLUME:
        volume = amount.to(ML)
        dose = log.times("dose", volume, concentration, unit)
        rate = log.over("rate", volume, time, ML_PER_H)
        dose_rate = log.times("dose_rate", rate, concentration, unit / H)
    else:
        dose = amount.to(unit)
        dose_rate = log.over("dose_rate", dose, time, unit / H)
        rate = log.over("rate", dose_rate, concentration, ML_PER_H)
        volume = log.over("volume", dose, concentration, ML)
    return Solved(dose, volume, time, rate, dose_rate)


def _at_speed(
    log: CalculationLog, concentration: Quantity, unit: Unit, speed: Quantity, time: Quantity
) -> Solved:
    rate, dose_rate = both_rates(log, concentration, unit, speed)
    if kind_of(speed) is Kind.VOLUME_RATE:
        volume = log.times("volume", rate, time, ML)
        dose = log.times("dose", volume, concentration, unit)
    else:
        dose = log.times("dose", dose_rate, time, unit)
        volume = log.over("volume", dose, concentration, ML)
    return Solved(dose, volume, time, rate, dose_rate)


def _until_given(
    log: CalculationLog, concentration: Quantity, unit: Unit, amount: Quantity, speed: Quantity
) -> Solved:
    rate, dose_rate = both_rates(log, concentration, unit, speed)
    dose, volume = both_amounts(log, concentration, unit, amount)
    if kind_of(speed) is Kind.VOLUME_RATE:
        time = log.over("duration", volume, rate, MIN)
    else:
        time = log.over("duration", dose, dose_rate, MIN)
    return Solved(dose, volume, time, rate, dose_rate)


def both_amounts(
    log: CalculationLog, concentration: Quantity, unit: Unit, amount: Quantity
) -> tuple[Quantity, Quantity]:
    """An amount as mg (or units) and as mL, whichever of the two it was stated in."""
    if kind_of(amount) is Kind.VOLUME:
        volume = amount.to(ML)
        return log.times("dose", volume, concentration, unit), volume
    dose = amount.to(unit)
    return dose, log.over("volume", dose, concentration, ML)


def both_rates(
    log: CalculationLog, concentration: Quantity, unit: Unit, speed: Quantity
) -> tuple[Quantity, Quantity]:
    """A speed as mL/h and as mg/h (or units/h), whichever of the two it was stated in."""
    if kind_of(speed) is Kind.VOLUME_RATE:
        rate = speed.to(ML_PER_H)
        return rate, log.times("dose_rate", rate, concentration, unit / H)
    dose_rate = speed.to(unit / H)
    return log.over("rate", dose_rate, concentration, ML_PER_H), dose_rate
