"""The pump on the printed plan: what to set, and what the protocol has."""

import re

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.text.plan import plan_text


def section(text: str, name: str, after: str) -> str:
    return text[text.index(f"\n{name}\n") : text.index(f"\n{after}\n")]


def slow_start(**order: str) -> str:
    stated = {"dose": "480 mg", "volume": "250 mL"} | order
    return plan_text(plan(read_protocol("cadonilimab-slow-start"), Order.model_validate(stated)))


def test_what_the_protocol_has_stands_under_a_step_that_the_pump_moves() -> None:
    steps = section(slow_start(), "STEPS", "TIMELINE").splitlines()
    row = next(number for number, line in enumerate(steps) if line.startswith("  1 "))
    # 5 mg/h / 1.92 mg/mL = 125/48 mL/h; 2.6 mL/h for 15 min is 0.65 mL, set to 0.7: 1.344 mg
    assert "2.6 mL/h" in steps[row]
    assert "1.344 mg" in steps[row]
    assert steps[row + 1] == (
        "        As written: rate ~2.604 mL/h, duration 15 min, volume ~0.651 mL, dose"
    )


def test_a_step_that_the_pump_does_not_move_has_one_line() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    assert "As written" not in plan_text(made)


def test_a_plan_names_its_pump_and_its_source() -> None:
    text = slow_start()
    assert "  Pump        Pump of 0.1 to 999 mL/h in steps of 0.1 mL/h" in text
    assert (
        "\n  Pump: An assumption of this program, of no maker's pump"
        in text[text.index("\nSOURCE\n") :]
    )


@pytest.mark.parametrize(
    ("pump", "shown"),
    [
        # 48 mL/h for 15 min is 12 mL; the other 238 mL over 105 min are 136 mL/h: 22.67, 34, 45.33
        # and 136 drops a minute
        ("gravity-10", [("8", "48"), ("23", "138")]),
        ("gravity-15", [("12", "48"), ("34", "136")]),
        ("gravity-20", [("16", "48"), ("45", "135")]),
        ("gravity-60", [("48", "48"), ("136", "136")]),
    ],
)
def test_a_gravity_set_has_whole_drops_a_minute_beside_the_rate(
    pump: str, shown: list[tuple[str, str]]
) -> None:
    order = Order(dose="480 mg", volume="250 mL", pump=pump, settings={"first_rate": "48 mL/h"})
    text = plan_text(plan(read_protocol("slow-start"), order))
    assert all(len(line) <= 80 for line in text.splitlines())
    rows = re.split(r"\n  (?=[12] )", section(text, "STEPS", "TIMELINE"))[1:]
    found = [re.findall(r"(\d+) (?:drops/min|mL/h)", row) for row in rows]
    assert [(drops, rate) for drops, rate, *_ in found] == shown


def test_on_a_gravity_set_everything_to_be_set_is_in_drops() -> None:
    order = Order(
        dose="480 mg", volume="250 mL", pump="gravity-20", line="20 mL", primed="diluent",
        clear_line="60 mL/h", settings={"first_rate": "48 mL/h"},
    )  # fmt: skip
    text = plan_text(plan(read_protocol("slow-start"), order)).replace("\u00a0", " ")
    timeline = " ".join(section(text, "TIMELINE", "IF THE PATIENT REACTS").split())
    vein = " ".join(section(text, "WHAT REACHES THE VEIN", "TIMELINE").split())
    # 20 drops/mL / 60 min/h: 60, 48 and 135 mL/h are 20, 16 and 45 drops/min
    assert "set 20 drops/min (60 mL/h) to clear the line" in timeline
    assert "set 16 drops/min (48 mL/h)" in timeline
    assert "set 45 drops/min (135 mL/h)" in timeline
    assert not re.search(r"set [\d.]+ mL/h", timeline)
    assert "in step 1 at 20 drops/min (60 mL/h)" in vein
    assert "of diluent at 45 drops/min (135 mL/h)" in vein
