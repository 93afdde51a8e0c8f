"""A plan file of every shipped protocol fits the committed schema, and a changed one does not."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from rechallenge.files.find import schema_file
from rechallenge.service.making import make_plan
from rechallenge.sheet.plan_json import plan_json, plan_tree
from tests.service.frozen.plans import shipped_plan
from tests.service.of_each_kind import with_few_quick
from tests.service.test_plan_file import FULL

SCHEMA = Draft7Validator(json.loads(schema_file("plan").read_text("utf-8")))
TREE = json.loads(plan_json(FULL))


@pytest.mark.parametrize("named", with_few_quick())
def test_the_plan_file_of_a_shipped_protocol_fits_the_schema(named: str) -> None:
    tree = json.loads(plan_json(shipped_plan(named)))
    assert [error.json_path for error in SCHEMA.iter_errors(tree)] == []


def test_a_plan_with_every_field_fits_the_schema() -> None:
    assert [error.json_path for error in SCHEMA.iter_errors(TREE)] == []


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "$.schema": lambda t: t.update(schema="rechallenge/plan/2"),
    "$.state": lambda t: t.update(state="final"),
    "$.fingerprint": lambda t: t.update(fingerprint="short"),
    "$.steps[0].number": lambda t: t["steps"][0].update(number="1"),
    "$.steps[0].dose": lambda t: t["steps"][0]["dose"].pop("exact"),
    "$.totals.duration": lambda t: t["totals"].update(duration=30),
    "$.bags[0]": lambda t: t["bags"][0].pop("holds"),
    "$.delivery.steps": lambda t: t["delivery"].update(steps=None),
    "$.order.dose": lambda t: t["order"].update(dose=5),
    "$.findings[0]": lambda t: t["findings"][0].update(hello="you"),
    "$.inputs.software": lambda t: t["inputs"].update(software=1),
    "$": lambda t: t.pop("proof"),
}


@pytest.mark.parametrize("place", WRONG)
def test_what_is_no_part_of_the_contract_is_refused_at_its_place(place: str) -> None:
    tree = copy.deepcopy(TREE)
    WRONG[place](tree)
    paths = [error.json_path for error in SCHEMA.iter_errors(tree)]
    paths += [c.json_path for error in SCHEMA.iter_errors(tree) for c in error.context or ()]
    assert place in paths


def test_a_tree_that_was_altered_alters_no_other() -> None:
    plan = make_plan(FULL.protocol, FULL.order)
    altered = plan_tree(plan)
    assert altered["pump"]["name"] == "ideal"
    altered["pump"]["name"] = "other"
    assert plan_tree(plan)["pump"]["name"] == "ideal"
