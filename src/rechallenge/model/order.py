"""The order: what is asked for today."""

from collections.abc import Mapping
from datetime import datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

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

    dose: Annotated[Quantity, Reads(DOSE_KINDS, parameter=False)] = Field(
        description="the ordered dose: mg, mg/kg, mg/m2 or units"
    )
    drug: Text | None = Field(
        None, description="the drug given, where the protocol is for any drug"
    )
    weight: Annotated[Quantity, Reads((Kind.BODY_MASS,), parameter=False)] | None = Field(
        None, description="body weight in kg, for a dose or rate per kg"
    )
    height: Annotated[Quantity, Reads((Kind.BODY_HEIGHT,), parameter=False)] | None = Field(
        None, description="body height in cm, to work out the body surface area"
    )
    bsa: Annotated[Quantity, Reads((Kind.BODY_AREA,), parameter=False)] | None = Field(
        None, description="body surface area in m2, for a dose per m2"
    )
    volume: Annotated[Quantity, Reads((Kind.VOLUME,), parameter=False)] | None = Field(
        None, description="final volume of the bag in mL"
    )
    premed_lead: Annotated[PlainTime, AfterValidator(near_the_infusion)] | None = Field(
        None, description="when to give premedication whose time the source does not state"
    )
    start: Annotated[datetime, BeforeValidator(moment)] | None = Field(
        None, description="start of step 1, in 24-hour time"
    )
    pump: Name | None = Field(None, description="a pump on file; generic unless stated")
    line: Annotated[Quantity | str, PlainValidator(line_volume_or_name)] | None = Field(
        None, description="the line's dead volume in mL, or a set on file"
    )
    primed: Primed | None = Field(None, description="what the line is primed with: drug or diluent")
    sets: Sets | None = Field(
        None, description="of several bags: one shared line, or a fresh set for each"
    )
    clear_line: PlainRate | None = Field(
        None, description="bring drug to the vein first, at this rate, counted as nothing"
    )
    strength: Concentration | None = Field(
        None, description="strength of the drug as supplied, such as 12.5 mg/mL"
    )
    technique: Technique | None = Field(
        None, description="how each bag is made: add to bag, withdraw first or final volume"
    )
    container: PlainVolume | None = Field(
        None, description="nominal volume of the bag of diluent to begin with"
    )
    overfill: PlainVolume | None = Field(
        None, description="what that bag holds above its nominal volume"
    )
    smallest_draw: PlainVolume | None = Field(
        None, description="smallest volume that can be drawn accurately here"
    )
    reaction_grade: Grade | None = Field(
        None, description="CTCAE grade of the earlier reaction, 1 to 4"
    )
    reaction_kind: ReactionKind | None = Field(
        None, description=f"what the earlier reaction was: {', '.join(get_args(ReactionKind))}"
    )
    closing_time: Annotated[time, BeforeValidator(clock)] | None = Field(
        None, description="when the unit closes, in 24-hour time"
    )
    patient: Text | None = Field(
        None, description="a label for the sheet; kept in the plan, sent nowhere"
    )
    settings: Named[Annotated[Quantity | Fraction, Reads((), parameter=False, fraction=True)]] = (
        Field(FrozenDict(), description="values for the protocol's own parameters")
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
