"""The line between bag and vein: its dead volume, and what it is primed with."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator

from rechallenge.quantities import Quantity
from rechallenge.words import _

from .frozen import Entry, WorkedOut
from .reading import PlainVolume
from .review import Review
from .texts import Name, Text

Primed: TypeAlias = Literal["drug", "diluent"]
Sets: TypeAlias = Literal["shared", "fresh"]


def _begins_with_a_letter(name: str) -> str:
    if not name[0].isalpha():
        raise ValueError(_("begins with a digit, as a volume does; begin it with a letter"))
    return name


class LineSet(Entry):
    """An infusion set by name: the volume between the bag and the vein, with its source. The name
    begins with a letter, so that an order's `line` is either a name or a volume."""

    name: Annotated[Name, AfterValidator(_begins_with_a_letter)]
    title: Text
    dead_volume: PlainVolume
    source: Text
    review: Review | None = None


class Line(WorkedOut):
    """The line of one plan. `sets` is `shared` where every bag runs through one line, `fresh`
    where each bag has its own; `clear_at` is the settable rate at which drug is brought to the
    vein before it is counted. `title` and `source` are of a named set, None for a stated volume."""

    dead_volume: Quantity
    primed: Primed
    sets: Sets
    clear_at: Quantity | None = None
    title: str | None = None
    source: str | None = None
