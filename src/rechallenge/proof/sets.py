"""The lines in use, one for all bags or one for each, and what runs through each, as curves: volume
against time, and drug against volume.

A line is a delay in volume. What has reached the vein when the pump has moved V is what had entered
the line at V less its dead volume, so the curve of drug is shifted, and nothing is followed through
the line piece by piece.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from rechallenge.model.line import Line
from rechallenge.model.plan import Plan

from .bags import fills_of
from .integrating import Found
from .plain_numbers import NOTHING, number

Piece: TypeAlias = tuple[str | None, Fraction, Fraction]
"""What arrives of one bag (None for diluent): volume and strength."""


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

    def pieces(self, before: Fraction, after: Fraction) -> Iterator[Piece]:
        """What arrives between two volumes moved."""
        place = bisect_right(self._ends, before)
        while before < after:
            end = self._ends[place]
            if end > after:
                end = after
            if end > before:
                yield self._bags[place], end - before, self._strengths[place]
            before, place = end, place + 1


class Set(NamedTuple):
    """A line in use: its stream, and the volume after which nothing more is moved through it; the
    number of the stop at which another took its place, or a number beyond all stops; and each step
    through it, with what arrives in it."""

    bag: str
    stream: Stream
    stop: Fraction
    taken_off: int
    passed: tuple[tuple[Passage, tuple[Piece, ...]], ...]

    @property
    def arrived(self) -> Fraction:
        """The drug that has reached the vein through it by its last step."""
        return self.stream.dose_at(self.stop)

    @property
    def standing(self) -> tuple[Fraction, Fraction]:
        """The volume of drug that stands in it afterwards, and the dose in that."""
        pieces = list(self.stream.pieces(self.stop, self.stop + self.stream.dead))
        volume = sum((v for _, v, strength in pieces if strength), start=NOTHING)
        return volume, sum((v * strength for _, v, strength in pieces), start=NOTHING)

    def time_of(self, moved: Fraction) -> tuple[Fraction, Found] | None:
        """When the pump moves on from this volume, in min, and the step that does."""
        for step, before, after in self.stream.passages(self.stream.moved):
            if before <= moved < after:
                return step.start + (moved - before) * 60 / step.rate, step
        return None


def sets_of(line: Line, plan: Plan, found: list[Found]) -> list[Set]:
    """The one line of all bags, or one set for each bag, in the order of their first use."""
    dead = number(line.dead_volume, "mL")
    running = [one for one in found if one.bag is not None]
    groups: dict[tuple[str | None, int], list[Found]] = {}
    for one in running:
        bag = one.bag if line.sets == "fresh" else None
        groups.setdefault((bag, _taken_off(plan, bag, one)), []).append(one)
    lacking = _lacking(plan, line, running, found)
    made = []
    for (_, taken_off), steps in groups.items():
        stream = Stream(dead, steps[0] if line.primed == "drug" else None, steps)
        short = lacking if steps[-1] is running[-1] else NOTHING
        assert steps[-1].bag is not None
        stop = stream.moved - short
        passed = ((one, tuple(stream.pieces(*one[1:]))) for one in stream.passages(stop))
        made.append(Set(steps[-1].bag, stream, stop, taken_off, tuple(passed)))
    return made


def _taken_off(plan: Plan, bag: str | None, step: Found) -> int:
    """The stop at which the set that a step runs through is taken off."""
    return next(
        (
            place
            for place, (stop, stopped) in enumerate(zip(plan.stops, plan.stopped, strict=False))
            if stop.line == "fresh"
            and bag in (None, stopped.bag)
            and step.start < number(stopped.at, "min")
        ),
        len(plan.stops),
    )


def _lacking(plan: Plan, line: Line, running: list[Found], found: list[Found]) -> Fraction:
    """The volume by which the last bag is empty too early, because it filled a line first."""
    last = running[-1].bag
    cleared = any(one.step.clears_line for one in running)
    if line.primed != "drug" and not cleared:
        return NOTHING
    fills = fills_of(plan, running).count(str(last)) if line.primed == "drug" else 0
    primed = number(line.dead_volume, "mL") * fills
    drawn = sum((one.volume for one in found if one.step.taken_from == last), start=primed)
    holds = next(number(bag.volume, "mL") for bag in plan.bags if bag.name == last)
    return drawn - holds if drawn > holds else NOTHING
