"""What a stop comes to: the dose given and left, what stands in the line, and when it goes on."""

from rechallenge.model.delivery import DrugInLine
from rechallenge.model.stop import NEVER, Stopped
from rechallenge.planning.calculation_log import CalculationLog
from rechallenge.planning.line.delivery import drug_in_line
from rechallenge.planning.line.flow import set_name
from rechallenge.planning.state.infusion_state import InfusionState
from rechallenge.planning.timeline.clock import at_offset, passed
from rechallenge.quantities import MIN, ML, H, Kind, Quantity, display, kind_of, quantity
from rechallenge.words import _

from .halting import Halt, drawn_from, steps_of

_NONE, _NO_TIME = quantity(0, ML), quantity(0, MIN)


def worked_out(halt: Halt, whole: Quantity) -> Stopped:
    """The stop in numbers; `whole` is the dose that the steps were to give.

    Raises UnusableOrder for a report that cannot be true.
    """
    stop, state, line, last = halt.stop, halt.state, halt.infusion.line, halt.last
    context, log = halt.infusion.context, CalculationLog()
    bag = None if last.kind == "give" else state.bag_in_use
    at, later = halt.since[-1].step.end, _later(halt)
    if halt.cut and bag is not None:
        before = state.dose_given - last.dose
        log.over("time_in_step", last.volume, last.rate or _NONE, MIN)
        log.times("dose_in_step", last.volume, bag.stock.concentration, context.unit)
        log.plus("dose_given", before, last.dose, context.unit)
    remaining = log.minus("remaining", whole, state.dose_given, context.unit)
    dose_rate = None
    if bag is not None and last.rate is not None:
        dose_rate = log.times("dose_rate", last.rate, bag.stock.concentration, context.unit / H)
    limit = _limit(halt, dose_rate, log)
    resumes = None
    if stop.resume_at != NEVER:
        held = _held(halt, later)
        resumes = at + held
    return Stopped(
        step=last.number,
        cut=halt.cut,
        at=at,
        later=later,
        infused=drawn_from(steps_of(halt.runs), None),
        dose_given=state.dose_given,
        remaining=remaining,
        at_vein=None if line is None else quantity(state.line.at_vein, context.unit),
        in_line=() if line is None else _in_line(halt),
        lost=_lost(halt),
        bag=None if bag is None else bag.stock.name,
        bag_left=None if bag is None else bag.holds,
        rate=last.rate,
        dose_rate=dose_rate,
        limit=limit,
        by=None if stop.protocol is None else f"{stop.protocol.id} {stop.protocol.version}",
        resumes=resumes,
        working=log.formulas,
    )


def _later(halt: Halt) -> Quantity | None:
    """By how much the stated time is later than that of the planned rates."""
    stated, begins = halt.stop.at, halt.infusion.context.order.begins
    if stated is None:
        return None
    if begins is None:
        sentence = _("is a clock time, and the plan has no start; leave it out")
        raise halt.wrong("at", sentence)
    stated = stated.replace(tzinfo=begins.tzinfo)
    since_start = passed(begins, stated)
    offset = quantity(since_start.days * 1440 + since_start.seconds // 60, MIN)
    went_on = (one.step for one in halt.since if one.step.after_stop is None)
    earliest = next(went_on).start if halt.past else _NO_TIME
    if offset <= earliest:
        sentence = _("{at} is before the infusion began, at {began}")
        if halt.past:
            sentence = _("{at} is before the infusion went on, at {began}")
        began = at_offset(begins, earliest)
        values = {"at": f"{stated:%H:%M}", "began": f"{began:%H:%M}"}
        raise halt.wrong("at", sentence.format(**values))
    return offset - halt.since[-1].step.end


def _held(halt: Halt, later: Quantity | None) -> Quantity:
    """For how long nothing runs, on the clock of the planned rates."""
    held = (halt.stop.hold or _NO_TIME) + (later or _NO_TIME)
    if held.magnitude < 0:
        sentence = _(
            "{infused} would be in {early} after the time stated, at the planned rates; read the "
            "pump and the clock again"
        )
        values = {
            "infused": display(halt.stop.infused or _NONE),
            "early": display(_NO_TIME - (later or _NO_TIME), 1),
        }
        raise halt.wrong("at", sentence.format(**values))
    return held.to(MIN)


def _limit(halt: Halt, dose_rate: Quantity | None, log: CalculationLog) -> Quantity | None:
    """The dose rate that is not exceeded from here on."""
    way, unit = halt.stop.resume_at, halt.infusion.context.unit
    if not isinstance(way, Quantity):
        return None
    if dose_rate is None:
        sentence = _("{way} is a rate, and nothing was running; write as planned, or never")
        raise halt.wrong("resume_at", sentence.format(way=display(way)))
    if kind_of(way) is Kind.SHARE:
        return log.times("limit", dose_rate, way, unit / H)
    if kind_of(way) is Kind.VOLUME_RATE:
        concentration = halt.state.bag_in_use.stock.concentration
        return log.times("limit", way, concentration, unit / H)
    if way.dimensionality != (unit / H).dimensionality:
        sentence = _("{way} does not go with a dose in {unit}; write a share such as 50 %")
        values = {"way": display(way), "unit": f"{unit:~}"}
        raise halt.wrong("resume_at", sentence.format(**values))
    return way.to(unit / H)


def _in_line(halt: Halt) -> tuple[DrugInLine, ...]:
    unit, state = halt.infusion.context.unit, halt.state
    return tuple(
        drug_in_line(bag or str(state.bag), plugs, unit) for bag, plugs in state.line.sets.items()
    )


def _lost(halt: Halt) -> tuple[DrugInLine, ...]:
    """What stands in the set that is taken off."""
    line, state = halt.infusion.line, halt.state
    if halt.stop.line != "fresh":
        return ()
    if line is None:
        sentence = _("is fresh, and the order states no line; state the line, or leave this out")
        raise halt.wrong("line", sentence)
    name = set_name(str(state.bag), line)
    if name not in state.line.sets:
        raise halt.wrong("line", _("is fresh, and nothing has run through a set yet; leave it out"))
    plugs = state.line.sets[name]
    return (drug_in_line(str(state.bag), plugs, halt.infusion.context.unit),)


def with_fresh_set(halt: Halt) -> InfusionState:
    """The state with the set in use taken off, where there is to be another."""
    line, state = halt.infusion.line, halt.state
    if line is None or halt.stop.line != "fresh":
        return state
    name = set_name(str(state.bag), line)
    sets = dict(state.line.sets)
    lost = (*state.line.lost, (str(state.bag), sets.pop(name)))
    return state._replace(line=state.line._replace(sets=sets, lost=lost))
