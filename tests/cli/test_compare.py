"""Strategies side by side, worked by hand for 375 mg in 250 mL."""

import json
import re

import pytest

from tests.cli.running import here

THREE = ("cadonilimab-extended", "cadonilimab-stepwise", "cadonilimab-slow-start")
ORDER = ("--dose", "375 mg", "--volume", "250 mL")


def compared() -> dict[str, dict[str, object]]:
    outcome = here("compare", *THREE, *ORDER, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    return {tree["protocol"]: tree for tree in json.loads(outcome.out)}


@pytest.mark.parametrize(
    ("named", "numbers"),
    [
        # 375 mg over 2 h
        ("cadonilimab-extended", ("120", 1, "125", None, "187.5", "93.75", "187.5")),
        # 37.5 mg over 30 min, nothing until 60 min, then 225 mg/h
        ("cadonilimab-stepwise", ("150", 3, "50", "3", "225", "37.5", "37.5")),
        # 10/3 mL/h is set to 3.3, 4.95 mg/h; of 0.825 mL in 15 min 0.8 mL is set, 1.2 mg in 160/11
        # min. The other 249.2 mL until 120 min are set to 141.8 mL/h, 212.7 mg/h, and take 249.2 /
        # 141.8 x 60 = 74760/709 min; 212.7 / 4.95 = 1418/33. At 30 min 170/11 min of them are in,
        # 602.65/11 mg, and at 60 min 500/11 min, 1772.5/11 mg, with the 1.2 mg before.
        (
            "cadonilimab-slow-start",
            ("935800/7799", 2, "3.3", "1418/33", "212.7", "12317/220", "17857/110"),
        ),
    ],
)
def test_the_numbers_of_each_strategy(named: str, numbers: tuple[object, ...]) -> None:
    tree = compared()[named]
    keys = ("duration", "steps", "first_rate", "largest_jump", "peak_dose_rate", "dose_in_30_min",
            "dose_in_60_min")  # fmt: skip
    found = [v["exact"] if isinstance(v := tree[key], dict) else v for key in keys]
    assert found == list(numbers)


def test_the_text_has_a_column_for_each_and_the_findings_below() -> None:
    outcome = here("compare", *THREE, *ORDER)
    head = outcome.out.splitlines()[0].split()
    assert head == list(THREE)
    assert "FINDINGS" in outcome.out
    assert "cadonilimab-slow-start: confirm doubtful-unit, confirm rate-jump" in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80


def test_what_only_some_strategies_take_goes_to_those() -> None:
    more = ("--set", "first_share=5 %", "--premed-lead", "30 min")
    outcome = here("compare", "stepwise", *THREE, *ORDER, *more, "--format", "json")
    assert outcome.code == 0
    first = json.loads(outcome.out)[0]
    assert first["dose_in_30_min"]["exact"] == "18.75"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stepwise", *ORDER), "two protocols or more"),
        ((*THREE, *ORDER, "--set", "firts=5 %"), "--set firts: unknown parameter"),
        (("cadonilimab-extended", "rituximab-first", *ORDER), "compare protocols for one drug"),
        (("ceftazidime-12-step", "ceftazidime-12-step", *ORDER), "leave it out"),
        ((*THREE, "--volume", "250 mL"), "--dose: is missing"),
        (("stepwise", "stepwize", *ORDER), "did you mean stepwise?"),
    ],
)
def test_a_comparison_that_cannot_be_made_gives_the_reason(
    arguments: tuple[str, ...], message: str
) -> None:
    outcome = here("compare", *arguments)
    assert outcome.code == 2
    assert message in outcome.err
    assert outcome.out == ""


def test_a_refused_strategy_is_listed_with_its_reason_and_the_others_are_shown() -> None:
    outcome = here("compare", "extended", "slow-start", "--dose", "1 mg", "--volume", "250 mL")
    assert outcome.code == 1
    assert "slow-start: refused:" in outcome.err
    assert outcome.out.split()[0] == "extended"


def test_doses_by_mouth_have_no_rate_to_compare() -> None:
    # 50 mg, and 200 mg after 10 min; 25 mg, and 225 mg after 20 min
    both = ("amoxicillin-challenge-50-200", "amoxicillin-challenge-10-90")
    order = ("--dose", "250 mg", "--weight", "5 kg")
    outcome = here("compare", *both, *order, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    for tree, time in zip(json.loads(outcome.out), ("10", "20"), strict=True):
        assert tree["first_rate"] is tree["peak_dose_rate"] is None
        assert (tree["duration"]["exact"], tree["dose_in_30_min"]["exact"]) == (time, "250")
    assert re.search("First rate +none +none", here("compare", *both, *order).out)
