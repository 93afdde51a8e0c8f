"""Plug flow: what stands in a line, in order, and what a push brings to the vein.

Nothing mixes: what enters at the bag end moves on as it came, first in, first out, and as much
leaves at the vein. Volumes are in mL, drug in mg or units, both as plain Fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Plug:
    """A length of one solution. `bag` is None for diluent; `connected` tells apart what one bag
    put into a shared line on two occasions."""

    volume: Fraction
    bag: str | None = None
    concentration: Fraction = Fraction(0)
    connected: int = 0

    @property
    def dose(self) -> Fraction:
        """The drug in it."""
        return self.volume * self.concentration

    def continues(self, other: "Plug") -> bool:
        """Whether it is more of the same solution, so that the two are one plug."""
        return (self.bag, self.connected) == (other.bag, other.connected)


Plugs: TypeAlias = tuple[Plug, ...]
"""The contents of a line, or what left it: what is nearest to the vein comes first."""


def pushed(line: Plugs, entering: Plug) -> tuple[Plugs, Plugs]:
    """What leaves at the vein while `entering` is pushed in, and what then stands in the line."""
    return parted(_joined((*line, entering)), entering.volume)


def parted(plugs: Plugs, volume: Fraction) -> tuple[Plugs, Plugs]:
    """The first `volume` of these plugs, and the rest of them."""
    first: list[Plug] = []
    for number, plug in enumerate(plugs):
        if not volume:
            return tuple(first), plugs[number:]
        if plug.volume > volume:
            left = replace(plug, volume=plug.volume - volume)
            return (*first, replace(plug, volume=volume)), (left, *plugs[number + 1 :])
        first.append(plug)
        volume -= plug.volume
    return tuple(first), ()


def first_with(plugs: Plugs, dose: Fraction) -> Plugs:
    """The first of these plugs, the last of them cut, that hold exactly `dose`; all of them where
    they hold less."""
    found: list[Plug] = []
    for plug in plugs:
        if not dose:
            break
        if plug.dose > dose:
            found.append(replace(plug, volume=dose / plug.concentration))
            break
        found.append(plug)
        dose -= plug.dose
    return tuple(found)


def volume_of(plugs: Iterable[Plug]) -> Fraction:
    """How long these plugs are, in mL."""
    return sum((plug.volume for plug in plugs), start=Fraction(0))


def dose_of(plugs: Iterable[Plug]) -> Fraction:
    """The drug in these plugs."""
    return sum((plug.dose for plug in plugs), start=Fraction(0))


def with_drug(plugs: Plugs) -> Plugs:
    """These plugs without the diluent."""
    return tuple(plug for plug in plugs if plug.bag is not None)


def _joined(plugs: Plugs) -> Plugs:
    joined: list[Plug] = []
    for plug in plugs:
        if joined and plug.continues(joined[-1]):
            joined[-1] = replace(plug, volume=joined[-1].volume + plug.volume)
        elif plug.volume:
            joined.append(plug)
    return tuple(joined)
