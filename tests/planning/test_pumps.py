"""Pump profiles, and plans programmed for them: one rounding, and the total as ordered."""

from fractions import Fraction as F
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rechallenge import Order
from rechallenge.files.facts import read_facts
from rechallenge.files.find import PUMPS, Shelves, shipped_folder
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.problems import problems_of
from rechallenge.model.pump import Pump
from rechallenge.quantities import Quantity, exact_number, parse
from rechallenge.service.making import make_plan
from tests.checks.on_file import planned_with, pump
from tests.random_examples import tries

from .making import protocol

TENTHS_THEN_ONES = pump(("0.1 mL/h", "99.9 mL/h", "0.1 mL/h"), ("100 mL/h", "999 mL/h", "1 mL/h"))
GENERIC = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"))
GRAVITY = {"name": "set", "title": "A set", "ends_by": "time", "source": "x"}


def amounts(values: list[Quantity | None], unit: str) -> list[F]:
    return [F(value.to(unit).magnitude) for value in values if value is not None]


def rates(made: Plan) -> list[F]:
    return amounts([step.rate for step in made.steps], "mL/h")


def first_rate(rate: str, on: Pump) -> F:
    """What a stated rate becomes on a pump; the bag holds enough for an hour at any."""
    order = {"dose": "10000 mg", "volume": "10 L"}
    made = planned_with(
        {"rate": rate, "over": "1 min"}, {"give": "rest", "over": "100 h"}, on=on, order=order
    )
    return rates(made)[0]


# Profiles


