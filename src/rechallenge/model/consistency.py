"""What one part of a protocol file says of another: names declared, said once, and used."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .bag import HOLDS_REST
from .doubt import SOURCE
from .frozen import Entry, WrongAt, nearest_known
from .places import Place
from .reading import Parameter

if TYPE_CHECKING:
    from .protocol import ProtocolFile

VOLUME = "volume"
"""The parameter that an order's bag volume sets."""
FULL_RATE = "full_rate"
"""The parameter that a rate written as a bare fraction is a share of."""
MOST_STEPS = 200
"""Steps of a protocol, or of one ramp; no clinical limit, it keeps a slip from running for ever."""


def inconsistencies(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Each thing that does not fit together, at its place."""
    yield from _names(file)
    yield from _undeclared(file)
    yield from _circles(file)
    yield from _count(file)
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


def _names(file: "ProtocolFile") -> Iterator[WrongAt]:
    for name in file.parameters:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            sentence = "is no name for a parameter; write small letters, digits and _: first_rate"
            yield WrongAt(("parameters", name), sentence)


def unused_parameters(file: "ProtocolFile") -> list[str]:
    """Parameters that stand nowhere: setting one would have no effect."""
    used = {parameter.name for _, parameter in parameters_used(file)}
    if not file.bags or any(bag.dilution is not None for bag in file.bags):
        used.add(VOLUME)
    values = [value for step in file.infusion for _, value in _values(step)]
    if any(isinstance(value, Fraction) for value in (*values, *file.parameters.values())):
        used.add(FULL_RATE)
    return [name for name in file.parameters if name not in used]


def _undeclared(file: "ProtocolFile") -> Iterator[WrongAt]:
    known = [f"${name}" for name in file.parameters]
    for place, parameter in parameters_used(file):
        if parameter.name not in file.parameters:
            sentence = nearest_known(str(parameter), known, "parameter")
            yield WrongAt(place, f"{sentence} Declare it under parameters to use it")


def _circles(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Parameters that stand for one another and never for a value; each circle once."""
    known: set[str] = set()
    for name in file.parameters:
        path = [name]
        while isinstance(value := file.parameters.get(path[-1]), Parameter):
            path.append(value.name)
            if value.name == name and name not in known:
                known.update(path)
                circle = " -> ".join(f"${n}" for n in path)
                yield WrongAt(
                    ("parameters", name), f"goes round in a circle: {circle}; state a value"
                )
            if value.name in path[:-1]:
                break


def _count(file: "ProtocolFile") -> Iterator[WrongAt]:
    steps = sum(len(getattr(step, "rates", (step,))) for step in file.infusion)
    if steps > MOST_STEPS:
        sentence = f"has {steps} steps; nobody could run more than {MOST_STEPS}"
        yield WrongAt(("infusion",), sentence)


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
                sentence = (
                    f"is a share of ${FULL_RATE}, which is not a parameter; write "
                    f"`{FULL_RATE}: 100 mL/h`, or required"
                )
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
        if named is None or named in names:
            continue
        sentence = "names a bag, and the file has none; leave it out, or write bags"
        if names:
            sentence = nearest_known(named, names, "bag")
        yield WrongAt(("infusion", number, "bag"), sentence)
    yield from _after_rest(file, [names[number] for number in rest])
    used = {getattr(step, "bag", None) for step in file.infusion} | set(names[:1])
    for number in rest[:1]:
        if names[number] not in used:
            sentence = f"is rest, but no step uses {names[number]}; use it, or leave it out"
            yield WrongAt(("bags", number, "holds"), sentence)


def _after_rest(file: "ProtocolFile", rest: list[str]) -> Iterator[WrongAt]:
    """The bag that holds what is left is the last one used; from any other, some would be left."""
    begun = False
    for number, step in enumerate(file.infusion):
        named = getattr(step, "bag", None)
        if begun and named is not None and named not in rest:
            sentence = f"comes after {rest[0]}, which holds the rest; use {rest[0]} last"
            yield WrongAt(("infusion", number, "bag"), sentence)
        begun = begun or (named or (file.bags[0].name if file.bags else None)) in rest


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
            value = value_at(file, doubt.place)
        except LookupError:
            yield WrongAt(here, f"{doubt.about} is no place in this file; name one, or source")
            continue
        if value != doubt.printed_value:
            yield WrongAt(here, f"{doubt.about} is not {doubt.printed} in this file")


def value_at(file: "ProtocolFile", place: Place) -> Any:
    """What stands at a place of the file. Raises LookupError."""
    value: Any = file
    for part in place:
        value = getattr(value, str(part), None) if isinstance(value, Entry) else value[part]
        if value is None:
            raise LookupError(place)
    return value
