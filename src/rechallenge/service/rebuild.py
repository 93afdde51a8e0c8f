"""Making a saved plan again from its inputs: the other half of `sheet/plan_inputs.py`."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from rechallenge.files.json_tree import JsonTree, shown_json
from rechallenge.files.reading import worked_out
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.places import Place
from rechallenge.model.plan import Plan
from rechallenge.model.problems import (
    Problem,
    Unusable,
    UnusableOrder,
    UnusableProtocol,
    problems_of,
)
from rechallenge.model.protocol import Protocol
from rechallenge.model.stop import Stop
from rechallenge.service.making import make_plan
from rechallenge.sheet.finding_text import finding_text
from rechallenge.words import _

_Model = TypeVar("_Model")
_Text: TypeAlias = str | tuple["_Text", ...] | dict[str, "_Text"]
_RELEASE = re.compile(r"[0-9][0-9A-Za-z.+-]{0,40}")
_KEYS = ("protocol", "order", "on_file", "answers", "software")
_STOPS, _OTHER = "stops", "protocol"
"""The key that a plan of an earlier release does not have."""


class Rebuilt(NamedTuple):
    """A plan without answers, of the version that its file names, and the answers in that file."""

    plan: Plan
    answers: tuple[Acknowledgement, ...]


def rebuild(inputs: JsonTree) -> Rebuilt:
    """The plan that the inputs in a plan file lead to. Raises Unusable, with places below
    `inputs`."""
    try:
        return _rebuilt(inputs)
    except Unusable as error:
        raise Unusable(*(problem.below("inputs") for problem in error.problems)) from None


def _rebuilt(inputs: JsonTree) -> Rebuilt:
    parts = _parts(_texts(inputs, ()))
    try:
        plan = make_plan(
            _protocol(parts["protocol"]),
            read_model(Order, parts["order"], "order"),
            read_model(OnFile, parts["on_file"], "on_file"),
            stops=tuple(_stops(parts.get(_STOPS, ()))),
        )
        answers = tuple(_each(Acknowledgement, parts["answers"], "answers"))
    except UnusableOrder as error:
        raise Unusable(*_in_the_inputs(error)) from None
    except UnusableProtocol as error:
        raise Unusable(*(problem.below("protocol") for problem in error.problems)) from None
    except Refused as refused:
        found = "; ".join(f"{f.code}: {finding_text(f)}" for f in refused.findings)
        sentence = _("lead to no plan; this version refuses it: {findings}")
        raise _wrong((), sentence.format(findings=found)) from None
    plan = plan.model_copy(update={"software": parts["software"]})
    return Rebuilt(plan, answers)


def _texts(value: JsonTree, place: Place) -> _Text:
    """The same values, if every one is text, with lists as the models read them."""
    if isinstance(value, dict):
        return {key: _texts(item, (*place, key)) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_texts(item, (*place, number)) for number, item in enumerate(value))
    if isinstance(value, str):
        return value
    sentence = _("is {value}; every input is text in quotes")
    raise _wrong(place, sentence.format(value=shown_json(value)))


def _parts(inputs: _Text) -> dict[str, _Text]:
    if not isinstance(inputs, dict):
        raise _wrong((), _("must hold keys with values"))
    for key in _KEYS:
        if key not in inputs:
            raise _wrong((key,), _("is missing"))
    for key in inputs:
        if key not in (*_KEYS, _STOPS):
            raise _wrong((key,), _("is not an input of a plan"))
    if not isinstance(inputs["software"], str) or not _RELEASE.fullmatch(inputs["software"]):
        raise _wrong(("software",), _("must be the version of rechallenge, as text"))
    return inputs


def _protocol(tree: _Text) -> Protocol:
    if not isinstance(tree, dict) or not tree:
        raise _wrong(("protocol",), _("holds no protocol"))
    for key in worked_out({}):
        if key in tree:
            raise _wrong(("protocol", key), _("is worked out from the file; leave it out"))
    try:
        return Protocol.model_validate({**tree, **worked_out(tree)})
    except ValidationError as error:
        raise _below_part(error, "protocol") from None


def _stops(tree: _Text) -> Iterator[Stop]:
    """The stops, each with the other protocol that it may name."""
    others: list[_Text | None] = []
    if isinstance(tree, tuple):
        others = [one.get(_OTHER) if isinstance(one, dict) else None for one in tree]
        tree = tuple(
            {key: value for key, value in one.items() if key != _OTHER}
            if isinstance(one, dict)
            else one
            for one in tree
        )
    for number, stop in enumerate(_each(Stop, tree, _STOPS)):
        if (other := others[number]) is None:
            yield stop
            continue
        try:
            yield stop.model_copy(update={_OTHER: _protocol(other)})
        except Unusable as error:
            raise Unusable(*(one.below(_STOPS, number) for one in error.problems)) from None


def _each(model: type[_Model], tree: _Text, name: str) -> Iterator[_Model]:
    if not isinstance(tree, tuple):
        raise _wrong((name,), _("must be a list"))
    for number, one in enumerate(tree):
        yield read_model(model, one, name, number)


def _in_the_inputs(error: UnusableOrder) -> Iterator[Problem]:
    """What is wrong in the order, or in what is reported of a stop."""
    for problem in error.problems:
        yield problem if problem.place[:1] == (_STOPS,) else problem.below("order")


def read_model(model: type[_Model], tree: object, *place: str | int) -> _Model:
    """A model from plain values at a place of a plan file. Raises Unusable."""
    try:
        # Read as JSON, where the models accept exact values that nobody could type.
        return TypeAdapter(model).validate_json(json.dumps(tree))
    except ValidationError as error:
        raise _below_part(error, *place) from None


def _below_part(error: ValidationError, *place: str | int) -> Unusable:
    return Unusable(*(problem.below(*place) for problem in problems_of(error)))


def _wrong(place: Place, sentence: str) -> Unusable:
    return Unusable(Problem(place, sentence))
