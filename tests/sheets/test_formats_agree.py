"""Every form of one plan gives the same numbers, and JSON is exact."""

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.planning.planner import make_plan
from rechallenge.quantities import parse
from rechallenge.sheets.plan_json import plan_json, plan_tree
from rechallenge.sheets.plan_text import plan_text

from .orders import ORDERS, made
from .step_cells import FORMS

MORE = {
    "three bags, a line": (
        "acetylcysteine-3-bag",
        {"dose": "300 mg/kg", "weight": "80 kg", "line": "20 mL", "primed": "diluent",
         "sets": "shared"},
    ),
    "twelve steps": ("ceftazidime-12-step", {"dose": "2000 mg"}),
    "line cleared first": (
        "cadonilimab-stepwise",
        {"dose": "375 mg", "volume": "250 mL", "line": "20 mL", "primed": "diluent",
         "clear_line": "100 mL/h"},
    ),
    "nothing rounded for a pump": (
        "slow-start",
        {"dose": "480 mg", "volume": "250 mL", "drug": "rituximab"},
    ),
}  # fmt: skip
"""Orders whose plans have what the goldens lack."""


def any_plan(name: str) -> Plan:
    """The plan of a golden, or of one of the orders above."""
    if name not in MORE:
        return made(name)
    named, order = MORE[name]
    protocol, stated = read_protocol(named), Order.model_validate(order)
    if name == "nothing rounded for a pump":
        return make_plan(protocol, stated)
    return plan(protocol, stated)


def quantities(tree: Any) -> list[dict[str, Any]]:
    """Every quantity in a JSON tree."""
    if isinstance(tree, dict):
        if tree.keys() == {"value", "unit", "exact"}:
            return [tree]
        return [q for item in tree.values() for q in quantities(item)]
    return [q for item in tree for q in quantities(item)] if isinstance(tree, list) else []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [*ORDERS, *MORE])
def test_every_cell_of_the_step_table_is_the_exact_value_in_every_form(
    name: str, form: str
) -> None:
    of = any_plan(name)
    steps, table = plan_tree(of)["steps"], FORMS[form](of)
    assert [cells["number"] for cells in table] == [str(step["number"]) for step in steps]
    for step, cells in zip(steps, table, strict=True):
        keys = {"duration", "rate", "volume", "dose", "cumulative_dose"}
        if step["kind"] == "observe":
            keys = {"duration"}
        elif step["clears_line"]:
            keys = {"duration", "rate", "volume"}
        assert keys <= cells.keys(), (step["number"], cells)
        for key in cells.keys() - {"number"}:
            said = cells[key]
            exact = step[key]
            number, _, unit = said.partition(" ")
            if "/" in number:
                assert (number, unit) == (exact["exact"], exact["unit"]), (key, said)
            else:
                assert shown(exact["exact"], exact["unit"], said), (step["number"], key, said)


def test_a_wrong_cell_would_be_seen() -> None:
    assert not shown("50", "mL/h", "51 mL/h")
    assert not shown("50", "mL/h", "50 mL")
    assert not shown("125/48", "mL/h", "2.604 mL/h")
    assert not shown("125/48", "mL/h", "~2.605 mL/h")
    assert shown("125/48", "mL/h", "~2.604 mL/h")


def shown(exact: str, unit: str, text: str) -> bool:
    """Whether a number of the text is this exact value, to the digits shown."""
    number, _, its_unit = text.removeprefix("~").replace(",", "").partition(" ")
    places = len(number.partition(".")[2])
    apart = abs(Fraction(number) - Fraction(exact))
    limit = Fraction(1, 2 * 10**places) if text.startswith("~") else Fraction(0)
    return its_unit == unit and apart <= limit


@pytest.mark.parametrize("name", ORDERS)
def test_each_row_of_the_step_table_is_its_step_in_the_json(name: str) -> None:
    plan = made(name)
    text = plan_text(plan)
    table = text[text.index("\nSTEPS\n") : text.index("\nTIMELINE\n")]
    table = re.sub(r"^ +as written: .*\n", "", table, flags=re.M)
    cells = re.findall(r"~?[\d,]+(?:\.\d+)? (?:mL/h|min|mL|mg)(?=\s|$)", table)
    expected = []
    for step in plan_tree(plan)["steps"]:
        keys = ["rate", "start", "duration", "volume", "dose", "cumulative_dose"]
        if plan.order.start is not None:
            keys.remove("start")
        if step["kind"] == "observe":
            keys = [k for k in keys if k in ("start", "duration")]
        expected += [step[key] for key in keys]
    totals = plan_tree(plan)["totals"]
    expected += [totals[key] for key in ("duration", "volume", "dose")]
    assert len(cells) == len(expected)
    for cell, value in zip(cells, expected, strict=True):
        assert shown(value["exact"], value["unit"], cell), (cell, value)


