"""Going on after a stop, by hand: what was in, what is left, and how it runs."""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge import Order, read_protocol
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.stop import Stop
from rechallenge.planning.planner import work_out
from rechallenge.quantities import Quantity
from rechallenge.service.making import make_plan
from tests.checks.on_file import pump
from tests.planning.making import protocol

START = "2026-11-21 09:00"
CADONILIMAB = (read_protocol("cadonilimab-stepwise"), {"dose": "375 mg", "volume": "250 mL"})
CEFTAZIDIME = (read_protocol("ceftazidime-12-step"), {"dose": "2000 mg"})
LINE = {"line": "20 mL", "primed": "diluent", "sets": "shared"}


def stopped(made: tuple[Any, dict[str, str]], *stops: dict[str, Any], **order: str) -> Plan:
    """The plan with these stops, proven."""
    protocol, stated = made
    asked = Order.model_validate(stated | {"start": START} | order)
    return make_plan(protocol, asked, stops=tuple(Stop.model_validate(stop) for stop in stops))


def size(value: Quantity | None, unit: str) -> Any:
    assert value is not None
    return F(value.to(unit).magnitude)


def row(step: Step) -> tuple[Any, ...]:
    """Start and duration in min, mL/h, mL, and the dose so far in mg."""
    rate = None if step.rate is None else size(step.rate, "mL/h")
    return (size(step.start, "min"), size(step.duration, "min"), rate,
            size(step.volume, "mL"), size(step.cumulative_dose, "mg"))  # fmt: skip


def test_cadonilimab_stopped_after_12_ml_of_step_1_goes_on_at_half_the_rate() -> None:
    # 375 mg in 250 mL is 1.5 mg/mL. Step 1 runs 25 mL at 50 mL/h: 12 mL are in after 14.4 min,
    # 18 mg. At half of 50 mL/h, 13 mL take 31.2 min; the 225 mL after the observation take 540 min.
    plan = stopped(CADONILIMAB, {"infused": "12 mL", "resume_at": "50 %", "hold": "30 min"})
    assert [row(step) for step in plan.steps] == [
        (0, F("14.4"), 50, 12, 18),
        (F("14.4"), 30, None, 0, 18),
        (F("44.4"), F("31.2"), 25, 13, F("37.5")),
        (F("75.6"), 30, None, 0, F("37.5")),
        (F("105.6"), 540, 25, 225, 375),
    ]
    assert [step.has_run for step in plan.steps] == [True, False, False, False, False]
    assert [step.after_stop for step in plan.steps] == [None, 1, None, None, None]
    (found,) = plan.stopped
    assert (found.step, found.cut, size(found.bag_left, "mL")) == (1, True, 238)
    assert (size(found.dose_given, "mg"), size(found.remaining, "mg")) == (18, 357)
    assert (size(found.dose_rate, "mg/h"), size(found.limit, "mg/h")) == (75, F("37.5"))


def test_ceftazidime_stopped_in_step_7_with_a_20_ml_line_has_given_nothing_to_the_patient() -> None:
    # Solution 1: 0.5 + 1.25 + 2.5 + 5 = 9.25 mL at 0.08 mg/mL, 0.74 mg. Solution 2, 0.8 mg/mL:
    # 1.25 + 2.5 mL in steps 5 and 6, and 2 mL of step 7, at 20 mL/h in 6 min: 5.75 mL, 4.6 mg.
    stop = {"infused": "15 mL", "resume_at": "as planned", "hold": "30 min"}
    plan = stopped(CEFTAZIDIME, stop, **LINE)
    (found,) = plan.stopped
    assert (found.step, size(found.at, "min"), size(found.resumes, "min")) == (7, 96, 126)
    assert size(found.dose_given, "mg") == F("0.74") + F("4.6")
    assert size(found.at_vein, "mg") == 0
    (standing,) = found.in_line
    assert (size(standing.volume, "mL"), size(standing.dose, "mg")) == (15, F("5.34"))
    # 108 min without the stop: 5 mL more at 20 and then 40 mL/h, after the hold.
    # 3 mL of step 7 in 9 min, then 2 mL at 40 mL/h in 3 min: 126 + 9 + 3 = 138 min.
    assert plan.delivery is not None
    assert plan.delivery.first_drug is not None
    assert size(plan.delivery.first_drug.at, "min") == 138


