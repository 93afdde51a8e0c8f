"""Waits, ladders of bags given whole, and steps that give more than the ordered dose."""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge import Order
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from tests.checks.on_file import pump
from tests.planning.making import planned, protocol

TENTHS = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"))
REST = {"give": "rest", "over": "1 h"}
TENFOLD = tuple(
    {"name": f"Dose {n}", "volume": "50 mL", "holds": holds}
    for n, holds in enumerate(("0.1 %", "1 %", "10 %", "dose"), 1)
)
LADDER = {"bags": tuple(bag["name"] for bag in TENFOLD), "over": "20 min", "wait": "10 min"}


def ladder(step: dict[str, Any], in_all: str, **order: Any) -> Plan:
    """1000 mg in four tenfold bags."""
    dose = {"dose": "1000 mg", "volume": None} | order
    more = {"bags": TENFOLD, "parameters": {}, "dosing": {"in_all": in_all}}
    return planned(step, order=dose, **more)


def spans(made: Plan) -> list[tuple[str, F, F]]:
    """Each step with its start and duration in min."""
    return [(s.kind, s.start.magnitude, s.duration.magnitude) for s in made.steps]


def test_a_wait_is_an_observation_after_the_step_and_is_asked_to_go_on() -> None:
    made = planned({"give": "10 %", "over": "20 min", "wait": "10 min", "go_on_if": "well"}, REST)
    assert spans(made) == [("infuse", 0, 20), ("observe", 20, 10), ("infuse", 30, 60)]
    assert [step.go_on_if for step in made.steps] == [None, "well", None]
    assert [step.written_at for step in made.steps] == [0, 0, 1]


def test_from_start_to_start_stays_exact_when_the_pump_rounds_the_rate() -> None:
    # 10 mL in 17 min are 35.294 mL/h, set 35.3: 10 mL then take 600/35.3 min.
    step = {"give": "10 %", "over": "17 min", "next_after": "30 min"}
    made = make_plan(
        protocol(step, REST), Order(dose="100 mg", volume="100 mL"), OnFile(pump=TENTHS)
    )
    took = F(6000, 353)
    assert spans(made)[:2] == [("infuse", 0, took), ("observe", took, 30 - took)]
    assert made.steps[2].start.magnitude == 30


def test_a_step_that_takes_all_of_the_time_to_the_next_needs_no_wait() -> None:
    made = planned({"give": "10 %", "over": "30 min", "next_after": "30 min"}, REST)
    assert spans(made) == [("infuse", 0, 30), ("infuse", 30, 60)]


def test_a_step_that_runs_longer_than_to_the_next_is_refused_with_both_times() -> None:
    with pytest.raises(Refused) as refused:
        planned({"give": "10 %", "over": "31 min", "next_after": "30 min"}, REST)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("next-before-end", "infusion[0].next_after")
    assert finding.numbers == {"duration": parse("31 min"), "next_after": parse("30 min")}


def test_in_a_list_of_rates_the_wait_lies_between() -> None:
    rates = ("6 mL/h", "12 mL/h", "24 mL/h")
    made = planned({"rates": rates, "every": "10 min", "wait": "5 min"}, REST)
    assert spans(made)[:6] == [("infuse", 0, 10), ("observe", 10, 5), ("infuse", 15, 10),
                               ("observe", 25, 5), ("infuse", 30, 10),
                               ("infuse", 40, 60)]  # fmt: skip


def test_a_ladder_of_bags_is_a_step_for_each_whole_bag_with_waits_between() -> None:
    made = ladder(LADDER, "111.1 %")
    # 1 + 10 + 100 + 1000 mg = 1111 mg
    giving = [step for step in made.steps if step.bag]
    assert [step.dose.magnitude for step in giving] == [1, 10, 100, 1000]
    assert {step.volume.magnitude for step in giving} == {50}
    assert {step.rate.magnitude for step in giving if step.rate} == {150}
    # 4 x 20 + 3 x 10
    assert (made.totals.duration.magnitude, made.totals.dose.magnitude) == (110, 1111)
    assert [bag.letter for bag in made.bags] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("in_all", ["111.1 %", "1111/1000", "1111 mg"])
def test_more_than_the_dose_is_given_where_the_protocol_states_it_and_asks(in_all: str) -> None:
    made = ladder(LADDER, in_all)
    (asked,) = [f for f in made.findings if f.code == "gives-in-all"]
    assert asked.severity.value == "confirm"
    assert (asked.numbers["in_all"], asked.numbers["share"]) == (parse("1111 mg"), parse("111.1 %"))
    assert made.to_give == parse("1111 mg")
    assert made.dose.total == parse("1000 mg")


