"""Stopping: the state of a planned infusion at a moment, from which `course` goes on."""

from rechallenge.model.plan import Plan
from rechallenge.quantities import MIN, Quantity, display, in_unit

from .course import course
from .line.flushing import flushed
from .order.binding import bind
from .preparation.preparing import bench_for
from .running import Infusion, infusion_as_written, run
from .scheduling import scheduled
from .state.infusion_state import InfusionState, before_step_1


def state_at(plan: Plan, time: Quantity) -> InfusionState:
    """The state of a planned infusion `time` after the start of step 1, if it runs as planned.

    At the end of a step the next has not begun; after all has run, only the clock goes on. Raises
    ValueError for a time before the start.
    """
    if time.magnitude < 0:
        raise ValueError(f"{display(time)} is before the start of step 1")
    made, time = scheduled(plan.protocol, plan.order, plan.on_file), in_unit(time, MIN)
    infusion, state = made.infusion, made.programmed.begin
    for one in run(infusion, state, until=time):
        state = one.state
    flush = None if plan.delivery is None else plan.delivery.flush
    if flush is not None and infusion.line is not None and flush.start <= time:
        state = flushed(state, flush, time, infusion.line)
    return state._replace(clock=time)


def infusion_of(plan: Plan) -> Infusion:
    """What a plan's steps are run from, where it begins at step 1."""
    bound = bind(plan.protocol, plan.order)
    drug = plan.on_file.drug(plan.drug)
    written = infusion_as_written(bound, plan.order, plan.dose.total, drug)
    bench = bench_for(
        plan.order,
        plan.dose,
        bound.dosing,
        drug,
        plan.on_file.measures,
        volume_ordered=not bound.bags,
    )
    as_written = course(written, before_step_1(written.context.unit)).bags
    return written.on(plan.pump, plan.line).made_at(bench, as_written)
