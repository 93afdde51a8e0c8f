"""The lines in use: one for all bags, or one for each, and when nothing more runs through it."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.line import Line
from rechallenge.model.plan import Plan

from .bags import fills_of
from .integrating import Found
from .plain_numbers import number
from .stream import NOTHING, Stream


class Set(NamedTuple):
    """A line in use: its stream, and the volume after which nothing more is moved through it; and
    the number of the stop at which another took its place, or a number beyond all stops."""

    bag: str
    stream: Stream
    stop: Fraction
    taken_off: int

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
        made.append(Set(steps[-1].bag, stream, stream.moved - short, taken_off))
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
