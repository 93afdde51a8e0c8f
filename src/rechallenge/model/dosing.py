"""The doses that a protocol is for: its dose, its weights, and their limits."""

import re
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from rechallenge.quantities import PERCENT, Kind, Quantity, display, quantity
from rechallenge.words import _

from .drug_limits import BodyWeight, OrderedAmount
from .frozen import Entry, WrongAt
from .reading import DOSE_KINDS, Reads
from .texts import Text


def _share(written: object) -> object:
    """A fraction, which may be more than the whole, as a share."""
    parts = re.fullmatch(r"[0-9]{1,12}/[1-9][0-9]{0,11}", str(written))
    return quantity(Fraction(parts[0]) * 100, PERCENT) if parts else written


InAll: TypeAlias = Annotated[
    Quantity,
    Reads((Kind.SHARE, *DOSE_KINDS), parameter=False, fraction=True),
    BeforeValidator(_share),
]


class WeightRange(Entry):
    """The weights that a protocol is for, both ends included; one end may be open."""

    lowest: BodyWeight | None = Field(None, alias="from")
    highest: BodyWeight | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.lowest is None and self.highest is None:
            raise ValueError(_("states no weight; write from, to or both"))
        if self.lowest is not None and self.highest is not None and self.highest < self.lowest:
            sentence = _("is below from, {lowest}")
            raise WrongAt(("to",), sentence.format(lowest=display(self.lowest)))
        return self


class Dosing(Entry):
    """The dose that a protocol is for, with its limits. None of them changes an order. A difference
    is a finding that asks.

    `weight_at_most` is where the weight stops that amounts and rates per kg of the protocol are
    worked out with; `highest` is the highest single dose. `in_all` is what the steps give in all,
    where that is not the ordered dose: a share or a fraction of it, or an amount. `source` is where
    the limits are printed, where that is not the protocol's own source.
    """

    dose: OrderedAmount | None = None
    in_all: InAll | None = None
    weights: WeightRange | None = None
    weight_at_most: BodyWeight | None = None
    highest: OrderedAmount | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        stated = (self.dose, self.in_all, self.weights, self.weight_at_most, self.highest)
        if all(value is None for value in stated):
            sentence = _("is empty; write dose, in_all, weights, weight_at_most or highest")
            raise ValueError(sentence)
        return self
