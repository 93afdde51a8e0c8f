"""A step that is solved and has not run, or not to its end."""

from typing import NamedTuple

from rechallenge.model.formula import Formula
from rechallenge.model.infusion import Route
from rechallenge.model.plan import Step
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.quantities import MIN, ML, Quantity, unit_like


class StepToRun(NamedTuple):
    """An infusing or observing step as it will run, without its number and its time: min, mL/h, mL,
    mg or units. `bag` and the rates are None for an observation, `written_at` for a step that only
    clears the line, whose dose is 0, and for the time `after_stop` in which nothing runs. `is_rest`
    marks what was left of a step when it was stopped. A dose given at once takes no time: it is
    `drawn_from` a bag, or comes in a `form` of its own.
    """

    duration: Quantity
    volume: Quantity
    dose: Quantity
    written_at: int | None
    bag: str | None = None
    rate: Quantity | None = None
    dose_rate: Quantity | None = None
    go_on_if: str | None = None
    note: str | None = None
    working: tuple[Formula, ...] = ()
    after_stop: int | None = None
    route: Route | None = None
    drawn_from: str | None = None
    form: str | None = None
    is_rest: bool = False

    def nothing_for(self, time: Quantity, working: tuple[Formula, ...]) -> "StepToRun":
        """So much time in which nothing runs, in the same entry; what is asked of a person before
        going on is asked then."""
        return StepToRun(
            duration=time,
            volume=self.volume * 0,
            dose=self.dose * 0,
            written_at=self.written_at,
            go_on_if=self.go_on_if,
            working=working,
        )

    def stopped_after(self, time: Quantity) -> tuple["StepToRun", "StepToRun"]:
        """What of it runs in the first `time` (less than its duration), and what is then left."""
        ran, log = CalculationLog(), CalculationLog()
        begun = self._replace(duration=time)
        left = self._replace(duration=log.minus("duration", self.duration, time, MIN), is_rest=True)
        if self.rate is not None:
            volume = ran.times("volume", self.rate, time, ML)
            begun = begun._replace(volume=volume)
            left = left._replace(volume=log.minus("volume", self.volume, volume, ML))
        if self.dose_rate is not None:
            unit = unit_like(self.dose)
            dose = ran.times("dose", self.dose_rate, time, unit)
            begun = begun._replace(dose=dose)
            left = left._replace(dose=log.minus("dose", self.dose, dose, unit))
        return begun._replace(working=ran.formulas), left._replace(working=log.formulas)


def to_run_again(step: Step) -> StepToRun:
    """A step of a plan, to be run from another state."""
    return StepToRun(*(getattr(step, name) for name in StepToRun._fields if name != "is_rest"))
