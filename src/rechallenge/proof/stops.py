"""Each stop again: what had left the bags by the volume that the pump showed, how long nothing
runs, and that what follows is slower, or is planned, as was asked."""

from datetime import timedelta
from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.model.stop import AS_PLANNED, NEVER, Stop, Stopped, share_of_steps, steps_back
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import stated_contents
from .grid import volumes_of
from .integrating import Found, given_at_once, integrated
from .plain_numbers import NOTHING, measures, number
from .rests import prove_rest, steps_of_rest, whole_after
from .timeline import passed


def prove_stops(
    plan: Plan, found: list[Found], ordered: Fraction, unit: str, agreement: Agreement
) -> None:
    """Every stop, and what runs after it, beside what was to run before it."""
    bags = stated_contents(plan, unit)
    before = found[0].given - found[0].dose
    steps = [*(list(integrated(each, bags, ordered, before)) for each in plan.planned), found]
    agreement.word("stopped", len(plan.stopped), len(plan.stops))
    for place, (stop, stopped) in enumerate(zip(plan.stops, plan.stopped, strict=False)):
        where, at = f"stopped[{place}]", number(stopped.at, "min")
        whole, rest = whole_after(plan, place, ordered, unit), plan.rests[place]
        planned, then = steps[place], steps[place + 1]
        ran = [one for one in then if _is_past(one, stop, at)]
        after = then[len(ran) :]
        last = [one for one in ran if one.bag is not None or given_at_once(one)][-1]
        given = ran[-1].given
        infused = sum((one.volume for one in ran if one.bag is not None), start=NOTHING)
        of_bag = sum((one.volume for one in ran if one.bag == last.bag), start=NOTHING)
        counted = infused if stop.bag is None else of_bag
        reads = None if stop.after_step is not None else counted
        agreement.amount(f"stops[{place}].infused", stop.infused, reads, "mL")
        agreement.amount(f"{where}.infused", stopped.infused, infused, "mL")
        agreement.amount(f"{where}.dose_given", stopped.dose_given, given, unit)
        agreement.amount(f"{where}.remaining", stopped.remaining, whole - given, unit)
        agreement.word(f"{where}.step", stopped.step, last.step.number)
        agreement.word(f"{where}.bag", stopped.bag, last.bag)
        agreement.amount(f"{where}.rate", stopped.rate, last.rate or None, "mL/h")
        per_h = last.rate * last.strength or None
        agreement.amount(f"{where}.dose_rate", stopped.dose_rate, per_h, f"{unit}/h")
        _prove_hold(where, plan, stop, stopped, ran, after, agreement)
        _prove_limit(where, stop, stopped, last, after, unit, agreement)
        _prove_past(where, ran, planned, agreement)
        agreement.word(f"{where}.by", stopped.by is not None, stop.protocol is not None)
        agreement.word(f"{where}, another plan", rest is not None, stop.protocol is not None)
        if rest is None:
            _prove_order(where, stop, ran, after, planned, agreement)
        else:
            prove_rest(where, rest, stop, stopped, unit, agreement)
            _prove_same(where, stop, after, steps_of_rest(rest, unit), unit, agreement)
        follows = sum((one.dose for one in after), start=NOTHING)
        due = stopped.remaining if stop.resume_at != NEVER else stopped.remaining * 0
        if rest is not None:
            due = rest.totals.dose - stopped.dose_given
        short = number(due, unit) - follows
        least = _increment(plan, after, plan.stops[: place + 1])
        if not 0 < short < least or stop.resume_at == NEVER:
            agreement.amount(f"{where}, what follows", due, follows, unit)


def _is_past(one: Found, stop: Stop, at: Fraction) -> bool:
    """Whether a step had begun at the stop; of one at a dose given at once, that dose too."""
    if stop.after_step is not None and one.start == at:
        return one.step.number <= int(stop.after_step)
    return one.start < at


def _increment(plan: Plan, after: list[Found], stops: tuple[Stop, ...]) -> Fraction:
    """The dose between two volumes of the pump in the last step: where one of these stops let a
    step run again, the last ends at the lower of two."""
    last = [one for one in after if one.bag is not None][-1:]
    grids = volumes_of(plan.pump)
    if not last or not grids or all(steps_back(stop.resume_at) is None for stop in stops):
        return NOTHING
    return max(grid.step for grid in grids if last[0].volume >= grid.lowest) * last[0].strength


def _prove_past(where: str, ran: list[Found], planned: list[Found], agreement: Agreement) -> None:
    """What ran is what was to run, step by step, the last perhaps not to its end."""
    for place, (one, due) in enumerate(zip(ran, planned, strict=False)):
        at, last = f"{where}, past[{place}]", place == len(ran) - 1
        agreement.word(f"{at}.bag", one.bag, due.bag)
        agreement.amount(f"{at}.rate", one.step.rate, due.rate or None, "mL/h")
        whole = one.minutes if last and one.minutes < due.minutes else due.minutes
        agreement.amount(f"{at}.duration", one.step.duration, whole, "min")


