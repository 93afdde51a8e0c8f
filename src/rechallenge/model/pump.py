"""Pumps and gravity sets: what rates and volumes they can be set to, as their makers state it."""

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import model_validator

from rechallenge.quantities import (
    DROPS_PER_MIN,
    ML,
    ML_PER_H,
    PLAIN,
    Kind,
    Quantity,
    display,
    number_in,
    quantity,
)
from rechallenge.words import _

from .drug_limits import Share
from .frozen import Entry, WrongAt
from .making_up import check_range
from .reading import PlainVolume, Reads
from .review import Review
from .texts import Name, Said, Text

PlainRate: TypeAlias = Annotated[Quantity, Reads((Kind.VOLUME_RATE,), parameter=False)]
DropFactor: TypeAlias = Annotated[Quantity, Reads((Kind.DROP_FACTOR,), parameter=False)]
DEFAULT_PUMP = "generic"
"""The profile that a plan is made for when the order names none."""


class RateRange(Entry):
    """Rates from `lowest` to `highest` in equal steps; without `highest`, none is on file."""

    lowest: PlainRate
    highest: PlainRate | None = None
    step: PlainRate

    @model_validator(mode="after")
    def _is_whole_steps(self) -> Self:
        if self.highest is None:
            return self
        check_range(self.lowest, self.highest)
        if ((self.highest - self.lowest) / self.step).to(PLAIN).magnitude % 1:
            sentence = _("does not lead from {lowest} to {highest} in whole steps")
            ends = {"lowest": display(self.lowest), "highest": display(self.highest)}
            raise WrongAt(("step",), sentence.format(**ends))
        return self

    def below(self, value: Quantity) -> Quantity:
        """The highest of these that is not above a value; for a value from `lowest` on."""
        steps = number_in((value - self.lowest) / self.step, PLAIN) // 1
        return self.lowest + self.step * steps

    def nearest(self, value: Quantity) -> Quantity:
        """The nearest of these, half up; the end of a range may give the start of the next."""
        below = self.below(value)
        return below if (value - below) * 2 < self.step else below + self.step


class VolumeRange(RateRange):
    """Volumes to be infused from `lowest` to `highest` in equal steps."""

    lowest: PlainVolume
    highest: PlainVolume | None = None
    step: PlainVolume


class KeepOpen(Entry):
    """The rate at which a pump goes on after the volume is in, to keep the vein open, after steps
    that ran at `rates_from` or faster. It is never faster than the step was."""

    rates_from: PlainRate
    rate: PlainRate
    source: Text


class Coarser(Entry):
    """Named pumps that take only rates in steps of `step`, from `rates_from` on. A plan for a pump
    of finer steps says which of its rates they refuse."""

    pumps: Text
    rates_from: PlainRate
    step: PlainRate
    source: Text

    def refuses(self, rate: Quantity) -> bool:
        """Whether these pumps cannot be set to a rate."""
        return rate >= self.rates_from and bool((rate / self.step).to(PLAIN).magnitude % 1)


class GoodTo(Entry):
    """How far the rate that runs may be from the rate that is set, as a share of that rate."""

    share: Share
    source: Text


