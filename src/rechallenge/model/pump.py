"""Pumps and gravity sets: what rates they can be set to, as their makers state it."""

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import model_validator

from rechallenge.quantities import (
    DROPS_PER_MIN,
    ML_PER_H,
    PLAIN,
    Kind,
    Quantity,
    display,
    in_unit,
    quantity,
)
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .making_up import check_range
from .reading import PlainVolume, Reads
from .review import Review
from .texts import Name, Text

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


class Pump(Entry):
    """A pump by its rate ranges, or a gravity set by its drop factor.

    `ends_by` is what the pump counts to end a step. A step that states its amount keeps it; one
    that states rate and time keeps its time on a pump that ends by time, and is cut to a volume
    that can be set on one that ends by volume.
    """

    name: Name
    title: Text
    rates: tuple[RateRange, ...] = ()
    drops: DropFactor | None = None
    volume_step: PlainVolume | None = None
    ends_by: Literal["time", "volume"]
    source: Text
    notes: tuple[Text, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _runs_without_gaps(self) -> Self:
        if bool(self.rates) is (self.drops is not None):
            raise ValueError(_("write its rates or its drops per mL, one of the two"))
        for number, (below, above) in enumerate(zip(self.rates, self.rates[1:], strict=False)):
            place = ("rates", number + 1, "lowest")
            if below.highest is None:
                sentence = _("is missing; only the last may be open")
                raise WrongAt(("rates", number, "highest"), sentence)
            following = below.highest + below.step
            if above.lowest != following:
                sentence = _("overlaps the range before, which ends at {end}; begin at {following}")
                if above.lowest > following:
                    sentence = _(
                        "leaves a gap after the range before, which ends at {end}; begin at "
                        "{following}"
                    )
                ends = {"end": display(below.highest), "following": display(following)}
                raise WrongAt(place, sentence.format(**ends))
        return self

    @property
    def ranges(self) -> tuple[RateRange, ...]:
        """The rate ranges; of a gravity set, one drop a minute and its multiples."""
        if self.drops is None:
            return self.rates
        one_drop = in_unit(quantity(1, DROPS_PER_MIN) / self.drops, ML_PER_H)
        return (RateRange(lowest=one_drop, step=one_drop),)

    @property
    def lowest(self) -> Quantity:
        """The slowest rate it runs, in mL/h."""
        return in_unit(self.ranges[0].lowest, ML_PER_H)

    @property
    def highest(self) -> Quantity | None:
        """The fastest rate it runs, in mL/h; None where none is on file."""
        highest = self.ranges[-1].highest
        return None if highest is None else in_unit(highest, ML_PER_H)

    def runs(self, rate: Quantity) -> bool:
        """Whether a rate lies in the range, settable or not."""
        return rate >= self.lowest and (self.highest is None or rate <= self.highest)

    def range_of(self, rate: Quantity) -> RateRange:
        """The range that a rate within the pump's limits is set in."""
        return next(r for r in reversed(self.ranges) if rate >= r.lowest)


def nearest(value: Quantity, step: Quantity, least: Quantity) -> Quantity:
    """The nearest value to `value` among `least` and whole steps above it, half up."""
    steps = Fraction(((value - least) / step).to(PLAIN).magnitude)
    found: Quantity = least + step * ((steps + Fraction(1, 2)) // 1)
    return found