def _prove_hold(
    where: str,
    plan: Plan,
    stop: Stop,
    stopped: Stopped,
    ran: list[Found],
    after: list[Found],
    agreement: Agreement,
) -> None:
    """When it stopped and goes on, and that nothing runs in between."""
    ends = ran[-1].start + ran[-1].minutes
    agreement.amount(f"{where}.at", stopped.at, ends, "min")
    later = None
    if stop.at is not None:
        later = Fraction(passed(plan.order, stop.at) // timedelta(seconds=1), 60) - ends
    agreement.amount(f"{where}.later", stopped.later, later, "min")
    held = (later or NOTHING) + (NOTHING if stop.hold is None else number(stop.hold, "min"))
    goes_on = None if stop.resume_at == NEVER else ends + held
    agreement.amount(f"{where}.resumes", stopped.resumes, goes_on, "min")
    agreement.word(f"{where}, steps after it", bool(after), goes_on is not None)
    if goes_on is not None and held:
        agreement.amount(f"{where}, held", after[0].step.duration, held, "min")
        agreement.word(f"{where}, runs while held", after[0].bag, None)


def _prove_limit(
    where: str,
    stop: Stop,
    stopped: Stopped,
    last: Found,
    after: list[Found],
    unit: str,
    agreement: Agreement,
) -> None:
    """The dose rate that is not exceeded, and that no step does."""
    way, limit = stop.resume_at, None
    if isinstance(way, Quantity):
        per_h = last.rate * last.strength
        if measures(way, "%"):
            limit = per_h * number(way, "%") / 100
        elif measures(way, "mL/h"):
            limit = number(way, "mL/h") * last.strength
        else:
            limit = number(way, f"{unit}/h")
    agreement.amount(f"{where}.limit", stopped.limit, limit, f"{unit}/h")
    for one in filter(_gives, after):
        if limit is not None and one.rate * one.strength > limit:
            agreement.differs(f"steps[{one.step.number - 1}].dose_rate", one.step.dose_rate or ())


def _prove_order(
    where: str,
    stop: Stop,
    ran: list[Found],
    after: list[Found],
    planned: list[Found],
    agreement: Agreement,
) -> None:
    """Where no step runs again, what follows is what was to come: bag by bag the same volume, and
    where nothing is slowed at the same rate."""
    if stop.resume_at == NEVER or steps_back(stop.resume_at) is not None:
        return
    cut = ran[-1].minutes < planned[len(ran) - 1].minutes
    left = [one for one in planned[len(ran) - cut :] if _gives(one)]
    giving = [one for one in after if _gives(one)]
    agreement.word(f"{where}, steps that follow", len(giving), len(left))
    for place, (one, due) in enumerate(zip(giving, left, strict=False)):
        at, volume = f"{where}, follows[{place}]", due.volume
        if cut and place == 0 and _gives(ran[-1]):
            volume -= ran[-1].volume
        agreement.word(f"{at}.bag", one.bag, due.bag)
        agreement.amount(f"{at}.volume", one.step.volume, volume, "mL")
        if stop.resume_at == AS_PLANNED:
            agreement.amount(f"{at}.rate", one.step.rate, due.rate, "mL/h")
        elif one.rate > due.rate * _share_of(stop, cut and place == 0):
            agreement.differs(f"{at}.rate", one.step.rate or ())


def _share_of(stop: Stop, stopped: bool) -> Fraction:
    """The share of its planned rate that a step does not pass; `stopped` is the one that ran."""
    of_steps = share_of_steps(stop.resume_at)
    if of_steps is None or not (of_steps[1] or stopped):
        return Fraction(1)
    return number(of_steps[0], "%") / 100


def _prove_same(
    where: str, stop: Stop, after: list[Found], due: list[Found], unit: str, agreement: Agreement
) -> None:
    """What follows is what another protocol's own plan has, no faster: step by step the same volume
    and dose, or the same time in which nothing runs."""
    steps = [one for one in after if one.step.after_stop is None and not one.step.clears_line]
    agreement.word(f"{where}, steps that follow", len(steps), len(due))
    for place, (one, other) in enumerate(zip(steps, due, strict=False)):
        at = f"{where}, follows[{place}]"
        agreement.word(f"{at}.kind", one.step.kind, other.step.kind)
        agreement.amount(f"{at}.volume", one.step.volume, other.volume, "mL")
        agreement.amount(f"{at}.dose", one.step.dose, other.dose, unit)
        if stop.resume_at == AS_PLANNED or one.bag is None:
            agreement.amount(f"{at}.duration", one.step.duration, other.minutes, "min")
        elif one.rate > other.rate * _share_of(stop, False):
            agreement.differs(f"{at}.rate", one.step.rate or ())


def _gives(one: Found) -> bool:
    """Whether drug of the step is counted."""
    return one.bag is not None and not one.step.clears_line
