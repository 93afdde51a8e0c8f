"""Nothing in a plan can be altered in place, and a copy or a pickle of a plan is that plan."""

import copy
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, fields
from typing import Any, get_type_hints

import pytest
from pydantic.fields import FieldInfo

from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.frozen import Frozen, FrozenDict, WorkedOut
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.quantities import MG, Quantity, is_exact
from rechallenge.service.making import make_plan

SHELVES = Shelves(shipped_folder())


def planned() -> Plan:
    protocol = read_protocol("stepwise")
    order = Order(
        dose="10 mg/kg", weight="48 kg", volume="250 mL", drug="rituximab", line="20 mL",
        primed="diluent", start="2026-11-23 09:00", settings={"first_share": "5 %"},
    )  # fmt: skip
    return make_plan(protocol, order, facts_for(protocol, order, SHELVES))


PLAN = planned()


def every_part(value: object) -> Iterator[object]:
    """A value and all that it is made of."""
    yield value
    if isinstance(value, Frozen | WorkedOut):
        for _, part in value:
            yield from every_part(part)
        yield from every_part(getattr(value, "tree", None))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from every_part(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from every_part(part)


def every_model(model: type[Any]) -> Iterator[type[Any]]:
    for below in model.__subclasses__():
        yield below
        yield from every_model(below)


def test_every_mapping_and_list_in_a_plan_is_one_that_cannot_change() -> None:
    parts = list(every_part(PLAN))
    assert sum(isinstance(part, Quantity) for part in parts) > 100
    assert sum(isinstance(part, FrozenDict) for part in parts) > 3
    changeable = [part for part in parts if type(part) in (dict, list, set, bytearray)]
    assert changeable == []


def _fields(model: type[Any]) -> dict[str, FieldInfo]:
    """The fields of a model or of a dataclass, as pydantic understands them."""
    if issubclass(model, Frozen):
        assert model.model_config["frozen"]
        return model.model_fields
    hints = get_type_hints(model, include_extras=True)
    return {field.name: FieldInfo.from_annotation(hints[field.name]) for field in fields(model)}


MODELS = {*every_model(Frozen), *every_model(WorkedOut)}


@pytest.mark.parametrize("model", sorted(MODELS, key=str), ids=lambda m: m.__name__)
def test_no_field_of_a_model_is_declared_as_something_that_can_change(model: type[Any]) -> None:
    for name, field in _fields(model).items():
        said = str(field.annotation).replace("typing.", "")
        plain = FrozenDict not in [getattr(m, "func", None) for m in field.metadata]
        assert not said.startswith(("list", "set")), name
        assert not (said.startswith("dict") and plain), f"{name}: use Named from model/frozen.py"


CHANGES: dict[str, Callable[[Any], object]] = {
    "set": lambda m: m.__setitem__("volume", None),
    "delete": lambda m: m.__delitem__("volume"),
    "clear": lambda m: m.clear(),
    "pop": lambda m: m.pop("volume"),
    "pop nothing": lambda m: m.pop("nothing", None),
    "popitem": lambda m: m.popitem(),
    "setdefault": lambda m: m.setdefault("other", None),
    "update": lambda m: m.update(volume=None),
    "or in place": lambda m: m.__ior__({"volume": None}),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "of",
    [
        lambda plan: plan.parameters,
        lambda plan: plan.order.settings,
        lambda plan: plan.protocol.parameters,
        lambda plan: plan.protocol.tree,
    ],
)
def test_a_mapping_in_a_plan_refuses_every_change(
    change: str, of: Callable[[Plan], Mapping[str, object]]
) -> None:
    before = dict(of(PLAN))
    with pytest.raises(TypeError, match="does not change; make a new one"):
        CHANGES[change](of(PLAN))
    assert of(PLAN) == before


def test_a_field_and_an_amount_of_a_plan_refuse_every_change() -> None:
    step: Any = PLAN.steps[0]
    rate = step.rate
    number, unit = rate.magnitude, rate.units
    with pytest.raises(FrozenInstanceError, match="Step does not change"):
        step.rate = None
    with pytest.raises(TypeError, match="does not change"):
        rate.ito("mL/min")
    with pytest.raises(TypeError, match="does not change"):
        rate += rate
    assert (rate.magnitude, rate.units) == (number, unit)


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda plan: pickle.loads(pickle.dumps(plan)),
    ],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_and_a_pickle_of_a_plan_are_that_plan(again: Callable[[Plan], Plan]) -> None:
    other = again(PLAN)
    assert other == PLAN
    assert other.protocol.tree == PLAN.protocol.tree
    amounts = [part for part in every_part(other) if isinstance(part, Quantity)]
    assert all(map(is_exact, amounts))
    assert other.dose.total.to(MG) + PLAN.dose.total == PLAN.dose.total * 2
    with pytest.raises(TypeError, match="does not change"):
        other.parameters["volume"] = None  # type: ignore[assignment]
