"""What a person can measure into a bag, from docs/reference/measured-amounts.md alone.

Volumes are in mL, drug in mg or units, all Fractions. Ways to measure are listed whole and ranked,
not searched for one by one.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

NOTHING = Fraction(0)
HALF = Fraction(1, 2)


class CannotBeMade(Exception):
    """No such bag comes out; the message says why."""


class Made(NamedTuple):
    """What a bag really holds, what was drawn for it, and after how many tenfold dilutions."""

    volume: Fraction
    drug: Fraction
    draw: Fraction
    tenfolds: int


@dataclass(frozen=True)
class Hands:
    """Syringes as (holds, mark), full bags as volume: overfill, and what the order and the drug's
    file say. `vial` is the volume of the only size of vial, `caps` are highest doses."""

    strength: Fraction
    technique: str
    least: Fraction
    syringes: tuple[tuple[Fraction, Fraction], ...]
    bags: dict[Fraction, Fraction]
    asks_above: Fraction = Fraction(1, 100)
    vial: Fraction | None = None
    caps: tuple[Fraction, ...] = ()
    highest_concentration: Fraction | None = None

    def make(
        self, name: str, volume: Fraction, drug: Fraction, given: Fraction, drawn: Fraction
    ) -> Made:
        """The bag for what is ordered, when `given` has been given and `drawn` taken from vials."""
        plain = self._made(name, volume, drug, careful=False)
        exact = drug / self.strength
        within = [cap for cap in self.caps if given + drug <= cap]
        passes = any(given + plain.drug > cap for cap in within)
        most = self.highest_concentration
        if most is not None and drug / volume <= most < plain.drug / plain.volume:
            passes = True
        if self.vial is not None and not plain.tenfolds:
            opened = ceil((drawn + exact) / self.vial) * self.vial
            passes = passes or drawn + plain.draw > opened
        return self._made(name, volume, drug, careful=True) if passes else plain

    def _made(self, name: str, volume: Fraction, drug: Fraction, *, careful: bool) -> Made:
        exact, strength, tenfolds = drug / self.strength, self.strength, 0
        while exact < self.least:
            exact, strength, tenfolds = exact * 10, strength / 10, tenfolds + 1
        if tenfolds > 5:
            raise CannotBeMade(f"{name} needs more than five dilutions")
        draw = self.measured(exact, self.least, exact * self.asks_above / 2, careful and "down")
        if not draw:
            raise CannotBeMade(f"nothing measures {exact} mL for {name}")
        if exact > volume:
            raise CannotBeMade(f"{name} has no room for {exact} mL")
        return Made(
            self._filled(volume, exact, draw, careful=careful), draw * strength, draw, tenfolds
        )

    def _filled(
        self, volume: Fraction, exact: Fraction, draw: Fraction, *, careful: bool
    ) -> Fraction:
        """The final volume."""
        begin = {"withdraw first": volume, "add to bag": volume - exact}.get(self.technique)
        if begin in self.bags:
            full = begin + self.bags[begin] + draw
            if self.technique == "add to bag":
                return full
            return full - self.diluent(full - volume, "down" if careful else "", draw)
        if draw >= volume:
            return draw
        return draw + self.diluent(volume - draw, "up" if careful else "")

    def diluent(self, volume: Fraction, to: str, drawn: Fraction | None = None) -> Fraction:
        """Diluent as it is measured; as much as was drawn takes the same syringes."""
        if volume == drawn:
            return volume
        return self.measured(volume, min(mark for _, mark in self.syringes), NOTHING, to)

    def measured(
        self, volume: Fraction, least: Fraction, enough: Fraction, to: str | bool
    ) -> Fraction:
        largest = max(holds for holds, _ in self.syringes)
        times = floor(volume / largest)
        rest = volume - times * largest
        if rest == 0:
            return volume
        if times and rest < least:
            if to != "up" and rest <= enough:
                return times * largest
            rest += largest
            times -= 1
        ranked = [
            (abs(way - rest), rank, way) for rank, way in enumerate(self.ways(rest, least, to))
        ]
        close = [found for found in ranked if found[0] <= enough]
        return times * largest + (close[0] if close else min(ranked))[2]

    def ways(self, volume: Fraction, least: Fraction, to: str | bool) -> list[Fraction]:
        """What each way comes to, in the order of the page."""
        by_size = sorted(self.syringes)
        fitting = [one for one in by_size if one[0] >= volume]
        smaller = [one for one in reversed(by_size) if one[0] < volume]
        found = [marked(volume, fitting[0][1], to)] if fitting else []
        firsts = [holds for holds, _ in smaller]
        for holds, mark in fitting[:1] + smaller:
            upto = floor((volume - least) / mark) * mark
            if 0 < upto < holds:
                firsts.append(upto)
        for first in firsts:
            rest = volume - first
            second = [one for one in by_size if one[0] >= rest]
            if rest >= least and second:
                found.append(first + marked(rest, second[0][1], to))
        return found


def marked(volume: Fraction, mark: Fraction, to: str | bool) -> Fraction:
    """To the nearest mark, halves up, or to the mark below or above."""
    if to == "down":
        return floor(volume / mark) * mark
    if to == "up":
        return ceil(volume / mark) * mark
    return floor(volume / mark + HALF) * mark
