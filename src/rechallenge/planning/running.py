"""Running: from a state, step by step, each giving the state at its end. Planning an infusion is
running it from the state before step 1."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rechallenge.model.infusion import AtOnce, Observe
from rechallenge.model.line import Line
from rechallenge.model.plan import Step
from rechallenge.quantities import MIN, PERCENT, Quantity

from .bags import stock_of
from .calculation_log import CalculationLog
from .infusion import Infusion
from .line.flow import Push, connected, pushed, set_name
from .order.dose_context import DoseContext
from .preparation.preparing import real_bag
from .state.infusion_state import BagState, InfusionState
from .state.step_to_run import StepToRun
from .steps.programming import volume_below
from .steps.solving import solved_steps


class StepRun(NamedTuple):
    """A step that has run, what it pushed to the vein, and the state at its end. The push is None
    for an observation, and without a line."""

    step: Step
    push: Push | None
    state: InfusionState


def run(
    infusion: Infusion, begin: InfusionState, until: Quantity | None = None
) -> Iterator[StepRun]:
    """Each step from a state on, to the end, or `until` a time on its clock: the step then running
    is cut there. Raises Refused and UnusableProtocol for a step that cannot be solved."""
    state = begin
    while until is None or state.clock < until:
        state = _begun(infusion, state)
        if not state.to_run:
            return
        state = _hung(infusion, state)
        to_run, to_come = state.to_run[0], state.to_run[1:]
        number = state.step + 1
        if until is not None and state.clock + to_run.duration > until:
            to_run, left = to_run.stopped_after(until - state.clock)
            number, to_come = state.step, (left, *to_come)
        step = _step(to_run, state, infusion.context)
        push, state = _after(step, state, infusion.line)
        state = state._replace(step=number, to_run=to_come)
        yield StepRun(step, push, state)


def fresh_bag(infusion: Infusion, name: str, state: InfusionState) -> BagState:
    """A bag as it is connected in this state. Raises Refused where nothing is left for it."""
    stock = stock_of(infusion.written_bags, name, state.dose_given, infusion.context)
    if infusion.making is not None:
        before = tuple(bag.stock.made for bag in state.bags.values() if bag.stock.made is not None)
        stock = real_bag(stock, infusion.making, state.dose_given, before)
    return BagState(stock, stock.volume)


def _begun(infusion: Infusion, state: InfusionState) -> InfusionState:
    """The state with a step to run, unless all have run: the next written step has begun."""
    at = state.next_written
    if state.to_run or at == len(infusion.written):
        return state
    (place, written), context, line = infusion.written[at], infusion.context, infusion.line
    clearing: tuple[StepToRun, ...] = ()
    bag = None if isinstance(written, Observe) else written.bag
    if bag is not None and bag not in state.bags:
        state = state.with_bag(fresh_bag(infusion, bag, state))
    if bag is not None and not isinstance(written, AtOnce):
        if line is None:
            state = state._replace(bag=bag)
        elif bag != state.bag:
            if line.clear_at is not None and not _set_is_on(bag, line, state):
                clearing = (clearing_step(bag, line, line.clear_at, context),)
            state = connected(state, bag, line)
    steps = solved_steps(written, place, context, state)
    return state._replace(next_written=at + 1, to_run=(*clearing, *steps))


def _hung(infusion: Infusion, state: InfusionState) -> InfusionState:
    """The state with the bag of the step to run connected; a step that was solved before may ask
    for another bag than the one in use, or for a new set."""
    bag, line = state.to_run[0].bag, infusion.line
    if bag is None or (bag == state.bag and (line is None or _set_is_on(bag, line, state))):
        return state
    return state._replace(bag=bag) if line is None else connected(state, bag, line)


def _set_is_on(bag: str, line: Line, state: InfusionState) -> bool:
    return set_name(bag, line) in state.line.sets


def clearing_step(bag: str, line: Line, rate: Quantity, context: DoseContext) -> StepToRun:
    """The step that brings drug to the vein at this rate before any is counted, of no more than the
    line."""
    log, volume, pump = CalculationLog(), line.dead_volume, context.pump
    if pump is not None and pump.volumes:
        volume = volume_below(volume, pump, ("order", "line"), log)
    return StepToRun(
        bag=bag,
        duration=log.over("duration", volume, rate, MIN),
        rate=rate,
        volume=volume,
        dose=context.dose * 0,
        written_at=None,
        working=log.formulas,
    )


def _volume_to_set(
    to_run: StepToRun, state: InfusionState, context: DoseContext
) -> Quantity | None:
    """What the pump is set to for a step: of a bag that runs empty, the next volume that it takes
    from what is in it on. None where no volume is set, or nothing is left to run."""
    if context.pump is None or not context.pump.volumes or to_run.bag is None:
        return None
    holds = state.bags[to_run.bag].holds
    runs = to_run.volume if to_run.volume < holds else holds
    return context.pump.volume_to_set(runs) if runs.magnitude else None


def _step(to_run: StepToRun, state: InfusionState, context: DoseContext) -> Step:
    cumulative, own = state.dose_given + to_run.dose, to_run._asdict()
    del own["is_rest"]
    return Step(
        number=state.step,
        kind=_kind(to_run),
        start=state.clock,
        volume_to_set=_volume_to_set(to_run, state, context),
        cumulative_dose=cumulative,
        cumulative_share=(cumulative / context.dose).to(PERCENT),
        **own,
    )


def _kind(to_run: StepToRun) -> Literal["infuse", "observe", "give"]:
    if to_run.bag is not None:
        return "infuse"
    return "give" if to_run.dose.magnitude else "observe"


def _after(
    step: Step, state: InfusionState, line: Line | None
) -> tuple[Push | None, InfusionState]:
    push = None
    if step.kind == "give":
        state = state._replace(at_once=state.at_once + step.dose)
    if step.drawn_from is not None:
        bag = state.bags[step.drawn_from]
        state = state.with_bag(bag._replace(left=bag.left - step.volume))
    if step.bag is not None:
        bag = state.bags[step.bag]
        if step.clears_line:
            bag = bag._replace(into_line=bag.into_line + step.volume)
        else:
            bag = bag._replace(left=bag.left - step.volume)
        if line is None:
            state = state.with_bag(bag)
        else:
            push, state = pushed(step, state, bag, line)
    protocol_clock = state.protocol_clock
    if not step.clears_line:
        protocol_clock = protocol_clock + step.duration
    return push, state._replace(
        clock=step.end,
        protocol_clock=protocol_clock,
        dose_given=step.cumulative_dose,
    )
