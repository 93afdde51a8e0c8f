"""The one law: amount = rate x time. A step states two of the three; the third is solved.

Amounts and speeds are stated either as drug (mg, mg/h) or as volume (mL, mL/h); the bag's
concentration ties the two together.
"""

from dataclasses import dataclass

from rechallenge.planning.working import Working
from rechallenge.quantities import MIN, ML, ML_PER_H, H, Kind, Quantity, Unit, in_unit, kind_of


@dataclass(frozen=True, slots=True)
class Solved:
    """One infusing step, all of it: dose in mg or units, mL, min, mL/h, mg/h or units/h."""

    dose: Quantity
    volume: Quantity
    duration: Quantity
    rate: Quantity
    dose_rate: Quantity


def solve(
    work: Working,
    concentration: Quantity,
    unit: Unit,
    *,
    amount: Quantity | None = None,
    speed: Quantity | None = None,
    time: Quantity | None = None,
) -> Solved:
    """Work out the missing one of amount, speed and time; `unit` is the drug's, mg or units."""
    if amount is not None and time is not None:
        return _over_time(work, concentration, unit, amount, in_unit(time, MIN))
    if speed is None:
        raise ValueError("two of amount, speed and time are needed")
    if time is not None:
        return _at_speed(work, concentration, unit, speed, in_unit(time, MIN))
    assert amount is not None
    return _until_given(work, concentration, unit, amount, speed)


def _over_time(
    work: Working, concentration: Quantity, unit: Unit, amount: Quantity, time: Quantity
) -> Solved:
    if kind_of(amount) is Kind.VOLUME:
        volume = in_unit(amount, ML)
        dose = work.times("dose", volume, concentration, unit)
        rate = work.over("rate", volume, time, ML_PER_H)
        dose_rate = work.times("dose_rate", rate, concentration, unit / H)
    else:
        dose = in_unit(amount, unit)
        dose_rate = work.over("dose_rate", dose, time, unit / H)
        rate = work.over("rate", dose_rate, concentration, ML_PER_H)
        volume = work.over("volume", dose, concentration, ML)
    return Solved(dose, volume, time, rate, dose_rate)


def _at_speed(
    work: Working, concentration: Quantity, unit: Unit, speed: Quantity, time: Quantity
) -> Solved:
    rate, dose_rate = both_rates(work, concentration, unit, speed)
    if kind_of(speed) is Kind.VOLUME_RATE:
        volume = work.times("volume", rate, time, ML)
        dose = work.times("dose", volume, concentration, unit)
    else:
        dose = work.times("dose", dose_rate, time, unit)
        volume = work.over("volume", dose, concentration, ML)
    return Solved(dose, volume, time, rate, dose_rate)


def _until_given(
    work: Working, concentration: Quantity, unit: Unit, amount: Quantity, speed: Quantity
) -> Solved:
    rate, dose_rate = both_rates(work, concentration, unit, speed)
    if kind_of(amount) is Kind.VOLUME:
        volume = in_unit(amount, ML)
        dose = work.times("dose", volume, concentration, unit)
    else:
        dose = in_unit(amount, unit)
        volume = work.over("volume", dose, concentration, ML)
    if kind_of(speed) is Kind.VOLUME_RATE:
        time = work.over("duration", volume, rate, MIN)
    else:
        time = work.over("duration", dose, dose_rate, MIN)
    return Solved(dose, volume, time, rate, dose_rate)


def both_rates(
    work: Working, concentration: Quantity, unit: Unit, speed: Quantity
) -> tuple[Quantity, Quantity]:
    """A speed as mL/h and as mg/h (or units/h), whichever of the two it was stated in."""
    if kind_of(speed) is Kind.VOLUME_RATE:
        rate = in_unit(speed, ML_PER_H)
        return rate, work.times("dose_rate", rate, concentration, unit / H)
    dose_rate = in_unit(speed, unit / H)
    return work.over("rate", dose_rate, concentration, ML_PER_H), dose_rate
