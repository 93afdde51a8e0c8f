"""Protocols that cannot be run: refused at their line, with what to write."""

from pathlib import Path

import pytest

from tests.cli.running import here

HEAD = """id: mine
title: Made for a test
drug: any
strategy: desensitization
version: 1
scope: Nobody
source: {citation: None}
review: {status: unreviewed}
"""
BAGS = """bags:
  - {name: A, volume: 100 mL, holds: 1 %}
  - {name: B, volume: 100 mL, holds: rest}
"""
ORDER = ("--dose", "100 mg")


def outcome(folder: Path, *lines: str, order: tuple[str, ...] = ORDER) -> tuple[int, str]:
    path = folder / "mine.yaml"
    path.write_text(HEAD + "\n".join(lines) + "\n")
    done = here("plan", str(path), *order)
    assert done.out == ""
    assert "Traceback" not in done.err
    return done.code, done.err.replace(str(folder) + "/", "")


REST_B = "  - {bag: B, give: rest, over: 1 h}"
USE_A = "  - {bag: A, give: bag, over: 1 h}"


@pytest.mark.parametrize(
    ("lines", "code", "start", "said"),
    [
        ((BAGS + "infusion:", "  - {bag: C, give: rest, over: 1 h}"),
         2, "mine.yaml:13:6: infusion[0].bag:", "unknown bag C"),
        ((BAGS + "infusion:", USE_A, USE_A, REST_B),
         1, "mine.yaml:14:14: infusion[1].give:", "bag-empty"),
        ((BAGS + "infusion:", "  - {bag: A, give: 2 mg, over: 1 h}", REST_B),
         1, "mine.yaml:13:5: infusion[0]:", "draw 200 mL from A, which holds 100 mL"),
        (("bags:", "  - {name: A, volume: 100 mL, holds: rest}",
          "  - {name: B, volume: 100 mL, holds: rest}", "infusion:", REST_B),
         2, "mine.yaml:11:31: bags[1].holds:", "only one bag can hold what is left"),
        (("parameters: {volume: 100 mL}", "infusion:", "  - {give: rest, over: 1 h}",
          "  - {give: 10 %, over: 1 h}"),
         1, "mine.yaml:10:1: infusion:", "110 mg, 110% of the ordered 100 mg"),
        (("parameters: {volume: 100 mL}", "infusion:",
          "  - {rate: 5 mg/h, increase: 0.001 mg/h, every: 1 min, up_to: 50 mg/h, give: rest}"),
         2, "mine.yaml:11:20: infusion[0].increase:", "write a larger increase"),
        (("parameters: {volume: 100 mL}", "infusion:",
          "  - {rate: 60 mg/h, increase: 5 mg/h, every: 1 min, up_to: 50 mg/h, give: rest}"),
         2, "mine.yaml:11:6: infusion[0].rate:", "is above up_to"),
        (("parameters: {volume: 100 mL}", "infusion:",
          "  - {rate: 5 mg/h, increase: 5 mL/h, every: 1 min, up_to: 50 mg/h, give: rest}"),
         2, "mine.yaml:11:20: infusion[0].increase:", "not of the same kind as rate"),
        (("parameters: {volume: 100 mL}", "infusion:",
          "  - {rate: 5 mg/h, increase: 0 mg/h, every: 1 min, up_to: 50 mg/h, give: rest}"),
         2, "mine.yaml:11:20: infusion[0].increase:", "this is zero"),
        (("parameters: {volume: 100 mL}", "infusion:", "  - {give: 2 units, over: 1 h}"),
         2, "mine.yaml:11:6: infusion[0].give:", "state both in mg or both in units"),
        (("bags:", "  - {name: A, volume: 100 mL, concentration: 5 units/mL}", "infusion:",
          "  - {give: rest, over: 1 h}"),
         2, "mine.yaml:10:31: bags[0].concentration:", "state both in mg or both in units"),
        (("parameters: {volume: 1 L, first: 10 %}", "infusion:", "  - {give: $frist, over: 1 h}"),
         2, "mine.yaml:11:6: infusion[0].give:", "did you mean $first?"),
        (("parameters: {volume: 1 L, first: 10 %}", "infusion:", "  - {give: rest, over: $first}"),
         2, "mine.yaml:9:27: parameters.first:", "a time is needed"),
        (("parameters: {volume: 100 mL, a: $b, b: $a}", "infusion:", "  - {give: $a, over: 1 h}"),
         2, "mine.yaml:9:30: parameters.a:", "$a -> $b -> $a"),
        (("parameters: {volume: 100 mL}", "infusion:", "  - {give: 51 %, over: 1 h}",
          "  - {give: 60 %, over: 1 h}"),
         1, "mine.yaml:10:1: infusion:", "111 mg, 111% of the ordered 100 mg"),
        (("bags:", "  - {name: A, volume: 100 mL, dilution: 1/100}", "infusion:",
          "  - {give: rest, over: 1 h}"),
         2, "mine.yaml:10:31: bags[0].dilution:", "write `volume: required`"),
        (("bags:", "  - {name: A, volume: 100 mL, holds: 1 %, dilution: 1/100}", "infusion:",
          "  - {give: rest, over: 1 h}"),
         2, "mine.yaml:10:5: bags[0]:", "states its contents several times, by holds, dilution"),
        (("parameters: {volume: 100 mL}", "infusion:", "  - {rate: 1/40, give: rest}"),
         2, "mine.yaml:11:6: infusion[0].rate:", "a share of $full_rate"),
    ],
)  # fmt: skip
def test_a_protocol_that_cannot_be_run_is_refused_at_its_line(
    tmp_path: Path, lines: tuple[str, ...], code: int, start: str, said: str
) -> None:
    found, err = outcome(tmp_path, *lines)
    assert found == code
    assert start in err
    assert said in err


def test_a_step_per_kg_without_a_weight_asks_for_the_weight(tmp_path: Path) -> None:
    lines = ("parameters: {volume: 100 mL}", "infusion:", "  - {give: rest, rate: 1 mL/kg/h}")
    code, err = outcome(tmp_path, *lines)
    assert code == 2
    assert "--weight: is needed: infusion[0].rate is per kg" in err


def test_a_dose_in_units_against_a_bag_in_mg_is_refused(tmp_path: Path) -> None:
    bag = (
        "bags:",
        "  - {name: A, volume: 100 mL, holds: 5 mg}",
        "infusion:",
        "  - {give: rest, over: 1 h}",
    )
    code, err = outcome(tmp_path, *bag, order=("--dose", "500 units"))
    assert code == 2
    assert "bags[0].holds" in err
