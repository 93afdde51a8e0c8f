"""Going on: the steps that run after a stop, with the hold before them."""

from rechallenge.model.places import Place
from rechallenge.model.stop import AS_PLANNED, Stopped, share_of_steps, steps_back
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.line.flow import set_name
from rechallenge.planning.running import clearing_step
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.planning.steps.programming import settable
from rechallenge.quantities import ML, ML_PER_H, Quantity, quantity
from rechallenge.words import _

from .halting import Halt
from .report import with_fresh_set
from .slower import Steps, back, last_infusing, slowed


def go_on(
    halt: Halt, stopped: Stopped, steps: Steps, begun: int, instead: Steps | None
) -> tuple[Steps, Steps]:
    """Of `steps`, all in order, so many have begun: those of them that a later stop may go back to,
    and what runs from here on: what is left of them, or other steps `instead`."""
    way, context = halt.stop.resume_at, halt.infusion.context
    kept, left, place = steps[:begun], halt.state.to_run, ("stops", halt.number, "resume_at")
    if instead is not None:
        # A later stop does not go back behind another protocol.
        kept, left = (), instead
    if stopped.resumes is None:
        return kept, ()
    if (again := steps_back(way)) is not None:
        at = _place_to_go_back_to(halt, kept, again)
        kept, left = steps[:at], back(steps, at, begun, stopped.remaining, context.pump, place)
    elif (of_steps := share_of_steps(way)) is not None:
        share, every = of_steps
        left = tuple(
            _at_share(step, share, halt, place) if every or (halt.cut and n == 0) else step
            for n, step in enumerate(left)
        )
        # What is run again later is no faster either.
        kept = tuple(_at_share(step, share, halt, place) for step in kept) if every else kept
    elif way != AS_PLANNED:
        assert stopped.limit is not None
        # What is run again later is no faster either.
        kept, left = (
            tuple(slowed(s, stopped.limit, halt.state.bags, context, place) for s in each)
            for each in (kept, left)
        )
    held = stopped.resumes - stopped.at
    before: Steps = (_hold(halt, held),) if held.magnitude else ()
    if halt.stop.line == "fresh" and halt.last.clears_line and halt.cut:
        # The fresh set is cleared whole.
        left = left[1:]
    return kept, (*before, *_cleared(halt, left))


def _at_share(step: StepToRun, share: Quantity, halt: Halt, place: Place) -> StepToRun:
    """The step at this share of its own rate."""
    if step.dose_rate is None:
        return step
    limit = (step.dose_rate * share).to(step.dose_rate.units)
    return slowed(step, limit, halt.state.bags, halt.infusion.context, place)


def _place_to_go_back_to(halt: Halt, begun: Steps, again: int) -> int:
    """Where the steps begin again. Raises UnusableOrder."""
    if halt.last.clears_line:
        sentence = _("was stopped while the line was being cleared; write as planned, or a rate")
        raise halt.wrong("resume_at", sentence)
    if any(step.bag is None and step.dose.magnitude for step in (*begun, *halt.state.to_run)):
        sentence = _(
            "goes back, and a dose given at once is given once; write as planned, or never"
        )
        raise halt.wrong("resume_at", sentence)
    at = last_infusing(begun, again)
    if at is None:
        sentence = _("{way} is before step 1; the stop was in step {step}")
        values = {"way": halt.stop.resume_at, "step": halt.last.number}
        raise halt.wrong("resume_at", sentence.format(**values))
    return at


def _cleared(halt: Halt, left: Steps) -> Steps:
    """The steps with a clearing one before the first through each set that is put on."""
    line, stop, context = halt.infusion.line, halt.stop, halt.infusion.context
    if stop.clear_line is not None and (line is None or stop.line != "fresh"):
        sentence = _(
            "clears a fresh set, and there is none; write a fresh set too, or leave it out"
        )
        raise halt.wrong("clear_line", sentence)
    if stop.clear_line is not None and line is not None and line.primed == "drug":
        sentence = _("is not needed, because a fresh set is primed with drug; leave it out")
        raise halt.wrong("clear_line", sentence)
    clear_at = stop.clear_line or (None if line is None else line.clear_at)
    if line is None or clear_at is None:
        return left
    if context.pump is not None:
        place = ("stops", halt.number, "clear_line")
        clear_at = settable(clear_at.to(ML_PER_H), context.pump, place, CalculationLog())
    on, steps = set(with_fresh_set(halt).line.sets), list[StepToRun]()
    for step in left:
        name = None if step.bag is None else set_name(step.bag, line)
        if step.bag is not None and name not in on:
            on.add(name)
            if step.written_at is not None:
                steps.append(clearing_step(step.bag, line, clear_at, context))
        steps.append(step)
    return tuple(steps)


def _hold(halt: Halt, time: Quantity) -> StepToRun:
    return StepToRun(
        duration=time,
        volume=quantity(0, ML),
        dose=halt.infusion.context.dose * 0,
        written_at=None,
        go_on_if=halt.stop.go_on_if,
        after_stop=halt.number + 1,
    )
