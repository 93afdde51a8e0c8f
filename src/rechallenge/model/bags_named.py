"""Agreement of the bags of a protocol file with the steps that name them."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .bag import HOLDS_REST
from .frozen import WrongAt
from .infusion import BagLadder, Observe
from .places import Place

if TYPE_CHECKING:
    from .protocol import ProtocolFile


def wrong_bags(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Each name that two bags have, or none; and a bag for the rest of the dose that is not the
    only one, or not the last."""
    names = [bag.name for bag in file.bags]
    for number, (bag, count) in enumerate(zip(names, _so_far(names), strict=True)):
        if count > 1:
            sentence = _("{bag} is the name of an earlier bag")
            yield WrongAt(("bags", number, "name"), sentence.format(bag=bag))
    rest = [number for number, bag in enumerate(file.bags) if bag.holds == HOLDS_REST]
    for number in rest[1:]:
        sentence = _("is rest, and so is that of {bag}; only one bag can hold what is left")
        yield WrongAt(("bags", number, "holds"), sentence.format(bag=names[rest[0]]))
    for place, named in _bags_named(file):
        if named in names:
            continue
        sentence = _("names a bag, but the file has none; leave it out, or write bags")
        if names:
            sentence = nearest_known(named, names, "bag")
        yield WrongAt(place, sentence)
    yield from _after_rest(file, [names[number] for number in rest])
    used = {named for _, named in _bags_named(file)} | set(names[:1])
    for number in rest[:1]:
        if names[number] not in used:
            sentence = _("is rest, but no step uses {bag}; use it, or leave it out")
            yield WrongAt(("bags", number, "holds"), sentence.format(bag=names[number]))


def _bags_named(file: "ProtocolFile") -> Iterator[tuple[Place, str]]:
    """Each name of a bag in the steps, with its place."""
    for number, entry in enumerate(file.infusion):
        if isinstance(entry, BagLadder):
            for at, name in enumerate(entry.bags):
                yield ("infusion", number, "bags", at), name
        elif (named := getattr(entry, "bag", None)) is not None:
            yield ("infusion", number, "bag"), named


def _after_rest(file: "ProtocolFile", rest: list[str]) -> Iterator[WrongAt]:
    """The bag that holds the rest of the dose must be the last one used; otherwise some of it would
    not be given."""
    first = file.bags[0].name if file.bags else None
    giving = [entry for entry in file.infusion if not isinstance(entry, Observe)][:1]
    begun = first in rest and any(getattr(entry, "bag", first) is None for entry in giving)
    for place, named in _bags_named(file):
        if begun and named not in rest:
            sentence = _("comes after {bag}, which holds the rest; use {bag} last")
            yield WrongAt(place, sentence.format(bag=rest[0]))
        begun = begun or named in rest


def _so_far(names: list[str]) -> Iterator[int]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield seen[name]
