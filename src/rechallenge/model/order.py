"""The order for today's infusion."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from rechallenge.quantities import Kind, Quantity

from .drug_limits import Grade
from .frozen import Entry, FrozenDict, Named
from .line import NO_LINE, Primed, Sets
from .making_up import Technique
from .order_text import ClockTime, LineStated, TimeZone, check_age, moment
from .reaction import ReactionKind
from .reading import (
    AMOUNT_KINDS,
    CONCENTRATION_KINDS,
    DOSE_KINDS,
    RATE_KINDS,
    Reads,
    TypedLead,
    TypedRate,
    TypedVolume,
    typed,
)
from .texts import Name, Text
from .written_doses import DoseOrSet, OrderedPremedication, doses_in

Repeated: TypeAlias = Literal["first", "second"]
"""Which of two: on the night that the clocks go back, one hour comes twice."""
SETTINGS = "settings"
"""The field of an order that holds values for the protocol's own parameters, by name."""
REPEATABLE = ("premed",)
"""The fields of an order that hold several values, each of which may be stated on its own."""
Settings: TypeAlias = Named[
    Annotated[Quantity | Fraction, Reads((), parameter=False, fraction=True, commas=True)]
]


class Order(Entry):
    """An order for one infusion.

    Every field takes the text a person writes, or a quantity: `Order(dose="10 mg/kg",
    weight="48 kg", volume="250 mL")`. Raises pydantic's ValidationError, whose messages say what to
    write instead.

    An order with `given` begins in the middle: so much of the dose has left an earlier bag. `left`
    is what hangs of that bag, of `left_strength` where that is stated, connected since
    `bag_started`; without it, bags are prepared for what remains. No rate is above `go_on_at`, a
    rate or a share of `reaction_rate`.
    """

    dose: Annotated[Quantity, typed(*DOSE_KINDS)]
    drug: Text | None = None
    age: Annotated[Text, AfterValidator(check_age)] | None = None
    weight: Annotated[Quantity, typed(Kind.BODY_MASS)] | None = None
    height: Annotated[Quantity, typed(Kind.BODY_HEIGHT)] | None = None
    bsa: Annotated[Quantity, typed(Kind.BODY_AREA)] | None = None
    volume: TypedVolume | None = None
    premed_lead: TypedLead | None = None
    premed: Annotated[tuple[DoseOrSet, ...], BeforeValidator(doses_in)] = ()
    start: Annotated[datetime, BeforeValidator(moment)] | None = None
    time_zone: TimeZone | None = None
    repeated_start: Repeated | None = None
    pump: Name | None = None
    line: LineStated | None = None
    primed: Primed | None = None
    sets: Sets | None = None
    clear_line: TypedRate | None = None
    product: Text | None = None
    strength: Annotated[Quantity, typed(*CONCENTRATION_KINDS)] | None = None
    technique: Technique | None = None
    container: TypedVolume | None = None
    overfill: TypedVolume | None = None
    smallest_draw: TypedVolume | None = None
    measures: Name | None = None
    reaction_grade: Grade | None = None
    reaction_kind: ReactionKind | None = None
    reaction_rate: Annotated[Quantity, typed(*RATE_KINDS)] | None = None
    reaction_dose: Annotated[Quantity, typed(*AMOUNT_KINDS)] | None = None
    reaction_bag: Text | None = None
    given: Annotated[Quantity, typed(*AMOUNT_KINDS)] | None = None
    left: TypedVolume | None = None
    left_strength: Annotated[Quantity, typed(*CONCENTRATION_KINDS)] | None = None
    go_on_at: (
        Annotated[
            Quantity,
            typed(Kind.SHARE, Kind.VOLUME_RATE, Kind.MASS_RATE, Kind.ACTIVITY_RATE),
        ]
        | None
    ) = None
    bag_started: Annotated[datetime, BeforeValidator(moment)] | None = None
    closing_time: ClockTime | None = None
    patient: Text | None = None
    settings: Settings = FrozenDict()

    @property
    def line_stated(self) -> Quantity | str | None:
        """The line that the order states; None also where it states that there is none."""
        return None if isinstance(self.line, str) and self.line == NO_LINE else self.line

    @property
    def premed_doses(self) -> tuple[OrderedPremedication, ...]:
        """The premedication that is stated as doses."""
        return tuple(one for one in self.premed if isinstance(one, OrderedPremedication))

    @property
    def premed_sets(self) -> tuple[str, ...]:
        """The names of the site's premedication sets that are still to be looked up."""
        return tuple(one for one in self.premed if isinstance(one, str))

    @property
    def begins(self) -> datetime | None:
        """The start of step 1: in its time zone, where the order states one. Differences between
        two times of one zone are only right in UTC."""
        if self.start is None or self.time_zone is None:
            return self.start
        fold = 1 if self.repeated_start == "second" else 0
        return self.start.replace(tzinfo=ZoneInfo(self.time_zone), fold=fold)

    if TYPE_CHECKING:
        # These are the types of what may be written. The fields above have the types after reading.
        def __init__(
            self,
            *,
            dose: Quantity | str,
            drug: str | None = None,
            age: str | None = None,
            weight: Quantity | str | None = None,
            height: Quantity | str | None = None,
            bsa: Quantity | str | None = None,
            volume: Quantity | str | None = None,
            premed_lead: Quantity | str | None = None,
            premed: str | Sequence[OrderedPremedication | str] = ...,
            start: datetime | str | None = None,
            time_zone: str | None = None,
            repeated_start: Repeated | None = None,
            pump: str | None = None,
            line: Quantity | str | None = None,
            primed: Primed | None = None,
            sets: Sets | None = None,
            clear_line: Quantity | str | None = None,
            product: str | None = None,
            strength: Quantity | str | None = None,
            technique: Technique | None = None,
            container: Quantity | str | None = None,
            overfill: Quantity | str | None = None,
            smallest_draw: Quantity | str | None = None,
            measures: str | None = None,
            reaction_grade: Grade | None = None,
            reaction_kind: ReactionKind | None = None,
            reaction_rate: Quantity | str | None = None,
            reaction_dose: Quantity | str | None = None,
            reaction_bag: str | None = None,
            given: Quantity | str | None = None,
            left: Quantity | str | None = None,
            left_strength: Quantity | str | None = None,
            go_on_at: Quantity | str | None = None,
            bag_started: datetime | str | None = None,
            closing_time: time | str | None = None,
            patient: str | None = None,
            settings: Mapping[str, Quantity | Fraction | str] = ...,
        ) -> None: ...