def test_in_all_may_be_per_kg() -> None:
    made = ladder(LADDER, "22.22 mg/kg", weight="50 kg")
    assert made.totals.dose == parse("1111 mg")


@pytest.mark.parametrize("in_all", ["111 %", "1111.1 mg", "1/1"])
def test_steps_that_do_not_give_exactly_what_is_stated_in_all_are_refused(in_all: str) -> None:
    with pytest.raises(Refused) as refused:
        ladder(LADDER, in_all)
    (finding,) = refused.value.findings
    assert (finding.code, finding.numbers["delivered"]) == ("dose-not-delivered", parse("1111 mg"))


def test_the_rest_is_that_of_what_is_given_in_all_and_shares_are_of_the_dose() -> None:
    bag = {"name": "A", "volume": "100 mL", "holds": "200 mg"}
    made = planned(
        {"give": "10 %", "over": "1 h"},
        REST,
        bags=(bag,),
        parameters={},
        dosing={"in_all": "150 %"},
        order={"volume": None},
    )
    assert [step.dose.magnitude for step in made.steps] == [10, 140]


def test_a_dose_given_as_ordered_asks_nothing_about_all() -> None:
    made = planned(REST, dosing={"in_all": "100 %"})
    assert not [f for f in made.findings if f.code == "gives-in-all"]


def test_ten_fold_bags_bring_one_question_about_jumps_that_lists_them() -> None:
    (asked,) = [f for f in ladder(LADDER, "111.1 %").findings if f.code == "rate-jump"]
    # Steps 1, 3, 5 and 7 give; the first of three equal jumps is named.
    assert (asked.where, asked.numbers["also"]) == ("step 3", (5, 7))
    assert asked.numbers["also_folds"] == (parse("1000 %"), parse("1000 %"))


def test_a_bag_that_is_not_declared_is_named_with_its_place_in_the_list() -> None:
    with pytest.raises(ValueError, match="unknown bag Dose 9"):
        planned({"bags": ("Dose 1", "Dose 9"), "over": "20 min"}, bags=TENFOLD, parameters={})


@pytest.mark.parametrize("said", [{}, {"over": "20 min", "rate": "10 mL/h"}])
def test_a_ladder_of_bags_states_a_rate_or_a_time(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="gives each bag whole"):
        protocol({"bags": ("Dose 1",), **said}, bags=TENFOLD, parameters={})


def test_a_ladder_in_bags_that_can_be_measured_gives_what_they_hold() -> None:
    made = ladder(LADDER, "111.1 %", strength="100 mg/mL", technique="add to bag")
    # 1 mg is 0.01 mL: drawn as 0.1 mL of a tenfold dilution.
    assert [one.tenfolds for one in made.preparation] == [1, 0, 0, 0]
    assert made.totals.dose == parse("1111 mg")


def test_a_millionth_of_the_dose_can_be_diluted() -> None:
    bags = ({"name": "A", "volume": "50 mL", "holds": "0.0001 %"}, {"name": "B", "volume": "50 mL"})
    step = {"bags": ("A", "B"), "over": "20 min"}
    made = planned(
        step,
        bags=bags,
        parameters={},
        dosing={"in_all": "100.0001 %"},
        order={"dose": "4000 mg", "volume": None, "strength": "100 mg/mL",
               "technique": "final volume"},
    )  # fmt: skip
    # 0.004 mg are 0.00004 mL; four tenfold dilutions make 0.4 mL of them.
    assert (made.preparation[0].tenfolds, made.preparation[0].draw) == (4, parse("0.4 mL"))


def test_setting_a_wait_that_does_not_fit_is_named_at_its_parameter() -> None:
    step = {"give": "10 %", "over": "20 min", "wait": "$gap"}
    with pytest.raises(Unusable, match=r"gap.*written at infusion\[0\]\.wait"):
        planned(step, REST, parameters={"volume": "required", "gap": "5 mL"})


def test_a_ramp_may_begin_at_a_share_of_the_full_rate_and_rise_by_a_rate_of_its_kind() -> None:
    # 1/4 of 100 mL/h, then 25 mL/h more each half hour
    ramp = {"give": "rest", "rate": "1/4", "increase": "25 mL/h", "every": "30 min",
            "up_to": "100 mL/h"}  # fmt: skip
    made = planned(ramp, parameters={"volume": "required", "full_rate": "100 mL/h"})
    assert [step.rate for step in made.steps[:3]] == [parse(f"{n} mL/h") for n in (25, 50, 75)]
    per_kg = {"volume": "required", "full_rate": "2 mL/kg/h"}
    with pytest.raises(Unusable, match="is not of the same kind as rate; write both in one unit"):
        planned(ramp, parameters=per_kg, order={"weight": "50 kg"})
