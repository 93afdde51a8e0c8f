"""Resuming: an infusion that was stopped in the middle, from what the pump showed to its end.

All that is to come is a list of solved steps. A stop cuts it, and how the infusion goes on makes
another list of what is left: the same steps, slower ones, or some of them again.
"""

from typing import NamedTuple

from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Step
from rechallenge.model.stop import Stop, Stopped
from rechallenge.planning.course import Course, course_of, shared_in
from rechallenge.planning.running import StepRun, run
from rechallenge.planning.scheduling import Schedule, solved_state
from rechallenge.words import _

from .another import Another, by_another
from .going_on import go_on
from .halting import halted, steps_of, wrong
from .report import with_fresh_set, worked_out


class Resumed(NamedTuple):
    """The whole infusion, with its past marked as run, each stop worked out, and the steps as they
    were planned before each."""

    course: Course
    stopped: tuple[Stopped, ...]
    planned: tuple[tuple[Step, ...], ...]
    others: tuple[Another | None, ...]


def resumed(made: Schedule, stops: tuple[Stop, ...], on_file: OnFile) -> Resumed:
    """An infusion that is planned to its end, with these stops. The bags are those prepared, and
    those that another protocol has for what remains.

    Raises UnusableOrder for a report that cannot be true, with both numbers, at `stops[n]`; and
    Refused for what cannot run as it is to go on.
    """
    infusion, planned = made.infusion, made.programmed
    begin = state = solved_state(planned.begin, infusion, planned)
    steps, begun = state.to_run, 0
    past: tuple[StepRun, ...] = ()
    found: list[Stopped] = []
    whole = planned.end.dose_given
    due: list[tuple[Step, ...]] = []
    others: list[Another | None] = []
    for number, stop in enumerate(stops):
        planned_now = steps_of((*past, *run(infusion, state)))
        due.append(tuple(shared_in(whole, step) for step in planned_now))
        halt = halted(infusion, number, stop, state, past)
        stopped = worked_out(halt, whole)
        another = by_another(halt, stopped, whole, steps, made.drug_name, on_file)
        if another is not None:
            halt, whole = halt.with_bags(another.bags), another.whole
            stopped = stopped.model_copy(update={"prepares": another.prepares})
        others.append(another)
        begun += len(halt.since)
        kept, left = go_on(halt, stopped, steps, begun, another and another.steps)
        steps, begun = (*kept, *left), len(kept)
        past = tuple(
            one._replace(step=one.step.model_copy(update={"has_run": True})) for one in halt.runs
        )
        state = with_fresh_set(halt)._replace(to_run=left, step=halt.since[-1].step.number + 1)
        found.append(stopped)
    for_good = found[-1].resumes is None
    runs = (*past, *run(infusion, state))
    course = course_of(infusion, begin, runs, whole, for_good=for_good)
    _refuse_empty_bag(course, found)
    return Resumed(course, tuple(found), tuple(due), tuple(others))


def _refuse_empty_bag(made: Course, found: list[Stopped]) -> None:
    """Raises UnusableOrder where filling fresh sets has left nothing in the bag to go on with."""
    dry_at = None if made.delivery is None else made.delivery.dry_at
    resumes = found[-1].resumes
    fresh = any(stopped.lost for stopped in found)
    if fresh and dry_at is not None and resumes is not None and dry_at <= resumes:
        sentence = _(
            "nothing is left in {bag} to go on with: filling the sets has taken it. Prepare "
            "another bag, and make a plan for it"
        )
        raise wrong(len(found) - 1, "line", sentence.format(bag=made.end.bag))
