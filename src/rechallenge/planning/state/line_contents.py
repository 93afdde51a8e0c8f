"""Plug flow: what is in a line, in order, and what a push brings to the vein.

Nothing mixes: solution moves first in, first out, and the volume that enters at the bag end leaves
at the vein. Volumes are in mL, drug in mg or units, both as plain Fractions.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class Plug(NamedTuple):
    """A length of one solution. `bag` is None for diluent; `connection` distinguishes what one bag
    put into a shared line on two occasions."""

    volume: Fraction
    bag: str | None = None
    concentration: Fraction = Fraction(0)
    connection: int = 0

    @property
    def dose(self) -> Fraction:
        return self.volume * self.concentration

    def continues(self, other: "Plug") -> bool:
        """Whether it is more of the same solution, so that the two are one plug."""
        return (self.bag, self.connection) == (other.bag, other.connection)


Plugs: TypeAlias = tuple[Plug, ...]
"""The contents of a line, or what left it, starting with the plug nearest to the vein."""
SetName: TypeAlias = str | None
"""The bag that has this set for itself; None for the line that all bags share."""


class BagChange(NamedTuple):
    """A bag is taken off a shared line while drug of it is in the line: the step this is for, that
    drug, and the highest rate (mL/h) its steps had run at."""

    step: int
    residue: Plug
    own_rate: Fraction


class LineContents(NamedTuple):
    """What is in each set, and what has become of the drug that went through: the dose `at_vein`,
    the changes of bag, when (min) the last bag ran dry, and by bag what was `lost` in sets taken
    off after a stop. `connection` counts the changes."""

    sets: Mapping[SetName, Plugs] = MappingProxyType({})
    connection: int = 0
    changes: tuple[BagChange, ...] = ()
    at_vein: Fraction = Fraction(0)
    dry_at: Fraction | None = None
    lost: tuple[tuple[str, Plugs], ...] = ()

    def pushed(self, name: SetName, entering: Plug) -> tuple[Plugs, "LineContents"]:
        """What leaves one of the sets at the vein while `entering` is pushed in, and the contents
        after it."""
        plugs = _joined((*self.sets[name], entering))
        leaving, left = split_at(plugs, entering.volume)
        after = self._replace(
            sets={**self.sets, name: left}, at_vein=self.at_vein + dose_of(leaving)
        )
        return leaving, after


def split_at(plugs: Plugs, volume: Fraction) -> tuple[Plugs, Plugs]:
    """The first `volume` of these plugs, and the rest of them."""
    first: list[Plug] = []
    for number, plug in enumerate(plugs):
        if not volume:
            return tuple(first), plugs[number:]
        if plug.volume > volume:
            left = plug._replace(volume=plug.volume - volume)
            return (*first, plug._replace(volume=volume)), (left, *plugs[number + 1 :])
        first.append(plug)
        volume -= plug.volume
    return tuple(first), ()


def first_holding(plugs: Plugs, dose: Fraction) -> Plugs:
    """The first of these plugs, the last of them cut, that hold exactly `dose`; where they hold
    less, all of them up to the last with drug."""
    found: list[Plug] = []
    for plug in plugs:
        if not dose:
            break
        if plug.dose > dose:
            found.append(plug._replace(volume=dose / plug.concentration))
            break
        found.append(plug)
        dose -= plug.dose
    while found and found[-1].bag is None:
        found.pop()
    return tuple(found)


def volume_of(plugs: Iterable[Plug]) -> Fraction:
    """How long these plugs are, in mL."""
    return sum((plug.volume for plug in plugs), start=Fraction(0))


def dose_of(plugs: Iterable[Plug]) -> Fraction:
    return sum((plug.dose for plug in plugs), start=Fraction(0))


def with_drug(plugs: Plugs) -> Plugs:
    """These plugs without the diluent."""
    return tuple(plug for plug in plugs if plug.bag is not None)


def _joined(plugs: Plugs) -> Plugs:
    joined: list[Plug] = []
    for plug in plugs:
        if joined and plug.continues(joined[-1]):
            joined[-1] = plug._replace(volume=joined[-1].volume + plug.volume)
        elif plug.volume:
            joined.append(plug)
    return tuple(joined)
