"""Doses given at once, read from the protocol again: how much, of what, and by which route."""

from collections import Counter
from fractions import Fraction

from rechallenge.model.infusion import IV, PUSH, AtOnce, DoseLadder, Waiting
from rechallenge.model.plan import Plan
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement
from .bags import amount_of, per_body, value_of
from .integrating import Contents, Found, given_at_once
from .plain_numbers import measures


def prove_at_once(
    name: str,
    plan: Plan,
    found: list[Found],
    bags: tuple[Contents, ...],
    ordered: Fraction,
    in_all: Fraction,
    unit: str,
    agreement: Agreement,
) -> None:
    """Each dose given at once out of these bags is the amount that its entry states, and every step
    goes the way that it states. A share is not that of the order where bags were measured, and the
    last dose takes what rounding the volumes before it has left."""
    seen: Counter[int] = Counter()
    entries = dict(enumerate(plan.protocol.infusion))
    giving = [place for place, one in enumerate(found) if one.dose]
    for place, one in enumerate(found):
        at, where = one.step.written_at, f"{name}[{place}]"
        entry = entries.get(-1 if at is None else at)
        if at is None or not isinstance(entry, Waiting) or not one.dose:
            agreement.word(f"{where}.route", one.step.route, None)
            agreement.word(f"{where}.drawn_from", one.step.drawn_from, None)
            continue
        route = entry.route or plan.protocol.route
        usual = PUSH if given_at_once(one) else None
        agreement.word(f"{where}.route", one.step.route, usual if route == IV else route)
        if not isinstance(entry, AtOnce | DoseLadder):
            continue
        form = entry.form if isinstance(entry, AtOnce) else None
        agreement.word(f"{where}.form", one.step.form, form)
        stated = entry.at_once if isinstance(entry, AtOnce) else entry.doses[seen[at]]
        seen[at] += 1
        if place == giving[-1] and plan.pump is not None and plan.pump.volumes and stated != "bag":
            stated = "rest"
        dose: Fraction | None = in_all - (one.given - one.dose)
        if stated == "bag":
            drawn = sum((b.volume for b in found[:place] if _from(b) == _from(one)), Fraction(0))
            holds = next(bag for bag in bags if bag.name == _from(one))
            dose = (holds.volume - drawn) * one.strength
        elif stated != "rest":
            dose = _stated(plan, stated, one, ordered, unit)
        elif one.strength and plan.preparation:
            dose = None
        if dose is not None:
            volume = dose / one.strength if one.strength else Fraction(0)
            agreement.amount(f"{where}.dose", one.step.dose, dose, unit)
            agreement.amount(f"{where}.volume", one.step.volume, volume, "mL")


def _stated(
    plan: Plan, stated: Quantity | Parameter | str, one: Found, ordered: Fraction, unit: str
) -> Fraction | None:
    """The dose of an amount; None for a share of what measured bags bring."""
    value = value_of(plan, stated)
    if any(measures(value, f"mL{per}") for per in ("", "/kg", "/m2")):
        return per_body(plan, value, "mL") * one.strength
    if measures(value, "%") and one.strength and plan.preparation:
        return None
    return amount_of(plan, value, ordered, unit)


def _from(one: Found) -> str | None:
    return one.step.taken_from
