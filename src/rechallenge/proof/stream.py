"""What runs through one line, as curves: volume against time, and drug against volume.

The line is a delay in volume. What has reached the vein when the pump has moved V is what had
entered the line at V less its dead volume, so the curve of drug is shifted, and nothing is followed
through the line piece by piece.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from .integrating import Found

NOTHING = Fraction(0)


class Passage(NamedTuple):
    """A step of this line: the volume that its pump has moved through it before and after."""

    step: Found
    before: Fraction
    after: Fraction


class Stream:
    """All that goes through one line, beginning with the `fill` that it was primed with."""

    def __init__(self, dead: Fraction, fill: Found | None, steps: list[Found]) -> None:
        """`fill` is a step of the bag the line was primed from, None for diluent."""
        self.dead = dead
        self.steps = steps
        self._ends = [dead]
        self._strengths = [NOTHING if fill is None else fill.strength]
        self._bags: list[str | None] = [None if fill is None else fill.bag]
        for step in steps:
            self._ends.append(self._ends[-1] + step.volume)
            self._strengths.append(step.strength)
            self._bags.append(step.bag)
        self._doses = [dead * self._strengths[0]]
        for volume, strength in zip((s.volume for s in steps), self._strengths[1:], strict=True):
            self._doses.append(self._doses[-1] + volume * strength)

    @property
    def moved(self) -> Fraction:
        """The volume that all steps move."""
        return self._ends[-1] - self.dead

    def passages(self, until: Fraction) -> Iterator[Passage]:
        """Each step with the volume moved before and after it; none moves more than `until`."""
        moved = NOTHING
        for step in self.steps:
            after = moved + step.volume
            if after > until:
                after = until
            yield Passage(step, moved, after)
            moved = after

    def dose_at(self, moved: Fraction) -> Fraction:
        """The drug that has reached the vein when the pump has moved this volume."""
        place = bisect_left(self._ends, moved)
        return self._doses[place] - (self._ends[place] - moved) * self._strengths[place]

    def volume_for(self, dose: Fraction) -> Fraction:
        """The least volume to move until this much drug has reached the vein."""
        place = bisect_left(self._doses, dose)
        missing = self._doses[place] - dose
        return self._ends[place] - (missing / self._strengths[place] if missing else 0)

    def first_drug(self) -> Fraction | None:
        """The volume moved when the first drug is at the vein."""
        begins = [NOTHING, *self._ends]
        return next((b for b, s in zip(begins, self._strengths, strict=False) if s), None)

    def pieces(
        self, before: Fraction, after: Fraction
    ) -> Iterator[tuple[str | None, Fraction, Fraction]]:
        """What arrives between two volumes moved: bag (None for diluent), volume and strength."""
        place = bisect_right(self._ends, before)
        while before < after:
            end = self._ends[place]
            if end > after:
                end = after
            if end > before:
                yield self._bags[place], end - before, self._strengths[place]
            before, place = end, place + 1
