"""A protocol: a published strategy as a file states it, with its source and its doubts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    model_validator,
)

from rechallenge.quantities import KG, M2, Kind, Quantity, display, per_body, quantity
from rechallenge.words import _

from .bag import WrittenBag
from .bands import BANDS_TAG, VALUE_TAG, ByWeight, value_or_bands
from .consistency import inconsistencies
from .dosing import Dosing
from .doubt import Doubt
from .drug_limits import OrderedAmount
from .example import Example
from .frozen import Entry, FrozenDict, Named, SeveralWrong, WrongAt, frozen_tree
from .infusion import IV, Route
from .monitoring import Monitoring
from .reaction import UNSTATED, BedsideItem, Excluded, Treatment
from .reading import (
    Dose,
    Parameter,
    Reads,
    at_least_one,
    near_the_infusion,
)
from .review import REVIEWED, Review
from .texts import Name, Said, Text, WholeNumber
from .written_step import WrittenStep

ANY_DRUG = "any"
REQUIRED = "required"
Strategy: TypeAlias = Literal[
    "extended", "stepwise", "slow-start", "desensitization", "titration", "challenge"
]


ParameterValue: TypeAlias = Annotated[
    Annotated[
        Quantity | Fraction | Parameter | str,
        Reads((), (REQUIRED,), fraction=True),
        Tag(VALUE_TAG),
    ]
    | Annotated[ByWeight, Tag(BANDS_TAG)],
    Discriminator(value_or_bands),
]


class Source(Entry):
    """Where the protocol comes from and what is known of how it went. `premedication` is what it
    says of premedication beyond the doses that the file lists; also that none was given."""

    citation: Text
    where: Text | None = None
    url: Text | None = None
    patients: WholeNumber | None = None
    outcome: Said | None = None
    premedication: Said | None = None
    doubts: tuple[Doubt, ...] = ()


class Premedication(Entry):
    """A drug given beforehand; `before` is the time from this dose to the start of step 1.

    A dose per kg or per m2 may have a highest dose, `at_most`: that is the source's own, so the
    lower of the two is planned.
    """

    drug: Text
    dose: OrderedAmount
    at_most: Dose | None = None
    route: Text
    before: Annotated[
        Quantity | Parameter | str,
        Reads((Kind.TIME,), (UNSTATED,)),
        AfterValidator(near_the_infusion),
    ]
    note: Said | None = None

    @model_validator(mode="after")
    def _ends_where_it_can(self) -> Self:
        if self.at_most is None:
            return self
        if (per := per_body(self.dose)) is None:
            sentence = _(
                "limits a dose per kg or per m2, but {dose} is the same for every patient; leave "
                "it out"
            )
            raise WrongAt(("at_most",), sentence.format(dose=display(self.dose)))
        one = quantity(1, KG if per == "kg" else M2)
        if (self.at_most / one).dimensionality != self.dose.dimensionality:
            sentence = _("does not go with {dose}; use one unit")
            raise WrongAt(("at_most",), sentence.format(dose=display(self.dose)))
        return self


class ProtocolFile(Entry):
    """What a protocol file may say."""

    id: Name
    title: Said
    drug: Text
    strategy: Strategy
    version: WholeNumber
    scope: Said
    not_for: tuple[Excluded, ...] = ()
    source: Source
    review: Review
    dosing: Dosing | None = None
    route: Route = IV
    parameters: Named[ParameterValue] = FrozenDict()
    premedication: tuple[Premedication, ...] = ()
    bags: tuple[WrittenBag, ...] = ()
    infusion: Annotated[tuple[WrittenStep, ...], AfterValidator(at_least_one)]
    monitoring: Monitoring | None = None
    bedside: tuple[BedsideItem, ...] = ()
    if_reaction: tuple[Treatment, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        wrong = tuple(inconsistencies(self))
        if wrong:
            raise SeveralWrong(wrong)
        return self


class Protocol(ProtocolFile):
    """A protocol as read, with the fingerprint of what its file says (its review left out).

    `tree` is the file itself as plain values, every scalar its text: a saved plan holds it, so
    that it can be made again. It is empty for a protocol that no file states.
    """

    fingerprint: str
    tree: Annotated[Mapping[str, object], PlainValidator(frozen_tree)] = Field(
        FrozenDict(), repr=False
    )

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has reviewed this very content."""
        return self.review.holds_for(self.tree)

    @property
    def edited_since_review(self) -> bool:
        """Whether the file was changed after a person reviewed it."""
        return self.review.status == REVIEWED and not self.is_reviewed
