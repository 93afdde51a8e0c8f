"""What a pump can be set to, worked out apart from the program: mL and mL/h, all Fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Ranges = tuple[tuple[Fraction, Fraction | None, Fraction], ...]


class NotOnThisPump(Exception):
    """A rate or a volume that the pump cannot be set to."""


@dataclass(frozen=True)
class Pump:
    """Ranges as (lowest, highest or None, step): of rates, and of the volumes that end a step,
    none where time ends it."""

    ranges: Ranges
    volumes: Ranges = ()

    def settable(self, rate: Fraction, ceilings: Sequence[Fraction] = ()) -> Fraction:
        """The nearer of the two settable rates around this one; the upper where it lies midway. A
        ceiling between this one and the upper leaves the lower."""
        below, above = around(rate, self.ranges)
        if any(rate <= ceiling < above for ceiling in ceilings):
            return below
        return above if (rate - below) * 2 >= above - below else below

    def run(
        self,
        minutes: Fraction,
        volume: Fraction,
        amount_stated: bool,
        room: tuple[Fraction, Fraction],
        ceilings: Sequence[Fraction] = (),
    ) -> tuple[Fraction, Fraction]:
        """A step of exactly these minutes and mL as (minutes, mL) on this pump; `room` is what the
        bag holds and what would give all the dose that is left, both in mL."""
        rate = self.settable(volume * 60 / minutes, ceilings)
        if not amount_stated:
            volume = rate * minutes / 60
        elif not self.volumes:
            minutes = volume * 60 / rate
        if self.volumes:
            volume = self.infused(volume, *room)
            minutes = volume * 60 / rate
        return minutes, volume

    def infused(self, volume: Fraction, held: Fraction, of_dose: Fraction) -> Fraction:
        """What runs for a volume: all that is held, or one that can be set."""
        if 0 < held <= min(volume, of_dose):
            self.to_set(held)
            return held
        limit = min(held, of_dose)
        if limit > 0:
            volume = min(volume, limit)
        below, above = around(volume, self.volumes)
        return above if (volume - below) * 2 >= above - below and above <= limit else below

    def to_set(self, volume: Fraction) -> Fraction:
        """The least volume that can be set and is not below this one."""
        if volume <= self.volumes[0][0]:
            return self.volumes[0][0]
        return around(volume, self.volumes)[1]


def around(value: Fraction, ranges: Ranges) -> tuple[Fraction, Fraction]:
    """The two settable values around this one, or this one twice."""
    if value < ranges[0][0] or (ranges[-1][1] is not None and value > ranges[-1][1]):
        raise NotOnThisPump(value)
    lowest, _, step = [one for one in ranges if one[0] <= value][-1]
    below = lowest + (value - lowest) // step * step
    return below, below if below == value else below + step


def pump(profile: Mapping[str, Any]) -> Pump:
    """The pump of a profile whose numbers are written `5 mL/h`, `20 drops/mL`, `0.1 mL`."""

    def number(text: str) -> Fraction:
        return Fraction(text.split(" ")[0])

    def read(ranges: Sequence[Mapping[str, str]]) -> Ranges:
        return tuple(
            (number(r["lowest"]), number(r["highest"]) if "highest" in r else None,
             number(r["step"]))
            for r in ranges
        )  # fmt: skip

    volumes = read(profile.get("volumes", ()))
    if "drops" in profile:
        drop = 60 / number(profile["drops"])
        return Pump(((drop, None, drop),), volumes)
    return Pump(read(profile["rates"]), volumes)