class Pump(Entry):
    """A pump by its rate ranges, or a gravity set by its drop factor.

    `ends_by` is what ends a step. One that ends by time runs any amount for just its time. One that
    ends by volume is set to a volume to be infused, one of its `volumes`. `kvo` is what it does
    after that volume, slowest first. `sure` says whose text its numbers were read in: the
    maker's, that of a hospital or a standard, or a secondary one.
    """

    name: Name
    title: Said
    rates: tuple[RateRange, ...] = ()
    drops: DropFactor | None = None
    ends_by: Literal["time", "volume"]
    volumes: tuple[VolumeRange, ...] = ()
    kvo: tuple[KeepOpen, ...] = ()
    good_to: GoodTo | None = None
    coarser: tuple[Coarser, ...] = ()
    sure: Literal["maker", "hospital", "secondary"] | None = None
    source: Text
    notes: tuple[Said, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if bool(self.rates) is (self.drops is not None):
            raise ValueError(_("write its rates or its drops per mL, one of the two"))
        if bool(self.volumes) is (self.ends_by == "time"):
            sentence = _(
                "goes with the volumes a pump can be set to: write volumes with ends_by: "
                "volume, and none with ends_by: time"
            )
            raise WrongAt(("ends_by",), sentence)
        _refuse_gaps("rates", self.rates)
        _refuse_gaps("volumes", self.volumes)
        if self.kvo and not self.volumes:
            raise WrongAt(("kvo",), _("follows a volume to be infused; write volumes too"))
        for number, (slower, faster) in enumerate(pairwise(self.kvo)):
            if faster.rates_from <= slower.rates_from:
                sentence = _("is not above {rate}, where the entry before begins")
                place = ("kvo", number + 1, "rates_from")
                raise WrongAt(place, sentence.format(rate=display(slower.rates_from)))
        return self

    @property
    def ranges(self) -> tuple[RateRange, ...]:
        """The rate ranges; of a gravity set, one drop a minute and its multiples."""
        if self.drops is None:
            return self.rates
        one_drop = (quantity(1, DROPS_PER_MIN) / self.drops).to(ML_PER_H)
        return (RateRange(lowest=one_drop, step=one_drop),)

    @property
    def lowest(self) -> Quantity:
        """The slowest rate it runs, in mL/h."""
        return self.ranges[0].lowest.to(ML_PER_H)

    @property
    def highest(self) -> Quantity | None:
        """The fastest rate it runs, in mL/h; None where none is on file."""
        highest = self.ranges[-1].highest
        return None if highest is None else highest.to(ML_PER_H)

    def runs(self, rate: Quantity) -> bool:
        """Whether a rate lies in the range, settable or not."""
        return rate >= self.lowest and (self.highest is None or rate <= self.highest)

    def range_of(self, rate: Quantity) -> RateRange:
        """The range that a rate within the pump's limits is set in."""
        return _range_of(self.ranges, rate)

    def volumes_of(self, volume: Quantity) -> RateRange | None:
        """The range that a volume is set in; None below and above all of them."""
        highest = self.volumes[-1].highest
        if volume < self.volumes[0].lowest or (highest is not None and volume > highest):
            return None
        return _range_of(self.volumes, volume)

    def volume_to_set(self, volume: Quantity) -> Quantity | None:
        """The least volume that can be set and lets all of this one run; None where none does."""
        within = self.volumes_of(volume)
        if within is None:
            lowest = self.volumes[0].lowest
            return lowest.to(ML) if volume < lowest else None
        below = within.below(volume)
        return (below if below == volume else below + within.step).to(ML)

    def keeps_open_at(self, rate: Quantity) -> Quantity | None:
        """The rate (mL/h) at which it goes on after a step at this rate; None where none is on
        file."""
        found = [one.rate for one in self.kvo if rate >= one.rates_from]
        return min(found[-1], rate).to(ML_PER_H) if found else None


def _range_of(ranges: tuple[RateRange, ...], value: Quantity) -> RateRange:
    return next(r for r in reversed(ranges) if value >= r.lowest)


def _refuse_gaps(key: str, ranges: tuple[RateRange, ...]) -> None:
    """Raise WrongAt where one range does not begin one step after the range before it."""
    for number, (below, above) in enumerate(pairwise(ranges)):
        place = (key, number + 1, "lowest")
        if below.highest is None:
            sentence = _("is missing; only the last may be open")
            raise WrongAt((key, number, "highest"), sentence)
        following = below.highest + below.step
        if above.lowest != following:
            sentence = _("overlaps the range before, which ends at {end}; begin at {following}")
            if above.lowest > following:
                sentence = _(
                    "leaves a gap after the range before, which ends at {end}; begin at {following}"
                )
            ends = {"end": display(below.highest), "following": display(following)}
            raise WrongAt(place, sentence.format(**ends))


def nearest(value: Quantity, step: Quantity, least: Quantity) -> Quantity:
    """The nearest value to `value` among `least` and whole steps above it, half up."""
    steps = number_in((value - least) / step, PLAIN)
    found: Quantity = least + step * ((steps + Fraction(1, 2)) // 1)
    return found
