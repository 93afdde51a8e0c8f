"""Fills of the line that a protocol states: the steps of `--clear-line`, at the table's rate."""

from collections.abc import Iterator
from fractions import Fraction as F
from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge import read_protocol
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.proof import proof_of
from rechallenge.service.making import make_plan
from rechallenge.service.resuming import resume, stop_of
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view.protocol import protocol_sections

from .lines import TWO_BAGS, TWO_LADDERS, delivery, number, with_line
from .making import protocol
from .test_pumps import GENERIC

LADDER_A, LADDER_B = TWO_LADDERS
WHOLE = {"give": "rest", "over": "1 h"}
DILUENT = {"line": "20 mL", "primed": "diluent"}
FRESH = DILUENT | {"sets": "fresh"}


def fill(bag: str | None = None, volume: str = "line", rate: str = "80 mL/h") -> dict[str, str]:
    return {"fill": volume, "rate": rate} | ({"bag": bag} if bag else {})


def two_bags(*steps: Any, **order: Any) -> Plan:
    return with_line(*steps, dose="19.675 mg", bags=TWO_BAGS, **order)


def rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Each step, apart from its place in the file."""
    for step in plan.steps:
        yield step.number, step.bag, step.start, step.rate, step.volume, step.dose, step.clears_line


@pytest.mark.parametrize("volume", ["line", "20 mL"])
def test_fills_are_the_steps_that_the_order_would_clear_the_line_in(volume: str) -> None:
    stated = two_bags(fill("A", volume), LADDER_A, fill("B", volume), LADDER_B, **FRESH)
    ordered = two_bags(LADDER_A, LADDER_B, **FRESH, clear_line="80 mL/h")
    assert list(rows(stated)) == list(rows(ordered))
    assert delivery(stated) == delivery(ordered)
    # 20 mL at 80 mL/h are 15 min, before each ladder of four times 15 min.
    fills = [(s.number, number(s.start), number(s.volume)) for s in stated.steps if s.clears_line]
    assert fills == [(1, 0, 20), (6, 75, 20)]
    assert number(stated.totals.dose) == F("19.675")


def test_one_line_is_filled_before_the_first_bag() -> None:
    plan = two_bags(fill("A"), LADDER_A, LADDER_B, **DILUENT, sets="shared")
    assert [step.number for step in plan.steps if step.clears_line] == [1]


def test_a_fill_names_the_bag_of_the_steps_after_it() -> None:
    unnamed = {key: value for key, value in LADDER_B.items() if key != "bag"}
    plan = two_bags(fill("A"), LADDER_A, fill("B"), unnamed, **FRESH)
    assert [step.bag for step in plan.steps] == ["A"] * 5 + ["B"] * 5


def test_the_only_bag_has_no_name_to_write() -> None:
    plan = with_line(fill(), WHOLE, **DILUENT)
    assert [(number(s.volume), number(s.dose)) for s in plan.steps] == [(20, 0), (100, 100)]


def test_the_ten_rows_of_the_infliximab_table_bring_all_of_the_dose_to_the_vein() -> None:
    order = {"dose": "500 mg", "line": "22 mL", "primed": "diluent", "sets": "fresh"}
    plan = make_plan(read_protocol("infliximab-3-bag"), Order.model_validate(order))
    assert [step.number for step in plan.steps if step.clears_line] == [1, 5, 9]
    # A filled line stays full: each mL that is counted pushes one mL of the same bag out.
    arrives = [number(step.dose) for step in delivery(plan).steps]
    assert arrives == [0, 1, 2, 4, 0, 10, 20, 40, 0, 423]
    assert delivery(plan).flush is None


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({}, "line: is needed, because the protocol fills it"),
        ({}, "primed: must be diluent"),
        ({"line": "20 mL", "primed": "drug"}, "primed: must be diluent"),
        (DILUENT | {"clear_line": "80 mL/h"},
         "clear_line: is stated by the protocol, as 80 mL/h; leave it out"),
        (DILUENT | {"sets": "fresh"}, "sets: changes nothing, because there is one bag"),
        (DILUENT | {"line": "18 mL"},
         "line: is 18 mL, and the protocol fills a line of 20 mL: .* Use a line of 20 mL"),
        (DILUENT | {"line": "101 mL"}, "line: 101 mL is more than Bag 1 holds"),
    ],
)  # fmt: skip
def test_an_order_whose_line_is_not_the_one_filled_is_refused_at_its_field(
    order: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnusableOrder, match=says):
        with_line(fill(volume="20 mL"), WHOLE, **order)


@pytest.mark.parametrize(
    ("steps", "sets", "says"),
    [
        ((fill("A"), LADDER_A, fill("B"), LADDER_B), "shared", "must be fresh"),
        ((fill("A"), LADDER_A, LADDER_B), "fresh", "must be shared"),
    ],
)
def test_the_sets_ordered_are_those_that_are_filled(steps: Any, sets: str, says: str) -> None:
    for stated in ({}, {"sets": sets}):
        with pytest.raises(UnusableOrder, match=f"sets: {says}"):
            two_bags(*steps, **DILUENT, **stated)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((LADDER_A, fill("A"), LADDER_A), "write it just before the first step of its bag"),
        ((fill("A"), {"observe": "5 min"}, LADDER_A), "just before the first step"),
        ((fill("A"), LADDER_B), "just before the first step"),
        ((LADDER_A, fill("B")), "just before the first step"),
        ((fill("A"), fill("A"), LADDER_A), "just before the first step"),
        ((LADDER_A, fill("B"), LADDER_B), "for 1 of 2 bags"),
        ((fill("A"), LADDER_A, fill("B", rate="90 mL/h"), LADDER_B),
         "is 90 mL/h, and that of the first fill is 80 mL/h"),
        ((fill("A"), LADDER_A, fill("B", volume="20 mL"), LADDER_B),
         "is 20 mL, and that of the first fill is line"),
        ((fill("A", volume="bag"), LADDER_A), "bag"),
        ((fill("A", volume="2 mg"), LADDER_A), "a volume is needed"),
        ((fill("A", rate="2 mg/h"), LADDER_A), "a rate is needed"),
        (({"fill": "line", "over": "1 h", "bag": "A"}, LADDER_A), "over"),
        ((fill("C"), LADDER_A), "unknown bag C"),
    ],
)  # fmt: skip
def test_a_file_whose_fills_do_not_go_with_its_steps_is_refused(steps: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        protocol(*steps, bags=TWO_BAGS, parameters={})


def test_a_rate_that_the_pump_does_not_run_is_refused_at_the_first_fill() -> None:
    order = Order.model_validate({"dose": "100 mg", "volume": "100 mL"} | DILUENT)
    with pytest.raises(Refused) as refused:
        make_plan(protocol(fill(rate="1000 mL/h"), WHOLE), order, OnFile(pump=GENERIC))
    (found,) = refused.value.findings
    assert (found.code, found.where) == ("rate-out-of-range", "infusion[0].rate")


def test_the_line_of_a_bag_that_hangs_is_not_filled_again() -> None:
    plan = with_line(fill(), WHOLE, volume=None, line="20 mL", primed="drug",
                     given="60 mg", left="40 mL")  # fmt: skip
    assert not any(step.clears_line for step in plan.steps)


def test_another_protocol_that_fills_a_line_does_not_go_on_in_the_middle() -> None:
    plan = with_line({"rate": "20 mL/h", "give": "rest"}, **DILUENT)
    filling = protocol(fill("A"), {"bag": "A", **WHOLE}, bags=({"name": "A", "volume": "50 mL"},),
                       parameters={})  # fmt: skip
    stated = {"infused": "40 mL", "protocol": filling, "bags": "new"}
    with pytest.raises(UnusableOrder, match="made-for-a-test begins with a line of diluent"):
        resume(plan, stop_of(plan, stated))


def test_the_page_of_a_protocol_says_each_fill() -> None:
    filling = protocol(fill(volume="20 mL"), WHOLE)
    said = str(list(protocol_sections(filling))).replace("\\xa0", " ")
    assert "Fill the line with 20 mL, at 80 mL/h; none of it is counted as given." in said
    said = str(list(protocol_sections(protocol(fill(), WHOLE)))).replace("\\xa0", " ")
    assert "Fill the line with as much as it holds, at 80 mL/h" in said


def test_the_sheet_says_at_which_rate_the_pump_fills_in_place_of_the_one_stated() -> None:
    order = Order.model_validate({"dose": "100 mg", "volume": "100 mL"} | DILUENT)
    plan = make_plan(protocol(fill(rate="80.04 mL/h"), WHOLE), order, OnFile(pump=GENERIC))
    assert "80 mL/h (80.04 mL/h ordered, rounded for the pump)" in " ".join(plan_text(plan).split())


@pytest.mark.parametrize(
    ("fills", "where"),
    [
        ((fill("A", rate="81 mL/h"), fill("B", rate="81 mL/h")), "line.clear_at"),
        ((fill("A", "21 mL"), fill("B", "21 mL")), "line.dead_volume"),
        ((fill("A"),), "line, filled from"),
    ],
)
def test_the_proof_holds_each_fill_against_the_protocol(fills: Any, where: str) -> None:
    plan = two_bags(fill("A"), LADDER_A, fill("B"), LADDER_B, **FRESH)
    steps = (fills[0], LADDER_A, *fills[1:], LADDER_B)
    other = protocol(*steps, bags=TWO_BAGS, parameters={})
    with pytest.raises(Refused) as refused:
        proof_of(plan.model_copy(update={"protocol": other}))
    assert where in [found.where for found in refused.value.findings]
