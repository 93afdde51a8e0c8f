"""Measures: the syringes and the bags of diluent at hand, as their makers state them."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from rechallenge.quantities import PLAIN, Quantity, display
from rechallenge.words import _

from .drug_limits import Share
from .frozen import Entry, WrongAt
from .reading import PlainVolume, at_least_one
from .review import Review
from .texts import Name, Said, Text

DEFAULT_MEASURES = "bd-luer-lok"
"""What bags are made with when the order names no measures."""
ASKS_ABOVE = "asks_above"
"""The key of the share that the site's file states for measures that state none."""


class Syringe(Entry):
    """A syringe: the most it `holds`, and the interval between two marks of its scale."""

    holds: PlainVolume
    graduation: PlainVolume

    @model_validator(mode="after")
    def _ends_on_a_mark(self) -> Self:
        if (self.holds / self.graduation).to(PLAIN).magnitude % 1:
            sentence = _("does not divide {holds}, which the syringe holds; write another")
            raise WrongAt(("graduation",), sentence.format(holds=display(self.holds)))
        return self


class DiluentBag(Entry):
    """A bag of diluent by its nominal volume; `overfill` is what it holds above that."""

    holds: PlainVolume
    overfill: PlainVolume | None = None


class Measures(Entry):
    """What bags are made with at one place. `asks_above` is the difference between the content of
    a bag and what was ordered from which on a person is asked."""

    name: Name
    title: Said
    syringes: Annotated[tuple[Syringe, ...], AfterValidator(at_least_one)]
    bags: tuple[DiluentBag, ...] = ()
    asks_above: Share | None = None
    source: Text
    notes: tuple[Said, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _states_each_size_once(self) -> Self:
        for key in ("syringes", "bags"):
            seen: list[Quantity] = []
            for number, one in enumerate(getattr(self, key)):
                if one.holds in seen:
                    sentence = _("{holds} is stated twice; keep one")
                    place = (key, number, "holds")
                    raise WrongAt(place, sentence.format(holds=display(one.holds)))
                seen.append(one.holds)
        return self
