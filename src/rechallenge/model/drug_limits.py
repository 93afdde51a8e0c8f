"""What is on file to compare a plan with: doses, rates, and advice after a reaction."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import Kind, Quantity

from .frozen import Entry
from .making_up import check_range
from .reading import (
    AMOUNT_KINDS,
    PER_AREA_KINDS,
    PER_WEIGHT_KINDS,
    RATE_KINDS,
    Dose,
    Reads,
    at_least_one,
)
from .texts import Text

OrderedAmount: TypeAlias = Annotated[
    Quantity, Reads((*AMOUNT_KINDS, *PER_WEIGHT_KINDS, *PER_AREA_KINDS), parameter=False)
]
Speed: TypeAlias = Annotated[Quantity, Reads(RATE_KINDS, parameter=False)]
Share: TypeAlias = Annotated[Quantity, Reads((Kind.SHARE,), parameter=False)]
Grade: TypeAlias = Literal["1", "2", "3", "4"]


class UsualDose(Entry):
    """The usual dose of a premedication, adult, by one route; `highest` where it is a range."""

    dose: Dose
    highest: Dose | None = None
    route: Text
    timing: Text | None = None
    source: Text

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        check_range(self.dose, self.highest, "dose")
        return self

    @property
    def most(self) -> Dose:
        """The highest dose that is still usual."""
        return self.highest if self.highest is not None else self.dose


class HighestRate(Entry):
    """The fastest an infusion is given, as drug or as volume."""

    rate: Speed
    source: Text


class DoseLimit(Entry):
    """A dose above which the prescriber must be asked: of one infusion."""

    highest: OrderedAmount
    what: Text
    source: Text


class ReactionAdvice(Entry):
    """What the label advises after a reaction of one of these grades (CTCAE)."""

    grades: Annotated[tuple[Grade, ...], AfterValidator(at_least_one)]
    advises: Literal["interrupt or slow", "stop for good"]
    source: Text


class Restart(Entry):
    """The highest share of its earlier rate at which an infusion is started again."""

    at_most: Share
    source: Text
