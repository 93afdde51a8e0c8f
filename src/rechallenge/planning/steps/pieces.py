"""Short forms become plain pieces: each with two of amount, speed and time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from rechallenge.model.consistency import MOST_STEPS
from rechallenge.model.infusion import Infuse, Ladder, Ramp
from rechallenge.model.places import Place
from rechallenge.model.problems import Problem, UnusableProtocol
from rechallenge.model.reading import Parameter, settled
from rechallenge.planning.bags.stock import Stock
from rechallenge.planning.order.asked import Asked
from rechallenge.planning.working import Working
from rechallenge.quantities import MIN, Kind, Quantity, in_unit, kind_of, quantity, unit_like

from . import stated
from .law import Solved, solve
from .programming import programmed


@dataclass(frozen=True, slots=True)
class Piece:
    """One step to be solved: two of the three are set."""

    amount: Quantity | None = None
    speed: Quantity | None = None
    time: Quantity | None = None
    work: Working = field(default_factory=Working)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the infusion stands when a written step begins."""

    start: Quantity
    given: Quantity
    stock: Stock
    left: Quantity


def pieces(
    written: Infuse | Ladder | Ramp, place: Place, asked: Asked, moment: Moment
) -> Iterator[Piece]:
    """The steps that a written one stands for, in order."""
    if isinstance(written, Ladder):
        yield from _ladder(written, place, asked)
    elif isinstance(written, Ramp):
        yield from _ramp(written, place, asked, moment)
    else:
        yield _single(written, place, asked, moment)


def _single(written: Infuse, place: Place, asked: Asked, moment: Moment) -> Piece:
    work = Working()
    time = speed = amount = None
    if written.until is not None:
        time = stated.time_until(written.until, (*place, "until"), moment.start, work)
    elif written.over is not None:
        time = settled(written.over)
    if written.give is not None:
        left = moment.left
        amount = stated.amount(written.give, (*place, "give"), asked, moment.given, left, work)
    if written.rate is not None:
        speed = stated.speed(written.rate, (*place, "rate"), asked, work)
    return Piece(amount, speed, time, work)


def _ladder(written: Ladder, place: Place, asked: Asked) -> Iterator[Piece]:
    for number, rate in enumerate(written.rates):
        work = Working()
        speed = stated.speed(rate, (*place, "rates", number), asked, work)
        yield Piece(speed=speed, time=settled(written.every), work=work)


def _ramp(written: Ramp, place: Place, asked: Asked, moment: Moment) -> Iterator[Piece]:
    """Rung by rung; the last, at `up_to` or when the amount runs out, gives what is missing."""
    _refuse_mixed(written, place, asked)
    unit, concentration = asked.unit, moment.stock.concentration
    work = Working()
    rate = stated.speed(written.rate, (*place, "rate"), asked, work)
    rise = stated.speed(written.increase, (*place, "increase"), asked, work.named("increase"))
    highest = stated.speed(written.up_to, (*place, "up_to"), asked, work.named("up_to"))
    if rate > highest:
        raise UnusableProtocol(
            Problem((*place, "rate"), "is above up_to; begin at or below the highest rate")
        )
    every = in_unit(settled(written.every), MIN)
    in_all = _dose(written, place, asked, moment, work.named("in_all"))
    done = quantity(0, unit)
    for _ in range(MOST_STEPS):
        rung = ran(Piece(speed=rate, time=every), place, asked, concentration).dose
        if rate == highest or done + rung >= in_all:
            missing = work.minus("dose", in_all, done, unit) if done.magnitude else in_all
            yield Piece(amount=missing, speed=rate, work=work)
            return
        yield Piece(speed=rate, time=every, work=work)
        done = done + rung
        work = Working()
        name = "rate" if kind_of(rate) is Kind.VOLUME_RATE else "dose_rate"
        rate = work.plus(name, rate, rise, unit_like(rate)) if rate + rise <= highest else highest
    raise UnusableProtocol(
        Problem(
            (*place, "increase"),
            f"makes more than {MOST_STEPS} steps before the amount is in; write a larger increase",
        )
    )


def ran(piece: Piece, place: Place, asked: Asked, concentration: Quantity) -> Solved:
    """The piece solved, and, with a pump, as that can run it; its working grows by both."""
    solved = solve(
        piece.work,
        concentration,
        asked.unit,
        amount=piece.amount,
        speed=piece.speed,
        time=piece.time,
    )
    if asked.pump is None:
        return solved
    return programmed(
        solved,
        asked.pump,
        place,
        concentration,
        asked.unit,
        piece.work,
        amount_stands=piece.amount is not None,
    )


def _dose(written: Ramp, place: Place, asked: Asked, moment: Moment, work: Working) -> Quantity:
    """What the ramp gives in all, as drug."""
    given, left = moment.given, moment.left
    amount = stated.amount(written.give, (*place, "give"), asked, given, left, work)
    if kind_of(amount) is Kind.VOLUME:
        amount = work.times("dose", amount, moment.stock.concentration, asked.unit)
    return amount


def _refuse_mixed(written: Ramp, place: Place, asked: Asked) -> None:
    """A rate per kg cannot rise by one without, even where this patient's weight would allow it."""
    kinds = {key: _kind(getattr(written, key), asked) for key in ("rate", "increase", "up_to")}
    for key in ("increase", "up_to"):
        if kinds[key] is not kinds["rate"]:
            raise UnusableProtocol(
                Problem((*place, key), "is not of the same kind as rate; write both in one unit")
            )


def _kind(rate: Quantity | Fraction | Parameter, asked: Asked) -> Kind | None:
    if isinstance(rate, Fraction):
        return None if asked.full_rate is None else kind_of(asked.full_rate)
    return kind_of(settled(rate))
