"""Each number of each step, the totals and the timeline, beside what integrating them gives."""

from fractions import Fraction
from itertools import zip_longest

from rechallenge.model.infusion import Ladder, Observe, Ramp
from rechallenge.model.plan import Plan
from rechallenge.model.pump import Pump

from .agreement import Agreement, as_amount
from .bags import value_of
from .grid import on_grid, rates_of
from .integrating import Found
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
        _prove_pace(where, plan, one, unit, agreement)


def _prove_pace(where: str, plan: Plan, one: Found, unit: str, agreement: Agreement) -> None:
    """Duration, rate and dose rate."""
    step, rate, minutes = one.step, None, None
    per_h = None if step.rate is None or step.clears_line else one.rate * one.strength
    if one.bag is not None:
        volume = number(step.volume, "mL")
        minutes = volume * 60 / one.rate if one.rate else None
        rate = volume * 60 / one.minutes if one.minutes else None
    elif step.written_at is not None:
        written = dict(enumerate(plan.protocol.infusion)).get(step.written_at)
        if isinstance(written, Observe):
            minutes = number(value_of(plan, written.observe), "min")
    elif step.after_stop is not None:
        # Held against the stop itself, in `stops.py`.
        minutes = one.minutes
    agreement.word(f"{where}.kind", step.kind, "observe" if one.bag is None else "infuse")
    agreement.amount(f"{where}.duration", step.duration, minutes, "min")
    agreement.amount(f"{where}.rate", step.rate, rate, "mL/h")
    agreement.amount(f"{where}.dose_rate", step.dose_rate, per_h, f"{unit}/h")


def prove_settable(found: list[Found], pump: Pump, agreement: Agreement) -> None:
    """Every programmed rate lies in a range of the pump and on its grid."""
    for place, one in enumerate(found):
        if one.step.rate is not None and not on_grid(one.rate, rates_of(pump)):
            agreement.differs(f"steps[{place}].rate", as_amount(one.rate, "mL/h"))


def prove_written_places(name: str, plan: Plan, found: list[Found], agreement: Agreement) -> None:
    """Every entry of the protocol has its steps, in order: a single one each, of a list of rates as
    many as rates. What clears the line is no entry's step."""
    stated = [(place, one.step.written_at) for place, one in enumerate(found)]
    written = [(place, at) for place, at in stated if at is not None]
    expected: list[int] = []
    for at, entry in enumerate(plan.protocol.infusion):
        times = len(entry.rates) if isinstance(entry, Ladder) else 1
        if isinstance(entry, Ramp):
            times = [its for _, its in written].count(at)
        expected += [at] * times
    for has, of in zip_longest(written, expected):
        if has is None:
            agreement.differs(name, len(found), len(found) + 1)
        else:
            agreement.word(f"{name}[{has[0]}].written_at", has[1], of)


def prove_totals(plan: Plan, found: list[Found], unit: str, agreement: Agreement) -> None:
    """What the steps add up to, each summed from the end backwards."""
    backwards = found[::-1]
    volume = sum((one.volume for one in backwards), start=Fraction(0))
    dose = sum((one.dose for one in backwards), start=Fraction(0))
    minutes = sum((one.minutes for one in backwards), start=Fraction(0))
    agreement.amount("totals.duration", plan.totals.duration, minutes, "min")
    agreement.amount("totals.volume", plan.totals.volume, volume, "mL")
    agreement.amount("totals.dose", plan.totals.dose, dose, unit)
