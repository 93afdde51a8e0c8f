"""Making a saved plan again from its inputs: the other half of `sheet/plan_inputs.py`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction
from typing import TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ValidationError

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
from rechallenge.model.reading import Reads
from rechallenge.quantities import Kind, parse_exact
from rechallenge.service.making import make_plan
from rechallenge.sheet.wording import finding_text

_Model = TypeVar("_Model", bound=BaseModel)
_Text: TypeAlias = str | tuple["_Text", ...] | dict[str, "_Text"]
_KEYS = ("protocol", "order", "on_file", "answers", "software")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A plan without answers, of the version that its file names, and the answers in that file."""

    plan: Plan
    answers: tuple[Acknowledgement, ...]


def rebuild(inputs: JsonTree) -> Rebuilt:
    """The plan that the inputs in a plan file lead to. Raises Unusable, with places below
    `inputs`."""
    try:
        return _rebuilt(inputs)
    except Unusable as error:
        raise Unusable(*_below("inputs", error.problems)) from None


def _rebuilt(inputs: JsonTree) -> Rebuilt:
    parts = _parts(_texts(inputs, ()))
    try:
        plan = make_plan(
            _protocol(parts["protocol"]),
            _read(Order, _order(parts["order"]), "order"),
            _read(OnFile, parts["on_file"], "on_file"),
        )
        answers = tuple(_answers(parts["answers"]))
    except UnusableOrder as error:
        raise Unusable(*_below("order", error.problems)) from None
    except UnusableProtocol as error:
        raise Unusable(*_below("protocol", error.problems)) from None
    except Refused as refused:
        found = "; ".join(f"{f.code}: {finding_text(f)}" for f in refused.findings)
        raise _wrong((), f"lead to no plan; this version refuses it: {found}") from None
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
    raise _wrong(place, f"is {shown_json(value)}; every input is text in quotes")


def _parts(inputs: _Text) -> dict[str, _Text]:
    if not isinstance(inputs, dict):
        raise _wrong((), "must hold keys with values")
    for key in _KEYS:
        if key not in inputs:
            raise _wrong((key,), "is missing")
    for key in inputs:
        if key not in _KEYS:
            raise _wrong((key,), "is no input of a plan")
    if not isinstance(inputs["software"], str):
        raise _wrong(("software",), "must be the version of rechallenge, as text")
    return inputs


def _protocol(tree: _Text) -> Protocol:
    if not isinstance(tree, dict) or not tree:
        raise _wrong(("protocol",), "holds no protocol")
    for key in worked_out({}):
        if key in tree:
            raise _wrong(("protocol", key), "is worked out from the file; leave it out")
    return _read(Protocol, {**tree, **worked_out(tree)}, "protocol")


def _order(tree: _Text) -> object:
    """The order's fields, quantities among them that are exact but that nobody could type."""
    if not isinstance(tree, dict):
        return tree
    fields: dict[str, object] = {}
    for name, value in tree.items():
        if name == "settings" and isinstance(value, dict):
            fields[name] = {
                key: _taken(_setting, text, "order", name, key) for key, text in value.items()
            }
        else:
            fields[name] = _taken(_READS.get(name, str), value, "order", name)
    return fields


def _answers(tree: _Text) -> Iterator[Acknowledgement]:
    if not isinstance(tree, tuple):
        raise _wrong(("answers",), "must be a list of answers")
    for number, answer in enumerate(tree):
        fields: object = answer
        if isinstance(answer, dict) and "at" in answer:
            at = _taken(datetime.fromisoformat, answer["at"], "answers", number, "at")
            fields = {**answer, "at": at}
        yield _read(Acknowledgement, fields, "answers", number)


def _setting(text: str) -> object:
    return parse_exact(text) if " " in text else Fraction(text)


def _taken(reads: Callable[[str], object], text: _Text, *place: str | int) -> object:
    """The value of a text; anything else is left for the model to refuse."""
    if not isinstance(text, str):
        return text
    try:
        return reads(text)
    except ValueError as error:
        raise _wrong(place, str(error)) from None


def _read(model: type[_Model], tree: object, *place: str | int) -> _Model:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        problems = tuple(problems_of(error))
        raise Unusable(*(Problem((*place, *p.place), p.sentence) for p in problems)) from None


def _below(part: str, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    return (Problem((part, *p.place), p.sentence) for p in problems)


def _wrong(place: Place, sentence: str) -> Unusable:
    return Unusable(Problem(place, sentence))


def _order_readers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """How the fields of an order are read that are more than text."""
    yield "start", datetime.fromisoformat
    yield "closing_time", time.fromisoformat
    yield "line", lambda text: parse_exact(text) if text[:1].isdigit() else text
    for name, field in Order.model_fields.items():
        optional = (mark for part in get_args(field.annotation) for mark in get_args(part)[1:])
        for mark in (*field.metadata, *optional):
            if isinstance(mark, Reads) and name != "settings":
                yield name, _of_kinds(mark.kinds)


def _of_kinds(kinds: tuple[Kind, ...]) -> Callable[[str], object]:
    return lambda text: parse_exact(text, *kinds)


_READS = dict(_order_readers())
