"""A full bag to order instead, where a bag would begin with one that is not on file."""

from rechallenge.model.making_up import FinalConcentration, Technique
from rechallenge.model.preparation import FullBag
from rechallenge.quantities import ML, Quantity, in_unit

from .filling import Container


def bag_instead(
    technique: Technique,
    drug: Quantity,
    draw: Quantity,
    ordered: Quantity,
    begin: Container,
    within: FinalConcentration | None,
) -> FullBag | None:
    """The bag on file with which the final volume comes nearest to the one ordered, at a
    concentration within the range on file; None where there is none, or where the protocol has the
    final volume."""
    if begin.measures is None or not begin.for_ordered_volume:
        return None
    found: list[FullBag] = []
    for bag in begin.measures.bags:
        nominal = in_unit(bag.holds, ML)
        final = nominal
        if technique == "add to bag":
            final = nominal + begin.overfill_of(nominal) + draw
        if final >= draw and _is_within(drug / final, within):
            found.append(FullBag(container=nominal, final_volume=final))
    nearest = sorted(found, key=lambda one: abs(one.final_volume - ordered))
    return nearest[0] if nearest else None


def _is_within(concentration: Quantity, within: FinalConcentration | None) -> bool:
    if within is None:
        return True
    low, high = within.lowest, within.highest
    return (low is None or concentration >= low) and (high is None or concentration <= high)
