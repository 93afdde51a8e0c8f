"""The line on the command line: what it needs, what is refused, and where the messages appear."""

import json

import pytest

from tests.cli.running import here, refused

THREE = ("plan", "ceftazidime-12-step", "--dose", "2000 mg")
ONE = ("plan", "stepwise", "--dose", "100 mg", "--volume", "250 mL")
DILUENT = ("--primed", "diluent")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((*ONE, "--line", "251 mL", *DILUENT), ("--line:", "251 mL", "Bag 1 holds, 250 mL")),
        ((*THREE, "--line", "300 mL", *DILUENT, "--sets", "shared"),
         ("--line:", "300 mL", "Solution 1 holds, 250 mL")),
        ((*ONE, "--line", "0 mL", *DILUENT), ("--line:", '"0 mL"', "zero")),
        ((*ONE, "--line", "-20 mL", *DILUENT), ("--line:", '"-20 mL"', "sign")),
        ((*ONE, "--line", "20", *DILUENT), ("--line:", '"20"', "no unit", "mL")),
        ((*ONE, "--line", "20 mg", *DILUENT), ("--line:", '"20 mg"', "a volume is needed")),
        ((*ONE, "--line", "20 ml", *DILUENT), ("--line:", "20 ml", '"20 mL"')),
        ((*ONE, "--line", "primary-16", *DILUENT),
         ("--line:", "unknown line primary-16", "did you mean primary-15?")),
        ((*ONE, "--line", "A set", *DILUENT),
         ("--line:", "neither a volume nor the name of a set", '"20 mL"')),
        ((*ONE, "--line", "20 mL"), ("--primed:", "drug or diluent")),
        ((*ONE, "--line", "20 mL", "--primed", "saline"), ("--primed:", '"saline"', "diluent")),
        ((*ONE, *DILUENT), ("--primed:", "write the line too")),
        ((*ONE, "--sets", "fresh"), ("--sets:", "write the line too")),
        ((*ONE, "--clear-line", "60 mL/h"), ("--clear-line:", "write the line too")),
        ((*THREE, "--line", "20 mL", *DILUENT),
         ("--sets:", "3 bags", "shared (one line)", "fresh (one each)")),
        ((*ONE, "--line", "20 mL", *DILUENT, "--sets", "shared"), ("--sets:", "leave it out")),
        ((*ONE, "--line", "20 mL", "--primed", "drug", "--clear-line", "60 mL/h"),
         ("--clear-line:", "primed with drug", "leave one of them out")),
        ((*ONE, "--line", "20 mL", *DILUENT, "--clear-line", "60"), ("--clear-line:", '"60"')),
        ((*ONE, "--line", "20 mL", *DILUENT, "--clear-line", "0 mL/h"),
         ("--clear-line:", "zero")),
        ((*ONE, "--line", "20 mL", *DILUENT, "--clear-line", "60 mg/h"),
         ("--clear-line:", '"60 mg/h"', "a rate is needed")),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_one_error_at_its_option(
    arguments: tuple[str, ...], says: tuple[str, ...]
) -> None:
    assert refused(here(*arguments), *says).count("\n") == 1


def test_all_missing_values_are_listed_at_once() -> None:
    refused(here(*THREE, "--line", "20 mL"), "--primed:", "--sets:")


@pytest.mark.parametrize(
    ("rate", "says"), [("1000 mL/h", "above the fastest"), ("0.04 mL/h", "below the slowest")]
)
def test_clearing_at_a_rate_that_the_pump_does_not_run_is_refused_at_its_option(
    rate: str, says: str
) -> None:
    # the generic pump runs 0.1 to 999 mL/h
    order = (*ONE, "--line", "20 mL", *DILUENT, "--clear-line", rate)
    refused(here(*order), "refused: --clear-line: rate-out-of-range", says, code=1)


def test_the_json_has_the_line_and_what_it_delivers() -> None:
    order = (*THREE, "--line", "20 mL", *DILUENT, "--sets", "shared", "--format", "json")
    tree = json.loads(here(*order).out)
    assert tree["line"]["dead_volume"]["exact"] == "20"
    delivery = tree["delivery"]
    assert delivery.keys() >= {"first_drug", "steps", "left_in_line", "flush"}
    assert delivery["first_drug"]["at"] == {"value": 109.05, "unit": "min", "exact": "109.05"}
    assert delivery["first_drug"]["step"] == 8
    # 8.1 mL of Solution 1, 20 mg / 250 mL
    assert delivery["steps"][7]["dose"]["exact"] == "0.648"
    # Solution 1 gives 9.3 mL x 0.08 mg/mL = 0.744 mg, Solution 2 18.8 mL x 0.8 mg/mL = 15.04 mg.
    # Solution 3 holds the other 1,984.216 mg in 250 mL, 7.936864 mg/mL, and 20 mL of it stay.
    assert delivery["left_in_line"]["dose"]["exact"] == "158.73728"
    assert delivery["flush"]["volume"]["exact"] == "20"


def test_a_plan_without_a_line_says_what_a_line_would_do_to_it() -> None:
    tree = json.loads(here(*THREE, "--format", "json").out)
    assert (tree["line"], tree["delivery"]) == (None, None)
    (found,) = [f for f in tree["findings"] if f["code"] == "line-not-stated"]
    assert (found["severity"], found["where"]) == ("note", "order.line")
    # as with a line of 15 mL: 13.1 mL at 91.2 min, and 1.9 at 20 mL/h
    assert "15 mL would bring the first drug at 96.9 min, in step 7" in found["message"]
    assert "infusionnurse.org" in found["source"]


def test_findings_about_the_line_are_acknowledged_as_any_other() -> None:
    order = (*ONE, "--line", "20 mL", *DILUENT, "--initials", "AB")
    answer = "dose-left-in-line=The line is flushed by our procedure"
    out = here(*order, "--acknowledge", answer).out
    assert "Acknowledged: The line is flushed by our procedure (AB" in out
