"""What is on file to compare a plan with: doses, times, rates, and advice after a reaction."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import Kind, Quantity, per_body
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .making_up import check_range
from .reading import (
    DOSE_KINDS,
    RATE_KINDS,
    Dose,
    PlainTime,
    Reads,
    at_least_one,
)
from .texts import Name, Said, Text

OrderedAmount: TypeAlias = Annotated[Quantity, Reads(DOSE_KINDS, parameter=False)]
BodyWeight: TypeAlias = Annotated[Quantity, Reads((Kind.BODY_MASS,), parameter=False)]
Speed: TypeAlias = Annotated[Quantity, Reads(RATE_KINDS, parameter=False)]
Share: TypeAlias = Annotated[Quantity, Reads((Kind.SHARE,), parameter=False)]
Grade: TypeAlias = Literal["1", "2", "3", "4"]
Patients: TypeAlias = Literal["adults", "children"]
Advice: TypeAlias = Literal["continue", "interrupt or slow", "stop this infusion", "stop for good"]


class Stated(Entry):
    """Something the source says in words: a filter, a set, a dose."""

    says: Said
    source: Text


class DoseRange(Entry):
    """A dose, or a range of doses from `dose` to `highest`."""

    dose: OrderedAmount
    highest: OrderedAmount | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        check_range(self.dose, self.highest, "dose")
        return self

    @property
    def most(self) -> Quantity:
        """The highest dose of the range."""
        return self.highest if self.highest is not None else self.dose


class UsualDose(DoseRange):
    """A dose of one infusion that the source has for `what`. One above it is unusual."""

    what: Said
    source: Text


class UsualPremedication(DoseRange):
    """The usual dose of a premedication by one route, of an adult unless `patients` says otherwise.
    `at_most` is where a dose per kg or per m2 ends."""

    at_most: Dose | None = None
    patients: Patients | None = None
    route: Text
    timing: Said | None = None
    source: Text

    @model_validator(mode="after")
    def _ends_a_dose_per_kg(self) -> Self:
        if self.at_most is not None and per_body(self.dose) is None:
            sentence = _(
                "goes with a dose per kg or per m2 only; write highest for the end of a range"
            )
            raise WrongAt(("at_most",), sentence)
        return self


class DoseLimit(Entry):
    """A dose above which the prescriber must be asked. It holds for the patients it names: adults
    or children (under 18 years), from a weight, below a weight."""

    highest: OrderedAmount
    patients: Patients | None = None
    weight_from: BodyWeight | None = None
    weight_below: BodyWeight | None = None
    what: Said
    source: Text


class MinimumInterval(Entry):
    """The shortest time between two doses."""

    time: PlainTime
    source: Text


class UsualInfusion(Stated):
    """How the drug is usually infused, in words; `over` where the source prints one time."""

    over: PlainTime | None = None


class ShortestInfusion(Entry):
    """The shortest time that the source has for a whole infusion, or the highest rate it has for
    the whole; `when` names the patients or the dose it is for, and `other_protocols` those with a
    source of their own for less."""

    over: PlainTime | None = None
    rate: Speed | None = None
    when: Said | None = None
    other_protocols: tuple[Name, ...] = ()
    source: Text

    @model_validator(mode="after")
    def _states_one(self) -> Self:
        if (self.over is None) is (self.rate is None):
            raise ValueError(_("write one of over (a time) and rate"))
        return self


class HighestRate(Entry):
    """The fastest an infusion is given, as drug or as volume: `when` says of which infusions, and
    `other_protocols` names those with a source of their own for faster rates."""

    rate: Speed
    when: Said | None = None
    other_protocols: tuple[Name, ...] = ()
    source: Text


class ReactionAdvice(Entry):
    """What the label advises after a reaction of one of these grades (CTCAE); `when` is the
    condition it makes, or what it says besides. `restart` is the highest share of the earlier rate
    at which it is started again after such a reaction."""

    grades: Annotated[tuple[Grade, ...], AfterValidator(at_least_one)]
    advises: Advice
    restart: Share | None = None
    when: Said | None = None
    source: Text

    @model_validator(mode="after")
    def _is_started_again(self) -> Self:
        if self.restart is not None and self.advises not in ("continue", "interrupt or slow"):
            sentence = _("does not go with {advises}; leave it out")
            raise WrongAt(("restart",), sentence.format(advises=self.advises))
        return self


class Restart(Entry):
    """The highest share of its earlier rate at which an infusion is started again."""

    at_most: Share
    when: Said | None = None
    source: Text
