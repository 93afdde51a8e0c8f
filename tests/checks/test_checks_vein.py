"""How fast drug reaches the vein, against what is set."""

from typing import Any

import pytest

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.quantities import PLAIN, parse, quantity

from .on_file import drug, found, planned_with

TWELVE_STEPS: tuple[dict[str, Any], ...] = (
    {"bag": "A", "rates": ("2 mL/h", "5 mL/h", "10 mL/h", "20 mL/h"), "every": "15 min"},
    {"bag": "B", "rates": ("5 mL/h", "10 mL/h", "20 mL/h", "40 mL/h"), "every": "15 min"},
    {"bag": "C", "rates": ("10 mL/h", "20 mL/h", "40 mL/h"), "every": "15 min"},
    {"bag": "C", "rate": "80 mL/h", "give": "rest"},
)
BAGS = (
    {"name": "A", "volume": "250 mL", "dilution": "1/100"},
    {"name": "B", "volume": "250 mL", "dilution": "1/10"},
    {"name": "C", "volume": "250 mL", "holds": "rest"},
)


def twelve_steps(**order: str) -> Plan:
    """300 mg in 12 steps from three bags of 250 mL."""
    return planned_with(
        *TWELVE_STEPS,
        bags=BAGS,
        strategy="desensitization",
        parameters={"volume": "250 mL"},
        order={"dose": "300 mg", "volume": None} | order,
    )


def test_the_rise_at_the_vein_asks_where_no_set_rate_rises_so() -> None:
    made = twelve_steps(line="27 mL", primed="drug", sets="shared")
    assert not found(made, "rate-jump")
    (asked,) = found(made, "vein-rate-jump")
    assert (asked.severity, asked.where) == (Severity.CONFIRM, "step 11")
    # The line held 27 mL of A, then came 9.25 of A and 18.75 of B: A reaches the vein until 36.25
    # mL have run, in step 11, and B until 55, in step 12. A is 0.012 mg/mL, B 0.12.
    assert asked.numbers["before"] == parse("0.24 mg/h")
    assert asked.numbers["after"] == parse("4.8 mg/h")
    # C holds 300 - 0.111 - 2.25 = 297.639 mg in 250 mL, at 80 mL/h 95.24448 mg/h: 19.8426-fold
    assert asked.numbers["also"] == (12,)
    assert asked.numbers["also_folds"] == (parse("1984.26 %"),)


@pytest.mark.parametrize(
    "order", [{"line": "1 mL", "primed": "drug", "sets": "fresh"}, {}, {"line": "27 mL",
              "primed": "drug", "sets": "fresh"}]
)  # fmt: skip
def test_a_line_that_holds_nothing_back_raises_no_rate(order: dict[str, str]) -> None:
    assert not found(twelve_steps(**order), "vein-rate-jump")


def test_a_rise_below_tenfold_is_one_note_of_the_steepest() -> None:
    bags = ({"name": "A", "volume": "100 mL", "concentration": "0.2 mg/mL"},
            {"name": "B", "volume": "100 mL", "concentration": "1 mg/mL"})  # fmt: skip
    steps = ({"bag": "A", "rate": "20 mL/h", "over": "1 h"}, {"bag": "B", "rate": "10 mL/h",
             "over": "1 h"}, {"bag": "B", "rate": "20 mL/h", "over": "1 h"})  # fmt: skip
    order = {"dose": "34 mg", "volume": None, "line": "10 mL", "primed": "diluent",
             "sets": "shared"}  # fmt: skip
    made = planned_with(*steps, bags=bags, parameters={}, order=order)
    # Steps 1 and 2 bring A, 4 and 2 mg/h; step 3 brings B at 20 mg/h: set is 4, 10, 20.
    (finding,) = found(made, "vein-rate-jump")
    assert (finding.where, finding.severity) == ("step 3", Severity.CONFIRM)
    weaker = ({**bags[0], "concentration": "0.5 mg/mL"}, bags[1])
    order |= {"dose": "40 mg"}
    (finding,) = found(planned_with(*steps, bags=weaker, parameters={}, order=order),
                       "vein-rate-jump")  # fmt: skip
    # A at 10 mL/h is 5 mg/h, B at 20 is 20: 4-fold
    assert (finding.numbers["before"], finding.severity) == (parse("5 mg/h"), Severity.NOTE)


@pytest.mark.parametrize(("highest", "asks"), [("99 mg/h", False), ("39 mg/h", True)])
def test_a_highest_rate_on_file_is_compared_with_what_arrives(highest: str, asks: bool) -> None:
    bags = ({"name": "A", "volume": "100 mL", "concentration": "1 mg/mL"},
            {"name": "B", "volume": "100 mL", "concentration": "0.1 mg/mL"})  # fmt: skip
    steps = ({"bag": "A", "rate": "20 mL/h", "over": "1 h"},
             {"bag": "B", "rate": "40 mL/h", "over": "1 h"})  # fmt: skip
    order = {"dose": "24 mg", "volume": None, "line": "10 mL", "primed": "drug", "sets": "shared"}
    facts = drug(highest_rates=({"rate": highest, "source": "Label"},))
    made = planned_with(*steps, drugs=(facts,), bags=bags, parameters={}, order=order)
    # 20 mg/h is the highest set; A's residue runs at B's 40 mL/h, 40 mg/h
    findings = found(made, "vein-rate-above-highest")
    assert [(f.where, f.numbers["arrives"]) for f in findings] == (
        [("step 2", parse("40 mg/h"))] if asks else []
    )
    assert not found(made, "rate-above-usual-highest")


def test_of_several_rises_at_the_vein_below_tenfold_only_the_steepest_is_noted() -> None:
    bags = ({"name": "A", "volume": "100 mL", "concentration": "0.5 mg/mL"},
            {"name": "B", "volume": "100 mL", "concentration": "1 mg/mL"},
            {"name": "C", "volume": "100 mL", "concentration": "3 mg/mL"})  # fmt: skip
    rates = (("A", "20 mL/h"), ("B", "10 mL/h"), ("B", "20 mL/h"), ("C", "10 mL/h"),
             ("C", "20 mL/h"))  # fmt: skip
    steps = ({"bag": bag, "rate": rate, "over": "1 h"} for bag, rate in rates)
    # 20 x 0.5 + 30 x 1 + 30 x 3 = 130 mg
    order = {"dose": "130 mg", "volume": None, "line": "10 mL", "primed": "diluent",
             "sets": "shared"}  # fmt: skip
    made = planned_with(*steps, bags=bags, parameters={}, order=order)
    # The vein lags by 10 mL. Step 2 brings A at 10 mL/h, 5 mg/h, step 3 B at 20 mL/h, 20 mg/h:
    # 4-fold. Step 4 brings B at 10 mL/h, 10 mg/h, step 5 C at 20 mL/h, 60 mg/h: 6-fold.
    (finding,) = found(made, "vein-rate-jump")
    assert (finding.where, finding.severity) == ("step 5", Severity.NOTE)
    assert finding.numbers["fold"] == quantity(6, PLAIN)
    assert "also" not in finding.numbers
