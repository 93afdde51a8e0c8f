"""What is on file about a drug. What is not known is left out, never taken from a similar one."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import Kind, Quantity, display

from .frozen import Entry, WrongAt
from .places import Place
from .reading import (
    AMOUNT_KINDS,
    PER_AREA_KINDS,
    PER_WEIGHT_KINDS,
    RATE_KINDS,
    Dose,
    PlainTime,
    PlainVolume,
    Reads,
    Text,
    at_least_one,
)

Concentration: TypeAlias = Annotated[
    Quantity, Reads((Kind.MASS_CONCENTRATION, Kind.ACTIVITY_CONCENTRATION), parameter=False)
]
OrderedAmount: TypeAlias = Annotated[
    Quantity, Reads((*AMOUNT_KINDS, *PER_WEIGHT_KINDS, *PER_AREA_KINDS), parameter=False)
]
Speed: TypeAlias = Annotated[Quantity, Reads(RATE_KINDS, parameter=False)]
Share: TypeAlias = Annotated[Quantity, Reads((Kind.SHARE,), parameter=False)]
Technique: TypeAlias = Literal["add to bag", "withdraw first", "final volume"]
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
        if self.highest is not None:
            if self.highest.dimensionality != self.dose.dimensionality:
                raise WrongAt(("highest",), f"does not go with {display(self.dose)}; use one unit")
            if self.highest < self.dose:
                raise WrongAt(("highest",), f"is below dose, {display(self.dose)}")
        return self

    @property
    def most(self) -> Dose:
        """The highest dose that is still usual."""
        return self.highest if self.highest is not None else self.dose


class Vial(Entry):
    """The drug as supplied: `holds` in `volume`, at `concentration`; the size may be unknown."""

    concentration: Concentration
    holds: Dose | None = None
    volume: PlainVolume | None = None
    source: Text

    @model_validator(mode="after")
    def _is_one_strength(self) -> Self:
        if (self.holds is None) is not (self.volume is None):
            key = "volume" if self.volume is None else "holds"
            raise WrongAt((key,), "is missing; write both holds and volume, or neither")
        if self.holds is not None and self.volume is not None:
            ratio = self.holds / self.volume
            same = ratio.dimensionality == self.concentration.dimensionality
            if not same or ratio != self.concentration:
                size = f"{display(self.holds)} in {display(self.volume)}"
                raise WrongAt(
                    ("concentration",), f"is {display(self.concentration)}, which {size} is not"
                )
        return self


class Diluent(Entry):
    """A solution the drug may be diluted in."""

    name: Text
    source: Text


class FinalConcentration(Entry):
    """The concentrations between which a prepared bag must lie; one end may be unknown. `about` is
    for a source that names one concentration and no range."""

    lowest: Concentration | None = None
    highest: Concentration | None = None
    about: Concentration | None = None
    source: Text

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.about is not None:
            for key in ("lowest", "highest"):
                if getattr(self, key) is not None:
                    raise WrongAt((key,), "does not go with about; write a range or about")
            return self
        _check_range(self.lowest, self.highest)
        return self


class DiluentVolume(Entry):
    """The volume of diluent that the source has the drug put into, or the range of it."""

    lowest: PlainVolume | None = None
    highest: PlainVolume | None = None
    source: Text

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        _check_range(self.lowest, self.highest)
        return self


def _check_range(lowest: Quantity | None, highest: Quantity | None) -> None:
    """Raises ValueError for a range without an end, upside down, or of two kinds."""
    if lowest is None and highest is None:
        raise ValueError("states neither lowest nor highest; write one, or leave the part out")
    if lowest is None or highest is None:
        return
    if lowest.dimensionality != highest.dimensionality:
        raise WrongAt(("highest",), f"does not go with lowest, {display(lowest)}; use one unit")
    if highest < lowest:
        raise WrongAt(("highest",), f"is below lowest, {display(lowest)}")


class Preparing(Entry):
    """How the label has the bag made; `to concentration` leaves the technique open."""

    technique: Technique | Literal["to concentration"]
    note: Text | None = None
    source: Text

    @property
    def one(self) -> Technique | None:
        """The technique, where the label has one."""
        if self.technique == "to concentration":
            return None
        return self.technique


class Stability(Entry):
    """For how long a prepared bag keeps, and where."""

    time: PlainTime
    at: Text
    source: Text


class Stated(Entry):
    """Something the source says in words: a filter, a set, a usual infusion."""

    says: Text
    source: Text


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


class DrugFacts(Entry):
    """A drug file: its name, its other names, and its facts with their sources.

    `group` is what two drugs share that are not given together without thought, such as "H1
    antihistamine"; `sedates` is what the source says of drowsiness. `not_in` are solutions that the
    source forbids, `dosing` is what it says of the dose in words.
    """

    name: Text
    also: tuple[Text, ...] = ()
    vials: tuple[Vial, ...] = ()
    diluents: tuple[Diluent, ...] = ()
    not_in: tuple[Diluent, ...] = ()
    diluent_volume: DiluentVolume | None = None
    concentration: FinalConcentration | None = None
    preparing: Preparing | None = None
    stability: tuple[Stability, ...] = ()
    line: tuple[Stated, ...] = ()
    usual_infusion: tuple[Stated, ...] = ()
    highest_rates: tuple[HighestRate, ...] = ()
    dosing: tuple[Stated, ...] = ()
    dose_limits: tuple[DoseLimit, ...] = ()
    reactions: tuple[ReactionAdvice, ...] = ()
    restart: Restart | None = None
    group: Stated | None = None
    sedates: Stated | None = None
    premedication: tuple[UsualDose, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if not self.vials:
            return self
        first = self.vials[0].concentration
        stated: list[tuple[Place, Quantity | None]] = [
            (("vials", number, "concentration"), vial.concentration)
            for number, vial in enumerate(self.vials)
        ]
        stated += [
            (("concentration", key), getattr(self.concentration, key, None))
            for key in ("lowest", "highest", "about")
        ]
        for place, value in stated:
            if value is not None and value.dimensionality != first.dimensionality:
                raise WrongAt(place, f"does not go with a vial of {display(first)}; use one unit")
        return self

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, key) for key in type(self).model_fields if key not in _NAMES):
            raise ValueError("states no fact; write one with its source")
        return self

    def goes_by(self, name: str) -> bool:
        """Whether this is one of its names, in any case."""
        return name.lower() in (self.name.lower(), *(other.lower() for other in self.also))


_NAMES = ("name", "also")
