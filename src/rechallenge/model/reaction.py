"""The earlier reaction: its kinds, and those that a protocol is not for."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator

from .drug_limits import Grade
from .frozen import Entry
from .texts import Text

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

    says: Text
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
    return {"says": written} if isinstance(written, str) else written


Excluded: TypeAlias = Annotated[
    NotFor, BeforeValidator(_text_alone, json_schema_input_type=Text | NotFor)
]
"""An entry of `not_for`: a text alone, or one with grades and kinds."""
