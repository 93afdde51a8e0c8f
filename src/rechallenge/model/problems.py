"""What pydantic found wrong, as places and plain sentences."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from rechallenge.words import _
from rechallenge.words.shown import shown

from .bands import BAND_TAGS
from .frozen import SeveralWrong, WrongAt
from .places import Place, path_text
from .reaction import BEDSIDE_TAGS
from .written_doses import PREMEDICATION_TAGS
from .written_step import STEP_TAGS

_TAGS = STEP_TAGS | BAND_TAGS | BEDSIDE_TAGS | {*PREMEDICATION_TAGS}


class Problem(NamedTuple):
    """One thing wrong with what a person wrote: where, and a sentence that says what to write."""

    place: Place
    sentence: str

    @property
    def path(self) -> str:
        """The place as `infusion[2].over`."""
        return path_text(self.place)

    def below(self, *place: str | int) -> "Problem":
        """The same in what stands at a place."""
        return Problem((*place, *self.place), self.sentence)


class Unusable(ValueError):
    """An order or a protocol that cannot be used as written; carries each problem found."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.path}: {p.sentence}" for p in problems))


class UnusableOrder(Unusable):
    """An order that cannot be used as written; places are fields of `Order`."""


class AnotherDrug(UnusableOrder):
    """An order for another drug than the protocol's; a front end may say which protocols there are
    for `drug`, the one that is ordered."""

    def __init__(self, problem: Problem, drug: str) -> None:
        super().__init__(problem)
        self.drug = drug


class UnusableProtocol(Unusable):
    """A protocol that cannot be used as written; places are keys of its file."""


def problems_of(error: ValidationError) -> Iterator[Problem]:
    """Each error of a validation, in the order found."""
    for found in error.errors(include_url=False):
        place: Place = tuple(part for part in found["loc"] if part not in _TAGS)
        cause: Any = found.get("ctx", {}).get("error")
        if isinstance(cause, SeveralWrong):
            yield from (Problem((*place, *wrong.place), str(wrong)) for wrong in cause.wrong)
        elif isinstance(cause, WrongAt):
            yield Problem((*place, *cause.place), str(cause))
        else:
            yield Problem(place, _sentence(found, cause))


def _sentence(found: Any, cause: Any) -> str:
    if cause is not None and not isinstance(cause, str):
        return str(cause)
    match found["type"]:
        case "missing":
            return _("is missing; write it")
        case "string_type":
            return _("must be text")
        case "tuple_type":
            return _("must be a list")
        case "dict_type":
            return _("must be a mapping of names to values")
        case "model_type" | "dataclass_type":
            return _("must be a mapping of keys to values")
        case "unexpected_keyword_argument":
            return _("is not known here; leave it out")
        case "union_tag_not_found":
            return _("must be a mapping: an infusion step or an observation")
        case "literal_error":
            sentence = _('"{text}" is not one of {known}')
            known = ", ".join(re.findall("'([^']*)'", found["ctx"]["expected"]))
            return sentence.format(text=shown(str(found["input"])), known=known)
    return _("cannot be used: {cause}").format(cause=found["msg"])
