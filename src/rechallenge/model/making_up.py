"""What is on file about making up a bag: vials, diluents, strengths, technique, keeping."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import model_validator

from rechallenge.quantities import Kind, Quantity, display
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .reading import Dose, PlainTime, PlainVolume, Reads
from .texts import Text

Concentration: TypeAlias = Annotated[
    Quantity, Reads((Kind.MASS_CONCENTRATION, Kind.ACTIVITY_CONCENTRATION), parameter=False)
]
Technique: TypeAlias = Literal["add to bag", "withdraw first", "final volume"]


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
            sentence = _("is missing; write both holds and volume, or neither")
            raise WrongAt((key,), sentence)
        if self.holds is not None and self.volume is not None:
            ratio = self.holds / self.volume
            same = ratio.dimensionality == self.concentration.dimensionality
            if not same or ratio != self.concentration:
                sentence = _("is {stated}, but {amount} in {volume} is not that concentration")
                stated, amount = display(self.concentration), display(self.holds)
                said = sentence.format(stated=stated, amount=amount, volume=display(self.volume))
                raise WrongAt(("concentration",), said)
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
                    raise WrongAt((key,), _("does not go with about; write a range or about"))
            return self
        check_range(self.lowest, self.highest)
        return self


class DiluentVolume(Entry):
    """The volume of diluent that the source has the drug put into, or the range of it."""

    lowest: PlainVolume | None = None
    highest: PlainVolume | None = None
    source: Text

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        check_range(self.lowest, self.highest)
        return self


def check_range(lowest: Quantity | None, highest: Quantity | None, low_key: str = "lowest") -> None:
    """Raises ValueError for a range without an end, with its ends exchanged, or of two kinds."""
    if lowest is None and highest is None:
        sentence = _("states neither lowest nor highest; write one, or leave the part out")
        raise ValueError(sentence)
    if lowest is None or highest is None:
        return
    sentence = _("does not go with {key}, {lowest}; use one unit")
    if lowest.dimensionality == highest.dimensionality:
        if highest >= lowest:
            return
        sentence = _("is below {key}, {lowest}")
    raise WrongAt(("highest",), sentence.format(key=low_key, lowest=display(lowest)))


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
