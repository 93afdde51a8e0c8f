"""A step that is solved and has not run, or not to its end."""

from dataclasses import dataclass, replace

from rechallenge.model.formula import Formula
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, Quantity, unit_like


@dataclass(frozen=True, slots=True)
class StepToRun:
    """An infusing or observing step as it will run, without its number and its time: min, mL/h, mL,
    mg or units. `bag` and the rates are None for an observation, `written_at` for a step that only
    clears the line; its dose is 0."""

    bag: str | None
    duration: Quantity
    rate: Quantity | None
    dose_rate: Quantity | None
    volume: Quantity
    dose: Quantity
    written_at: int | None
    go_on_if: str | None = None
    note: str | None = None
    working: tuple[Formula, ...] = ()

    def stopped_after(self, time: Quantity) -> tuple["StepToRun", "StepToRun"]:
        """What of it runs in the first `time` (less than its duration), and what is then left."""
        log = CalculationLog()
        begun = replace(self, duration=time)
        left = replace(self, duration=log.minus("duration", self.duration, time, MIN))
        if self.rate is not None:
            volume = log.times("volume_run", self.rate, time, ML)
            begun = replace(begun, volume=volume)
            left = replace(left, volume=log.minus("volume", self.volume, volume, ML))
        if self.dose_rate is not None:
            unit = unit_like(self.dose)
            dose = log.times("dose_run", self.dose_rate, time, unit)
            begun = replace(begun, dose=dose)
            left = replace(left, dose=log.minus("dose", self.dose, dose, unit))
        return begun, replace(left, working=log.formulas)
