"""Programming: a solved step as a pump can run it. The rate is rounded first, once, then the volume
to be infused; the rest follows from these two."""

from typing import NamedTuple

from rechallenge.model.finding import Number, Refused, refusal
from rechallenge.model.places import Place
from rechallenge.model.pump import Pump, RateRange
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, ML_PER_H, H, Quantity, Unit
from rechallenge.words.codes import FindingCode

from .law import Solved


class Room(NamedTuple):
    """What a step may use up: the volume left in its bag (mL), and the dose left to give (mg or
    units)."""

    volume: Quantity
    dose: Quantity

    def after(self, step: Solved) -> "Room":
        """What is left when a step has run."""
        return Room(self.volume - step.volume, self.dose - step.dose)


def programmed(
    solved: Solved,
    pump: Pump,
    place: Place,
    concentration: Quantity,
    unit: Unit,
    log: CalculationLog,
    *,
    amount_stands: bool,
    room: Room,
    ceilings: tuple[Quantity, ...],
) -> Solved:
    """The step with a rate that can be set. On a pump that ends by time, a stated amount stands and
    its time follows; otherwise the time stands and the amount follows. On one that ends by volume,
    the amount becomes a volume that can be set, and the time follows. Raises Refused for a rate or
    a volume outside the pump's range."""
    rate = settable(solved.rate, pump, place, log, ceilings)
    by_volume = bool(pump.volumes)
    dose, volume, time = solved.dose, solved.volume, solved.duration
    if rate != solved.rate and not amount_stands:
        volume = log.times("volume", rate, time, ML)
    if by_volume:
        volume = _settable_volume(volume, pump, place, log, room, concentration)
    if rate == solved.rate and volume == solved.volume:
        return solved
    if volume != solved.volume:
        dose = log.times("dose", volume, concentration, unit)
    if amount_stands or by_volume:
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
        limit, what = (pump.lowest, "slowest-rate") if slow else (pump.highest, "fastest-rate")
        code = FindingCode.RATE_OUT_OF_RANGE
        raise _outside(code, place, pump, slow, what, limit, rate=rate)
    within = pump.range_of(rate)
    rounded = within.nearest(rate).to(ML_PER_H)
    if rounded == rate:
        return rate
    step = within.step.to(ML_PER_H)
    if any(rate <= ceiling < rounded for ceiling in ceilings):
        return log.rounded_down("rate", rate, step, rounded - step)
    return log.rounded("rate", rate, step, rounded)


def _settable_volume(
    volume: Quantity,
    pump: Pump,
    place: Place,
    log: CalculationLog,
    room: Room,
    concentration: Quantity,
) -> Quantity:
    """The volume that runs for an exact one, in mL: the nearest that can be set, but no more than
    the bag holds, nor than the dose that is left. What the bag holds need not be settable where the
    step takes all of it: the pump then stops because the bag is empty. Raises Refused."""
    of_dose = (room.dose / concentration).to(ML)
    if volume >= room.volume and room.volume.magnitude > 0 and room.volume <= of_dose:
        if pump.volume_to_set(room.volume) is None:
            raise _out_of_range(room.volume, pump, place)
        return volume if volume == room.volume else log.at_most("volume", volume, room.volume)
    most = of_dose if of_dose < room.volume else room.volume
    if most.magnitude > 0 and most < volume:
        volume = log.at_most("volume", volume, most)
    within = _volumes_of(volume, pump, place)
    rounded = within.nearest(volume).to(ML)
    if rounded == volume:
        return volume
    if rounded > most:
        return volume_below(volume, pump, place, log)
    return log.rounded("volume", volume, within.step.to(ML), rounded)


def volume_below(volume: Quantity, pump: Pump, place: Place, log: CalculationLog) -> Quantity:
    """The largest volume that the pump can be set to and that is not above this one, in mL. Raises
    Refused."""
    within = _volumes_of(volume, pump, place)
    below = within.below(volume).to(ML)
    if below == volume:
        return volume
    return log.rounded_down("volume", volume, within.step.to(ML), below)


def _volumes_of(volume: Quantity, pump: Pump, place: Place) -> RateRange:
    within = pump.volumes_of(volume)
    if within is None:
        raise _out_of_range(volume, pump, place)
    return within


def _out_of_range(volume: Quantity, pump: Pump, place: Place) -> Refused:
    small = volume < pump.volumes[0].lowest
    limit, what = pump.volumes[-1].highest, "largest-of-pump"
    if small:
        limit, what = pump.volumes[0].lowest, "smallest-of-pump"
    code = FindingCode.VOLUME_OUT_OF_RANGE
    return _outside(code, place, pump, small, what, limit, volume=volume)


def _outside(
    code: FindingCode, place: Place, pump: Pump, below: bool, what: str, limit: Quantity | None,
    **stated: Quantity,
) -> Refused:  # fmt: skip
    assert limit is not None
    side = "below" if below else "above"
    numbers: dict[str, Number] = {"side": side, "what": what, "limit": limit, "pump": pump.title}
    return Refused(refusal(code, place, pump.source, **stated, **numbers))
