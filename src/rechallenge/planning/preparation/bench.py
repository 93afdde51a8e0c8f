"""What bags are made with, as the order states it or as it is on file: the drug as supplied, the
technique, the bag of diluent and the measures; and how many vials are opened."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import Literal, NamedTuple, TypeAlias

from rechallenge.model.dosing import Dosing
from rechallenge.model.drug import DrugFacts
from rechallenge.model.making_up import Technique, Vial
from rechallenge.model.measures import Measures
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose
from rechallenge.model.preparation import VialsNeeded
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.planning.limits import SMALLEST_DRAW
from rechallenge.planning.order.body import of_patient
from rechallenge.planning.order.strength import product_of, products_of, strength_of, vials_of
from rechallenge.quantities import (
    ML,
    Quantity,
    Unit,
    display,
    number_in,
    quantity,
    unit_like,
)
from rechallenge.words import _

from .filling import Container

Missing: TypeAlias = Literal["strength", "one-strength", "technique", "technique-left-open"]
"""What keeps a bag from being worked out: nothing on file and nothing stated, several strengths on
file, or a label that states the concentration alone."""

_NONE = quantity(0, ML)


class Supply(NamedTuple):
    """The drug as supplied and how it is made up; a source of None means that the order says so.
    `sizes` are the vials on file whose size is known; none where they are of several products."""

    strength: Quantity
    strength_source: str | None
    technique: Technique
    technique_source: str | None
    product: str | None
    sizes: tuple[Vial, ...]


def supply_of(order: Order, facts: DrugFacts | None, unit: Unit) -> Supply | tuple[Missing, ...]:
    """What the bags are made from, for a dose in `unit`, or what is missing for that.

    Raises UnusableOrder for a strength that does not go with the dose or the product, and for a
    product that is not on file.
    """
    strength, strength_source = strength_of(order, facts, unit)
    technique, technique_source = order.technique, None
    preparing = facts.preparing if facts is not None else None
    if technique is None and preparing is not None:
        technique, technique_source = preparing.one, preparing.source
    if strength is not None and technique is not None:
        product, sizes = product_of(order, facts, unit), sizes_of(order, facts, unit, strength)
        return Supply(strength, strength_source, technique, technique_source, product, sizes)
    missing: list[Missing] = []
    if strength is None:
        missing.append("one-strength" if vials_of(order, facts, unit) else "strength")
    if technique is None:
        missing.append("technique" if preparing is None else "technique-left-open")
    return tuple(missing)


def sizes_of(
    order: Order, facts: DrugFacts | None, unit: Unit, strength: Quantity
) -> tuple[Vial, ...]:
    """The vials of this strength whose size is on file, of one product."""
    if len(products_of(order, facts, unit)) > 1:
        return ()
    vials = vials_of(order, facts, unit)
    return tuple(v for v in vials if v.holds is not None and v.concentration == strength)


class Bench(NamedTuple):
    """What all bags of an order are made with: the drug as supplied, the technique, the bag of
    diluent and the measures; and the doses that rounding must not pass (`caps`)."""

    supply: Supply
    facts: DrugFacts | None
    begin: Container
    least: Quantity
    measures: Measures | None
    caps: tuple[Quantity, ...]


def bench_for(
    order: Order,
    dose: OrderedDose,
    dosing: Dosing | None,
    facts: DrugFacts | None,
    measures: Measures | None,
    *,
    volume_ordered: bool,
) -> Bench | None:
    """What the bags of an order are made with; None where the strength or the technique is neither
    stated nor on file. `volume_ordered` says that the order has the volume of the bag, since the
    protocol has no bags.

    Raises UnusableOrder for a strength of another kind, and a container that is not on file.
    """
    supply = supply_of(order, facts, unit_like(dose.total))
    if not isinstance(supply, Supply):
        return None
    nominal = None if order.container is None else order.container.to(ML)
    overfill = _NONE if order.overfill is None else order.overfill.to(ML)
    begin = Container(nominal, overfill, volume_ordered, measures)
    if measures is not None and nominal is not None and begin.on_file(nominal) is None:
        sizes = ", ".join(display(bag.holds) for bag in measures.bags) or _("none")
        sentence = _(
            "no bag of diluent of {container} is on file in {measures} (there: {sizes}); write one "
            "of these, or measures of your own with it"
        ).format(container=display(nominal), measures=measures.name, sizes=sizes)
        raise UnusableOrder(Problem(("container",), sentence))
    least = (order.smallest_draw or SMALLEST_DRAW.value).to(ML)
    caps = _dose_caps(order, dose, dosing, facts)
    return Bench(supply, facts, begin, least, measures, caps)


class Making(NamedTuple):
    """What bags are made with; and those that hold the dose or the rest of it and, as written, are
    given `whole`."""

    bench: Bench
    whole: frozenset[str]


def _dose_caps(
    order: Order, dose: OrderedDose, dosing: Dosing | None, facts: DrugFacts | None
) -> tuple[Quantity, ...]:
    """Every highest dose of the protocol and the drug's file, for this patient, by the weight and
    by the highest weight that the protocol doses by. Those for other patients are among them: one
    that the order passes already is no cap."""
    most = None if dosing is None else dosing.weight_at_most
    caps = (
        of_patient(stated, order, weight)
        for stated in _stated(dosing, facts)
        for weight in dict.fromkeys((None, most))
    )
    whole = dose.total.dimensionality
    return tuple(cap for cap in caps if cap is not None and cap.dimensionality == whole)


def _stated(dosing: Dosing | None, facts: DrugFacts | None) -> Iterator[Quantity]:
    if dosing is not None and dosing.highest is not None:
        yield dosing.highest
    if facts is not None:
        yield from (limit.highest for limit in facts.dose_limits)
        yield from (usual.most for usual in facts.usual_doses)


def vials_for(drawn: Quantity, sizes: tuple[Vial, ...]) -> tuple[VialsNeeded, ...]:
    """The vials that hold at least `drawn`, largest first: those that leave the least over, and of
    these the fewest. None where no size is on file."""
    known = ((size.drawable, size) for size in sizes)
    by_volume = {number_in(volume, ML): size for volume, size in known if volume is not None}
    if not by_volume:
        return ()
    # In whole numbers of the largest volume that all sizes are multiples of.
    below = lcm(*(volume.denominator for volume in by_volume))
    part = Fraction(gcd(*(int(volume * below) for volume in by_volume)), below)
    units = {int(volume / part): size for volume, size in by_volume.items()}
    counts = _fewest(ceil(number_in(drawn, ML) / part), sorted(units, reverse=True))
    return tuple(_needed(units[size], count) for size, count in counts.items() if count)


def _fewest(wanted: int, sizes: list[int]) -> dict[int, int]:
    """How many of each size add up to the least sum that is not below `wanted`."""
    largest = sizes[0]
    # As many smaller ones as the largest has parts could be exchanged for fewer of the largest, so
    # all that lies above its square is in the largest.
    above = wanted - largest * largest
    whole = above // largest if above > 0 else 0
    target = wanted - whole * largest
    best: list[dict[int, int] | None] = [{}] + [None] * (target + largest)
    for total in range(1, len(best)):
        found: dict[int, int] | None = None
        for size in sizes:
            before = best[total - size] if size <= total else None
            if before is not None and (found is None or _count(before) + 1 < _count(found)):
                found = before | {size: before.get(size, 0) + 1}
        best[total] = found
    chosen = next(counts for counts in best[target:] if counts is not None)
    return {size: chosen.get(size, 0) + (whole if size == largest else 0) for size in sizes}


def _count(counts: dict[int, int]) -> int:
    return sum(counts.values())


def _needed(size: Vial, count: int) -> VialsNeeded:
    assert size.holds is not None
    assert size.drawable is not None
    return VialsNeeded(count=count, holds=size.holds, volume=size.drawable, source=size.source)
