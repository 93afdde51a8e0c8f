"""What is on file about making up a bag: vials, diluents, strengths, technique, keeping."""

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import model_validator

from rechallenge.quantities import ML, Quantity, display, number_in
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .reading import CONCENTRATION_KINDS, Dose, PlainTime, PlainVolume, Reads
from .texts import Said, Text

Concentration: TypeAlias = Annotated[Quantity, Reads(CONCENTRATION_KINDS, parameter=False)]
Technique: TypeAlias = Literal["add to bag", "withdraw first", "final volume"]


class Vial(Entry):
    """The drug ready to draw: `holds` in `volume`, at `concentration`; the size may be unknown.
    `volume` may be rounded as it is printed: 440 mg at 21 mg/mL in 20.95 mL. `product` tells apart
    products that differ in strength or in how long they keep."""

    concentration: Concentration
    holds: Dose | None = None
    volume: PlainVolume | None = None
    product: Text | None = None
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
            if not same or not _is_rounded(self.volume, self.holds / self.concentration):
                sentence = _("is {stated}, but {amount} in {volume} is not that concentration")
                stated, amount = display(self.concentration), display(self.holds)
                said = sentence.format(stated=stated, amount=amount, volume=display(self.volume))
                raise WrongAt(("concentration",), said)
        return self

    @property
    def drawable(self) -> Quantity | None:
        """What can be drawn from one vial, exact; None where its size is unknown."""
        return None if self.holds is None else (self.holds / self.concentration).to(ML)


def _is_rounded(printed: Quantity, exact: Quantity) -> bool:
    """Whether a volume is the exact one, or that one rounded to the decimals it is printed with."""
    shown = number_in(printed, ML)
    half = Fraction(1, 2 * 10 ** _decimals(shown)) if shown.denominator > 1 else Fraction(0)
    return abs(number_in(exact, ML) - shown) <= half


def _decimals(number: Fraction) -> int:
    decimals = 0
    while (number * 10**decimals).denominator > 1:
        decimals += 1
    return decimals


class Diluent(Entry):
    """A solution the drug may, or must not, be diluted in; of one `product` only where it names
    one."""

    name: Said
    product: Text | None = None
    source: Text

    def is_for(self, product: str | None) -> bool:
        """Whether it is for this product, which may be unknown."""
        return self.product is None or product in (None, self.product)


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


def lies_within(value: Quantity, lowest: Quantity | None, highest: Quantity | None) -> bool:
    """Whether a value lies between two ends, where these are stated, and is of their kind."""
    ends = [end for end in (lowest, highest) if end is not None]
    if any(end.dimensionality != value.dimensionality for end in ends):
        return False
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


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
    note: Said | None = None
    source: Text

    @property
    def one(self) -> Technique | None:
        """The technique, where the label has one."""
        if self.technique == "to concentration":
            return None
        return self.technique


class Stability(Entry):
    """For how long a prepared bag keeps, and where. It may be for some bags only: for those of a
    concentration from `lowest` to `highest`, in one `diluent`, of one `product`."""

    time: PlainTime
    at: Said
    lowest: Concentration | None = None
    highest: Concentration | None = None
    diluent: Text | None = None
    product: Text | None = None
    source: Text

    @model_validator(mode="after")
    def _has_its_ends_in_order(self) -> Self:
        if self.has_range:
            check_range(self.lowest, self.highest)
        return self

    @property
    def has_range(self) -> bool:
        """Whether it is for some concentrations only."""
        return self.lowest is not None or self.highest is not None

    def is_for(self, product: str | None, concentration: Quantity) -> bool:
        """Whether it is for a bag of this concentration and of this product, which may be
        unknown."""
        if self.product is not None and product not in (None, self.product):
            return False
        return lies_within(concentration, self.lowest, self.highest)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The temperature, and the diluent and the product that it is for."""
        return tuple(text for text in (self.at, self.diluent, self.product) if text is not None)
