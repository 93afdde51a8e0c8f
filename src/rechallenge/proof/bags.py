"""What each bag holds, worked out again from the protocol, and what leaves it, from the steps."""

from fractions import Fraction

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST, WrittenBag
from rechallenge.model.consistency import VOLUME
from rechallenge.model.plan import Plan
from rechallenge.model.reading import Parameter
from rechallenge.quantities import Quantity

from .agreement import Agreement, as_amount
from .integrating import Contents, Found
from .making import drug_per_ml, prove_made, prove_supply
from .plain_numbers import measures, number


def written_contents(plan: Plan, ordered: Fraction, unit: str) -> tuple[Contents, ...]:
    """The bags as the protocol and the order state them. `ordered` is what is to be given from
    them. One that hangs holds what the order says is left in it."""
    begun = plan.begun
    if begun is not None and begun.left is not None and begun.concentration is not None:
        left = number(begun.left, "mL")
        drug = left * number(begun.concentration, f"{unit}/mL")
        return (Contents(plan.bags[0].name, left, drug),)
    if not plan.protocol.bags and VOLUME not in plan.protocol.parameters:
        return ()
    if not plan.protocol.bags:
        only = plan.bags[0].name
        return (Contents(only, _full_volume(plan), ordered),)
    return tuple(_contents(plan, bag, ordered, unit) for bag in plan.protocol.bags)


def stated_contents(plan: Plan, unit: str) -> tuple[Contents, ...]:
    """The bags as the plan states them."""
    return tuple(
        Contents(bag.name, number(bag.volume, "mL"), number(bag.drug, unit)) for bag in plan.bags
    )


def to_give(plan: Plan, ordered: Fraction, unit: str) -> Fraction:
    """What the steps are to give in all: the ordered dose, or what the protocol states instead."""
    stated = None if plan.protocol.dosing is None else plan.protocol.dosing.in_all
    if stated is None:
        return ordered
    return amount_of(plan, stated, ordered, unit)


def prove_bags(
    plan: Plan,
    found: list[Found],
    unstopped: list[Found],
    ordered: Fraction,
    more: list[Contents],
    unit: str,
    agreement: Agreement,
) -> None:
    """Contents, concentration, what is used and what is left, of every bag, as really made. What a
    bag holds was settled before any stop; `more` were prepared for another protocol."""
    begun = plan.begun
    before = Fraction(0) if begun is None else number(begun.given, unit)
    own = written_contents(plan, ordered - before, unit)
    written = (*own, *more)
    agreement.word("bags", len(plan.bags), len(written))
    if plan.preparation:
        agreement.word("preparation", len(plan.preparation), len(own))
        prove_supply(plan, agreement)
    last = next((step.bag for step in reversed(found) if step.bag is not None), None)
    taken = filter(None, (s.step.taken_from for s in unstopped))
    in_use = list(dict.fromkeys([*taken, *(b.name for b in plan.bags)]))
    for place, (bag, holds) in enumerate(zip(plan.bags, written, strict=False)):
        where = f"bags[{place}]"
        by_step = [one for one in found if one.step.taken_from == bag.name]
        drug = holds.drug
        if drug is None:
            taking = (n for n, s in enumerate(unstopped) if s.step.taken_from == bag.name)
            first = next(taking, None)
            drug = to_give(plan, ordered, unit) - sum(
                (step.dose for step in unstopped[:first]), start=before
            )
            holds.fill(drug)
        if plan.preparation and place < len(own):
            made = plan.preparation[place]
            agreement.word(f"preparation[{place}].bag", made.bag, holds.name)
            holds = prove_made(f"preparation[{place}]", made, plan, holds, unit, agreement)
            assert holds.drug is not None
            drug = holds.drug
        fill = _into_line(plan, bag.name, found)
        used = fill + sum((s.volume for s in by_step if not s.step.clears_line), start=Fraction(0))
        if used > holds.volume and bag.name == last and fill:
            used = holds.volume
        agreement.word(f"{where}.name", bag.name, holds.name)
        agreement.word(f"{where}.place", _place_of(bag.letter), in_use.index(bag.name))
        agreement.amount(f"{where}.volume", bag.volume, holds.volume, "mL")
        agreement.amount(f"{where}.drug", bag.drug, drug, unit)
        strength = drug / holds.volume
        agreement.amount(f"{where}.concentration", bag.concentration, strength, f"{unit}/mL")
        agreement.amount(f"{where}.into_line", bag.into_line, fill, "mL")
        agreement.amount(f"{where}.used", bag.used, used, "mL")
        agreement.amount(f"{where}.discarded", bag.discarded, holds.volume - used, "mL")
        if used > holds.volume:
            agreement.differs(f"{where}.used", as_amount(used, "mL"), as_amount(holds.volume, "mL"))


