"""The fills of the line that a protocol states as entries, and whether they go with its steps."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rechallenge.quantities import Quantity
from rechallenge.words import _

from .frozen import WrongAt
from .infusion import FillLine, Runs, Written, in_order
from .reading import saved_text, settled

if TYPE_CHECKING:
    from .protocol import ProtocolFile


class Filling(NamedTuple):
    """How a protocol fills the line: `fill` is a volume, or `line` for as much as that holds, at a
    `rate` in mL/h. `at` is the first entry that says so. `sets` is what the order must state, None
    where one bag runs."""

    at: int
    fill: Quantity | str
    rate: Quantity
    sets: str | None


def filling_of(infusion: tuple[Written, ...], first: str | None) -> Filling | None:
    """The fills of a protocol whose parameters have values; None where it states none. `first` is
    its first bag."""
    fills = [(at, entry) for at, entry in enumerate(infusion) if isinstance(entry, FillLine)]
    if not fills:
        return None
    at, fill = fills[0]
    assert isinstance(fill.fill, Quantity | str)
    bags = {bag for _, entry, bag in in_order(infusion, first) if isinstance(entry, Runs)}
    sets = None if len(bags) == 1 else "shared" if len(fills) == 1 else "fresh"
    return Filling(at, fill.fill, settled(fill.rate), sets)


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
