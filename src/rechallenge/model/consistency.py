"""What one part of a protocol file says of another: names declared, said once, and used."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .bag import HOLDS_REST
from .frozen import Entry, Place, WrongAt, nearest_known
from .reading import Parameter

if TYPE_CHECKING:
    from .protocol import ProtocolFile

VOLUME = "volume"
"""The parameter that an order's bag volume sets."""
FULL_RATE = "full_rate"
"""The parameter that a rate written as a bare fraction is a share of."""
SOURCE = "source"
"""What a doubt is about when it is not about one value."""


def inconsistencies(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Each thing that does not fit together, at its place."""
    yield from _undeclared(file)
    yield from _needed(file)
    yield from _bags(file)
    yield from _doubts(file)


def parameters_used(file: "ProtocolFile") -> Iterator[tuple[Place, Parameter]]:
    """Each `$name` in the file, with the place where it stands."""
    for name, value in file.parameters.items():
        if isinstance(value, Parameter):
            yield ("parameters", name), value
    for part in ("bags", "premedication", "infusion"):
        for number, entry in enumerate(getattr(file, part)):
            for key, value in _values(entry):
                if isinstance(value, Parameter):
                    yield (part, number, *key), value


def _values(entry: Entry) -> Iterator[tuple[Place, Any]]:
    for key, value in entry:
        if isinstance(value, tuple):
            yield from (((key, n), item) for n, item in enumerate(value))
        else:
            yield (key,), value


def _undeclared(file: "ProtocolFile") -> Iterator[WrongAt]:
    known = [f"${name}" for name in file.parameters]
    for place, parameter in parameters_used(file):
        if parameter.name not in file.parameters:
            yield WrongAt(place, nearest_known(str(parameter), known, "parameter"))


def _needed(file: "ProtocolFile") -> Iterator[WrongAt]:
    diluted = [n for n, bag in enumerate(file.bags) if bag.dilution is not None]
    if VOLUME not in file.parameters and (diluted or not file.bags):
        place: Place = ("bags", diluted[0], "dilution") if diluted else ("parameters",)
        what = "is a fraction of the dose in $volume; declare" if diluted else "lacks"
        yield WrongAt(
            place, f"{what} the parameter {VOLUME}; write `{VOLUME}: required`, or its value"
        )
    if FULL_RATE in file.parameters:
        return
    for number, step in enumerate(file.infusion):
        for key, value in _values(step):
            if isinstance(value, Fraction):
                sentence = f"is a share of ${FULL_RATE}, which is not a parameter; declare it"
                yield WrongAt(("infusion", number, *key), sentence)


def _bags(file: "ProtocolFile") -> Iterator[WrongAt]:
    names = [bag.name for bag in file.bags]
    for number, (bag, count) in enumerate(zip(names, _so_far(names), strict=True)):
        if count > 1:
            yield WrongAt(("bags", number, "name"), f"{bag} is the name of an earlier bag")
    rest = [number for number, bag in enumerate(file.bags) if bag.holds == HOLDS_REST]
    for number in rest[1:]:
        yield WrongAt(
            ("bags", number, "holds"),
            f"is rest, and so is that of {names[rest[0]]}; only one bag can hold what is left",
        )
    for number, step in enumerate(file.infusion):
        named = getattr(step, "bag", None)
        if named is not None and named not in names:
            yield WrongAt(("infusion", number, "bag"), nearest_known(named, names, "bag"))


def _so_far(names: list[str]) -> Iterator[int]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield seen[name]


def _doubts(file: "ProtocolFile") -> Iterator[WrongAt]:
    """A doubt is about a value that stands in the file as it is printed in the source."""
    for number, doubt in enumerate(file.source.doubts):
        if doubt.about == SOURCE:
            continue
        here = ("source", "doubts", number, "about")
        try:
            value = value_at(file, doubt.about)
        except LookupError:
            yield WrongAt(here, f"{doubt.about} is no place in this file; name one, or source")
            continue
        if value != doubt.printed_value:
            yield WrongAt(here, f"{doubt.about} is not {doubt.printed} in this file")


def value_at(file: "ProtocolFile", place: str) -> Any:
    """What stands at `parameters.name` or `infusion[0].rate`. Raises LookupError."""
    part, *below = re.findall(r"\w+", place)
    if part == "parameters":
        return file.parameters[below[0]]
    value = getattr(file.infusion[int(below[0])], below[1], None)
    if value is None:
        raise LookupError(place)
    return value
