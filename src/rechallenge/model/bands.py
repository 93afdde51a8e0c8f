"""Values that depend on the patient's weight, band by band."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from rechallenge.quantities import Quantity, display
from rechallenge.words import _

from .drug_limits import BodyWeight
from .frozen import Entry, WorkedOut, WrongAt
from .reading import Reads

VALUE_TAG, BANDS_TAG = "<value>", "<bands>"
BAND_TAGS = frozenset((VALUE_TAG, BANDS_TAG))
"""Names that pydantic puts into the place of an error. They are not keys of any file."""


class Band(Entry):
    """The value for weights up to `to`, that weight included; the last band has no end."""

    up_to: BodyWeight | None = Field(None, alias="to")
    value: Annotated[Quantity | Fraction, Reads((), parameter=False, fraction=True)]


class ChosenBand(WorkedOut):
    """The band that a patient's weight lies in: above one weight, up to and with another, at least
    one of which it has."""

    above: Quantity | None
    up_to: Quantity | None


class ByWeight(Entry):
    """A parameter's value by body weight, lightest band first."""

    by: Literal["weight"]
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _leaves_no_weight_out(self) -> Self:
        ends = [band.up_to for band in self.bands]
        if len(ends) < 2:
            sentence = _("must have two bands or more; a single value needs none")
            raise WrongAt(("bands",), sentence)
        if ends[-1] is not None:
            sentence = _("ends the last band, which must have no end; leave it out")
            raise WrongAt(("bands", len(ends) - 1, "to"), sentence)
        for number, end in enumerate(ends[:-1]):
            before = ends[number - 1] if number else None
            place = ("bands", number, "to")
            if end is None:
                raise WrongAt(place, _("is missing; only the last band may have no end"))
            if before is not None and end <= before:
                sentence = _("is not above {weight}, where the band before ends")
                raise WrongAt(place, sentence.format(weight=display(before)))
        return self

    def at(self, weight: Quantity) -> tuple[Quantity | Fraction, ChosenBand]:
        """The value for a weight, and its band."""
        above: Quantity | None = None
        for band in self.bands:
            if band.up_to is None or weight <= band.up_to:
                return band.value, ChosenBand(above=above, up_to=band.up_to)
            above = band.up_to
        raise AssertionError("the last band has no end")


def value_or_bands(written: Any) -> str:
    """Whether a parameter's value is written as a single value or as bands."""
    return BANDS_TAG if isinstance(written, Mapping | ByWeight) else VALUE_TAG
