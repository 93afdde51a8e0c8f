"""Running: from a state, step by step, each giving the state at its end. Planning an infusion is
running it from the state before step 1."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.consistency import FULL_RATE, VOLUME
from rechallenge.model.drug import DrugFacts
from rechallenge.model.infusion import AtOnce, FillLine, Observe, Plain, in_order
from rechallenge.model.line import Line
from rechallenge.model.order import Order
from rechallenge.model.plan import Bag, Step
from rechallenge.model.pump import Pump
from rechallenge.model.reading import RATE_KINDS, VOLUME_KINDS
from rechallenge.quantities import MIN, PERCENT, Kind, Quantity, in_unit, kind_of

from .bags.contents import prepared
from .bags.stock import ONLY_BAG
from .calculation_log import CalculationLog
from .line.flow import Push, connected, pushed, set_name
from .order.binding import Bound
from .order.dose_context import DoseContext, for_patient
from .order.dosing import amount_unit
from .order.strength import highest_rates, strength_of
from .preparation.preparing import Bench
from .preparation.real_bag import Making, real_bag
from .state.infusion_state import BagState, InfusionState
from .state.step_to_run import StepToRun
from .steps.programming import volume_below
from .steps.running_dry import within_bag
from .steps.solving import solved_steps
from .steps.waiting import with_waits


class Placed(NamedTuple):
    """An entry of one bag, and its place in the protocol's `infusion`."""

    at: int
    entry: Plain


class Infusion(NamedTuple):
    """What an infusion is run from, and what does not change while it runs. Without a line, nothing
    is worked out about the vein; without `making`, bags hold exactly what is written."""

    written: tuple[Placed, ...]
    written_bags: tuple[WrittenBag, ...]
    context: DoseContext
    line: Line | None = None
    making: Making | None = None

    def on(self, pump: Pump | None, line: Line | None) -> "Infusion":
        """The same infusion on this pump and through this line. On a pump that ends by volume, the
        last step that states an amount gives what is left of the dose: the steps as written give
        all of it, and rounding their volumes moves that amount."""
        written = self.written
        if pump is not None and pump.volumes:
            written = _with_the_rest_last(written)
        return self._replace(written=written, context=self.context._replace(pump=pump), line=line)

    def for_dose(self, dose: Quantity) -> "Infusion":
        """The same infusion, of which the steps give only what remains of this dose."""
        return self._replace(context=self.context._replace(dose=dose))

    def made_at(self, bench: Bench | None, as_written: tuple[Bag, ...]) -> "Infusion":
        """The same infusion from bags made here; `as_written` are the bags as they are written."""
        if bench is None:
            return self
        closing = {bag.name for bag in self.written_bags if _holds_dose_or_rest(bag)}
        emptied = {bag.name for bag in as_written if not bag.discarded.magnitude}
        return self._replace(making=Making(bench, frozenset(closing & emptied)))


def _with_the_rest_last(written: tuple[Placed, ...]) -> tuple[Placed, ...]:
    at = [n for n, placed in enumerate(written) if not isinstance(placed.entry, Observe)][-1]
    last = written[at].entry
    key = "at_once" if isinstance(last, AtOnce) else "give"
    if getattr(last, key, None) in (None, "rest", "bag"):
        return written
    with_rest = written[at]._replace(entry=last.model_copy(update={key: "rest"}))
    return (*written[:at], with_rest, *written[at + 1 :])


def _holds_dose_or_rest(bag: WrittenBag) -> bool:
    by_concentration = bag.concentration is not None or bag.dilution is not None
    return not by_concentration and bag.holds in (None, HOLDS_DOSE, HOLDS_REST)


def infusion_as_written(
    bound: Bound, order: Order, dose: Quantity, drug: DrugFacts | None
) -> Infusion:
    """What the protocol, the order and the drug's file say, on an ideal pump and without a line."""
    volume = bound.quantity(VOLUME, *VOLUME_KINDS) if VOLUME in bound.values else None
    full_rate = bound.quantity(FULL_RATE, *RATE_KINDS) if FULL_RATE in bound.values else None
    unit = amount_unit(dose)
    strength, _source = strength_of(order, drug, unit)
    highest = tuple(highest_rates(order, drug))
    context = DoseContext(order, dose, unit, volume, full_rate, bound.dosing, strength, highest)
    bags = bound.bags
    if volume is not None and not bags:
        bags = (WrittenBag(name=ONLY_BAG, volume=volume),)
    context = context._replace(in_all=_in_all(context))
    return Infusion(tuple(_placed(bound, bags)), bags, context)


def _placed(bound: Bound, bags: tuple[WrittenBag, ...]) -> Iterator[Placed]:
    """Each entry of one bag with the bag and the route that it leaves unsaid. A fill is none of
    them: it runs when its bag is connected, as one that the order states does."""
    for at, plain, in_force in in_order(bound.infusion, bags[0].name if bags else None):
        if isinstance(plain, Observe):
            yield Placed(at, plain)
        elif not isinstance(plain, FillLine):
            drawn = not isinstance(plain, AtOnce) or plain.form is None
            said = {"bag": in_force if drawn else None, "route": plain.route or bound.route}
            yield Placed(at, plain.model_copy(update=said))


def _in_all(context: DoseContext) -> Quantity | None:
    """What the steps are to give in all, where the protocol states it."""
    stated = None if context.dosing is None else context.dosing.in_all
    if stated is None:
        return None
    if kind_of(stated) is Kind.SHARE:
        return in_unit(context.dose * stated, context.unit)
    place = ("dosing", "in_all")
    return for_patient(stated, place, "in_all", context.unit, context, CalculationLog())


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
    stock = prepared(infusion.written_bags, name, state.dose_given, infusion.context)
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
    if bag is not None and not isinstance(written, AtOnce):
        steps = within_bag(steps, state.bag_in_use)
    if not isinstance(written, Observe):
        steps = with_waits(steps, written, place)
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
        dose_rate=None,
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
    cumulative = state.dose_given + to_run.dose
    return Step(
        number=state.step,
        kind=_kind(to_run),
        bag=to_run.bag,
        start=state.clock,
        duration=to_run.duration,
        rate=to_run.rate,
        dose_rate=to_run.dose_rate,
        volume=to_run.volume,
        volume_to_set=_volume_to_set(to_run, state, context),
        dose=to_run.dose,
        cumulative_dose=cumulative,
        cumulative_share=(cumulative / context.dose).to(PERCENT),
        written_at=to_run.written_at,
        go_on_if=to_run.go_on_if,
        note=to_run.note,
        working=to_run.working,
        after_stop=to_run.after_stop,
        route=to_run.route,
        drawn_from=to_run.drawn_from,
        form=to_run.form,
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
    protocol_clock, highest = state.protocol_clock, state.highest_dose_rate
    if not step.clears_line:
        protocol_clock = protocol_clock + step.duration
    if step.dose_rate is not None and (highest is None or step.dose_rate > highest):
        highest = step.dose_rate
    return push, state._replace(
        clock=step.end,
        steps_end=step.end,
        protocol_clock=protocol_clock,
        dose_given=step.cumulative_dose,
        rate=step.rate,
        highest_dose_rate=highest,
    )
