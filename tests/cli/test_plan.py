"""`rechallenge plan`: the three published cases, by numbers worked by hand."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.cli.plan import remedy_lines
from rechallenge.sheet.finding_text import finding_text
from tests.cli.running import CASE_1, CASE_2, CASE_4, here, refused

Row = tuple[str, str, str, str, str, str]
# start in min, duration in min, rate in mL/h, dose rate in mg/h, volume in mL, dose in mg
STEPS: dict[tuple[str, ...], list[Row]] = {
    CASE_1: [("0", "120", "125", "125", "250", "250")],
    CASE_2: [
        ("0", "30", "50", "75", "25", "37.5"),
        ("30", "30", "", "", "0", "0"),
        ("60", "90", "150", "225", "225", "337.5"),
    ],
    # 480 mg / 250 mL = 1.92 mg/mL = 48/25; 5 x 25/48 = 125/48; 1.25 x 25/48 = 125/192
    # 478.75 mg in 105 min = 1915/7 mg/h; x 25/48 = 47875/336; 250 - 125/192 = 47875/192
    CASE_4: [
        ("0", "15", "125/48", "5", "125/192", "1.25"),
        ("15", "105", "47875/336", "1915/7", "47875/192", "478.75"),
    ],
}
# 2.6 mL/h, 4.992 mg/h: of 0.65 mL in 15 min 0.7 mL is set, 1.344 mg in 0.7 / 2.6 h = 210/13 min.
# The other 249.3 mL in 120 - 210/13 min are 144.04 mL/h, set to 144: 249.3 / 144 h = 103.875 min,
# and 144 x 1.92 = 276.48 mg/h
PROGRAMMED = STEPS | {
    CASE_4: [
        ("0", "210/13", "2.6", "4.992", "0.7", "1.344"),
        ("210/13", "103.875", "144", "276.48", "249.3", "478.656"),
    ],
}
TOTALS = {
    CASE_1: ("120", "250", "250"),
    CASE_2: ("150", "250", "375"),
    CASE_4: ("12483/104", "250", "480"),
}


def planned(*arguments: str) -> Any:
    outcome = here(*arguments, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    return json.loads(outcome.out)


def exact(quantity: Any) -> str:
    return "" if quantity is None else str(quantity["exact"])


@pytest.mark.parametrize("order", STEPS)
class TestThePublishedCases:
    def test_have_the_steps_worked_by_hand(self, order: tuple[str, ...]) -> None:
        keys = ("start", "duration", "rate", "dose_rate", "volume", "dose")
        tree = planned(*order)
        written = [tuple(exact(step[key]) for key in keys) for step in tree["as_written"]]
        assert written == STEPS[order]

    def test_run_on_a_pump_as_worked_by_hand(self, order: tuple[str, ...]) -> None:
        keys = ("start", "duration", "rate", "dose_rate", "volume", "dose")
        found = [tuple(exact(step[key]) for key in keys) for step in planned(*order)["steps"]]
        assert found == PROGRAMMED[order]

    def test_have_the_totals_worked_by_hand(self, order: tuple[str, ...]) -> None:
        totals = planned(*order)["totals"]
        assert tuple(exact(totals[key]) for key in ("duration", "volume", "dose")) == TOTALS[order]

    def test_state_every_unit_once(self, order: tuple[str, ...]) -> None:
        for step in planned(*order)["steps"]:
            units = {key: step[key]["unit"] for key in step if isinstance(step[key], dict)}
            expected = {"start": "min", "duration": "min", "rate": "mL/h", "dose_rate": "mg/h",
                        "volume": "mL", "volume_to_set": "mL", "dose": "mg",
                        "cumulative_dose": "mg", "cumulative_share": "%"}  # fmt: skip
            assert units == {key: expected[key] for key in units}

    def test_end_with_the_whole_dose(self, order: tuple[str, ...]) -> None:
        tree = planned(*order)
        last = tree["steps"][-1]
        assert exact(last["cumulative_share"]) == "100"
        assert exact(last["cumulative_dose"]) == TOTALS[order][2]
        doses = [Fraction(step["dose"]["exact"]) for step in tree["steps"]]
        assert sum(doses) == Fraction(TOTALS[order][2])

    def test_give_the_same_bytes_twice(self, order: tuple[str, ...]) -> None:
        one, other = (here(*order, "--format", "json").out for _ in range(2))
        assert one == other
        tree = json.loads(one)
        assert tree["schema"] == "rechallenge/plan/1"
        assert list(tree) == sorted(tree)
        assert re.fullmatch("[0-9a-f]{64}", tree["fingerprint"])


def test_case_2_as_text() -> None:
    outcome = here(*CASE_2)
    assert (outcome.code, outcome.err) == (0, "")
    for line in (
        "1 50 mL/h 0 min 30 min 25 mL 37.5 mg 37.5 mg (10%)",
        "2 observe 30 min 30 min",
        "3 150 mL/h 60 min 90 min 225 mL 337.5 mg 375 mg (100%)",
        "Steps in all 150 min 250 mL 375 mg",
        "[ ] methylPREDNISolone 40 mg IV time not stated by the source",
        "[ ] chlorphenamine 10 mg IV time not stated by the source",
        "[ ] famotidine 50 mg IV time not stated by the source",
        "150 min infusion ends; vital signs (end of infusion)",
        "180 min vital signs (last); observation ends",
    ):
        assert any(" ".join(row.split()).startswith(line) for row in outcome.out.splitlines()), line


@pytest.mark.parametrize(
    ("order", "formulas"),
    [
        (CASE_2, ("375 mg x 10% = 37.5 mg", "337.5 mg / 90 min = 225 mg/h",
                  "225 mg/h / 1.5 mg/mL = 150 mL/h", "375 mg / 250 mL = 1.5 mg/mL")),
        (CASE_4, ("10 mg/kg x 48 kg = 480 mg", "5 mg/h x 15 min = 1.25 mg",
                  "5 mg/h / 1.92 mg/mL = ~2.604 mL/h (125/48 mL/h)",
                  "~2.604 mL/h (125/48 mL/h), to the nearest 0.1 mL/h = 2.6 mL/h",
                  "2.6 mL/h x 15 min = 0.65 mL", "0.65 mL, to the nearest 0.1 mL = 0.7 mL",
                  "0.7 mL x 1.92 mg/mL = 1.344 mg", "480 mg - 1.344 mg = 478.656 mg",
                  "144 mL/h x 1.92 mg/mL = 276.48 mg/h")),
    ],
)  # fmt: skip
def test_working_shows_the_sums_with_this_orders_numbers(
    order: tuple[str, ...], formulas: tuple[str, ...]
) -> None:
    text = " ".join(here(*order, "--working").out.split())
    assert all(formula in text for formula in formulas)
    without = " ".join(here(*order).out.split())
    assert formulas[1] not in without


def test_the_findings_of_case_4() -> None:
    found = {f["code"]: f for f in planned(*CASE_4)["findings"]}
    severities = {code: finding["severity"] for code, finding in found.items()}
    assert severities == {
        "doubtful-unit": "confirm",
        "rate-jump": "confirm",
        "rate-rounded": "confirm",
        "premedication-above-usual": "confirm",
        "protocol-unreviewed": "confirm",
        "no-preparation": "note",
        "not-compared": "note",
    }
    # As printed 1915/7 mg/h / 5 mg/h = 383/7, 55-fold; as run 276.48 / 4.992 = 720/13
    assert found["doubtful-unit"]["numbers"]["fold"]["exact"] == "383/7"
    assert found["rate-jump"]["numbers"]["fold"]["exact"] == "720/13"
    above = found["premedication-above-usual"]["numbers"]
    assert above["drug"] == "famotidine"
    assert (exact(above["dose"]), exact(above["usual"])) == ("50", "20")


# Time


def test_a_start_time_is_today_and_a_day_change_is_marked() -> None:
    tree = planned(*CASE_2, "--start", "22:00")
    assert tree["order"]["start"] == f"{date.today().isoformat()}T22:00:00"
    text = here(*CASE_2, "--start", "2026-11-21 22:00").out
    rows = [" ".join(row.split()) for row in text.splitlines()]
    assert any(row.startswith("3 150 mL/h 23:00 90 min") for row in rows)
    assert any(row.startswith("23:45 105 min") for row in rows)
    assert any(row.startswith("00:00 (+1 day) 120 min") for row in rows)
    assert any(row.startswith("00:30 (+1 day) 150 min infusion ends") for row in rows)


def test_premedication_of_the_day_before_is_marked() -> None:
    rows = here(*CASE_4, "--start", "2026-11-21 00:30").out.splitlines()
    due = [" ".join(row.split()) for row in rows if "-60 min" in row]
    assert due == ["23:30 (-1 day) -60 min give dexamethasone, diphenhydrAMINE, famotidine"]


def test_premed_lead_fills_the_times_the_source_leaves_open() -> None:
    doses = planned(*CASE_2, "--premed-lead", "30 min", "--start", "2026-11-21 09:00")
    assert [exact(d["before"]) for d in doses["premedication"]] == ["30"] * 3
    assert {d["at"] for d in doses["premedication"]} == {"2026-11-21T08:30:00"}
    assert "premedication-time-unstated" not in {f["code"] for f in doses["findings"]}
    without = planned(*CASE_2, "--start", "2026-11-21 09:00")
    assert {(d["before"], d["at"]) for d in without["premedication"]} == {(None, None)}
    assert "premedication-time-unstated" in {f["code"] for f in without["findings"]}


def test_premed_lead_leaves_stated_times_alone(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "protocols" / "cadonilimab" / "cadonilimab-stepwise.yaml"
    path = tmp_path / "cadonilimab-stepwise.yaml"
    path.write_text(source.read_text().replace("unstated}", "1 h}", 1))
    doses = planned("plan", str(path), *CASE_2[2:], "--premed-lead", "30 min")["premedication"]
    assert [exact(dose["before"]) for dose in doses] == ["60", "30", "30"]


# Parameters and body size


def test_set_changes_what_the_protocol_leaves_to_the_order() -> None:
    order = ("plan", "stepwise", "--dose", "375 mg", "--volume", "250 mL", "--drug", "trastuzumab")
    tree = planned(*order, "--set", "first_share=20 %", "--set", "second_time=1 h")
    # 75 mg and 50 mL in 30 min; 300 mg and 200 mL in 60 min
    assert [exact(step["rate"]) for step in tree["steps"]] == ["100", "", "200"]
    assert exact(tree["totals"]["duration"]) == "120"
    assert {bag["drug"] for bag in tree["bags"]} == {"trastuzumab"}


def test_a_dose_per_m2_names_its_formula_and_source() -> None:
    order = ("plan", "extended", "--dose", "300 mg/m2", "--volume", "500 mL")
    body = ("--height", "180 cm", "--weight", "80 kg")
    # square root of 180 x 80 / 3600 = 2 m2
    assert exact(planned(*order, *body)["totals"]["dose"]) == "600"
    assert exact(planned(*order, "--bsa", "1.8 m2")["totals"]["dose"]) == "540"
    text = here(*order, *body).out
    assert "Mosteller" in text
    assert "N Engl J Med 1987" in " ".join(text.split())


# Output files


@pytest.mark.parametrize(
    ("name", "form"), [("p.txt", "text"), ("p.json", "json"), ("P.JSON", "json")]
)
def test_output_is_written_by_its_ending_for_the_owner_only(
    tmp_path: Path, name: str, form: str
) -> None:
    target = tmp_path / name
    outcome = here(*CASE_2, "-o", str(target))
    assert (outcome.code, outcome.out) == (0, "")
    assert str(target) in outcome.err
    assert target.read_text("utf-8") == here(*CASE_2, "--format", form).out
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    refused(here(*CASE_2, "-o", str(tmp_path / "p.pdg")), "p.pdg", ".txt", ".json")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_with_force(tmp_path: Path) -> None:
    target = tmp_path / "p.txt"
    target.write_text("yesterday's plan")
    refused(here(*CASE_2, "-o", str(target)), str(target), "exists", "--force")
    assert target.read_text() == "yesterday's plan"
    assert here(*CASE_2, "-o", str(target), "--force").code == 0
    assert "150 mL/h" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600


# Refusals


def test_a_refused_plan_exits_1_with_its_findings_and_no_schedule() -> None:
    order = ("plan", "stepwise", "--dose", "375 mg", "--volume", "250 mL")
    refused(here(*order, "--set", "first_share=100 %"), "nothing-left", "375 mg", code=1)


def test_what_answers_a_finding_is_named_as_an_option_and_in_no_sentence() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    lines = list(remedy_lines(made))
    assert "dose-not-compared: --weight, --bsa" in lines
    assert "premedication-time-unstated: --premed-lead" in lines
    assert not [f.code for f in made.findings if "--" in finding_text(f)]
