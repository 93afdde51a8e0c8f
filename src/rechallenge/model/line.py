"""The line between bag and vein: its dead volume, what it is primed with, and how a protocol fills
it."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypeAlias

from pydantic import AfterValidator

from rechallenge.quantities import Quantity
from rechallenge.words import _

from .frozen import Entry, WorkedOut, WrongAt
from .infusion import FillLine, Runs, Written, in_order
from .reading import PlainVolume, saved_text, settled
from .review import Review
from .texts import Name, Said, Text

if TYPE_CHECKING:
    from .protocol import ProtocolFile

Primed: TypeAlias = Literal["drug", "diluent"]
Sets: TypeAlias = Literal["shared", "fresh"]
NO_LINE = "none"
"""What an order states in place of a line, so that it is planned without that of its site."""


def _begins_with_a_letter(name: str) -> str:
    if not name[0].isalpha():
        raise ValueError(_("begins with a digit, as a volume does; begin it with a letter"))
    if name == NO_LINE:
        raise ValueError(_("means that there is no line; choose another name"))
    return name


class LineSet(Entry):
    """An infusion set by name: the volume between the bag and the vein, with its source. The name
    begins with a letter, so that an order's `line` is either a name or a volume."""

    name: Annotated[Name, AfterValidator(_begins_with_a_letter)]
    title: Said
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


class LineFilling(NamedTuple):
    """How a protocol fills the line: `fill` is a volume, or `line` for as much as that holds, at a
    `rate` in mL/h. `at` is the first entry that says so. `sets` is what the order must state, None
    where one bag runs."""

    at: int
    fill: Quantity | str
    rate: Quantity
    sets: str | None


def filling_of(infusion: tuple[Written, ...], first: str | None) -> LineFilling | None:
    """The fills of a protocol whose parameters have values; None where it states none. `first` is
    its first bag."""
    fills = [(at, entry) for at, entry in enumerate(infusion) if isinstance(entry, FillLine)]
    if not fills:
        return None
    at, fill = fills[0]
    assert isinstance(fill.fill, Quantity | str)
    bags = {bag for _, entry, bag in in_order(infusion, first) if isinstance(entry, Runs)}
    sets = None if len(bags) == 1 else "shared" if len(fills) == 1 else "fresh"
    return LineFilling(at, fill.fill, settled(fill.rate), sets)


def wrong_fills(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Each fill that does not come just before the first step of its bag, or is not like the first
    fill; and fills of some bags, where neither one line nor a set for each has them."""
    first = file.bags[0].name if file.bags else None
    entries = list(in_order(file.infusion, first))
    fills, run = list[tuple[int, FillLine, str | None]](), list[str | None]()
    for (at, entry, bag), following in zip_longest(entries, entries[1:]):
        if isinstance(entry, Runs) and bag not in run:
            run.append(bag)
        if not isinstance(entry, FillLine):
            continue
        fills.append((at, entry, bag))
        comes = following is not None and isinstance(following[1], Runs) and following[2] == bag
        if bag in run or not comes:
            sentence = _("fills the line; write it just before the first step of its bag")
            yield WrongAt(("infusion", at, "fill"), sentence)
        for key in ("fill", "rate"):
            value, other = getattr(entry, key), getattr(fills[0][1], key)
            if value != other:
                sentence = _("is {value}, and that of the first fill is {other}; write one for all")
                said = sentence.format(value=saved_text(value), other=saved_text(other))
                yield WrongAt(("infusion", at, key), said)
    filled = [bag for _at, _fill, bag in fills]
    if fills and filled not in (run[:1], run):
        sentence = _(
            "fills the line for {filled} of {run} bags; write one before the first bag (one line), "
            "or before each (a fresh set each)"
        )
        text = sentence.format(filled=len(filled), run=len(run))
        yield WrongAt(("infusion", fills[-1][0], "fill"), text)