@pytest.mark.parametrize(
    ("ranges", "place", "says"),
    [
        (
            (("0.1 mL/h", "99.9 mL/h", "0.1 mL/h"), ("101 mL/h", "999 mL/h", "1 mL/h")),
            "rates[1].lowest",
            "leaves a gap after the range before, which ends at 99.9 mL/h; begin at 100 mL/h",
        ),
        (
            (("0.1 mL/h", "99.9 mL/h", "0.1 mL/h"), ("99 mL/h", "999 mL/h", "1 mL/h")),
            "rates[1].lowest",
            "overlaps the range before",
        ),
        (
            (("0.1 mL/h", None, "0.1 mL/h"), ("100 mL/h", "999 mL/h", "1 mL/h")),
            "rates[0].highest",
            "only the last may be open",
        ),
        (
            (("0.1 mL/h", "99.9 mL/h", "0.1 mL/h"), ("100 mL/h", "999.5 mL/h", "1 mL/h")),
            "rates[1].step",
            "does not lead from 100 mL/h to 999.5 mL/h",
        ),
        ((("10 mL/h", "9 mL/h", "1 mL/h"),), "rates[0].highest", "is below lowest, 10 mL/h"),
    ],
)
def test_ranges_that_leave_a_gap_overlap_or_end_between_two_steps_are_refused_in_place(
    ranges: tuple[tuple[str, str | None, str], ...], place: str, says: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        pump(*ranges)
    (problem,) = problems_of(wrong.value)
    assert problem.path == place
    assert says in problem.sentence


@pytest.mark.parametrize("more", [{}, {"drops": "20 drops/mL"}])
def test_a_profile_states_its_rates_or_its_drops_and_not_both(more: dict[str, str]) -> None:
    ranges = () if not more else ({"lowest": "1 mL/h", "step": "1 mL/h"},)
    with pytest.raises(ValidationError, match="one of the two"):
        Pump.model_validate(GRAVITY | {"rates": ranges} | more)


def test_every_shipped_profile_is_read_and_has_a_source() -> None:
    files = Shelves(shipped_folder()).facts(PUMPS)
    assert {
        "generic",
        "gravity-10",
        "gravity-15",
        "gravity-20",
        "gravity-60",
        "infusomat-space",
    } <= set(files)
    for name, path in files.items():
        profile = read_facts(path, PUMPS)
        assert isinstance(profile, Pump)
        assert (profile.name, bool(profile.source)) == (name, True)


# One rounding


@pytest.mark.parametrize(
    ("rate", "set_to"),
    [
        ("9.375 mL/h", "9.4"),
        ("4.6875 mL/h", "4.7"),
        ("18.75 mL/h", "18.8"),  # half up
        ("18.7499 mL/h", "18.7"),
        ("0.1 mL/h", "0.1"),
        ("0.14 mL/h", "0.1"),
        ("99.94 mL/h", "99.9"),
        ("99.95 mL/h", "100"),  # half up, to where the next range begins
        ("100.4 mL/h", "100"),
        ("100.5 mL/h", "101"),
        ("998.5 mL/h", "999"),
        ("999 mL/h", "999"),
    ],
)
def test_a_rate_is_rounded_to_the_nearest_that_can_be_set_and_half_up(
    rate: str, set_to: str
) -> None:
    assert first_rate(rate, TENTHS_THEN_ONES) == F(set_to)


@pytest.mark.parametrize(
    ("rate", "side"), [("0.09 mL/h", "below"), ("0.0999 mL/h", "below"), ("999.1 mL/h", "above")]
)
def test_a_rate_outside_the_range_is_refused_and_never_clamped(rate: str, side: str) -> None:
    with pytest.raises(Refused) as refused:
        first_rate(rate, TENTHS_THEN_ONES)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("rate-out-of-range", "infusion[0]")
    assert finding.numbers["side"] == side
    assert finding.numbers["rate"] == parse(rate)


def test_steps_that_give_another_dose_at_the_rates_of_the_pump_are_refused() -> None:
    # 50 mL/h for 2 h are the 100 mg; this pump runs 42 mL/h instead, which gives 84 mg in 2 h
    step = {"rate": "50 mL/h", "over": "2 h"}
    assert planned_with(step).totals.dose == parse("100 mg")
    with pytest.raises(Refused) as refused:
        planned_with(step, on=pump(("21 mL/h", "210 mL/h", "21 mL/h")))
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("dose-not-delivered-on-pump", "infusion")
    assert finding.numbers["delivered"] == parse("84 mg")
    assert finding.numbers["share"] == parse("84 %")


@pytest.mark.parametrize(("factor", "one_drop"), [(10, 6), (15, 4), (20, 3), (60, 1)])
def test_one_drop_a_minute_is_60_over_the_drop_factor_in_ml_per_h(
    factor: int, one_drop: int
) -> None:
    on = Pump.model_validate(GRAVITY | {"drops": f"{factor} drops/mL"})
    assert on.lowest == parse(f"{one_drop} mL/h")
    assert on.highest is None
    # 10 mL/h: 1.67, 2.5, 3.33 and 10 drops a minute, half up 2, 3, 3 and 10
    assert first_rate("10 mL/h", on) == {10: 12, 15: 12, 20: 9, 60: 10}[factor]


# Twelve steps at a full rate of 75 mL/h, 400 mg in bags of 250 mL (1/100, 1/10, the rest)

BWH_BAGS = (
    {"name": "Bag 1", "volume": "250 mL", "dilution": "1/100"},
    {"name": "Bag 2", "volume": "250 mL", "dilution": "1/10"},
    {"name": "Bag 3", "volume": "250 mL", "holds": "rest"},
)
BWH_STEPS: tuple[dict[str, Any], ...] = (
    {"bag": "Bag 1", "rates": ("1/40", "1/16", "1/8", "1/4"), "every": "15 min"},
    {"bag": "Bag 2", "rates": ("1/16", "1/8", "1/4", "1/2"), "every": "15 min"},
    {"bag": "Bag 3", "rates": ("1/8", "1/4", "1/2"), "every": "15 min"},
    {"bag": "Bag 3", "rate": "$full_rate", "give": "rest"},
)


def test_the_bwh_rates_are_rounded_and_the_last_bag_makes_up_the_dose() -> None:
    parameters = {"volume": "250 mL", "full_rate": "75 mL/h"}
    made = planned_with(*BWH_STEPS, on=GENERIC, bags=BWH_BAGS, parameters=parameters,
                        order={"dose": "400 mg", "volume": "250 mL"})  # fmt: skip
    written = [F(75, n) for n in (40, 16, 8, 4, 16, 8, 4, 2, 8, 4, 2, 1)]
    assert amounts([step.rate for step in made.as_written], "mL/h") == written
    # 1.875, 4.6875, 9.375, 18.75 | 4.6875, 9.375, 18.75, 37.5 | 9.375, 18.75, 37.5, 75
    programmed = ["1.9", "4.7", "9.4", "18.8", "4.7", "9.4", "18.8", "37.5", "9.4", "18.8", "37.5"]
    assert rates(made) == [*map(F, programmed), 75]
    # Full strength 400 mg / 250 mL = 1.6 mg/mL.
    # Bag 1: (1.9 + 4.7 + 9.4 + 18.8) / 4 = 8.7 mL of 0.016 mg/mL: 0.1392 mg
    # Bag 2: (4.7 + 9.4 + 18.8 + 37.5) / 4 = 17.6 mL of 0.16 mg/mL: 2.816 mg
    # Bag 3: 400 - 0.1392 - 2.816 = 397.0448 mg in 250 mL: 1.5881792 mg/mL
    third = made.bags[2]
    assert amounts([third.drug], "mg") == [F("397.0448")]
    assert amounts([third.concentration], "mg/mL") == [F("1.5881792")]
    # Steps 9 to 11: (9.4 + 18.8 + 37.5) / 4 = 16.425 mL, 16.425 x 1.5881792 = 26.08584336 mg
    # Step 12: 250 - 16.425 = 233.575 mL at 75 mL/h: 186.86 min, 370.95895664 mg
    last = made.steps[-1]
    assert amounts([last.volume], "mL") == [F("233.575")]
    assert amounts([last.duration], "min") == [F("186.86")]
    assert amounts([last.dose], "mg") == [F("370.95895664")]
    assert amounts([made.totals.dose], "mg") == [400]
    assert sum(amounts([step.dose for step in made.steps], "mg")) == 400
    # 1.9 for 1.875 mL/h, the largest shift, is 1.3%
    assert "rate-rounded" not in {finding.code for finding in made.findings}


# Laws

TENTHS = st.integers(min_value=1, max_value=300)
ANY_RATES = st.lists(st.integers(min_value=200, max_value=40000), min_size=1, max_size=5)
PROFILES = st.sampled_from(
    [
        GENERIC,
        TENTHS_THEN_ONES,
        pump(("0.01 mL/h", "9.99 mL/h", "0.01 mL/h"), ("10 mL/h", "1200 mL/h", "0.1 mL/h")),
        Pump.model_validate(GRAVITY | {"drops": "60 drops/mL"}),
    ]
)


def ladder(exact: list[F], on: Pump | None) -> Plan:
    """These rates for 3 min each, and the rest of 900 mg in 1,000 mL."""
    written = tuple(f"{exact_number(rate)} mL/h" for rate in exact)
    steps: tuple[dict[str, Any], ...] = (
        {"rates": written, "every": "3 min"},
        {"give": "rest", "over": "7 h"},
    )
    return make_plan(
        protocol(*steps), Order(dose="900 mg", volume="1000 mL"), OnFile(pump=on)
    )  # fmt: skip


def on_the_grid(rate: F, on: Pump) -> bool:
    """Whether a rate is one that the pump shows, by its ranges alone."""
    for each in on.ranges:
        low, step = amounts([each.lowest, each.step], "mL/h")
        highest = None if each.highest is None else amounts([each.highest], "mL/h")[0]
        if rate >= low and (highest is None or rate <= highest) and (rate - low) % step == 0:
            return True
    return False


@settings(max_examples=tries(60), deadline=None)
@given(ANY_RATES, PROFILES)
def test_rounding_never_changes_the_total_and_every_rate_can_be_set(
    thousandths: list[int], on: Pump
) -> None:
    made = ladder([F(n + 800, 1000) for n in thousandths], on)
    assert sum(amounts([step.dose for step in made.steps], "mg")) == 900
    assert all(on_the_grid(rate, on) for rate in rates(made))
    for step in made.steps:
        assert step.rate is not None
        assert step.rate * step.duration == step.volume
    for before, after in pairwise(made.steps):
        assert before.end == after.start


@settings(max_examples=tries(40), deadline=None)
@given(ANY_RATES, PROFILES)
def test_a_pump_makes_no_difference_to_what_is_written(thousandths: list[int], on: Pump) -> None:
    exact = [F(n + 800, 1000) for n in thousandths]
    bare, made = ladder(exact, None), ladder(exact, on)
    assert made.as_written == bare.as_written == bare.steps


@settings(max_examples=tries(40), deadline=None)
@given(st.lists(TENTHS, min_size=1, max_size=5))
def test_a_pump_that_has_every_exact_rate_changes_nothing(tenths: list[int]) -> None:
    steps: tuple[dict[str, Any], ...] = (
        {"rates": tuple(f"{exact_number(F(n, 10))} mL/h" for n in tenths), "every": "3 min"},
        {"give": "rest", "rate": "75 mL/h"},
    )
    made = planned_with(*steps, on=GENERIC)
    assert made.steps == made.as_written