def _place_of(letter: str) -> int:
    """The place in the order of use that a letter stands for, from 0."""
    place = 0
    for sign in letter:
        place = place * 26 + ord(sign) - ord("A") + 1
    return place - 1


def _contents(plan: Plan, written: WrittenBag, ordered: Fraction, unit: str) -> Contents:
    stated, supplied = written.volume, None
    if written.diluent is not None:
        stated, supplied = written.diluent, drug_per_ml(plan, unit)
    assert stated is not None
    volume = per_body(plan, value_of(plan, stated), "mL")
    drug: Fraction | None
    if written.concentration is not None:
        drug = number(value_of(plan, written.concentration), f"{unit}/mL") * volume
    elif written.dilution is not None:
        drug = ordered * _share(plan, written.dilution) * volume / _full_volume(plan)
    elif written.holds is None or written.holds == HOLDS_DOSE:
        drug = ordered
    elif written.holds == HOLDS_REST:
        drug = None
    else:
        drug = amount_of(plan, value_of(plan, written.holds), ordered, unit)
    return Contents(written.name, volume, drug, supplied)


def _full_volume(plan: Plan) -> Fraction:
    return per_body(plan, value_of(plan, Parameter(VOLUME)), "mL")


def amount_of(plan: Plan, holds: Quantity, ordered: Fraction, unit: str) -> Fraction:
    """An amount of drug, or a share of the ordered dose."""
    if measures(holds, "%"):
        return number(holds, "%") * ordered / 100
    return per_body(plan, holds, unit)


def per_body(plan: Plan, stated: Quantity, unit: str) -> Fraction:
    """An amount of drug or a volume; of one per kg or per m2, that for the weight the protocol
    doses by, or for the body surface."""
    if measures(stated, unit):
        return number(stated, unit)
    if measures(stated, f"{unit}/m2"):
        return number(stated, f"{unit}/m2") * body_area(plan)
    return number(stated, f"{unit}/kg") * dosing_weight(plan)


def dosing_weight(plan: Plan) -> Fraction:
    """The patient's weight in kg, or the highest that the protocol doses by."""
    assert plan.order.weight is not None
    weights, dosing = [number(plan.order.weight, "kg")], plan.protocol.dosing
    if dosing is not None and dosing.weight_at_most is not None:
        weights.append(number(dosing.weight_at_most, "kg"))
    return sorted(weights)[0]


def body_area(plan: Plan) -> Fraction:
    """The patient's surface in m2, as ordered or as proven from height and weight."""
    surface = plan.dose.body_surface
    area = plan.order.bsa if surface is None else surface.area
    assert area is not None
    return number(area, "m2")


def value_of(plan: Plan, stated: Quantity | Parameter | str) -> Quantity:
    """A value of the protocol, a `$parameter` being what this plan has for it."""
    value = plan.parameters[stated.name] if isinstance(stated, Parameter) else stated
    if not isinstance(value, Quantity):
        raise TypeError(f"{value} is not a quantity")
    return value


def _share(plan: Plan, stated: Fraction | Parameter) -> Fraction:
    value = plan.parameters[stated.name] if isinstance(stated, Parameter) else stated
    if not isinstance(value, Fraction):
        raise TypeError(f"{value} is not a share")
    return value


def _into_line(plan: Plan, bag: str, found: list[Found]) -> Fraction:
    """What of a bag fills lines: what clears them, or the fill of each set that it is the first to
    be connected to, where those are primed with drug."""
    if plan.line is None:
        return Fraction(0)
    if plan.line.primed == "diluent":
        cleared = (one.volume for one in found if one.bag == bag and one.step.clears_line)
        return sum(cleared, start=Fraction(0))
    return number(plan.line.dead_volume, "mL") * fills_of(plan, found).count(bag)


def fills_of(plan: Plan, found: list[Found]) -> list[str]:
    """The bag that fills each set: the first that runs through it. After a stop there may be a
    fresh set in place of the one in use."""
    assert plan.line is not None
    shared, on, filled = plan.line.sets == "shared", set[str | None](), []
    if plan.begun is not None and plan.begun.in_line is not None:
        on.add(None if shared else plan.begun.bag)
    off = [
        (number(stopped.at, "min"), None if shared else stopped.bag)
        for stop, stopped in zip(plan.stops, plan.stopped, strict=False)
        if stop.line == "fresh"
    ]
    for one in found:
        while off and one.start >= off[0][0]:
            on.discard(off.pop(0)[1])
        if one.bag is not None and (None if shared else one.bag) not in on:
            on.add(None if shared else one.bag)
            filled.append(one.bag)
    return filled
