"""Reactions: their kinds, those that a protocol is not for, and what is given for one or stands at
the bedside."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from rechallenge.quantities import Quantity

from .drug_limits import Grade
from .frozen import Entry
from .reading import DOSE_KINDS, Reads
from .texts import Said, Text, is_by_language

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
again; `severe-skin` is Stevens-Johnson syndrome, toxic epidermal necrolysis, DRESS, AGEP,
exfoliative dermatitis, erythema multiforme, or blistering or peeling."""


class NotFor(Entry):
    """Whom a protocol is not for, in words; and the reactions after which no plan is made. Where
    grades and kinds are stated, it is for reactions that are of both."""

    says: Said
    grades: tuple[Grade, ...] = ()
    kinds: tuple[ReactionKind, ...] = ()

    def covers(self, grade: Grade | None, kind: ReactionKind | None) -> bool:
        """Whether a reaction of this grade and kind is one of these."""
        return (
            bool(self.grades or self.kinds)
            and (not self.grades or grade in self.grades)
            and (not self.kinds or kind in self.kinds)
        )


def _text_alone(written: Any) -> Any:
    alone = isinstance(written, str) or is_by_language(written)
    return {"says": written} if alone else written


Excluded: TypeAlias = Annotated[
    NotFor, BeforeValidator(_text_alone, json_schema_input_type=Said | NotFor)
]
"""An entry of `not_for`: a text alone, or one with grades and kinds."""


UNSTATED = "unstated"
_TEXT_TAG, _DRUG_TAG = "<thing>", "<drug>"
BEDSIDE_TAGS = frozenset((_TEXT_TAG, _DRUG_TAG))
"""Names that pydantic puts into the place of an error; they stand in no file."""


class Treatment(Entry):
    """A drug that the source reports giving for the reaction."""

    drug: Text
    dose: Annotated[Quantity | str, Reads(DOSE_KINDS, (UNSTATED,), parameter=False)]
    route: Text


class BedsideDrug(Treatment):
    """A drug to have at the bedside, ready to be given for a reaction."""

    note: Said | None = None


def _thing_or_drug(written: Any) -> str:
    is_drug = isinstance(written, Mapping | BedsideDrug) and not is_by_language(written)
    return _DRUG_TAG if is_drug else _TEXT_TAG


BedsideItem: TypeAlias = Annotated[
    Annotated[Said, Tag(_TEXT_TAG)] | Annotated[BedsideDrug, Tag(_DRUG_TAG)],
    Discriminator(_thing_or_drug),
]
"""A thing in words, or a drug with its dose and route."""
