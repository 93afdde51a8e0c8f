"""The three published rechallenges as written, worked by hand."""

from fractions import Fraction as F

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import Quantity


def exact(value: Quantity | None, unit: str) -> F | None:
    """The exact magnitude in a unit."""
    return None if value is None else F(value.to(unit).magnitude)


def rows(made: Plan) -> list[tuple[str, F | None, F | None, F | None, F | None, F | None]]:
    """Each step as kind, mL/h, min, mL, mg, mg/h."""
    return [
        (
            step.kind,
            exact(step.rate, "mL/h"),
            exact(step.duration, "min"),
            exact(step.volume, "mL"),
            exact(step.dose, "mg"),
            exact(step.dose_rate, "mg/h"),
        )
        for step in made.as_written
    ]


def test_case_1_runs_at_125_ml_per_h_for_120_min() -> None:
    made = plan(read_protocol("cadonilimab-extended"), Order(dose="250 mg", volume="250 mL"))
    assert rows(made) == [("infuse", F(125), F(120), F(250), F(250), F(125))]


def test_case_2_gives_10_percent_waits_and_gives_the_rest() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    assert rows(made) == [
        ("infuse", F(50), F(30), F(25), F(75, 2), F(75)),
        ("observe", None, F(30), F(0), F(0), None),
        ("infuse", F(150), F(90), F(225), F(675, 2), F(225)),
    ]
    assert exact(made.totals.duration, "min") == 150


def test_case_4_gives_what_is_printed_5_mg_per_h_for_15_min() -> None:
    order = Order(dose="10 mg/kg", weight="48 kg", volume="250 mL")
    made = plan(read_protocol("cadonilimab-slow-start"), order)
    assert rows(made) == [
        ("infuse", F(125, 48), F(15), F(125, 192), F(5, 4), F(5)),
        ("infuse", F(47875, 336), F(105), F(47875, 192), F(1915, 4), F(1915, 7)),
    ]


@pytest.mark.parametrize("case", ["extended", "stepwise", "slow-start"])
def test_the_protocol_for_any_drug_gives_the_same_steps_as_the_case_it_comes_from(
    case: str,
) -> None:
    order = Order(dose="480 mg", volume="250 mL")
    general, particular = (plan(read_protocol(n), order) for n in (case, f"cadonilimab-{case}"))
    assert rows(general) == rows(particular)


def test_every_amount_of_the_python_interface_is_exact() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    rate = made.steps[0].rate
    assert rate is not None
    assert rate.to("mL/h").magnitude == F(50, 1)
    assert isinstance(rate.to("mL/h").magnitude, F)
