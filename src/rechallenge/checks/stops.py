"""An infusion that was stopped: whether the report can be true, and how it goes on."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from rechallenge.model.delivery import DrugInLine
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, confirm, note, refusal
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.stop import Stop, Stopped
from rechallenge.planning.limits import NEVER_AGAIN, ROUNDED_SHARE
from rechallenge.planning.order.body import of_patient
from rechallenge.planning.timeline.events import rescue_offset
from rechallenge.quantities import (
    MIN,
    ML_PER_H,
    PERCENT,
    Quantity,
    number_in,
    quantity,
    unit_like,
)
from rechallenge.words.codes import FindingCode

from .comparable import comparable, holds_for_patient
from .rechallenge import AVOIDED_KINDS, REFUSED_KINDS, advice_after
from .rule import CONFIRM, NOTE, Basis, Rule, asks, check, notes, refuses


def _each(plan: Plan) -> Iterator[tuple[int, Stop, Stopped]]:
    for number, (stop, stopped) in enumerate(zip(plan.stops, plan.stopped, strict=True)):
        yield number, stop, stopped


@check(asks(FindingCode.STOP_TIME_UNEXPLAINED, ROUNDED_SHARE, "H-38"))
def time(plan: Plan) -> Iterator[Finding]:
    """A stop at a time at which, by the planned rates, another volume would have been in."""
    before = quantity(0, MIN)
    for number, stop, stopped in _each(plan):
        ran, later = stopped.at - before, stopped.later
        explained = later is None or abs(later) <= ran * ROUNDED_SHARE.value
        if later is not None and stop.infused is not None and not explained:
            yield confirm(
                FindingCode.STOP_TIME_UNEXPLAINED,
                ("stops", number, "at"),
                ROUNDED_SHARE.source,
                infused=stop.infused,
                planned=ran,
                stated=ran + later,
                share=(abs(later) / ran).to(PERCENT),
            )
        before = stopped.resumes if stopped.resumes is not None else before


@check(
    asks(FindingCode.GOES_ON_ABOVE_STOP, Basis.ARITHMETIC, "H-38"),
    asks(FindingCode.GOES_ON_ABOVE_ADVICE, Basis.DRUG_FILE, "H-38"),
)
def rate(plan: Plan) -> Iterator[Finding]:
    """A reaction after which the infusion begins again faster than it ran, or above the share of
    that which the label advises."""
    yield from _limit_above_reaction(plan)
    facts = plan.on_file.drug(plan.drug)
    for number, stop, stopped in _each(plan):
        first = _first_after(plan, stopped)
        if not stop.is_reaction or first is None or first.dose_rate is None:
            continue
        place = ("stops", number, "resume_at")
        if stopped.dose_rate is None:
            continue
        numbers = {"begins": first.dose_rate, "stopped": stopped.dose_rate}
        if first.dose_rate > stopped.dose_rate:
            yield confirm(FindingCode.GOES_ON_ABOVE_STOP, place, **numbers)
        restart = facts.restart_after(stop.grade) if facts is not None else None
        if facts is not None and restart is not None:
            most = (stopped.dose_rate * restart.at_most).to(first.dose_rate.units)
            if first.dose_rate > most:
                code, source = FindingCode.GOES_ON_ABOVE_ADVICE, restart.source
                share = restart.at_most
                yield confirm(
                    code, place, source, share=share, most=most, drug=facts.name, **numbers
                )


def _limit_above_reaction(plan: Plan) -> Iterator[Finding]:
    """A rate that an order allows which is above that of the earlier reaction."""
    reacted = plan.order.reaction_rate
    limit = None if plan.begun is None else plan.begun.limit
    if limit is None or reacted is None:
        return
    stopped = comparable(reacted, unit_like(limit), plan)
    rates = [s.dose_rate for s in plan.without_stops if s.dose_rate is not None]
    if stopped is not None and max(rates) > stopped:
        code, at = FindingCode.GOES_ON_ABOVE_STOP, ("order", "go_on_at")
        yield confirm(code, at, begins=max(rates), stopped=stopped)


def _first_after(plan: Plan, stopped: Stopped) -> Step | None:
    """The first step that gives drug when the infusion goes on."""
    after = (step for step in plan.steps if step.dose_rate is not None)
    return next(
        (s for s in after if stopped.resumes is not None and s.start >= stopped.resumes), None
    )


@check(
    refuses(FindingCode.REACTION_AT_STOP_REFUSED, NEVER_AGAIN, "H-29", "H-38"),
    refuses(FindingCode.NOT_FOR_AT_STOP, Basis.PROTOCOL_FILE, "H-29", "H-38"),
    asks(FindingCode.REACTION_AT_STOP_AVOID, NEVER_AGAIN, "H-29", "H-38"),
    Rule(
        FindingCode.REACTION_AT_STOP_ADVICE, (CONFIRM, NOTE), (Basis.DRUG_FILE,), ("H-29", "H-38")
    ),
)
def reaction(plan: Plan) -> Iterator[Finding]:
    """The grade and the kind of the reaction at a stop after which the infusion goes on."""
    for number, stop, stopped in _each(plan):
        if stopped.resumes is None:
            continue
        kind, grade = ("stops", number, "kind"), ("stops", number, "grade")
        if stop.kind in REFUSED_KINDS:
            code, source = FindingCode.REACTION_AT_STOP_REFUSED, NEVER_AGAIN.source
            yield refusal(code, kind, source, kind=str(stop.kind))
        elif stop.kind in AVOIDED_KINDS:
            code, source = FindingCode.REACTION_AT_STOP_AVOID, NEVER_AGAIN.source
            yield confirm(code, kind, source, kind=str(stop.kind))
        for excluded in plan.protocol.not_for:
            if excluded.covers(stop.grade, stop.kind):
                code, source = FindingCode.NOT_FOR_AT_STOP, plan.protocol.source.citation
                yield refusal(code, grade, source, says=excluded.says)
        code = FindingCode.REACTION_AT_STOP_ADVICE
        yield from advice_after(stop.grade, code, grade, plan)


@check(notes(FindingCode.LINE_RUNS_FIRST, Basis.ARITHMETIC, "H-21", "H-38"))
def line(plan: Plan) -> Iterator[Finding]:
    """What stands in the line is what reaches the vein first when the infusion goes on."""
    stood, rates = plan.begun and plan.begun.in_line, [s.rate for s in plan.without_stops if s.rate]
    if stood and rates:
        yield _runs_first(("order", "line"), stood, rates[0])
    for number, stop, stopped in _each(plan):
        standing = next((one for one in stopped.in_line if one.bag == stopped.bag), None)
        first = _first_after(plan, stopped)
        if standing is None or first is None or stop.line == "fresh" or first.rate is None:
            continue
        if standing.dose.magnitude:
            yield _runs_first(("stops", number, "line"), standing, first.rate)


def _runs_first(at: Place, stood: DrugInLine, rate: Quantity) -> Finding:
    code, rate = FindingCode.LINE_RUNS_FIRST, rate.to(ML_PER_H)
    return note(code, at, volume=stood.volume, dose=stood.dose, rate=rate)


@check(
    asks(FindingCode.DOSE_TOO_SOON, Basis.DRUG_FILE, "H-30"),
    asks(FindingCode.DAILY_LIMIT_EXCEEDED, Basis.DRUG_FILE, "H-30"),
)
def rescue(plan: Plan) -> Iterator[Finding]:
    """A drug given for the reaction that was given shortly before, or too often in a day."""
    for facts in plan.on_file.drugs:
        given = [dose for dose in _given(plan) if facts.goes_by(dose.drug)]
        yield from _too_soon(facts, given)
        yield from _too_often(facts, given, plan)


class _Given(NamedTuple):
    """A dose given beforehand, or for a reaction, which is at a place of a stop; `offset` is in min
    from the start of step 1, None where its time is not known."""

    drug: str
    dose: Quantity
    offset: Fraction | None
    place: Place | None


def _given(plan: Plan) -> Iterator[_Given]:
    for dose in plan.premedication:
        offset = None if dose.before is None else -number_in(dose.before, MIN)
        yield _Given(dose.drug, dose.dose, offset, None)
    for number, stop, stopped in _each(plan):
        for place, rescue in enumerate(stop.gave):
            at = rescue_offset(rescue, stopped, plan.order)
            offset = None if at is None else Fraction(at.magnitude)
            amount = of_patient(rescue.dose, plan.order)
            if amount is not None:
                yield _Given(rescue.drug, amount, offset, ("stops", number, "gave", place))


def _too_soon(facts: DrugFacts, given: list[_Given]) -> Iterator[Finding]:
    least = facts.minimum_interval
    timed = sorted((dose.offset, dose.place or ()) for dose in given if dose.offset is not None)
    for (before, _), (after, place) in pairwise(timed):
        apart = quantity(after - before, MIN)
        if least is not None and place and apart < least.time:
            yield confirm(
                FindingCode.DOSE_TOO_SOON,
                place,
                least.source,
                drug=facts.name,
                apart=apart,
                least=least.time,
            )


def _too_often(facts: DrugFacts, given: list[_Given], plan: Plan) -> Iterator[Finding]:
    rescue = [dose.place for dose in given if dose.place is not None]
    for limit in facts.daily_limits if rescue else ():
        most = of_patient(limit.highest, plan.order)
        if most is None or not holds_for_patient(limit, plan):
            continue
        doses = [dose.dose for dose in given if dose.dose.dimensionality == most.dimensionality]
        total = sum(doses, start=most * 0)
        if total > most:
            code, at = FindingCode.DAILY_LIMIT_EXCEEDED, rescue[-1]
            yield confirm(code, at, limit.source, drug=facts.name, total=total, limit=most)
