"""Each number of each step, the totals and the timeline, beside what integrating them gives."""

from fractions import Fraction
from itertools import pairwise, zip_longest

from rechallenge.model.infusion import FillLine, Ladder, Listed, Observe, Ramp, Waiting
from rechallenge.model.plan import Plan

from .agreement import Agreement, as_amount
from .bags import value_of
from .integrating import Found, given_at_once
from .plain_numbers import number


def prove_steps(
    name: str, plan: Plan, found: list[Found], whole: Fraction, unit: str, agreement: Agreement
) -> None:
    """Number, times, rates, volume and doses of every step of one list of the plan's.

    Volume and doses follow from rate and duration; those two are held against the volume that the
    plan states, and an observation's duration against the protocol's. Shares are of the `whole`
    dose.
    """
    for place, one in enumerate(found):
        step, where = one.step, f"{name}[{place}]"
        agreement.word(f"{where}.number", step.number, place + 1)
        agreement.amount(f"{where}.start", step.start, one.start, "min")
        agreement.amount(f"{where}.volume", step.volume, one.volume, "mL")
        agreement.amount(f"{where}.dose", step.dose, one.dose, unit)
        agreement.amount(f"{where}.cumulative_dose", step.cumulative_dose, one.given, unit)
        share = one.given * 100 / whole
        agreement.amount(f"{where}.cumulative_share", step.cumulative_share, share, "%")
        _prove_pace(where, plan, one, found[:place], unit, agreement)


def _prove_pace(
    where: str, plan: Plan, one: Found, before: list[Found], unit: str, agreement: Agreement
) -> None:
    """Duration, rate and dose rate."""
    step, rate, minutes = one.step, None, None
    per_h = None if step.rate is None or step.clears_line else one.rate * one.strength
    if one.bag is not None:
        volume = number(step.volume, "mL")
        minutes = volume * 60 / one.rate if one.rate else None
        rate = volume * 60 / one.minutes if one.minutes else None
    elif given_at_once(one):
        minutes = Fraction(0)
    elif step.written_at is not None:
        minutes = _nothing_runs(plan, one, before)
    elif step.after_stop is not None:
        # Held against the stop itself, in `stops.py`.
        minutes = one.minutes
    kind = "give" if given_at_once(one) else "observe" if one.bag is None else "infuse"
    agreement.word(f"{where}.kind", step.kind, kind)
    agreement.amount(f"{where}.duration", step.duration, minutes, "min")
    agreement.amount(f"{where}.rate", step.rate, rate, "mL/h")
    agreement.amount(f"{where}.dose_rate", step.dose_rate, per_h, f"{unit}/h")


def _nothing_runs(plan: Plan, one: Found, before: list[Found]) -> Fraction | None:
    """How long an entry lets nothing run: what it states or, from start to start, what the steps
    before it in the entry leave. A stop keeps a wait as it was planned."""
    at = one.step.written_at
    if at is not None and at >= len(plan.protocol.infusion) and any(plan.rests):
        # Of another protocol after a stop: held against its own plan, in `stops.py`.
        return one.minutes
    entry = dict(enumerate(plan.protocol.infusion)).get(-1 if at is None else at)
    if isinstance(entry, Observe):
        return number(value_of(plan, entry.observe), "min")
    if not isinstance(entry, Waiting):
        return None
    if entry.wait is not None:
        return number(value_of(plan, entry.wait), "min")
    if entry.next_after is None:
        return None
    if before and before[0].step.has_run:
        same = (s for s in plan.without_stops if s.written_at == at and s.bag is None)
        planned = [number(s.duration, "min") for s in same]
        return one.minutes if one.minutes in planned else None
    left = number(value_of(plan, entry.next_after), "min")
    for step in reversed(before):
        if not step.dose or step.step.written_at != at:
            break
        left -= step.minutes
    return left


def prove_written_places(name: str, plan: Plan, found: list[Found], agreement: Agreement) -> None:
    """Every entry of the protocol has its steps, in order: a single one each, of a list as many as
    it has, with its waits. What clears the line is no entry's step, also where one states it."""
    stated = [(place, one.step.written_at) for place, one in enumerate(found)]
    written = [(place, at) for place, at in stated if at is not None]
    expected: list[int] = []
    for at, entry in enumerate(plan.protocol.infusion):
        mine = [one for one in found if one.step.written_at == at]
        several = (getattr(entry, key, ()) for key in ("rates", "bags", "doses"))
        times = 0 if isinstance(entry, FillLine) else max(map(len, several)) or 1
        if isinstance(entry, Ramp):
            times = sum(one.dose > 0 for one in mine)
        gaps = times - 1 if isinstance(entry, Ladder | Listed) else 1
        if isinstance(entry, Waiting) and entry.wait is not None:
            times += gaps
        elif isinstance(entry, Waiting) and entry.next_after is not None:
            times += sum(not one.dose for one in mine)
            _prove_starts(name, plan, entry, mine, found, agreement)
        expected += [at] * times
    for has, of in zip_longest(written, expected):
        if has is None:
            agreement.differs(name, len(found), len(found) + 1)
        else:
            agreement.word(f"{name}[{has[0]}].written_at", has[1], of)


def _prove_starts(
    name: str,
    plan: Plan,
    entry: Waiting,
    mine: list[Found],
    found: list[Found],
    agreement: Agreement,
) -> None:
    """Each step of an entry starts as long after the one before as it states; of an entry that is
    not a list, the step that follows it does."""
    assert entry.next_after is not None
    starts = [one.start for one in mine if one.dose]
    if not isinstance(entry, Ladder | Listed):
        after = [one.start for one in found[found.index(mine[-1]) + 1 :]]
        starts = [starts[0], *after[:1]]
    apart = number(value_of(plan, entry.next_after), "min")
    for first, second in pairwise(starts):
        if second - first != apart:
            wrong, right = as_amount(second - first, "min"), as_amount(apart, "min")
            agreement.differs(f"{name}, next_after", wrong, right)


def prove_totals(plan: Plan, found: list[Found], unit: str, agreement: Agreement) -> None:
    """What the steps add up to, each summed from the end backwards."""
    backwards = found[::-1]
    volume = sum((one.volume for one in backwards), start=Fraction(0))
    dose = sum((one.dose for one in backwards), start=found[0].given - found[0].dose)
    minutes = sum((one.minutes for one in backwards), start=Fraction(0))
    agreement.amount("totals.duration", plan.totals.duration, minutes, "min")
    agreement.amount("totals.volume", plan.totals.volume, volume, "mL")
    agreement.amount("totals.dose", plan.totals.dose, dose, unit)
