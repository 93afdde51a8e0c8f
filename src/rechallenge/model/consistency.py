"""Agreement within a protocol file: each name is declared, declared once, and used."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .bags_named import wrong_bags
from .bands import ByWeight
from .doubt import SOURCE
from .frozen import Entry, WrongAt
from .infusion import (
    RUN_BY,
    WAITS,
    Runs,
    plain_entries,
)
from .line import wrong_fills
from .places import Place
from .reading import Parameter, share_in

if TYPE_CHECKING:
    from .protocol import ProtocolFile

VOLUME = "volume"
"""The parameter that an order's bag volume sets."""
FULL_RATE = "full_rate"
"""The parameter that a rate such as `1/4` or `25 %` is a share of."""
MOST_STEPS = 200
"""Steps of a protocol, or of one ramp. This is not a clinical limit: it stops a slip from running
for ever."""
MOST_PARAMETERS = 100
"""Parameters of a protocol: five times as many as any that ships."""


def inconsistencies(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Each contradiction, at its place."""
    if len(file.parameters) > MOST_PARAMETERS:
        sentence = _("has {number} parameters, more than {most}; write values where they are used")
        said = sentence.format(number=f"{len(file.parameters):,}", most=MOST_PARAMETERS)
        # Each of the comparisons below would take that many squared.
        yield WrongAt(("parameters",), said)
        return
    yield from _names(file)
    yield from _undeclared(file)
    yield from _circles(file)
    yield from _count(file)
    yield from _needed(file)
    yield from wrong_bags(file)
    yield from _routes(file)
    yield from wrong_fills(file)
    yield from _doubts(file)


def parameters_used(file: "ProtocolFile") -> Iterator[tuple[Place, Parameter]]:
    """Each `$name` in the file, with its place."""
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
            sentence = _(
                "cannot name a parameter; write lower-case letters, digits and _, such as "
                "first_rate"
            )
            yield WrongAt(("parameters", name), sentence)


def unused_parameters(file: "ProtocolFile") -> list[str]:
    """Parameters that are not used: setting one would have no effect."""
    used = {parameter.name for place, parameter in parameters_used(file)}
    if not file.bags or any(bag.dilution is not None for bag in file.bags):
        used.add(VOLUME)
    if any(
        share_in(value) is not None for _place, rate in _rates(file) for value in _of(file, rate)
    ):
        used.add(FULL_RATE)
    return [name for name in file.parameters if name not in used]


def _rates(file: "ProtocolFile") -> Iterator[tuple[Place, Any]]:
    """Each rate of a step, with its place."""
    for number, step in enumerate(file.infusion):
        for key, value in _values(step):
            if key[0] in ("rate", "rates", "increase", "up_to"):
                yield ("infusion", number, *key), value


def _of(file: "ProtocolFile", value: Any) -> Iterator[Any]:
    """The value, or those that a parameter may have without the order."""
    seen = set()
    while isinstance(value, Parameter) and value.name not in seen:
        seen.add(value.name)
        value = file.parameters.get(value.name)
    if isinstance(value, ByWeight):
        yield from (band.value for band in value.bands)
    else:
        yield value


def _undeclared(file: "ProtocolFile") -> Iterator[WrongAt]:
    known = [f"${name}" for name in file.parameters]
    for place, parameter in parameters_used(file):
        if parameter.name not in file.parameters:
            sentence = _("{unknown} Declare it under parameters to use it")
            unknown = nearest_known(str(parameter), known, "parameter")
            yield WrongAt(place, sentence.format(unknown=unknown))


def _circles(file: "ProtocolFile") -> Iterator[WrongAt]:
    """Parameters that refer to one another and never to a value. Each circle is named once."""
    known: set[str] = set()
    for name in file.parameters:
        path = [name]
        while isinstance(value := file.parameters.get(path[-1]), Parameter):
            path.append(value.name)
            if value.name == name and name not in known:
                known.update(path)
                circle = " -> ".join(f"${n}" for n in path)
                sentence = _("goes round in a circle: {circle}; state a value")
                yield WrongAt(("parameters", name), sentence.format(circle=circle))
            if value.name in path[:-1]:
                break


def _count(file: "ProtocolFile") -> Iterator[WrongAt]:
    steps = sum(
        len(getattr(step, "rates", (step,)))
        * (1 if all(getattr(step, key, None) is None for key in WAITS) else 2)
        for entry in file.infusion
        for step in plain_entries(entry)
    )
    if steps > MOST_STEPS:
        sentence = _("has {steps} steps; nobody could run more than {most}")
        yield WrongAt(("infusion",), sentence.format(steps=steps, most=MOST_STEPS))


def _needed(file: "ProtocolFile") -> Iterator[WrongAt]:
    diluted = [n for n, bag in enumerate(file.bags) if bag.dilution is not None]
    if VOLUME not in file.parameters and (diluted or (runs(file) and not file.bags)):
        place: Place = ("bags", diluted[0], "dilution") if diluted else ("parameters",)
        sentence = _("lacks the parameter {name}; write `{name}: required`, or its value")
        if diluted:
            sentence = _(
                "is a fraction of the dose in ${name}; declare the parameter {name}; write "
                "`{name}: required`, or its value"
            )
        yield WrongAt(place, sentence.format(name=VOLUME))
    if FULL_RATE in file.parameters:
        return
    for at, rate in _rates(file):
        if share_in(rate) is not None:
            sentence = _(
                "is a share of ${name}, which is not a parameter; write `{name}: 100 mL/h`, or "
                "required"
            )
            yield WrongAt(at, sentence.format(name=FULL_RATE))


def runs(file: "ProtocolFile") -> bool:
    """Whether anything runs at a rate; otherwise all doses are given at once."""
    return any(isinstance(entry, Runs) for entry in file.infusion)


def _routes(file: "ProtocolFile") -> Iterator[WrongAt]:
    """What runs at a rate runs into a vein or under the skin."""
    for number, entry in enumerate(file.infusion):
        if not isinstance(entry, Runs):
            continue
        route = entry.route or file.route
        if route not in RUN_BY:
            place = ("route",) if entry.route is None else ("infusion", number, "route")
            sentence = _(
                "is {route}, but entry {entry} runs at a rate; write at_once, or another route"
            )
            yield WrongAt(place, sentence.format(route=route, entry=number + 1))


def _doubts(file: "ProtocolFile") -> Iterator[WrongAt]:
    """A doubt is about a value of the file, and the file has the value as printed in the source."""
    for number, doubt in enumerate(file.source.doubts):
        if doubt.about == SOURCE:
            continue
        here = ("source", "doubts", number, "about")
        try:
            value = value_at(file, doubt.place)
        except LookupError:
            sentence = _("{place} is not a place in this file; name one, or source")
            yield WrongAt(here, sentence.format(place=doubt.about))
            continue
        if value != doubt.printed_value:
            sentence = _("{place} is not {printed} in this file")
            yield WrongAt(here, sentence.format(place=doubt.about, printed=doubt.printed))


def value_at(file: "ProtocolFile", place: Place) -> Any:
    """The value at a place of the file. Raises LookupError."""
    value: Any = file
    for part in place:
        value = getattr(value, str(part), None) if isinstance(value, Entry) else value[part]
        if value is None:
            raise LookupError(place)
    return value
