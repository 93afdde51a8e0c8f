"""Short forms become unsolved steps: each with two of amount, speed and time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from rechallenge.model.consistency import MOST_STEPS
from rechallenge.model.infusion import Infuse, Ladder, Ramp
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import Parameter, settled, share_in
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.order.dose_context import DoseContext
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.quantities import MIN, H, Kind, Quantity, kind_of, quantity, unit_like
from rechallenge.words import _

from . import stated
from .law import Solved, both_rates, solve
from .programming import Room, programmed


@dataclass(frozen=True, slots=True)
class _UnsolvedStep:
    """One step to be solved: two of the three are set. `highest` is a speed that no rounding may
    take it above."""

    amount: Quantity | None = None
    speed: Quantity | None = None
    time: Quantity | None = None
    highest: Quantity | None = None
    log: CalculationLog = field(default_factory=CalculationLog)


def unsolved_steps(
    written: Infuse | Ladder | Ramp, place: Place, context: DoseContext, state: InfusionState
) -> Iterator[_UnsolvedStep]:
    """The steps that a written one stands for, in order."""
    if isinstance(written, Ladder):
        yield from _ladder(written, place, context)
    elif isinstance(written, Ramp):
        yield from _ramp(written, place, context, state)
    else:
        yield _single(written, place, context, state)


def _single(
    written: Infuse, place: Place, context: DoseContext, state: InfusionState
) -> _UnsolvedStep:
    log = CalculationLog()
    time = speed = amount = None
    if written.until is not None:
        time = stated.time_until(written.until, (*place, "until"), state.protocol_clock, log)
    elif written.over is not None:
        time = settled(written.over)
    if written.give is not None:
        left = state.bag_in_use.left
        amount = stated.amount(written.give, (*place, "give"), context, state.dose_given, left, log)
    if written.rate is not None:
        speed = stated.speed(written.rate, (*place, "rate"), context, log)
    return _UnsolvedStep(amount, speed, time, log=log)


def _ladder(written: Ladder, place: Place, context: DoseContext) -> Iterator[_UnsolvedStep]:
    for number, rate in enumerate(written.rates):
        log = CalculationLog()
        speed = stated.speed(rate, (*place, "rates", number), context, log)
        yield _UnsolvedStep(speed=speed, time=settled(written.every), log=log)


def _ramp(
    written: Ramp, place: Place, context: DoseContext, state: InfusionState
) -> Iterator[_UnsolvedStep]:
    """Rung by rung; the last, at `up_to` or when the amount runs out, gives what is missing."""
    _refuse_mixed(written, place, context)
    unit, concentration = context.unit, state.bag_in_use.stock.concentration
    log = CalculationLog()
    rate = stated.speed(written.rate, (*place, "rate"), context, log)
    rise = stated.speed(written.increase, (*place, "increase"), context, log.under("increase"))
    highest = stated.speed(written.up_to, (*place, "up_to"), context, log.under("up_to"))
    if rate > highest:
        raise UnusableProtocol(
            Problem((*place, "rate"), _("is above up_to; begin at or below the highest rate"))
        )
    every = settled(written.every).to(MIN)
    in_all = _dose(written, place, context, state, log.under("in_all"))
    done, room = quantity(0, unit), room_in(written, state, context)
    # What the pump cannot give on its own is no rung: the one before gives it, as nearly as it can.
    lowest = context.pump.volumes[0].lowest if context.pump and context.pump.volumes else None
    least = done if lowest is None else (lowest * concentration).to(unit)
    least = least if done + least < in_all else done
    for _rung in range(MOST_STEPS):
        rung_to_run = _UnsolvedStep(speed=rate, time=every, highest=highest)
        ran = solved_for_pump(rung_to_run, place, context, concentration, room)
        rung, room = ran.dose, room.after(ran)
        if rate == highest or done + rung >= in_all or done + rung + least > in_all:
            missing = log.minus("dose", in_all, done, unit) if done.magnitude else in_all
            yield _UnsolvedStep(amount=missing, speed=rate, highest=highest, log=log)
            return
        yield _UnsolvedStep(speed=rate, time=every, highest=highest, log=log)
        done = done + rung
        log = CalculationLog()
        name = "rate" if kind_of(rate) is Kind.VOLUME_RATE else "dose_rate"
        rate = log.plus(name, rate, rise, unit_like(rate)) if rate + rise <= highest else highest
    raise UnusableProtocol(
        Problem(
            (*place, "increase"),
            _(
                "makes more than {most} steps before the amount has been given; write a larger "
                "increase"
            ).format(most=MOST_STEPS),
        )
    )


def room_in(written: Infuse | Ladder | Ramp, state: InfusionState, context: DoseContext) -> Room:
    """What a step may use up of the bag in use and of the dose. A bag that was measured and is
    given whole brings its own dose."""
    bag, dose = state.bag_in_use, context.to_give - state.dose_given
    if bag.stock.made is not None and getattr(written, "give", None) == "bag":
        whole = (bag.left * bag.stock.concentration).to(context.unit)
        dose = whole if whole > dose else dose
    return Room(bag.left, dose)


def solved_for_pump(
    unsolved: _UnsolvedStep, place: Place, context: DoseContext, concentration: Quantity, room: Room
) -> Solved:
    """The step solved and, with a pump, as that can run it; its log grows by both."""
    solved = solve(
        unsolved.log,
        concentration,
        context.unit,
        amount=unsolved.amount,
        speed=unsolved.speed,
        time=unsolved.time,
    )
    if context.pump is None:
        return solved
    return programmed(
        solved,
        context.pump,
        place,
        concentration,
        context.unit,
        unsolved.log,
        amount_stands=unsolved.amount is not None,
        room=room,
        ceilings=tuple(_ceilings(unsolved, context, concentration)),
    )


def _ceilings(
    unsolved: _UnsolvedStep, context: DoseContext, concentration: Quantity
) -> Iterator[Quantity]:
    """The step's own highest rate and those on file for the drug, in mL/h of this bag."""
    for speed in (unsolved.highest, *context.highest_rates):
        if speed is None:
            continue
        by_volume = kind_of(speed) is Kind.VOLUME_RATE
        if by_volume or speed.dimensionality == (context.unit / H).dimensionality:
            yield both_rates(CalculationLog(), concentration, context.unit, speed)[0]


def _dose(
    written: Ramp, place: Place, context: DoseContext, state: InfusionState, log: CalculationLog
) -> Quantity:
    """What the ramp gives in all, as drug."""
    given, left = state.dose_given, state.bag_in_use.left
    amount = stated.amount(written.give, (*place, "give"), context, given, left, log)
    if kind_of(amount) is Kind.VOLUME:
        amount = log.times("dose", amount, state.bag_in_use.stock.concentration, context.unit)
    return amount


def _refuse_mixed(written: Ramp, place: Place, context: DoseContext) -> None:
    """A rate per kg cannot rise by one without, even where this patient's weight would allow it."""
    kinds = {key: _kind(getattr(written, key), context) for key in ("rate", "increase", "up_to")}
    for key in ("increase", "up_to"):
        if kinds[key] is not kinds["rate"]:
            raise UnusableProtocol(
                Problem((*place, key), _("is not of the same kind as rate; write both in one unit"))
            )


def _kind(rate: Quantity | Fraction | Parameter, context: DoseContext) -> Kind | None:
    if share_in(rate) is not None:
        return None if context.full_rate is None else kind_of(context.full_rate)
    return kind_of(settled(rate))
