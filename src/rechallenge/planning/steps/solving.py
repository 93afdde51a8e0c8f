"""A written step as the steps that it stands for, solved, each as the pump will run it."""

from rechallenge.model.infusion import IV, AtOnce, Observe, Plain
from rechallenge.model.reading import settled
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.quantities import MIN, ML, in_unit, quantity

from .at_once import given_at_once
from .unsolved import room_in, solved_for_pump, unsolved_steps


def solved_steps(
    written: Plain, at: int, context: DoseContext, state: InfusionState
) -> tuple[StepToRun, ...]:
    """The steps that the written one at this place stands for, when it begins in this state.

    Raises Refused for one that cannot be run, such as a rate outside the pump's range.
    """
    if isinstance(written, Observe):
        return (
            StepToRun(
                bag=None,
                duration=in_unit(settled(written.observe), MIN),
                rate=None,
                dose_rate=None,
                volume=quantity(0, ML),
                dose=quantity(0, context.unit),
                written_at=at,
                go_on_if=written.go_on_if,
                note=written.note,
            ),
        )
    place = ("infusion", at)
    if isinstance(written, AtOnce):
        return (given_at_once(written, at, context, state),)
    stock = state.bag_in_use.stock
    if stock.gives_in_all is not None:
        # Shares and the rest are of the dose that the bag really brings.
        context = context.bringing(stock.gives_in_all)
    steps, room = [], room_in(written, state, context)
    for unsolved in unsolved_steps(written, place, context, state):
        solved = solved_for_pump(unsolved, place, context, stock.concentration, room)
        room = room.after(solved)
        steps.append(
            StepToRun(
                bag=stock.name,
                duration=solved.duration,
                rate=solved.rate,
                dose_rate=solved.dose_rate,
                volume=solved.volume,
                dose=solved.dose,
                written_at=at,
                go_on_if=written.go_on_if,
                note=written.note,
                working=unsolved.log.formulas,
                route=None if written.route == IV else written.route,
            )
        )
    return tuple(steps)
