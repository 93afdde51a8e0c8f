"""What a pump can be set to, worked out apart from the program: mL and mL/h, all Fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


class NotOnThisPump(Exception):
    """A rate that the pump does not run."""


@dataclass(frozen=True)
class Pump:
    """Rate ranges as (lowest, highest or None, step), and the volume that steps are cut to."""

    ranges: tuple[tuple[Fraction, Fraction | None, Fraction], ...]
    cut: Fraction | None

    def settable(self, rate: Fraction, ceilings: Sequence[Fraction] = ()) -> Fraction:
        """The nearer of the two settable rates around this one; the upper where it lies midway. A
        ceiling between this one and the upper leaves the lower."""
        slowest, fastest = self.ranges[0][0], self.ranges[-1][1]
        if rate < slowest or (fastest is not None and rate > fastest):
            raise NotOnThisPump(rate)
        lowest, _, step = [one for one in self.ranges if one[0] <= rate][-1]
        below = lowest + (rate - lowest) // step * step
        if any(rate <= ceiling < below + step for ceiling in ceilings):
            return below
        return nearer(rate, lowest, step)

    def run(
        self,
        minutes: Fraction,
        volume: Fraction,
        amount_stated: bool,
        ceilings: Sequence[Fraction] = (),
    ) -> tuple[Fraction, Fraction]:
        """A step of exactly these minutes and mL as (minutes, mL) on this pump."""
        rate = self.settable(volume * 60 / minutes, ceilings)
        if amount_stated:
            return volume * 60 / rate, volume
        volume = rate * minutes / 60
        if self.cut is not None:
            volume = nearer(volume, Fraction(0), self.cut) or self.cut
            minutes = volume * 60 / rate
        return minutes, volume


def nearer(value: Fraction, least: Fraction, step: Fraction) -> Fraction:
    """The nearer multiple of `step` above `least`: below or above, above where both are as near."""
    below = least + (value - least) // step * step
    return below + step if (value - below) * 2 >= step else below


def pump(profile: Mapping[str, Any]) -> Pump:
    """The pump of a profile whose numbers are written `5 mL/h`, `20 drops/mL`, `0.1 mL`."""

    def number(text: str) -> Fraction:
        return Fraction(text.split(" ")[0])

    cut = profile.get("volume_step") if profile["ends_by"] == "volume" else None
    if "drops" in profile:
        drop = 60 / number(profile["drops"])
        ranges: tuple[tuple[Fraction, Fraction | None, Fraction], ...] = ((drop, None, drop),)
    else:
        ranges = tuple(
            (number(r["lowest"]), number(r["highest"]) if "highest" in r else None,
             number(r["step"]))
            for r in profile["rates"]
        )  # fmt: skip
    return Pump(ranges, None if cut is None else number(cut))
