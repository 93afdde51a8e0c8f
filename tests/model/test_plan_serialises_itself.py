"""A plan writes itself as JSON and reads itself back, exactly, by its own models."""

import json
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from rechallenge.model.bag import WrittenBag
from rechallenge.model.order import Order
from rechallenge.model.plan import OrderedDose, Plan, Totals
from rechallenge.quantities import KG, Quantity, is_exact, quantity
from tests.service.frozen.plans import shipped_plan
from tests.service.of_each_kind import with_few_quick
from tests.service.test_plan_file import FULL, STEPWISE

JSON = TypeAdapter(Plan)
PLANS = pytest.mark.parametrize("plan", [STEPWISE, FULL], ids=["plain", "full"])


@PLANS
def test_a_plan_is_read_back_from_its_own_json(plan: Plan) -> None:
    read = JSON.validate_json(JSON.dump_json(plan))
    assert read == plan
    assert read.protocol.tree == plan.protocol.tree
    assert all(is_exact(step.dose) for step in read.steps)


@PLANS
def test_the_json_of_a_plan_fits_the_schema_of_its_model(plan: Plan) -> None:
    schema = JSON.json_schema(mode="serialization")
    errors = Draft202012Validator(schema).iter_errors(json.loads(JSON.dump_json(plan)))
    assert [error.json_path for error in errors] == []


@pytest.mark.parametrize("named", with_few_quick())
def test_the_plan_of_a_shipped_protocol_is_read_back(named: str) -> None:
    plan = shipped_plan(named)
    assert JSON.validate_json(JSON.dump_json(plan)) == plan


def test_an_amount_is_written_with_its_exact_number() -> None:
    third = STEPWISE.dose.model_copy(update={"total": STEPWISE.dose.total / 7})
    tree = TypeAdapter(OrderedDose).dump_python(third, mode="json")
    assert tree["total"] == {"value": 53.571429, "unit": "mg", "exact": "375/7"}


@pytest.mark.parametrize("dilution", ["1/100000", "1/1", "$weak"])
def test_a_dilution_is_written_as_a_fraction_or_a_parameter(dilution: str) -> None:
    bag = WrittenBag.model_validate({"name": "A", "volume": "250 mL", "dilution": dilution})
    assert json.loads(bag.model_dump_json())["dilution"] == dilution
    assert WrittenBag.model_validate_json(bag.model_dump_json()) == bag


def test_an_order_is_written_as_a_person_writes_it_and_exactly() -> None:
    weight: Quantity = quantity(Fraction(145, 3), KG)
    order = Order.model_validate(
        {"dose": "10 mg/kg", "weight": weight, "start": "2026-11-23 09:00"}
    )
    tree = json.loads(order.model_dump_json(exclude_none=True))
    assert (tree["dose"], tree["weight"]) == ("10 mg/kg", "145/3 kg")
    assert Order.model_validate_json(json.dumps(tree)) == order


@pytest.mark.parametrize(
    "wrong",
    [{"dose": "375 ml"}, {"dose": 375}, {"dose": "0 mg"}, {"dose": "nan mg"}, {"doze": "5"}],
)
def test_json_is_read_as_strictly_as_what_a_person_writes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"dose|doze"):
        Order.model_validate_json(json.dumps({"dose": "375 mg"} | wrong))


@pytest.mark.parametrize("change", [{"exact": "1e3"}, {"unit": "Mg"}, {"exact": 5}, {"unit": None}])
def test_an_amount_that_is_not_exact_is_not_read(change: dict[str, Any]) -> None:
    tree = json.loads(JSON.dump_json(STEPWISE))
    tree["dose"]["total"] |= change
    with pytest.raises(ValueError, match=r"dose\.total"):
        JSON.validate_json(json.dumps(tree))


def test_what_the_program_works_out_has_all_its_fields_and_no_others() -> None:
    three = {name: getattr(STEPWISE.totals, name) for name in ("duration", "volume", "dose")}
    assert Totals(**three) == STEPWISE.totals
    for wrong in (three | {"bags": three["dose"]}, {"dose": three["dose"]}):
        with pytest.raises(TypeError, match="Totals is made of duration, volume, dose"):
            Totals(**wrong)
    renamed = {"duration": three["duration"], "volume": three["volume"], "does": three["dose"]}
    with pytest.raises(TypeError, match="Totals is made of duration, volume, dose"):
        Totals(**renamed)
