"""A written step as the steps that it stands for, solved, each as the pump will run it, with the
waits after them; and a dose given at once."""

from collections.abc import Iterator

from rechallenge.model.finding import Refused, refusal
from rechallenge.model.infusion import IV, PUSH, AtOnce, Infuse, Ladder, Observe, Plain, Ramp
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import settled
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.state.step_to_run import StepToRun
from rechallenge.quantities import MIN, ML, Kind, Quantity, kind_of, quantity, unit_like
from rechallenge.words import _
from rechallenge.words.codes import FindingCode

from . import stated
from .law import both_amounts
from .unsolved import room_in, solved_for_pump, unsolved_steps

_NONE = quantity(0, ML)


def solved_steps(
    written: Plain, at: int, context: DoseContext, state: InfusionState
) -> tuple[StepToRun, ...]:
    """The steps that the written one at this place stands for, when it begins in this state, with
    the waits that it states.

    Raises Refused for one that cannot be run, such as a rate outside the pump's range.
    """
    if isinstance(written, Observe):
        observed = StepToRun(
            duration=settled(written.observe).to(MIN),
            volume=_NONE,
            dose=quantity(0, context.unit),
            written_at=at,
            go_on_if=written.go_on_if,
            note=written.note,
        )
        return (observed,)
    if isinstance(written, AtOnce):
        return _with_waits((_given_at_once(written, at, context, state),), written, at)
    return _with_waits(_within_bag(_infused(written, at, context, state), state), written, at)


def _infused(
    written: Infuse | Ladder | Ramp, at: int, context: DoseContext, state: InfusionState
) -> list[StepToRun]:
    place, stock = ("infusion", at), state.bag_in_use.stock
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
    return steps


def _given_at_once(
    written: AtOnce, at: int, context: DoseContext, state: InfusionState
) -> StepToRun:
    """The dose with the volume that it is drawn up in; 0 mL where it is drawn from no bag. What is
    given into a vein at once is pushed.

    Raises UnusableProtocol for a volume of no bag, and Refused as for a step that runs.
    """
    place: Place = ("infusion", at, "at_once")
    log, bag = CalculationLog(), None if written.bag is None else state.bags[written.bag]
    if bag is not None and bag.stock.gives_in_all is not None:
        context = context.bringing(bag.stock.gives_in_all)
    if bag is None and written.at_once == "bag":
        raise UnusableProtocol(Problem(place, _("names a bag, and none is drawn from; write bags")))
    left = _NONE if bag is None else bag.left
    amount = stated.amount(written.at_once, place, context, state.dose_given, left, log)
    if bag is not None:
        dose, volume = both_amounts(log, bag.stock.concentration, context.unit, amount)
    elif kind_of(amount) is Kind.VOLUME:
        sentence = _("is a volume, and no bag is drawn from; write a dose, or bags")
        raise UnusableProtocol(Problem(place, sentence))
    else:
        dose, volume = amount.to(context.unit), _NONE
    return StepToRun(
        duration=quantity(0, MIN),
        volume=volume,
        dose=dose,
        written_at=at,
        go_on_if=written.go_on_if,
        note=written.note,
        working=log.formulas,
        route=PUSH if written.route == IV else written.route,
        drawn_from=written.bag,
        form=written.form,
    )


def _with_waits(
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
        time = settled(written.wait).to(MIN)
    else:
        following = settled(written.next_after).to(MIN)
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


def _within_bag(steps: list[StepToRun], state: InfusionState) -> tuple[StepToRun, ...]:
    """The steps, ended where the bag is empty if it lacks no more than measuring took from it. What
    asks for more than was ordered is left as it is, to be refused."""
    bag = state.bag_in_use
    made, left = bag.stock.made, bag.left
    if made is None:
        return tuple(steps)
    drawn = sum((step.volume for step in steps), start=_NONE)
    beyond = drawn - left
    lacks = (
        made.ordered_volume - made.final_volume,
        ((made.ordered - made.drug) / bag.stock.concentration).to(ML),
    )
    short = sum((volume for volume in lacks if volume > _NONE), start=_NONE)
    if beyond <= _NONE or beyond > short:
        return tuple(steps)
    kept: list[StepToRun] = []
    for step in steps:
        if step.volume > left:
            if left > _NONE:
                kept.append(_ended(step, left))
            break
        kept.append(step)
        left = left - step.volume
    return tuple(kept)


def _ended(step: StepToRun, volume: Quantity) -> StepToRun:
    """The step, ended once `volume` is in."""
    assert step.rate is not None
    assert step.dose_rate is not None
    log = CalculationLog()
    log.minus("volume", step.volume, step.volume - volume, ML)
    time = log.over("duration", volume, step.rate, MIN)
    dose = log.times("dose", step.dose_rate, time, unit_like(step.dose))
    ended = ("volume", "duration", "dose")
    before = tuple(formula for formula in step.working if formula.gives not in ended)
    return step._replace(volume=volume, duration=time, dose=dose, working=before + log.formulas)