@pytest.mark.parametrize("name", ORDERS)
def test_what_stands_as_written_under_a_row_is_that_step_in_the_json(name: str) -> None:
    plan = made(name)
    lines = re.findall(r"^ +as written: (\S+ mL/h), (\S+ mg)$", plan_text(plan), re.M)
    tree = plan_tree(plan)
    moved = [
        written
        for written, step in zip(tree["as_written"], tree["steps"], strict=True)
        if (written["rate"], written["dose"]) != (step["rate"], step["dose"])
    ]
    assert len(lines) == len(moved)
    for (rate, dose), step in zip(lines, moved, strict=True):
        assert shown(step["rate"]["exact"], step["rate"]["unit"], rate)
        assert shown(step["dose"]["exact"], step["dose"]["unit"], dose)


@pytest.mark.parametrize("name", ORDERS)
def test_the_value_of_a_json_quantity_is_its_exact_value_rounded(name: str) -> None:
    found = quantities(json.loads(plan_json(made(name))))
    assert len(found) > 20
    for value in found:
        exact = Fraction(value["exact"])
        assert abs(Fraction(value["value"]) - exact) <= abs(exact) / 10**5
        assert (value["value"] == 0) == (exact == 0)


def test_the_json_of_case_4_has_the_hand_worked_fractions() -> None:
    steps = plan_tree(made("slow-start-over-midnight"))["as_written"]
    assert [s["rate"] for s in steps] == [
        {"value": 2.604167, "unit": "mL/h", "exact": "125/48"},
        {"value": 142.485119, "unit": "mL/h", "exact": "47875/336"},
    ]
    assert steps[0]["volume"]["exact"] == "125/192"
    assert steps[0]["dose"] == {"value": 1.25, "unit": "mg", "exact": "1.25"}
    assert steps[1]["dose_rate"]["exact"] == "1915/7"
    assert [s["duration"]["exact"] for s in steps] == ["15", "105"]


def test_json_has_sorted_keys_and_is_the_same_each_time() -> None:
    written = plan_json(made("stepwise"))
    tree = json.loads(written)
    assert written == json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert written == plan_json(made("stepwise"))
    assert tree["schema"] == "rechallenge/plan/1"


def test_the_contract_of_the_json_stands() -> None:
    tree = plan_tree(made("stepwise"))
    assert tree.keys() == {
        *("schema", "protocol", "order", "pump", "line", "bags", "as_written", "steps", "totals"),
        *("premedication", "timeline", "findings", "fingerprint", "if_reaction", "monitoring"),
        *("inputs", "delivery", "preparation", "proof", "vials"),
    }
    assert tree["protocol"].keys() >= {"id", "version", "title", "strategy", "fingerprint"}
    assert tree["bags"][0].keys() >= {
        *("name", "volume", "drug", "concentration", "used", "discarded"),
    }
    assert tree["steps"][0].keys() >= {
        *("number", "kind", "bag", "start", "duration", "rate", "dose_rate", "volume", "dose"),
        *("cumulative_dose", "cumulative_share"),
    }
    assert tree["premedication"][0].keys() >= {"drug", "dose", "route", "before", "at"}
    assert tree["timeline"][0].keys() >= {"at", "offset", "what"}
    assert tree["findings"][0].keys() == {
        *("code", "severity", "message", "where", "numbers", "source", "acknowledged"),
    }


def test_the_fingerprint_follows_every_number() -> None:
    prints = {plan_tree(made(name))["fingerprint"] for name in ORDERS}
    assert len(prints) == len(ORDERS)


@pytest.mark.parametrize("name", ORDERS)
def test_every_number_of_the_text_is_one_that_could_be_typed(name: str) -> None:
    for number, unit in re.findall(r"~?([\d,]+(?:\.\d+)?) (mL/h|mg/h|mg/mL|min|mL|mg|kg)\b",
                                   plan_text(made(name), working=True)):  # fmt: skip
        assert parse(f"{number.replace(',', '')} {unit}").magnitude >= 0
