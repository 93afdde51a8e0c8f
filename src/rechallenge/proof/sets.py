"""The lines in use: one for all bags, or one for each, and when nothing more runs through it."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.line import Line
from rechallenge.model.plan import Plan

from .integrating import Found
from .plain_numbers import number
from .stream import NOTHING, Stream


class Set(NamedTuple):
    """A line in use: its stream, and the volume after which nothing more is moved through it."""

    bag: str
    stream: Stream
    stop: Fraction

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
    groups: dict[str | None, list[Found]] = {}
    for one in running:
        groups.setdefault(one.bag if line.sets == "fresh" else running[0].bag, []).append(one)
    lacking = _lacking(plan, line, running)
    made = []
    for steps in groups.values():
        stream = Stream(dead, steps[0] if line.primed == "drug" else None, steps)
        short = lacking if steps[-1] is running[-1] else NOTHING
        assert steps[-1].bag is not None
        made.append(Set(steps[-1].bag, stream, stream.moved - short))
    return made


def _lacking(plan: Plan, line: Line, running: list[Found]) -> Fraction:
    """The volume by which the last bag is empty too early, because it filled a line first."""
    last = running[-1].bag
    fills = line.primed == "drug" or line.clear_at is not None
    if not fills or (line.sets == "shared" and running[0].bag != last):
        return NOTHING
    primed = number(line.dead_volume, "mL") if line.primed == "drug" else NOTHING
    drawn = sum((one.volume for one in running if one.bag == last), start=primed)
    holds = next(number(bag.volume, "mL") for bag in plan.bags if bag.name == last)
    return drawn - holds if drawn > holds else NOTHING
