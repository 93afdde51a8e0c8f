"""Every form of one plan gives the same numbers, and JSON is exact."""

import json
import re
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from rechallenge.sheet.plan_csv import plan_csv
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_json import plan_json, plan_tree
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from tests.tiers import slow_but

from .orders import ORDERS, made
from .step_cells import FLUSHES, FORMS, printed_steps

MORE = {
    "three bags, a line": (
        "acetylcysteine-3-bag",
        {"dose": "300 mg/kg", "weight": "80 kg", "line": "20 mL", "primed": "diluent",
         "sets": "shared"},
    ),
    "twelve steps": ("ceftazidime-12-step", {"dose": "2000 mg"}),
    "twelve steps, a line": (
        "ceftazidime-12-step",
        {"dose": "2000 mg", "line": "20 mL", "primed": "diluent", "sets": "fresh"},
    ),
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
EVERY = [(name, form) for name in (*ORDERS, *MORE) for form in FORMS]
FLUSHED = ("three bags, a line", "line cleared first", "twelve steps, a line")
PLAIN = {"text": plan_text, "markdown": plan_markdown, "csv": plan_csv, "fhir": plan_fhir}


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


@pytest.mark.parametrize(
    ("name", "form"),
    slow_but([it for it in EVERY if "pdf" not in it or it[0] in FLUSHED[-1:]], EVERY),
)
def test_every_cell_of_the_step_table_is_the_exact_value_in_every_form(
    name: str, form: str
) -> None:
    of = any_plan(name)
    tree, table = plan_tree(of), FORMS[form](of)
    steps = tree["steps"] if form == "json" else as_run(tree)
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


def as_run(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of the JSON; the one in which the last bag runs dry with what the bag still gives,
    rate x time until then, and with that much less given by its end."""
    dry_at = tree["delivery"] and tree["delivery"]["dry_at"]
    last = tree["steps"][-1]
    if not dry_at:
        return list(tree["steps"])
    (bag,) = (bag for bag in tree["bags"] if bag["name"] == last["bag"])
    strength = Fraction(bag["concentration"]["exact"])
    run = {key: Fraction(last[key]["exact"]) for key in ("start", "rate", "cumulative_dose")}
    duration = Fraction(dry_at["exact"]) - run["start"]
    volume = run["rate"] * duration / 60
    not_given = Fraction(last["dose"]["exact"]) - volume * strength
    amounts = {"duration": duration, "volume": volume, "dose": volume * strength,
               "cumulative_dose": run["cumulative_dose"] - not_given}  # fmt: skip
    cut = {key: last[key] | {"exact": str(amount)} for key, amount in amounts.items()}
    return [*tree["steps"][:-1], last | cut]


@pytest.mark.parametrize("form", FLUSHES)
@pytest.mark.parametrize("name", FLUSHED)
def test_the_flush_is_the_exact_one_of_the_json_in_every_form(name: str, form: str) -> None:
    of = any_plan(name)
    tree, cells = plan_tree(of)["delivery"]["flush"], FLUSHES[form](of)
    for key, of_tree in (("rate", "rate"), ("start", "start"), ("duration", "duration"),
                         ("volume", "volume"), ("brings", "dose")):  # fmt: skip
        number, _, unit = cells[key].partition(" ")
        exact = tree[of_tree]
        if "/" in number:
            assert (number, unit) == (exact["exact"], exact["unit"]), (key, cells[key])
        else:
            assert shown(exact["exact"], exact["unit"], cells[key]), (key, cells[key])


@pytest.mark.parametrize("form", PLAIN)
def test_every_form_says_when_to_change_over_where_the_bag_runs_dry(form: str) -> None:
    # The 20 mL of the line come from the bag, so it lacks the last 20 mL: at 150 mL/h, 8 min. Step
    # 4 ends at 12 + 30 + 30 + 90 = 162 min; 162 - 8 = 154 min, and 225 - 20 = 205 mL.
    said = " ".join(PLAIN[form](any_plan("line cleared first")).replace("\u00a0", " ").split())
    assert ("Change over at 154 min: bag A is empty then. Start the flush at once.") in said
    assert "205 mL" in said or ",205," in said
    assert "225 mL" not in said.partition("What reaches the vein")[0].partition("WHAT REACHES")[0]


def test_without_a_line_no_form_has_a_flush() -> None:
    of = any_plan("stepwise")
    for form in PLAIN.values():
        assert not re.search(r"\bflush\b", form(of), re.IGNORECASE)
    assert not [row for row in printed_steps(of) if row[0] == "Flush"]


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
    table = re.sub(r"^ {8}.*\n", "", table, flags=re.M)
    table = re.sub(r".*(?:CONNECT|  START).*\n", "", table)
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
    steps = " ".join(plan_text(plan).partition("\nSTEPS\n")[2].partition("\n\n")[0].split())
    said = r"(?:rate|duration|volume|dose) \S+ [A-Za-z/]+"
    lines = re.findall(rf"As written: ({said}(?:, {said})*)", steps)
    tree = plan_tree(plan)
    keys = ("rate", "duration", "volume", "dose")
    moved = [
        {key: written[key] for key in keys if written[key] != step[key]}
        for written, step in zip(tree["as_written"], tree["steps"], strict=True)
    ]
    moved = [differing for differing in moved if differing]
    assert len(lines) == len(moved)
    for line, differing in zip(lines, moved, strict=True):
        written = dict(part.split(" ", 1) for part in line.split(", "))
        assert written.keys() == differing.keys()
        for key, value in differing.items():
            assert shown(value["exact"], value["unit"], written[key])


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
        *(
            "schema",
            "state",
            "protocol",
            "order",
            "pump",
            "line",
            "bags",
            "as_written",
            "steps",
            "totals",
        ),
        *("premedication", "timeline", "findings", "fingerprint", "if_reaction", "monitoring"),
        *("inputs", "delivery", "preparation", "proof", "vials", "checks", "stopped", "begun"),
    }
    assert tree["protocol"].keys() >= {"id", "version", "title", "strategy", "fingerprint"}
    assert tree["bags"][0].keys() >= {
        *("letter", "name", "volume", "drug", "concentration", "used", "discarded"),
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


def as_pairs(value: Any) -> Any:
    """The same values, with `[exact, unit]` for each quantity."""
    if isinstance(value, dict):
        if set(value) == {"value", "unit", "exact"}:
            return [value["exact"], value["unit"]]
        items = {key: as_pairs(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in (None, "", [], {})
                and item is not False}  # fmt: skip
    return [as_pairs(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", [*ORDERS, *MORE])
def test_the_fingerprint_is_of_all_numbers_and_codes_of_the_json(name: str) -> None:
    tree = plan_tree(any_plan(name))
    stated = tree.pop("fingerprint")
    # As the reference of plan files has it: without its proof, its sentences and what is not
    # stated, each quantity as its exact number and its unit, and of that SHA-256 as compact JSON
    # with sorted keys. The letters of the bags follow from the steps.
    for bag in tree["bags"]:
        del bag["letter"]
    for finding in tree["findings"]:
        del finding["message"], finding["source"]
    del tree["proof"]
    tree["pump"].pop("note", None)
    (tree["order"]["dose_to_give"]["body_surface"] or {}).pop("source", None)
    tree = as_pairs(tree)
    compact = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert stated == sha256(compact.encode()).hexdigest()


def test_no_two_plans_have_one_fingerprint() -> None:
    prints = {plan_tree(any_plan(name))["fingerprint"] for name in (*ORDERS, *MORE)}
    assert len(prints) == len(ORDERS) + len(MORE)


@pytest.mark.parametrize("name", ORDERS)
def test_every_number_of_the_text_is_one_that_could_be_typed(name: str) -> None:
    for number, unit in re.findall(r"~?([\d,]+(?:\.\d+)?) (mL/h|mg/h|mg/mL|min|mL|mg|kg)\b",
                                   plan_text(made(name), working=True)):  # fmt: skip
        assert parse(f"{number.replace(',', '')} {unit}").magnitude >= 0
