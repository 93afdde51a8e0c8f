"""The working: each formula holds, and between them they reach every number of a step."""

import operator

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.formula import Formula
from rechallenge.quantities import Quantity
from tests.planning.making import planned

ORDERS = [
    ("cadonilimab-extended", {"dose": "250 mg", "volume": "250 mL"}),
    ("cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"}),
    ("cadonilimab-slow-start", {"dose": "10 mg/kg", "weight": "48 kg", "volume": "250 mL"}),
    ("slow-start", {"dose": "480 mg", "volume": "100 mL", "settings": {"first_rate": "5 mL/h"}}),
]


def computed(formula: Formula) -> Quantity:
    """The formula worked out again, by magnitudes in base units."""
    left, right = formula.left.to_base_units(), formula.right.to_base_units()
    if formula.operation == "to the nearest":
        steps = (left / right).to("").magnitude
        nearest: Quantity = right * ((steps * 2 + 1) // 2)
        return nearest
    by_sign = {"x": operator.mul, "/": operator.truediv, "-": operator.sub, "+": operator.add}
    result: Quantity = by_sign[formula.operation](left, right)
    return result


@pytest.mark.parametrize(("named", "order"), ORDERS)
def test_every_formula_holds_exactly(named: str, order: dict[str, str]) -> None:
    made = plan(read_protocol(named), Order.model_validate(order))
    workings = [bag.working for bag in made.bags] + [step.working for step in made.steps]
    formulas = [formula for working in workings for formula in working]
    assert formulas
    for formula in (*formulas, *made.dose.working):
        assert computed(formula) == formula.result


@pytest.mark.parametrize(("named", "order"), ORDERS)
def test_every_solved_number_of_a_step_is_the_result_of_a_formula(
    named: str, order: dict[str, str]
) -> None:
    made = plan(read_protocol(named), Order.model_validate(order))
    for step in made.steps:
        last = {formula.gives: formula.result for formula in step.working}
        for name, result in last.items():
            assert getattr(step, name) == result
        if step.kind == "infuse":
            solved = {formula.gives for formula in step.working}
            assert {"volume", "rate"} & solved, "a step states at most one of the two"


def test_the_working_of_case_2_is_what_a_pharmacist_writes() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    lines = [f"{f.left} {f.operation} {f.right} = {f.result}" for f in made.steps[2].working]
    assert lines == [
        "375 mg - 75/2 mg = 675/2 mg",
        "675/2 mg / 90 min = 225 mg / h",
        "225 mg / h / 3/2 mg / mL = 150 mL / h",
        "675/2 mg / 3/2 mg / mL = 225 mL",
    ]


def test_the_working_of_a_ramp_reaches_every_number_it_states() -> None:
    ramp = {"rate": "0.5 mg/kg/h", "increase": "0.7 mg/kg/h", "every": "15 min",
            "up_to": "1 mg/kg/h", "give": "40 %"}  # fmt: skip
    made = planned(
        ramp, {"give": "rest", "over": "1 h"}, order={"weight": "60 kg", "dose": "200 mg"}
    )
    lines = [f"{f.gives}: {f.left} {f.operation} {f.right} = {f.result}"
             for f in made.steps[0].working]  # fmt: skip
    for line in (
        "dose_rate: 1/2 mg / h / kg x 60 kg = 30 mg / h",
        "increase: 7/10 mg / h / kg x 60 kg = 42 mg / h",
        "up_to: 1 mg / h / kg x 60 kg = 60 mg / h",
        "in_all: 200 mg x 40 percent = 80 mg",
    ):
        assert line in lines
