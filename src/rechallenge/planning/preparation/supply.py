"""What a bag is made from: the drug's strength, its vials and the technique, as the order states
them or as they are on file."""

from typing import Literal, NamedTuple, TypeAlias

from rechallenge.model.drug import DrugFacts
from rechallenge.model.making_up import Technique, Vial
from rechallenge.model.order import Order
from rechallenge.planning.order.strength import product_of, products_of, strength_of, vials_of
from rechallenge.quantities import Quantity, Unit

Missing: TypeAlias = Literal["strength", "one-strength", "technique", "technique-left-open"]
"""What keeps a bag from being worked out: nothing on file and nothing stated, several strengths on
file, or a label that states the concentration alone."""


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
