"""Doubts about a source: what is printed, what may be meant, and which value of the file it is."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import Quantity, QuantityError, parse
from rechallenge.words import _

from .frozen import Entry, WrongAt
from .places import Place, place_of
from .texts import Said, Text

SOURCE = "source"
"""The subject of a doubt that is not about one value."""

_STEP = r"give|rate|over|until|observe|increase|up_to|every|rates\[[0-9]+\]"
_PLACE = re.compile(
    rf"source|parameters\.[a-z][a-z0-9_]*|infusion\[[0-9]+\]\.({_STEP})"
    r"|bags\[[0-9]+\]\.(volume|holds|concentration)"
)


def _known_place(text: str) -> str:
    if not _PLACE.fullmatch(text):
        raise ValueError(
            _("write source, or the place of a value: infusion[0].rate, parameters.name")
        )
    return text


class Doubt(Entry):
    """Something in the source that is wrong or unclear. It is shown, never corrected.

    `about` is the place of a value in the same file, such as `infusion[0].rate` or
    `parameters.first_rate`, or `source` for anything else.
    """

    about: Annotated[str, AfterValidator(_known_place)]
    printed: Text
    may_mean: Text | None = None
    because: Said

    @property
    def place(self) -> Place:
        """The place as keys and positions: `("infusion", 0, "rate")`."""
        return place_of(self.about)

    @property
    def printed_value(self) -> Quantity:
        """What is printed, as a quantity; only where `about` is the place of a value."""
        return parse(self.printed)

    @property
    def may_mean_value(self) -> Quantity | None:
        """What may be meant, as a quantity, where the doubt says so."""
        return parse(self.may_mean) if self.may_mean is not None else None

    @model_validator(mode="after")
    def _values_are_quantities(self) -> Self:
        if self.about != SOURCE:
            for key in ("printed", "may_mean"):
                try:
                    parse(getattr(self, key) or self.printed)
                except QuantityError as error:
                    raise WrongAt((key,), str(error)) from None
        return self
