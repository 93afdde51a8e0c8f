"""The order: what is asked for today."""

from collections.abc import Mapping
from datetime import datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator

from rechallenge.quantities import Kind, Quantity

from .drug_limits import Grade
from .frozen import Entry, FrozenDict, Named
from .line import Primed, Sets
from .making_up import Concentration, Technique
from .order_text import clock, line_volume_or_name, moment
from .pump import PlainRate
from .reading import (
    AMOUNT_KINDS,
    PER_AREA_KINDS,
    PER_WEIGHT_KINDS,
    PlainTime,
    PlainVolume,
    Reads,
    near_the_infusion,
    saved_text,
)
from .texts import Name, Text

ReactionKind: TypeAlias = Literal[
    "infusion-reaction",
    "hypersensitivity",
    "anaphylaxis",
    "severe-skin",
    "serum-sickness",
    "hepatitis",
    "nephritis",
    "haemolytic-anaemia",
]
"""What the earlier reaction was, in the words of the lists that tell who must not be given the drug
again; `severe-skin` is Stevens-Johnson syndrome, toxic epidermal necrolysis, erythema multiforme,
or blistering or peeling."""
SETTINGS = "settings"
"""The field of an order that holds values for the protocol's own parameters, by name."""
DOSE_KINDS = (*AMOUNT_KINDS, *PER_WEIGHT_KINDS, *PER_AREA_KINDS)


class Order(Entry):
    """An order for one infusion.

    Every field takes the text a person writes, or a quantity: `Order(dose="10 mg/kg",
    weight="48 kg", volume="250 mL")`. Raises pydantic's ValidationError, whose messages say what to
    write instead.
    """

    dose: Annotated[Quantity, Reads(DOSE_KINDS, parameter=False)]
    drug: Text | None = None
    weight: Annotated[Quantity, Reads((Kind.BODY_MASS,), parameter=False)] | None = None
    height: Annotated[Quantity, Reads((Kind.BODY_HEIGHT,), parameter=False)] | None = None
    bsa: Annotated[Quantity, Reads((Kind.BODY_AREA,), parameter=False)] | None = None
    volume: Annotated[Quantity, Reads((Kind.VOLUME,), parameter=False)] | None = None
    premed_lead: Annotated[PlainTime, AfterValidator(near_the_infusion)] | None = None
    start: Annotated[datetime, BeforeValidator(moment)] | None = None
    pump: Name | None = None
    line: (
        Annotated[
            Quantity | str,
            PlainValidator(line_volume_or_name),
            PlainSerializer(saved_text, when_used="json"),
        ]
        | None
    ) = None
    primed: Primed | None = None
    sets: Sets | None = None
    clear_line: PlainRate | None = None
    strength: Concentration | None = None
    technique: Technique | None = None
    container: PlainVolume | None = None
    overfill: PlainVolume | None = None
    smallest_draw: PlainVolume | None = None
    reaction_grade: Grade | None = None
    reaction_kind: ReactionKind | None = None
    closing_time: Annotated[time, BeforeValidator(clock)] | None = None
    patient: Text | None = None
    settings: Named[Annotated[Quantity | Fraction, Reads((), parameter=False, fraction=True)]] = (
        FrozenDict()
    )

    if TYPE_CHECKING:
        # What may be written; the fields above say what it is afterwards.
        def __init__(
            self,
            *,
            dose: Quantity | str,
            drug: str | None = None,
            weight: Quantity | str | None = None,
            height: Quantity | str | None = None,
            bsa: Quantity | str | None = None,
            volume: Quantity | str | None = None,
            premed_lead: Quantity | str | None = None,
            start: datetime | str | None = None,
            pump: str | None = None,
            line: Quantity | str | None = None,
            primed: Primed | None = None,
            sets: Sets | None = None,
            clear_line: Quantity | str | None = None,
            strength: Quantity | str | None = None,
            technique: Technique | None = None,
            container: Quantity | str | None = None,
            overfill: Quantity | str | None = None,
            smallest_draw: Quantity | str | None = None,
            reaction_grade: Grade | None = None,
            reaction_kind: ReactionKind | None = None,
            closing_time: time | str | None = None,
            patient: str | None = None,
            settings: Mapping[str, Quantity | Fraction | str] = ...,
        ) -> None: ...
