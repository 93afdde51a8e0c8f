"""How many vials are opened."""

from fractions import Fraction
from math import ceil, gcd, lcm

from rechallenge.model.making_up import Vial
from rechallenge.model.preparation import VialsNeeded
from rechallenge.quantities import ML, Quantity, in_unit


def vials_for(drawn: Quantity, sizes: tuple[Vial, ...]) -> tuple[VialsNeeded, ...]:
    """The vials that hold at least `drawn`, largest first: those that leave the least over, and of
    these the fewest. None where no size is on file."""
    by_volume = {_ml(size.drawable): size for size in sizes if size.holds is not None}
    if not by_volume:
        return ()
    # In whole numbers of the largest volume that all sizes are multiples of.
    below = lcm(*(volume.denominator for volume in by_volume))
    part = Fraction(gcd(*(int(volume * below) for volume in by_volume)), below)
    units = {int(volume / part): size for volume, size in by_volume.items()}
    counts = _fewest(ceil(_ml(drawn) / part), sorted(units, reverse=True))
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


def _ml(volume: Quantity | None) -> Fraction:
    assert volume is not None
    return Fraction(in_unit(volume, ML).magnitude)


def _needed(size: Vial, count: int) -> VialsNeeded:
    assert size.holds is not None
    assert size.drawable is not None
    return VialsNeeded(count=count, holds=size.holds, volume=size.drawable, source=size.source)