def test_the_volume_may_be_of_one_bag_by_its_letter_or_its_name() -> None:
    of_b = {"infused": "5.75 mL", "resume_at": "as planned"}
    plans = [stopped(CEFTAZIDIME, of_b | {"bag": bag}) for bag in ("B", "b", "Solution 2")]
    in_all = stopped(CEFTAZIDIME, {"infused": "15 mL", "resume_at": "as planned"})
    assert all(plan.steps == in_all.steps for plan in plans)


def test_a_step_is_repeated_whole_and_the_last_one_gives_less() -> None:
    # Stopped in step 7 after 2 of its 5 mL, 1.6 mg; step 7 again gives 4 mg. What has been given
    # twice, 1.6 mg, is missing in step 12: 1,845.3618 - 1.6 mg from 7.93704 mg/mL.
    stop = {"infused": "15 mL", "resume_at": "repeat", "hold": "30 min"}
    plan = stopped(CEFTAZIDIME, stop)
    again = plan.steps[8]
    assert row(again)[1:4] == (15, 20, 5)
    assert size(plan.steps[-1].cumulative_dose, "mg") == 2000
    before = stopped(CEFTAZIDIME, stop | {"resume_at": "as planned"})
    shorter = size(before.steps[-1].dose, "mg") - size(plan.steps[-1].dose, "mg")
    assert shorter == F("1.6")


def test_a_repeated_step_may_leave_just_enough_for_a_step_that_empties_its_bag() -> None:
    # Step 1 again leaves 30 - 10 - 10 = 10 mg, which is step 2: all 33.35 mL of A, though the pump
    # is set in tenths.
    bags = ({"name": "A", "volume": "33.35 mL", "holds": "10 mg"},
            {"name": "B", "volume": "100 mL", "concentration": "0.5 mg/mL"})  # fmt: skip
    written = protocol(
        {"bag": "B", "give": "10 mg", "rate": "20 mL/h"},
        {"bag": "A", "give": "bag", "rate": "20 mL/h"},
        {"bag": "B", "give": "rest", "rate": "20 mL/h"},
        bags=bags, parameters={},
    )  # fmt: skip
    tenths = pump(("1 mL/h", "99 mL/h", "1 mL/h"), volumes=(("0.1 mL", None, "0.1 mL"),))
    stop = Stop.model_validate({"infused": "20 mL", "resume_at": "repeat"})
    order = Order.model_validate({"dose": "30 mg"})
    plan = make_plan(written, order, OnFile(pump=tenths), stops=(stop,))
    assert [(step.bag, size(step.volume, "mL")) for step in plan.steps] == [
        ("B", 20), ("B", 20), ("A", F("33.35"))
    ]  # fmt: skip


def test_two_steps_back_begins_again_from_the_bag_before() -> None:
    # In step 6, 0.75 of its 2.5 mL in. Two steps back is step 4, from Solution 1 at 20 mL/h.
    stop = {"infused": "2 mL", "bag": "B", "resume_at": "2 steps back", "hold": "30 min"}
    plan = stopped(CEFTAZIDIME, stop)
    after = [(s.bag, size(s.rate, "mL/h")) for s in plan.steps if s.start >= plan.steps[7].start]
    assert after[:3] == [("Solution 1", 20), ("Solution 2", 5), ("Solution 2", 10)]


