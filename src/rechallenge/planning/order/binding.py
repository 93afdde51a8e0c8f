"""Binding: the order's values take the place of the protocol's `$parameters`."""

from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import ValidationError

from rechallenge.model.bag import WrittenBag
from rechallenge.model.bands import ByWeight, ChosenBand
from rechallenge.model.consistency import VOLUME, unused_parameters
from rechallenge.model.dosing import Dosing
from rechallenge.model.frozen import Entry
from rechallenge.model.infusion import Route, Written
from rechallenge.model.order import Order
from rechallenge.model.places import Place, path_text
from rechallenge.model.problems import (
    Problem,
    UnusableOrder,
    UnusableProtocol,
    problems_of,
)
from rechallenge.model.protocol import REQUIRED, Premedication, Protocol
from rechallenge.model.reading import Parameter, Reads, settled
from rechallenge.quantities import Kind, Quantity, QuantityError
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known

from .body import weight_of

_Entry = TypeVar("_Entry", bound=Entry)
Value: TypeAlias = Quantity | Fraction


class Bound(NamedTuple):
    """A protocol in which every parameter has its value for one order."""

    bags: tuple[WrittenBag, ...]
    infusion: tuple[Written, ...]
    route: Route
    premedication: tuple[Premedication, ...]
    values: dict[str, Value]
    ordered: frozenset[str]
    bands: dict[str, ChosenBand]
    dosing: Dosing | None

    def quantity(self, name: str, *kinds: Kind) -> Quantity:
        """A parameter's value, which must be one of these kinds. Raises UnusableOrder or
        UnusableProtocol, whoever stated it."""
        try:
            return settled(Reads(kinds, parameter=False).read(self.values[name]))
        except QuantityError as error:
            if name in self.ordered:
                raise UnusableOrder(Problem(_field_of(name), str(error))) from None
            raise UnusableProtocol(Problem(("parameters", name), str(error))) from None


def bind(protocol: Protocol, order: Order) -> Bound:
    """The protocol's steps and premedication with the order's values in them.

    Raises UnusableOrder for a value that is missing, unknown or of the wrong kind, and
    UnusableProtocol for a default of the wrong kind.
    """
    ordered: dict[str, Value] = dict(order.settings)
    if order.volume is not None:
        ordered[VOLUME] = order.volume
    _refuse_unknown(protocol, order)
    _refuse_missing(protocol, ordered)
    # Sorted, so that a plan read back from its file gets the same message.
    names = sorted(protocol.parameters, key=lambda name: (name != VOLUME, name))
    values: dict[str, Value] = {}
    bands: dict[str, ChosenBand] = {}
    for name in names:
        value = _value(protocol, name, ordered)
        if isinstance(value, ByWeight):
            why = _("the protocol has {name} by weight").format(name=name)
            value, bands[name] = value.at(weight_of(order, why))
        values[name] = value
    filler = _Filler(values, ordered)
    bound = Bound(
        bags=filler.filled("bags", protocol.bags),
        infusion=filler.filled("infusion", protocol.infusion),
        route=protocol.route,
        premedication=filler.filled("premedication", protocol.premedication),
        values=values,
        ordered=frozenset(ordered),
        bands=bands,
        dosing=protocol.dosing,
    )
    filler.refuse_misfits()
    return bound


def _field_of(name: str) -> Place:
    """The field of the order that sets a parameter."""
    return (name,) if name == VOLUME else ("settings", name)


def _refuse_unknown(protocol: Protocol, order: Order) -> None:
    problems = []
    for name in order.settings:
        if name == VOLUME:
            sentence = _("has a field of its own; write it there")
            problems.append(Problem(("settings", name), sentence))
        elif name not in protocol.parameters:
            known = protocol.parameters.keys() - {VOLUME}
            problems.append(Problem(("settings", name), nearest_known(name, known, "parameter")))
    for name in unused_parameters(protocol):
        if name in order.settings or (name == VOLUME and order.volume is not None):
            sentence = _(
                "is used nowhere in {protocol}, so it would change nothing; leave it out"
            ).format(protocol=protocol.id)
            problems.append(Problem(_field_of(name), sentence))
    if order.volume is not None and VOLUME not in protocol.parameters:
        problems.append(
            Problem(
                (VOLUME,),
                _("{protocol} states its own bag volumes; leave the volume out").format(
                    protocol=protocol.id
                ),
            )
        )
    if problems:
        raise UnusableOrder(*problems)


def _value(protocol: Protocol, name: str, ordered: dict[str, Value]) -> Value | ByWeight:
    if name in ordered:
        return ordered[name]
    value = protocol.parameters[name]
    if isinstance(value, Parameter):
        return _value(protocol, value.name, ordered)
    assert not isinstance(value, str)
    return value


def _refuse_missing(protocol: Protocol, ordered: dict[str, Value]) -> None:
    missing = [n for n, v in protocol.parameters.items() if v == REQUIRED and n not in ordered]
    if missing:
        raise UnusableOrder(*(Problem(_field_of(n), _needed(protocol, n)) for n in missing))


def _needed(protocol: Protocol, name: str) -> str:
    if name == VOLUME:
        return _(
            "{protocol} needs the bag's final volume, which its source does not state; "
            'write it, such as "250 mL"'
        ).format(protocol=protocol.id)
    return _(
        "{protocol} needs a value for {name}, which its source does not state; write it"
    ).format(protocol=protocol.id, name=name)


class _Filler:
    """Replaces names with their values, and collects those that do not fit until all are tried."""

    def __init__(self, values: dict[str, Value], ordered: dict[str, Value]) -> None:
        self._values = values
        self._ordered = ordered
        self._of_order: list[Problem] = []
        self._of_protocol: list[Problem] = []

    def filled(self, part: str, entries: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        """The entries of one part of the file with values for names."""
        return tuple(self._entry(entry, (part, n)) for n, entry in enumerate(entries))

    def refuse_misfits(self) -> None:
        """Raise for every value that did not fit, at the order or the protocol that stated it."""
        if self._of_order:
            raise UnusableOrder(*self._of_order)
        if self._of_protocol:
            raise UnusableProtocol(*self._of_protocol)

    def _entry(self, entry: _Entry, place: Place) -> _Entry:
        filled = {key: self._value(value) for key, value in entry if value is not None}
        if all(filled[key] is value for key, value in entry if value is not None):
            return entry
        try:
            return type(entry).model_validate(filled)
        except ValidationError as error:
            for problem in problems_of(error):
                self._misfit(problem, place, entry)
            return entry

    def _value(self, value: Any) -> Any:
        if isinstance(value, Parameter):
            return self._values[value.name]
        if isinstance(value, tuple) and any(isinstance(item, Parameter) for item in value):
            return tuple(self._value(item) for item in value)
        return value

    def _misfit(self, problem: Problem, place: Place, entry: Entry) -> None:
        stands_at = (*place, *problem.place)
        stated: Any = entry
        for part in problem.place:
            stated = stated[part] if isinstance(part, int) else getattr(stated, part, None)
        if not isinstance(stated, Parameter):
            self._of_protocol.append(Problem(stands_at, problem.sentence))
            return
        sentence = _("{sentence} (written at {place})").format(
            sentence=problem.sentence, place=path_text(stands_at)
        )
        if stated.name in self._ordered:
            self._of_order.append(Problem(_field_of(stated.name), sentence))
        else:
            self._of_protocol.append(Problem(("parameters", stated.name), sentence))
