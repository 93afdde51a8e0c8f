"""What a pump can be set to, as plain numbers: the rates in mL/h and the volumes in mL."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.pump import Pump, RateRange

from .plain_numbers import number


class Grid(NamedTuple):
    """Equal steps from `lowest` on, to `highest` where there is one."""

    lowest: Fraction
    highest: Fraction | None
    step: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether a value is one of these."""
        inside = value >= self.lowest and (self.highest is None or value <= self.highest)
        return inside and ((value - self.lowest) / self.step).denominator == 1


def rates_of(pump: Pump) -> list[Grid]:
    """In mL/h; of a gravity set, whole drops a minute."""
    if pump.drops is not None:
        drop = 60 / number(pump.drops, "drops/mL")
        return [Grid(drop, None, drop)]
    return list(_grids(pump.rates, "mL/h"))


def volumes_of(pump: Pump | None) -> list[Grid]:
    """In mL; none where no volume is set."""
    return [] if pump is None else list(_grids(pump.volumes, "mL"))


def _grids(ranges: Iterable[RateRange], unit: str) -> Iterator[Grid]:
    for one in ranges:
        highest = None if one.highest is None else number(one.highest, unit)
        yield Grid(number(one.lowest, unit), highest, number(one.step, unit))


def on_grid(value: Fraction, grids: list[Grid]) -> bool:
    """Whether a value can be set."""
    return any(grid.holds(value) for grid in grids)


def nearest(value: Fraction, grids: list[Grid]) -> Fraction | None:
    """The one that is set for a value: the nearest, and of two as near the higher."""
    below = ((one, one.lowest + (value - one.lowest) // one.step * one.step) for one in grids)
    around = [n for one, low in below for n in (low, low + one.step) if one.holds(n)]
    return min(around, key=lambda n: (abs(n - value), -n), default=None)


def at_least(value: Fraction, grids: list[Grid]) -> Fraction | None:
    """The least that can be set and is not below a value; None above all."""
    found = []
    for lowest, highest, step in grids:
        more = value - lowest
        above = lowest if more <= 0 else lowest - (-more // step) * step
        if highest is None or above <= highest:
            found.append(above)
    return min(found, default=None)


def at_most(value: Fraction, grids: list[Grid]) -> Fraction | None:
    """The largest that can be set and is not above a value; None below all."""
    found = []
    for lowest, highest, step in grids:
        if value >= lowest:
            within = value if highest is None or value < highest else highest
            found.append(lowest + (within - lowest) // step * step)
    return max(found, default=None)