def test_a_rate_that_is_not_exceeded_is_rounded_down_to_the_pump() -> None:
    # 30 mg/h from 1.5 mg/mL is 20 mL/h; 31 mg/h is 20.67 mL/h, which a pump of 0.1 has as 20.6.
    protocol, order = CADONILIMAB
    asked = Order.model_validate(order)
    on = OnFile(pump=pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h")))
    stop = Stop.model_validate({"infused": "12 mL", "resume_at": "31 mg/h", "hold": "30 min"})
    plan = make_plan(protocol, asked, on, stops=(stop,))
    assert size(plan.steps[2].rate, "mL/h") == F("20.6")
    assert size(plan.steps[-1].cumulative_dose, "mg") == 375


def test_a_fresh_set_loses_what_stood_in_the_old_one() -> None:
    stop = {"infused": "15 mL", "resume_at": "as planned", "hold": "30 min", "line": "fresh"}
    plan = stopped(CEFTAZIDIME, stop, **LINE)
    assert plan.delivery is not None
    (lost,) = plan.delivery.lost
    assert (lost.bag, size(lost.volume, "mL"), size(lost.dose, "mg")) == (
        "Solution 2",
        15,
        F("5.34"),
    )
    flush = plan.delivery.flush
    brought = F(0) if flush is None else size(flush.dose, "mg")
    assert size(plan.delivery.delivered, "mg") + brought == 2000 - F("5.34")


def test_a_fresh_set_is_cleared_at_the_rate_that_its_stop_states() -> None:
    # 15 mL are in at 96 min, 30 min of hold: the fresh set's 20 mL at 60 mL/h take 20 min.
    stop = {"infused": "15 mL", "resume_at": "as planned", "hold": "30 min", "line": "fresh",
            "clear_line": "60 mL/h"}  # fmt: skip
    plan = stopped(CEFTAZIDIME, stop, **LINE)
    (cleared,) = [step for step in plan.steps if step.clears_line]
    assert row(cleared)[:4] == (126, 20, 60, 20)


def test_a_stop_at_the_end_of_a_step_needs_no_sum_of_a_part_of_it() -> None:
    # Step 1 runs 25 mL.
    names = [
        {formula.gives for formula in stopped(CADONILIMAB, stop).stopped[0].working}
        for stop in (
            {"infused": "25 mL", "resume_at": "as planned"},
            {"infused": "12 mL", "resume_at": "as planned"},
        )
    ]
    assert names[0] == {"remaining", "dose_rate"}
    assert names[1] == names[0] | {"time_in_step", "dose_in_step", "dose_given"}


def test_rescue_doses_are_due_in_the_order_of_their_times() -> None:
    # 12 mL are in at 09:14:24.
    gave = ("cetirizine 10 mg oral at 09:40", "hydrocortisone 200 mg IV at 09:18")
    stop = {"infused": "12 mL", "resume_at": "50 %", "hold": "30 min", "gave": gave}
    plan = stopped(CADONILIMAB, stop)
    due = [size(event.offset, "min") for event in plan.timeline if event.what == "rescue"]
    assert due == [18, 40]


def test_a_rescue_dose_is_given_on_the_day_of_the_stop_as_stated() -> None:
    # 12 mL are in at 23:54:24 by the rates, and at 00:05 by the clock: 00:15 is 35 min after 23:40.
    stop = {"infused": "12 mL", "at": "2026-11-22 00:05", "resume_at": "50 %", "hold": "30 min",
            "gave": "hydrocortisone 200 mg IV at 00:15"}  # fmt: skip
    plan = stopped(CADONILIMAB, stop, start="2026-11-21 23:40")
    (due,) = [event for event in plan.timeline if event.what == "rescue"]
    assert size(due.offset, "min") == 35


def test_a_plan_that_was_stopped_for_good_gives_what_it_gave() -> None:
    plan = stopped(CADONILIMAB, {"infused": "12 mL", "resume_at": "never"})
    assert len(plan.steps) == 1
    assert size(plan.totals.dose, "mg") == 18
    assert plan.stopped_for_good


def test_three_stops_follow_one_another() -> None:
    # 12 mL at 50 mL/h, 14.4 min; 6 mL more at 25 mL/h, 14.4 min; the rest of the 7 mL at 12.5.
    plan = stopped(
        CADONILIMAB,
        {"infused": "12 mL", "resume_at": "50 %", "hold": "30 min"},
        {"infused": "18 mL", "resume_at": "50 %", "hold": "30 min"},
        {"infused": "20 mL", "resume_at": "never"},
    )
    assert [row(step)[2:4] for step in plan.steps] == [
        (50, 12), (None, 0), (25, 6), (None, 0), (F("12.5"), 2),
    ]  # fmt: skip
    assert [size(one.dose_given, "mg") for one in plan.stopped] == [18, 27, 30]


def test_a_pause_only_moves_the_rest() -> None:
    plan = stopped(CADONILIMAB, {"infused": "12 mL", "resume_at": "as planned", "hold": "7 min"})
    whole = stopped(CADONILIMAB)
    moved = [size(step.start, "min") - 7 for step in plan.steps[3:]]
    assert moved == [size(step.start, "min") for step in whole.steps[1:]]


def test_a_stated_time_later_than_the_rates_explain_counts_as_time_in_which_nothing_ran() -> None:
    # 12 mL are in at 09:14:24. Stopped at 09:20 and held for 30 min, it goes on at 09:50.
    stop = {"infused": "12 mL", "at": "2026-11-21 09:20", "resume_at": "50 %", "hold": "30 min"}
    (found,) = stopped(CADONILIMAB, stop).stopped
    assert (size(found.later, "min"), size(found.resumes, "min")) == (F("5.6"), 50)


@pytest.mark.parametrize(
    ("stop", "says"),
    [
        ({"infused": "251 mL"}, "infused: 251 mL is more than the 250 mL that the plan gives"),
        ({"infused": "5 mL", "bag": "Z"}, "bag: unknown bag Z"),
        ({"infused": "12 mL", "at": "2026-11-21 08:59"}, "at: 08:59 is before the infusion began"),
        ({"infused": "25 mL", "at": "2026-11-21 09:05"}, "at: 25 mL would be in 25 min after"),
        ({"infused": "12 mL", "resume_at": "1 step back"}, "resume_at: 1 step back is before"),
        ({"infused": "12 mL", "line": "fresh"}, "line: is fresh, and the order states no line"),
        ({"infused": "12 mL", "clear_line": "5 mL/h"}, "clear_line: clears a fresh set"),
        ({"infused": "12 mL", "resume_at": "5 units/h"}, "resume_at: 5 units/h does not go with"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_true_says_both_numbers(stop: dict[str, str], says: str) -> None:
    with pytest.raises(UnusableOrder) as error:
        stopped(CADONILIMAB, {"resume_at": "as planned"} | stop)
    assert f"stops[0].{says}" in str(error.value)


@pytest.mark.parametrize("at", ["09:20", "09:50", "10:01"])
def test_a_second_stop_cannot_be_before_the_infusion_went_on(at: str) -> None:
    # 0.5 and 1.25 mL in 30 min, 0.25 mL at 10 mL/h in 1.5 min, 30 min of hold: 61.5 min.
    first = {"infused": "2 mL", "resume_at": "as planned", "hold": "30 min"}
    second = first | {"infused": "3 mL", "at": f"2026-11-21 {at}"}
    with pytest.raises(UnusableOrder, match=f"{at} is before the infusion went on, at 10:01"):
        stopped(CEFTAZIDIME, first, second)
    # 1 mL more at 10 mL/h is in at 67.5 min.
    later = stopped(CEFTAZIDIME, first, second | {"at": "2026-11-21 10:08"}).stopped[1].later
    assert size(later, "min") == F("0.5")


@pytest.mark.parametrize("second", ["12 mL", "11 mL"])
def test_the_same_stop_twice_is_refused(second: str) -> None:
    first = {"infused": "12 mL", "resume_at": "as planned", "hold": "5 min"}
    with pytest.raises(UnusableOrder, match=r"is not more than the 12 mL that were in"):
        stopped(CADONILIMAB, first, first | {"infused": second})


@pytest.mark.parametrize("way", ["0 %", "0 mg/h", "half", "3 back", ""])
def test_a_way_to_go_on_that_is_none_says_what_to_write(way: str) -> None:
    with pytest.raises(ValueError, match=r"as planned|above zero"):
        Stop.model_validate({"infused": "12 mL", "resume_at": way})


def test_a_rate_below_the_pumps_slowest_is_refused() -> None:
    protocol, order = CADONILIMAB
    on = OnFile(pump=pump(("1 mL/h", "999 mL/h", "0.1 mL/h")))
    stop = Stop.model_validate({"infused": "12 mL", "resume_at": "1 mg/h", "hold": "30 min"})
    with pytest.raises(Refused, match="rate-out-of-range"):
        work_out(protocol, Order.model_validate(order), on, stops=(stop,))


def test_a_step_that_was_stopped_twice_is_one_step_to_go_back_over() -> None:
    # Stopped in step 6 at 0.75 of its 2.5 mL, and again at 1.75 mL: one step back is step 5.
    order = {"line": "20 mL", "primed": "drug", "sets": "fresh"}
    first = {"infused": "2 mL", "bag": "B", "resume_at": "as planned", "hold": "10 min"}
    second = first | {"infused": "3 mL", "resume_at": "1 step back"}
    plan = stopped(CEFTAZIDIME, first, second, **order)
    after = [size(s.rate, "mL/h") for s in plan.steps if s.bag and not s.has_run]
    assert after[:4] == [5, 10, 20, 40]


def test_a_step_that_ran_again_is_no_further_step_to_go_back_over() -> None:
    # In step 7, 20 mL/h; repeated, and stopped in it again: one step back is step 6, 10 mL/h.
    first = {"infused": "15 mL", "resume_at": "repeat", "hold": "10 min"}
    second = {"infused": "16 mL", "resume_at": "1 step back", "hold": "10 min"}
    plan = stopped(CEFTAZIDIME, first, second)
    after = [size(s.rate, "mL/h") for s in plan.steps if s.bag and not s.has_run]
    assert after[:3] == [10, 20, 40]


def test_a_step_that_runs_again_keeps_the_limit_of_the_stop_before() -> None:
    # Limited to 15 mg/h, 18.75 mL/h of Solution 2, from the first stop on.
    first = {"infused": "15 mL", "resume_at": "15 mg/h", "hold": "10 min"}
    second = {"infused": "16 mL", "resume_at": "repeat", "hold": "10 min"}
    plan = stopped(CEFTAZIDIME, first, second)
    after = [s for s in plan.steps if s.bag and not s.has_run]
    assert size(after[0].rate, "mL/h") == F("18.75")
    assert all(s.dose_rate is not None and size(s.dose_rate, "mg/h") <= 15 for s in after)


def test_sets_that_were_filled_from_the_bag_until_it_is_empty_leave_nothing_to_go_on_with() -> None:
    # 100 mL fill a line of 40 mL twice and give 15 mL: 5 mL are left, and a third set takes 40 mL.
    order = {"volume": "100 mL", "line": "40 mL", "primed": "drug"}
    first = {"infused": "5 mL", "resume_at": "as planned", "hold": "5 min", "line": "fresh"}
    made = stopped(CADONILIMAB, first, **order)
    assert made.stopped[0].resumes is not None
    with pytest.raises(UnusableOrder, match=r"stops\[1\]\.line: nothing is left in Bag 1"):
        stopped(CADONILIMAB, first, first | {"infused": "15 mL"}, **order)


@pytest.mark.parametrize("of", ["0" * 63, "the plan of this morning", "G" * 64])
def test_the_plan_that_a_stop_is_of_is_named_by_its_fingerprint_alone(of: str) -> None:
    with pytest.raises(ValueError, match="is not the fingerprint of a plan"):
        Stop.model_validate({"infused": "12 mL", "resume_at": "repeat", "stopped_plan": of})
