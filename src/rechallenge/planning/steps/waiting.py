"""The time after a step, or between the steps of a list, in which nothing runs."""

from collections.abc import Iterator

from rechallenge.model.finding import Refused, refusal
from rechallenge.model.infusion import AtOnce, Infuse, Ladder, Ramp
from rechallenge.model.reading import settled
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.quantities import MIN, Quantity, in_unit
from rechallenge.words.codes import FindingCode


def with_waits(
    steps: tuple[StepToRun, ...], written: Infuse | AtOnce | Ladder | Ramp, at: int
) -> tuple[StepToRun, ...]:
    """The solved steps of an entry, with a wait after the last; in a list of rates, between them.

    A wait that is stated from start to start is what the step leaves of it, as it really runs, so
    that rounding a rate moves no later step. Raises Refused for a step that runs longer.
    """
    if not steps or (written.wait is None and written.next_after is None):
        return steps
    if isinstance(written, Ladder):
        between = (one for step in steps[:-1] for one in _waited(step, step.duration, written, at))
        return (*between, *steps[-1:])
    took = sum((step.duration for step in steps[1:]), start=steps[0].duration)
    return (*steps[:-1], *_waited(steps[-1], took, written, at))


def _waited(
    step: StepToRun, took: Quantity, written: Infuse | AtOnce | Ladder | Ramp, at: int
) -> Iterator[StepToRun]:
    """The step, and the wait after it; whether to go on is asked at the end of that."""
    log = CalculationLog()
    if written.wait is not None:
        time = in_unit(settled(written.wait), MIN)
    else:
        following = in_unit(settled(written.next_after), MIN)
        if took > following:
            place = ("infusion", at, "next_after")
            code = FindingCode.NEXT_BEFORE_END
            raise Refused(refusal(code, place, next_after=following, duration=took))
        time = log.minus("duration", following, took, MIN)
    if not time.magnitude:
        yield step
        return
    yield step._replace(go_on_if=None)
    yield step.nothing_for(time, log.formulas)
