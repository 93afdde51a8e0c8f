"""What another protocol gives after a stop: what its own plan has, which is proven by itself."""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.model.stop import Stop, Stopped

from .agreement import Agreement
from .bags import stated_contents
from .integrating import Contents, Found, integrated
from .plain_numbers import number


def whole_after(plan: Plan, stops: int, planned: Fraction, unit: str) -> Fraction:
    """The dose in all after so many stops: what was planned, or what another protocol makes of
    it."""
    rests = [rest for rest in plan.rests[:stops] if rest is not None]
    return number(rests[-1].totals.dose, unit) if rests else planned


def contents_of_rests(plan: Plan, unit: str) -> list[Contents]:
    """The bags that are prepared for other protocols, in the order of their use."""
    found = [
        Contents(bag.name, number(bag.volume, "mL"), number(bag.drug, unit))
        for rest in plan.rests
        if rest is not None and rest.order.left is None
        for bag in sorted(rest.bags, key=lambda bag: (len(bag.letter), bag.letter))
    ]
    # In this plan they may have other names.
    names = [bag.name for bag in plan.bags[len(plan.bags) - len(found) :]]
    return [Contents(name, bag.volume, bag.drug) for name, bag in zip(names, found, strict=False)]


def steps_of_rest(rest: Plan, unit: str) -> list[Found]:
    """The steps of what remained, by its own plan."""
    whole = number(rest.totals.dose, unit)
    return list(integrated(rest.steps, stated_contents(rest, unit), whole))


def prove_rest(
    where: str, rest: Plan, stop: Stop, stopped: Stopped, unit: str, agreement: Agreement
) -> None:
    """What remains is the order of the other protocol: what was given before, and what hangs."""
    assert stop.protocol is not None
    agreement.word(f"{where}.by", stopped.by, f"{stop.protocol.id} {stop.protocol.version}")
    agreement.word(f"{where}, protocol", rest.protocol.fingerprint, stop.protocol.fingerprint)
    agreement.word(f"{where}.prepares", len(stopped.prepares), len(rest.preparation))
    for place, (made, own) in enumerate(zip(stopped.prepares, rest.preparation, strict=False)):
        drawn = number(own.draw, "mL")
        agreement.amount(f"{where}.prepares[{place}].draw", made.draw, drawn, "mL")
    assert rest.order.given is not None
    given = number(stopped.dose_given, unit)
    agreement.amount(f"{where}, given before", rest.order.given, given, unit)
    remaining = number(stopped.remaining, unit)
    agreement.amount(f"{where}, remaining", rest.order.dose, given + remaining, unit)
