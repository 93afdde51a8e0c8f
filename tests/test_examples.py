"""The examples run as a user would run them, and give the hand-worked numbers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def output(*command: str) -> str:
    """What a command prints, with this environment's `rechallenge` first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"PATH": path}
    )
    assert done.stderr == ""
    return done.stdout


def test_case_1_as_a_command_gives_premedication_at_half_past_eight() -> None:
    text = output("sh", str(EXAMPLES / "case_1_extended.sh"))
    rows = [line.split() for line in text.splitlines() if "30 min before" in line]
    drugs = ("dexamethasone 10 mg", "diphenhydrAMINE 25 mg", "famotidine 50 mg")
    assert rows == [
        ["[", "]", *drug.split(), "IV", "08:30", "30", "min", "before"] for drug in drugs
    ]
    assert "125 mL/h" in text
    assert re.search("^ *11:00 +120 min +infusion ends", text, re.M)


@pytest.mark.slow
def test_case_2_as_a_command_shows_its_working() -> None:
    text = output("sh", str(EXAMPLES / "case_2_stepwise.sh"))
    assert "337.5 mg / 90 min = 225 mg/h" in text
    assert "225 mg/h / 1.5 mg/mL = 150 mL/h" in text
    assert text.count("30 min before (set by the order;") == 3


@pytest.mark.slow
def test_case_4_as_a_command_gives_exact_values_in_json() -> None:
    tree = json.loads(output("sh", str(EXAMPLES / "case_4_slow_start.sh")))
    assert [s["rate"]["exact"] for s in tree["as_written"]] == ["125/48", "47875/336"]
    assert [s["dose"]["exact"] for s in tree["as_written"]] == ["1.25", "478.75"]
    # 2.6 mL/h for 15 min are 0.65 mL, set to 0.7 mL: 1.344 mg of 1.92 mg/mL in 210/13 min. 249.3 mL
    # in 120 - 210/13 min are ~144.04 mL/h.
    assert [s["rate"]["exact"] for s in tree["steps"]] == ["2.6", "144"]
    assert [s["dose"]["exact"] for s in tree["steps"]] == ["1.344", "478.656"]


def test_the_three_cases_from_python() -> None:
    lines = output(sys.executable, str(EXAMPLES / "three_cases.py")).splitlines()
    steps = [line.strip() for line in lines if line.startswith("  ") and "findings" not in line]
    assert steps == [
        "1. 125 mL/h, 250 mg",
        "1. 50 mL/h, 75/2 mg",
        "2. observe 30 min",
        "3. 150 mL/h, 675/2 mg",
        "1. 13/5 mL/h, 168/125 mg, written as 125/48 mL/h, 5/4 mg",
        "2. 144 mL/h, 59832/125 mg, written as 47875/336 mL/h, 1915/4 mg",
    ]
