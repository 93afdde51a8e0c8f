"""Programming: a solved step as a pump can run it. The rate is rounded first, once; the
rest follows from the rounded rate."""

from rechallenge.model.finding import Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.pump import Pump, nearest
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, ML_PER_H, H, Quantity, Unit, in_unit
from rechallenge.words.codes import FindingCode

from .law import Solved


def programmed(
    solved: Solved,
    pump: Pump,
    place: Place,
    concentration: Quantity,
    unit: Unit,
    log: CalculationLog,
    *,
    amount_stands: bool,
    ceilings: tuple[Quantity, ...] = (),
) -> Solved:
    """The step with a rate that can be set. A stated amount stands and its time follows; otherwise
    the time stands and the amount follows, on a pump that ends steps by volume as a volume that
    can be set. Raises Refused for a rate outside the pump's range."""
    rate = settable(solved.rate, pump, place, log, ceilings)
    cut = pump.volume_step if pump.ends_by == "volume" and not amount_stands else None
    if rate == solved.rate and cut is None:
        return solved
    dose, volume, time = solved.dose, solved.volume, solved.duration
    if not amount_stands:
        volume = log.times("volume", rate, time, ML)
        if cut is not None:
            volume = _to_the_nearest(log, "volume", volume, in_unit(cut, ML), in_unit(cut, ML))
        dose = log.times("dose", volume, concentration, unit)
    if amount_stands or cut is not None:
        time = log.over("duration", volume, rate, MIN)
    dose_rate = log.times("dose_rate", rate, concentration, unit / H)
    return Solved(dose, volume, time, rate, dose_rate)


def settable(
    rate: Quantity,
    pump: Pump,
    place: Place,
    log: CalculationLog,
    ceilings: tuple[Quantity, ...] = (),
) -> Quantity:
    """The rate that the pump is set to for an exact one, in mL/h: the nearest, but none above one
    of the `ceilings` (mL/h) that the exact rate does not pass. Raises Refused."""
    if not pump.runs(rate):
        slow = rate < pump.lowest
        limit = pump.lowest if slow else pump.highest
        assert limit is not None
        raise Refused(
            refusal(
                FindingCode.RATE_OUT_OF_RANGE,
                place,
                pump.source,
                rate=rate,
                side="below" if slow else "above",
                what="slowest-rate" if slow else "fastest-rate",
                limit=limit,
                pump=pump.title,
            )
        )
    within = pump.range_of(rate)
    step, least = in_unit(within.step, ML_PER_H), in_unit(within.lowest, ML_PER_H)
    rounded = nearest(rate, step, least)
    if rounded == rate:
        return rate
    if any(rate <= ceiling < rounded for ceiling in ceilings):
        return log.rounded_down("rate", rate, step, rounded - step)
    return _to_the_nearest(log, "rate", rate, step, least)


def _to_the_nearest(
    log: CalculationLog, gives: str, value: Quantity, step: Quantity, least: Quantity
) -> Quantity:
    """The nearest of `least` and whole steps above it; what would be nothing is one step."""
    rounded = nearest(value, step, least)
    if rounded < least:
        rounded = least
    return log.rounded(gives, value, step, rounded)
