"""Stage 1, binding: the order's values take the place of the protocol's `$parameters`."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

from pydantic import ValidationError

from rechallenge.model.bag import WrittenBag
from rechallenge.model.consistency import VOLUME
from rechallenge.model.frozen import Entry, Place, nearest_known
from rechallenge.model.infusion import Written
from rechallenge.model.order import Order
from rechallenge.model.problems import (
    Problem,
    UnusableOrder,
    UnusableProtocol,
    path_text,
    problems_of,
)
from rechallenge.model.protocol import REQUIRED, Premedication, Protocol
from rechallenge.model.reading import Parameter, Reads, settled
from rechallenge.quantities import Kind, Quantity, QuantityError

_Entry = TypeVar("_Entry", bound=Entry)
Value: TypeAlias = Quantity | Fraction


@dataclass(frozen=True, slots=True)
class Bound:
    """A protocol in which every parameter has its value for one order."""

    bags: tuple[WrittenBag, ...]
    infusion: tuple[Written, ...]
    premedication: tuple[Premedication, ...]
    values: dict[str, Value]
    ordered: frozenset[str]

    def quantity(self, name: str, *kinds: Kind) -> Quantity:
        """A parameter's value, which must be one of these kinds. Raises UnusableOrder or
        UnusableProtocol, whoever stated it."""
        try:
            return settled(Reads(kinds, parameter=False).read(self.values[name]))
        except QuantityError as error:
            if name in self.ordered:
                raise UnusableOrder(Problem(field_of(name), str(error))) from None
            raise UnusableProtocol(Problem(("parameters", name), str(error))) from None


def bind(protocol: Protocol, order: Order) -> Bound:
    """The protocol's steps and premedication with the order's values in them.

    Raises UnusableOrder for a value that is missing, unknown or of the wrong kind, and
    UnusableProtocol for parameters that stand for one another in a circle.
    """
    ordered: dict[str, Value] = dict(order.settings)
    if order.volume is not None:
        ordered[VOLUME] = order.volume
    _refuse_unknown(protocol, order)
    values = {name: _value(protocol, name, ordered, ()) for name in protocol.parameters}
    return Bound(
        bags=tuple(
            _fill(entry, ("bags", n), values, ordered) for n, entry in enumerate(protocol.bags)
        ),
        infusion=tuple(
            _fill(entry, ("infusion", n), values, ordered)
            for n, entry in enumerate(protocol.infusion)
        ),
        premedication=tuple(
            _fill(entry, ("premedication", n), values, ordered)
            for n, entry in enumerate(protocol.premedication)
        ),
        values=values,
        ordered=frozenset(ordered),
    )


def field_of(name: str) -> Place:
    """The field of the order that sets a parameter."""
    return (name,) if name == VOLUME else ("settings", name)


def _refuse_unknown(protocol: Protocol, order: Order) -> None:
    problems = []
    for name in order.settings:
        if name == VOLUME:
            problems.append(Problem(("settings", name), "has a field of its own; set volume there"))
        elif name not in protocol.parameters:
            known = protocol.parameters.keys() - {VOLUME}
            problems.append(Problem(("settings", name), nearest_known(name, known, "parameter")))
    if order.volume is not None and VOLUME not in protocol.parameters:
        problems.append(
            Problem((VOLUME,), f"{protocol.id} states its own bag volumes; leave volume out")
        )
    if problems:
        raise UnusableOrder(*problems)


def _value(
    protocol: Protocol, name: str, ordered: dict[str, Value], path: tuple[str, ...]
) -> Value:
    if name in ordered:
        return ordered[name]
    value = protocol.parameters[name]
    if isinstance(value, Parameter):
        if value.name in (*path, name):
            circle = " -> ".join(f"${n}" for n in (*path, name, value.name))
            raise UnusableProtocol(
                Problem(("parameters", name), f"goes round in a circle: {circle}; state a value")
            )
        return _value(protocol, value.name, ordered, (*path, name))
    if isinstance(value, str):
        assert value == REQUIRED
        raise UnusableOrder(Problem(field_of(name), _needed(protocol, name)))
    return value


def _needed(protocol: Protocol, name: str) -> str:
    what = "the bag's final volume" if name == VOLUME else f"a value for {name}"
    sample = ', such as "250 mL"' if name == VOLUME else ""
    return f"{protocol.id} needs {what}, which its source does not state; write it{sample}"


def _fill(
    entry: _Entry, place: Place, values: dict[str, Value], ordered: dict[str, Value]
) -> _Entry:
    named = {p.name for _, v in entry for p in (v if isinstance(v, tuple) else (v,))
             if isinstance(p, Parameter)}  # fmt: skip
    if not named:
        return entry
    filled = {key: _filled(value, values) for key, value in entry if value is not None}
    try:
        return type(entry).model_validate(filled)
    except ValidationError as error:
        raise _misfit(error, place, entry, ordered) from None


def _filled(value: Any, values: dict[str, Value]) -> Any:
    if isinstance(value, tuple):
        return tuple(_filled(item, values) for item in value)
    return values[value.name] if isinstance(value, Parameter) else value


def _misfit(
    error: ValidationError, place: Place, entry: Entry, ordered: dict[str, Value]
) -> UnusableOrder | UnusableProtocol:
    """Who must mend a value that does not fit where it stands: the order, or else the file."""
    problem = next(problems_of(error))
    stands_at = (*place, *problem.place)
    stated: Any = entry
    for part in problem.place:
        stated = stated[part] if isinstance(part, int) else getattr(stated, part, None)
    if isinstance(stated, Parameter) and stated.name in ordered:
        where = path_text(stands_at)
        return UnusableOrder(
            Problem(field_of(stated.name), f"{problem.sentence} (it stands at {where})")
        )
    return UnusableProtocol(Problem(stands_at, problem.sentence))
