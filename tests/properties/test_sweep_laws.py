"""Each law of the sweep over all protocols is broken by a plan that breaks it, and by no other."""

from collections.abc import Callable
from typing import Any

import pytest
from tools import sweep

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.quantities import display
from rechallenge.service.making import make

SHELVES = Shelves(shipped_folder())
PLAN = make(
    read_source("desensitization-12-step", SHELVES).protocol,
    Order(dose="400 mg", line="15 mL", primed="diluent", sets="shared"),
    SHELVES,
)
NO_LESS = PLAN.totals.dose * 0


def step_with(**change: Any) -> Plan:
    """The plan with another second step."""
    steps = list(PLAN.steps)
    steps[1] = steps[1].model_copy(update=change)
    return PLAN.model_copy(update={"steps": tuple(steps)})


def with_bag(**change: Any) -> Plan:
    first, *others = PLAN.bags
    return PLAN.model_copy(update={"bags": (first.model_copy(update=change), *others)})


def with_delivery(**change: Any) -> Plan:
    assert PLAN.delivery is not None
    return PLAN.model_copy(update={"delivery": PLAN.delivery.model_copy(update=change)})


def test_a_plan_of_the_program_breaks_none() -> None:
    assert all(law(PLAN) for law in sweep.LAWS)


STEP = PLAN.steps[1]
assert STEP.rate is not None
assert STEP.dose_rate is not None


@pytest.mark.parametrize(
    ("plan", "law"),
    [
        (step_with(rate=STEP.rate * 2), sweep.steps_run_at_their_rates),
        (step_with(dose_rate=STEP.dose_rate * 2), sweep.steps_run_at_their_rates),
        (step_with(cumulative_dose=STEP.cumulative_dose * 2), sweep.steps_add_up),
        (step_with(dose=STEP.dose * 2), sweep.steps_add_up),
        (step_with(volume=STEP.volume * 2), sweep.steps_add_up),
        (step_with(start=STEP.start * 0), sweep.steps_follow_one_another),
        (with_bag(discarded=PLAN.bags[0].discarded * 2), sweep.bags_hold_what_is_taken),
        (with_bag(concentration=PLAN.bags[0].concentration * 2), sweep.bags_hold_what_is_taken),
        (step_with(rate=STEP.rate / 7), sweep.rates_can_be_set),
        (step_with(rate=STEP.rate * 1000), sweep.rates_can_be_set),
        (PLAN.model_copy(update={"proof": None}), sweep.the_proof_agrees),
        (with_delivery(delivered=NO_LESS), sweep.the_line_loses_nothing),
    ],
)
def test_a_plan_that_breaks_a_law_is_found(plan: Plan, law: Callable[[Plan], bool]) -> None:
    assert not law(plan)


def test_a_number_that_is_not_the_one_shown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "display", lambda amount: display(amount * 2))
    assert not sweep.what_is_shown_reads_back(PLAN)


def test_some_orders_by_some_protocols_break_no_law() -> None:
    for named in ("rituximab-first", "acetylcysteine-3-bag", "infliximab-3-bag", "aspirin-6-doses"):
        outcomes, broken = sweep.tried((named, 0, 4))
        assert sum(outcomes.values()) == 4
        assert broken == []
