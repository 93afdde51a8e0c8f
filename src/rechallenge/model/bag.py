"""A bag as a protocol writes it: its volume, and what is in it."""

from fractions import Fraction
from typing import Annotated, Self

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from rechallenge.quantities import FRACTION_PATTERN, NAME_PATTERN, Kind, Quantity, parse_fraction
from rechallenge.words import _
from rechallenge.words.shown import shown

from .frozen import Entry, WrongAt
from .reading import DOSE_KINDS, VOLUME_KINDS, Parameter, Reads, parameter_named
from .texts import Text

HOLDS_DOSE, HOLDS_REST = "dose", "rest"
_HOLDS = (Kind.SHARE, *DOSE_KINDS)
_CONCENTRATIONS = (Kind.MASS_CONCENTRATION, Kind.ACTIVITY_CONCENTRATION)


def _dilution(written: object) -> Fraction | Parameter:
    if isinstance(written, Fraction | Parameter):
        return written
    text = written if isinstance(written, str) else str(written)
    if (share := parse_fraction(text)) is not None:
        return share
    if named := parameter_named(text):
        return named
    sentence = _('"{text}" is not a fraction of full strength; write it as 1/100')
    raise ValueError(sentence.format(text=shown(text)))


def _saved(dilution: Fraction | Parameter) -> str:
    if isinstance(dilution, Parameter):
        return str(dilution)
    return f"{dilution.numerator}/{dilution.denominator}"


class WrittenBag(Entry):
    """One container. It says what it holds in one of three ways, or holds the whole dose.

    `volume` is its final volume. `diluent` is stated instead where the source gives the volume of
    diluent that the drug is added to; the drug's own volume comes on top. Either may be per kg or
    per m2. `holds`: `dose`, `rest` (what earlier bags have not given), a share of the dose, or an
    amount, also per kg or per m2. `concentration`: per mL. `dilution`: a fraction of full strength,
    which is the dose in the parameter `volume`.
    """

    name: Text
    volume: Annotated[Quantity | Parameter, Reads(VOLUME_KINDS)] | None = None
    diluent: Annotated[Quantity | Parameter, Reads(VOLUME_KINDS)] | None = None
    holds: Annotated[Quantity | Parameter | str, Reads(_HOLDS, (HOLDS_DOSE, HOLDS_REST))] | None = (
        None
    )
    concentration: Annotated[Quantity | Parameter, Reads(_CONCENTRATIONS)] | None = None
    dilution: (
        Annotated[
            Fraction | Parameter,
            PlainValidator(_dilution),
            PlainSerializer(_saved, when_used="json"),
            WithJsonSchema({"type": "string", "pattern": f"^({FRACTION_PATTERN}|{NAME_PATTERN})$"}),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _says_it_once(self) -> Self:
        said = [k for k in ("holds", "concentration", "dilution") if getattr(self, k) is not None]
        if len(said) > 1:
            sentence = _("states its contents several times, by {keys}; keep one of them")
            raise ValueError(sentence.format(keys=", ".join(said)))
        if self.volume is None and self.diluent is None:
            sentence = _("is missing; write it, or the diluent that the drug is added to")
            raise WrongAt(("volume",), sentence)
        if self.volume is not None and self.diluent is not None:
            raise WrongAt(("diluent",), _("is written together with volume; keep one of them"))
        if self.diluent is not None and said not in ([], ["holds"]):
            sentence = _("does not go with {key}, which refers to a final volume; write holds")
            raise WrongAt(("diluent",), sentence.format(key=said[0]))
        return self
