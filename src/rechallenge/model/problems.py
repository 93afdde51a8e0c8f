"""What pydantic found wrong, as places and plain sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from rechallenge.quantities import shown

from .frozen import SeveralWrong, WrongAt
from .infusion import STEP_TAGS
from .places import Place, path_text

_SENTENCES = {
    "missing": "is missing; write it",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping of names to values",
    "model_type": "must be a mapping of keys to values",
    "union_tag_not_found": "must be a mapping: an infusion step or an observation",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what a person wrote: where, and a sentence that says what to write."""

    place: Place
    sentence: str

    @property
    def path(self) -> str:
        """The place as `infusion[2].over`."""
        return path_text(self.place)


class Unusable(ValueError):
    """An order or a protocol that cannot be used as written; carries each problem found."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.path}: {p.sentence}" for p in problems))


class UnusableOrder(Unusable):
    """An order that cannot be used as written; places are fields of `Order`."""


class UnusableProtocol(Unusable):
    """A protocol that cannot be used as written; places are keys of its file."""


def problems_of(error: ValidationError) -> Iterator[Problem]:
    """Each error of a validation, in the order found."""
    for found in error.errors(include_url=False):
        place: Place = tuple(part for part in found["loc"] if part not in STEP_TAGS)
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
    if found["type"] == "literal_error":
        return f'"{shown(str(found["input"]))}" is not one of {found["ctx"]["expected"]}'
    return _SENTENCES.get(found["type"], str(found["msg"]))
