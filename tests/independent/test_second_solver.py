"""The second solver alone, against numbers worked by hand and printed tables."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.independent.random_protocols import Pair, any_bags, one_bag
from tests.independent.second_solver import Bag, Refused, Schedule, solve
from tests.random_examples import tries

Tree = dict[str, Any]
F = Fraction
VOLUME = {"volume": "required"}
ORDER = {"dose": "100 mg", "volume": "100 mL"}
REST = {"give": "rest", "over": "1 h"}


def simple(*steps: Tree, **more: Any) -> Tree:
    """A protocol of these steps; without bags it has the parameter volume."""
    return {"parameters": dict(VOLUME), "infusion": list(steps), **more}


def shown(schedule: Schedule) -> list[tuple[object, ...]]:
    return [(step.bag, step.minutes, step.mL, step.dose) for step in schedule.steps]


def minutes(schedule: Schedule) -> list[Fraction]:
    return [step.minutes for step in schedule.steps]


# The case series


def test_cadonilimab_extended() -> None:
    schedule = solve(
        simple({"give": "rest", "over": "120 min"}), {"dose": "250 mg", "volume": "250 mL"}
    )
    (step,) = schedule.steps
    assert (step.kind, step.bag, step.start, step.dose) == ("infuse", "Bag 1", F(0), F(250))
    assert step.mL / step.minutes * 60 == 125
    assert schedule.bags == (Bag("Bag 1", F(250), F(250), F(250), F(0)),)


def test_cadonilimab_stepwise() -> None:
    protocol = simple(
        {"give": "$first_share", "over": "30 min"},
        {"observe": "30 min"},
        {"give": "rest", "over": "90 min"},
    )
    protocol["parameters"]["first_share"] = "10 %"
    order: Tree = {"dose": "375 mg", "volume": "250 mL"}
    schedule = solve(protocol, order)
    assert shown(schedule) == [
        ("Bag 1", 30, 25, F("37.5")),
        (None, 30, 0, 0),
        ("Bag 1", 90, 225, F("337.5")),
    ]
    assert [step.start for step in schedule.steps] == [0, 30, 60]
    assert [step.kind for step in schedule.steps] == ["infuse", "observe", "infuse"]
    assert solve(protocol, {**order, "set": {"first_share": "20 %"}}).steps[0].dose == 75


def test_cadonilimab_slow_start() -> None:
    protocol = simple({"rate": "5 mg/h", "over": "15 min"}, {"give": "rest", "until": "2 h"})
    schedule = solve(protocol, {"dose": "10 mg/kg", "weight": "48 kg", "volume": "250 mL"})
    assert shown(schedule) == [
        ("Bag 1", 15, F(125, 192), F("1.25")),
        ("Bag 1", 105, 250 - F(125, 192), F("478.75")),
    ]


# Published tables


def test_ceftazidime_twelve_steps() -> None:
    protocol: Tree = {
        "bags": [
            {"name": "1", "volume": "250 mL", "concentration": "0.08 mg/mL"},
            {"name": "2", "volume": "250 mL", "concentration": "0.8 mg/mL"},
            {"name": "3", "volume": "250 mL", "holds": "rest"},
        ],
        "infusion": [
            {"rates": ["2 mL/h", "5 mL/h", "10 mL/h", "20 mL/h"], "every": "15 min"},
            {"bag": "2", "rates": ["5 mL/h", "10 mL/h", "20 mL/h", "40 mL/h"], "every": "15 min"},
            {"bag": "3", "rates": ["10 mL/h", "20 mL/h", "40 mL/h"], "every": "15 min"},
            {"rate": "80 mL/h", "give": "rest"},
        ],
    }
    schedule = solve(protocol, {"dose": "2000 mg"})
    volumes = ["0.5", "1.25", "2.5", "5", "1.25", "2.5", "5", "10", "2.5", "5", "10", "232.5"]
    doses = [
        "0.04",
        "0.1",
        "0.2",
        "0.4",
        "1",
        "2",
        "4",
        "8",
        "19.843",
        "39.685",
        "79.37",
        "1845.362",
    ]
    assert [step.mL for step in schedule.steps] == [F(text) for text in volumes]
    assert [round(step.dose, 3) for step in schedule.steps] == [F(text) for text in doses]
    assert minutes(schedule) == [15] * 11 + [F("174.375")]
    assert "".join(step.bag or "-" for step in schedule.steps) == "111122223333"
    assert [bag.drug for bag in schedule.bags] == [20, 200, F("1984.26")]
    assert [bag.discarded for bag in schedule.bags] == [F("240.75"), F("231.25"), 0]


def rituximab(dose: str) -> Schedule:
    ramp = {"rate": "50 mg/h", "increase": "50 mg/h", "every": "30 min", "up_to": "400 mg/h"}
    return solve(simple({**ramp, "give": "rest"}), {"dose": dose, "volume": "500 mL"})


def test_ocrelizumab_ramp() -> None:
    ramp = {"rate": "40 mL/h", "increase": "40 mL/h", "every": "30 min", "up_to": "200 mL/h"}
    schedule = solve(simple({**ramp, "give": "rest"}), {"dose": "600 mg", "volume": "500 mL"})
    assert [step.mL for step in schedule.steps] == [20, 40, 60, 80, 300]
    assert minutes(schedule) == [30, 30, 30, 30, 90]


@pytest.mark.parametrize(
    ("dose", "last_doses", "last_minutes"),
    [
        ("1000 mg", [175, 300], 45),  # runs on at its ceiling as one step
        ("700 mg", [150, 175], 30),  # ends on a rung: no step of no length follows
        ("600 mg", [150, 75], F(90, 7)),  # never reaches its ceiling
        ("10 mg", [10], 12),
    ],
)
def test_rituximab_ramp(dose: str, last_doses: list[int], last_minutes: Fraction) -> None:
    steps = rituximab(dose).steps
    assert [step.dose for step in steps][-len(last_doses) :] == last_doses
    assert steps[-1].minutes == last_minutes


def test_last_increase_goes_just_to_the_ceiling() -> None:
    ramp = {"rate": "20 mL/h", "increase": "50 mL/h", "every": "30 min", "up_to": "90 mL/h"}
    schedule = solve(simple({**ramp, "give": "rest"}), ORDER)
    assert [step.mL for step in schedule.steps] == [10, 35, 55]
    assert minutes(schedule)[-1] == F(110, 3)
    flat = {**ramp, "rate": "90 mL/h", "give": "50 mL"}
    assert minutes(solve(simple(flat, REST), ORDER)) == [F(100, 3), 60]


def test_acetylcysteine_three_bags() -> None:
    doses = [("150 mg/kg", "200 mL"), ("50 mg/kg", "500 mL"), ("rest", "1 L")]
    bags = [{"name": h, "holds": h, "volume": v} for h, v in doses]
    steps = [
        {"bag": holds, "give": "bag", "over": over}
        for (holds, _), over in zip(doses, ("60 min", "4 h", "16 h"), strict=True)
    ]
    schedule = solve({"bags": bags, "infusion": steps}, {"dose": "300 mg/kg", "weight": "60 kg"})
    assert [step.dose for step in schedule.steps] == [9000, 3000, 6000]
    assert schedule.steps[-1].start + schedule.steps[-1].minutes == 1260


# Words of the step language, one at a time


@pytest.mark.parametrize(
    ("step", "ml", "lasts"),
    [
        ({"give": "10 %", "over": "1 h"}, 10, 60),
        ({"give": "0.02 g", "rate": "40 mL/h"}, 20, 30),
        ({"give": "5 mg/kg", "until": "900 s"}, 50, 15),
        ({"give": "0.5 mL/kg", "over": "1 h"}, 5, 60),
        ({"give": "30 mL", "rate": "1 mg/kg/h"}, 30, 180),
        ({"rate": "0.1 mL/kg/min", "over": "10 min"}, 10, 10),
        ({"rate": "20 mcg/kg/min", "over": "0.5 h"}, 6, 30),
        ({"rate": "1/40", "over": "30 min"}, 5, 30),
        ({"rates": ["$full_rate"], "every": "5 min"}, F(100, 3), 5),
    ],
)
def test_two_of_three(step: Tree, ml: Fraction, lasts: Fraction) -> None:
    protocol = simple(step, REST, parameters={**VOLUME, "full_rate": "400 mL/h"})
    first, rest = solve(protocol, {**ORDER, "weight": "10 kg"}).steps
    assert (first.mL, first.minutes, first.dose) == (ml, lasts, ml)
    assert (rest.mL, rest.start) == (100 - ml, lasts)


def test_units_and_area() -> None:
    protocol = simple({"rate": "10 units/kg/h", "over": "30 min"}, {**REST, "give": "bag"})
    order = {"dose": "100 units/kg", "weight": "50 kg", "volume": "50 mL"}
    assert [step.dose for step in solve(protocol, order).steps] == [250, 4750]
    order = {"dose": "300 mg/m2", "bsa": "1.8 m2", "volume": "50 mL"}
    assert solve(simple(REST), order).steps[0].dose == 540


def test_dilutions_and_going_back_to_a_bag() -> None:
    weak = {"name": "weak", "volume": "50 mL", "dilution": "1/100"}
    full = {"name": "full", "volume": "$volume"}
    steps = [
        {"give": "10 mL", "over": "10 min"},
        {"bag": "full", "give": "20 mL", "over": "10 min"},
        {"bag": "weak", "give": "bag", "over": "10 min"},
        {"bag": "full", "give": "rest", "over": "10 min"},
    ]
    schedule = solve(simple(*steps, bags=[weak, full]), ORDER)
    assert [step.dose for step in schedule.steps] == [F("0.1"), 20, F("0.4"), F("79.5")]
    assert schedule.bags[0] == Bag("weak", F(50), F("0.5"), F(50), F(0))
    assert schedule.bags[1] == Bag("full", F(100), F(100), F("99.5"), F("0.5"))


def test_until_counts_observation_and_defaults_chain() -> None:
    parameters = {**VOLUME, "pause": "$wait", "wait": "20 min"}
    steps = [{"give": "1 mL", "over": "10 min"}, {"observe": "$pause"}]
    protocol = simple(*steps, {"give": "rest", "until": "1 h"}, parameters=parameters)
    assert minutes(solve(protocol, ORDER)) == [10, 20, 30]


# Refusals

RAMP = {
    "rate": "50 mL/h",
    "increase": "50 mL/h",
    "every": "30 min",
    "up_to": "90 mL/h",
    "give": "rest",
}
A = {"name": "A", "volume": "100 mL"}
B = {**A, "name": "B"}
REFUSED: dict[str, tuple[Tree, Tree]] = {
    "no volume": (simple(REST), {"dose": "100 mg"}),
    "no dose": (simple(REST), {"volume": "100 mL"}),
    "dose of zero": (simple(REST), {**ORDER, "dose": "0 mg"}),
    "dose in mL": (simple(REST), {**ORDER, "dose": "100 mL"}),
    "no weight for the dose": (simple(REST), {**ORDER, "dose": "1 mg/kg"}),
    "no area for the dose": (simple(REST), {**ORDER, "dose": "1 mg/m2", "weight": "50 kg"}),
    "no weight for a rate": (simple({"give": "rest", "rate": "1 mL/kg/h"}), ORDER),
    "volume undeclared": ({"infusion": [REST], "bags": [A]}, ORDER),
    "set undeclared": (simple(REST), {**ORDER, "set": {"speed": "1 mL/h"}}),
    "volume set twice": (simple(REST), {**ORDER, "set": {"volume": "100 mL"}}),
    "undeclared": (simple({"give": "rest", "over": "$time"}), ORDER),
    "circle": (simple(REST, parameters={**VOLUME, "a": "$b", "b": "$a"}), ORDER),
    "default undeclared": (simple(REST, parameters={**VOLUME, "a": "$b"}), ORDER),
    "two rests": (simple(REST, bags=[{**A, "holds": "rest"}, {**B, "holds": "rest"}]), ORDER),
    "two names": (simple(REST, bags=[A, A]), ORDER),
    "filled twice": (simple(REST, bags=[{**A, "holds": "dose", "dilution": "1/2"}]), ORDER),
    "rest unused": (simple(REST, bags=[A, {**B, "holds": "rest"}]), ORDER),
    "unknown bag": (simple({**REST, "bag": "B"}), ORDER),
    "bag overdrawn": (simple({"give": "100.0001 mL", "over": "1 h"}), ORDER),
    "bag too small": (simple(REST, bags=[{**A, "holds": "99 mg"}]), ORDER),
    "bag in units": (simple(REST, bags=[{**A, "holds": "100 units"}]), ORDER),
    "units per mL": (simple(REST, bags=[{**A, "concentration": "1 units/mL"}]), ORDER),
    "units given": (simple({"give": "1 units", "over": "1 h"}, REST), ORDER),
    "rate in units": (simple({"rate": "1 units/h", "over": "1 h"}, REST), ORDER),
    "mg for units": (
        simple({"give": "1 mg", "over": "1 h"}, REST),
        {**ORDER, "dose": "100 units"},
    ),
    "no time": (simple({"give": "rest"}), ORDER),
    "two times": (simple({"over": "1 h", "until": "2 h"}), ORDER),
    "three of three": (simple({**REST, "rate": "100 mL/h"}), ORDER),
    "observe and give": (simple({**REST, "observe": "1 h"}), ORDER),
    "until passed": (
        simple({"give": "1 mL", "over": "1 h"}, {"give": "rest", "until": "1 h"}),
        ORDER,
    ),
    "zero time": (simple({"give": "1 mL", "over": "0 min"}, REST), ORDER),
    "zero amount": (simple({"give": "0 mL", "over": "1 h"}, REST), ORDER),
    "zero rate": (simple({"rate": "0 mL/h", "over": "1 h"}, REST), ORDER),
    "zero rate for an amount": (simple({"give": "1 mL", "rate": "0 mL/h"}, REST), ORDER),
    "nothing left": (simple(REST, REST), ORDER),
    "bag is empty": (simple(REST, {"give": "bag", "over": "1 h"}), ORDER),
    "too little": (simple({"give": "99.9999 %", "over": "1 h"}), ORDER),
    "too much": (simple({"give": "101 %", "over": "1 h"}, bags=[{**A, "holds": "1 g"}]), ORDER),
    "rate for an amount": (simple({"give": "1 mL/h", "over": "1 h"}, REST), ORDER),
    "amount for a rate": (simple({"rate": "1 mL", "over": "1 h"}, REST), ORDER),
    "no full_rate": (simple({"rate": "1/40", "over": "1 h"}, REST), ORDER),
    "ramp downwards": (simple({**RAMP, "rate": "91 mL/h"}), ORDER),
    "ramp of two kinds": (simple({**RAMP, "increase": "50 mg/h"}), ORDER),
    "ceiling of another kind": (simple({**RAMP, "up_to": "90 mg/h"}), ORDER),
    "ramp that stays": (simple({**RAMP, "increase": "0 mL/h"}), ORDER),
    "ramp of no amount": (simple(REST, RAMP), ORDER),
    "ramp overdrawn": (simple({**RAMP, "give": "101 mL"}), ORDER),
    "no rates": (simple({"rates": [], "every": "1 h"}, REST), ORDER),
    "no steps": (simple(), ORDER),
    "no bags": (simple(REST, bags=[]), ORDER),
    "not a quantity": (simple({"give": "rest", "over": ".5 h"}), ORDER),
    "wrong case": (simple({"give": "rest", "over": "1 H"}), ORDER),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused(why: str) -> None:
    with pytest.raises(Refused):
        solve(*REFUSED[why])


def test_what_the_refusals_are_spoilt_from_is_delivered() -> None:
    for step in (REST, RAMP, {"give": "bag", "over": "1 h"}):
        solve(simple(step), ORDER)
        solve(simple(step, bags=[A]), ORDER)


# The random protocols


def check_laws(protocol: Tree, order: Tree, schedule: Schedule) -> None:
    """What holds of every schedule, whatever the protocol."""
    clock = F(0)
    bags = {bag.name: bag for bag in schedule.bags}
    used = dict.fromkeys(bags, F(0))
    for step in schedule.steps:
        assert step.start == clock
        assert step.minutes > 0
        clock += step.minutes
        if step.bag is None:
            assert (step.kind, step.mL, step.dose) == ("observe", F(0), F(0))
        else:
            bag = bags[step.bag]
            assert step.mL > 0
            assert step.dose * bag.volume == step.mL * bag.drug
            used[step.bag] += step.mL
    assert all(bag.used == used[bag.name] <= bag.volume for bag in schedule.bags)
    assert all(bag.used + bag.discarded == bag.volume for bag in schedule.bags)
    # A single bag of the whole dose must therefore run dry, where the whole dose is given.
    in_part = "in_all" in protocol.get("dosing", {})
    assert "bags" in protocol or in_part or schedule.bags[0].discarded == 0
    assert {"dose"} <= set(order)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [one_bag, any_bags])
def test_most_random_protocols_are_delivered(
    pairs: Callable[[], st.SearchStrategy[Pair]],
) -> None:
    # About seven in ten are. Hypothesis draws constants of whatever modules are loaded, so that the
    # sample changes although it is derandomized: of 60, between four and nine in ten.
    delivered: list[bool] = []

    @settings(
        max_examples=tries(240),
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pairs())
    def sample(pair: Pair) -> None:
        try:
            schedule = solve(*pair)
        except Refused:
            delivered.append(False)
        else:
            check_laws(*pair, schedule)
            delivered.append(True)

    sample()
    assert len(delivered) / 2 <= sum(delivered) < len(delivered)
