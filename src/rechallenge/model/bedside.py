"""What is given for a reaction, and what is at the bedside before the infusion begins."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from rechallenge.quantities import Quantity

from .frozen import Entry
from .reading import DOSE_KINDS, Reads
from .texts import Text

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

    note: Text | None = None


def _thing_or_drug(written: Any) -> str:
    return _DRUG_TAG if isinstance(written, Mapping | BedsideDrug) else _TEXT_TAG


BedsideItem: TypeAlias = Annotated[
    Annotated[Text, Tag(_TEXT_TAG)] | Annotated[BedsideDrug, Tag(_DRUG_TAG)],
    Discriminator(_thing_or_drug),
]
"""A thing in words, or a drug with its dose and route."""
