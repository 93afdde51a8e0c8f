"""The order: what is asked for today."""

import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from rechallenge.quantities import Kind, Quantity, shown

from .frozen import Entry
from .reading import (
    AMOUNT_KINDS,
    PER_AREA_KINDS,
    PER_WEIGHT_KINDS,
    PlainTime,
    Reads,
    Text,
    near_the_infusion,
)

DOSE_KINDS = (*AMOUNT_KINDS, *PER_WEIGHT_KINDS, *PER_AREA_KINDS)


def _moment(written: Any) -> Any:
    if isinstance(written, datetime):
        if written.tzinfo is not None or written.second or written.microsecond:
            raise ValueError("is a local time to the minute; leave zone and seconds out")
        return written
    if not isinstance(written, str):
        return written
    if re.fullmatch(r"2[0-8][0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}", written, re.ASCII):
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            pass
    raise ValueError(
        f'"{shown(written)}" is not a date and a 24-hour time; write "2026-11-21 09:00", or in a '
        'command "09:00" for today'
    )


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
    start: Annotated[datetime, BeforeValidator(_moment)] | None = Field(
        None, description="start of step 1, in 24-hour time"
    )
    settings: dict[
        str, Annotated[Quantity | Fraction, Reads((), parameter=False, fraction=True)]
    ] = Field({}, description="values for the protocol's own parameters")

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
            settings: Mapping[str, Quantity | Fraction | str] = ...,
        ) -> None: ...
