"""What reaches the vein: worked by hand, as plug flow."""

from fractions import Fraction as F
from typing import Any

from rechallenge.model.plan import Plan

from .lines import delivery, doses, drug_in_line, flush, number, two_bags, with_line

THREE_BAGS = tuple(
    {"name": name, "volume": "100 mL", "concentration": strength}
    for name, strength in (("A", "0.1 mg/mL"), ("B", "1 mg/mL"), ("C", "10 mg/mL"))
)


def run(bag: str, rate: str, over: str) -> dict[str, str]:
    return {"bag": bag, "rate": rate, "over": over}


def first(plan: Plan) -> tuple[Any, ...]:
    """When the first drug arrives in min, in which step, and at how many mg/h."""
    found = delivery(plan).first_drug
    assert found is not None
    return number(found.at.to("min")), found.step, number(found.dose_rate.to("mg/h"))


def residues(plan: Plan) -> list[tuple[Any, ...]]:
    """Bag, mL, its own highest mL/h, the highest it arrives at, and in which step."""
    return [
        (r.bag, number(r.volume), number(r.own_rate),
         None if r.arrives_at is None else number(r.arrives_at), r.step)
        for r in delivery(plan).residues
    ]  # fmt: skip


class TestTheLineOf20MlOfTheFacts:
    def test_shared_and_primed_with_diluent_lets_the_first_drug_through_at_108_min(self) -> None:
        plan = two_bags(primed="diluent", sets="shared")
        # 9.25 + 1.25 + 2.5 + 5 = 18 mL have passed at 105 min; 2 mL at 40 mL/h take 3 min
        # what then arrives is bag A's solution, 40 mL/h x 0.1 mg/mL
        assert first(plan) == (108, 8, 4)
        # 8 mL of A are through in the other 12 min
        assert doses(plan) == [0, 0, 0, 0, 0, 0, 0, F("0.8")]
        # 1.25 mL of A and all 18.75 mL of B: 0.125 + 18.75 mg
        assert drug_in_line(delivery(plan).left_in_line) == ("B", 20, F("18.875"))
        assert flush(plan) == (20, 40, 120, 30, F("18.875"))

    def test_says_the_residue_of_bag_a_and_where_it_runs_faster_than_ever_before(self) -> None:
        plan = two_bags(primed="diluent", sets="shared")
        assert residues(plan) == [("A", F("9.25"), 20, 40, 8)]
        assert number(delivery(plan).residues[0].dose) == F("0.925")

    def test_shows_the_sum_behind_the_first_drug(self) -> None:
        found = delivery(two_bags(primed="diluent", sets="shared")).first_drug
        assert found is not None
        assert [f"{f.left} {f.operation} {f.right} = {f.result}" for f in found.working] == [
            "20 mL - 18 mL = 2 mL",
            "2 mL / 40 mL / h = 3 min",
            "105 min + 3 min = 108 min",
        ]

    def test_fresh_for_each_bag_and_primed_with_diluent_lets_nothing_through(self) -> None:
        plan = two_bags(primed="diluent", sets="fresh")
        found = delivery(plan)
        assert found.first_drug is None
        assert found.peak is None
        assert doses(plan) == [0] * 8
        assert [drug_in_line(lost) for lost in found.lost] == [("A", F("9.25"), F("0.925"))]
        assert drug_in_line(found.left_in_line) == ("B", F("18.75"), F("18.75"))
        # 1.25 mL of diluent stand before B's 18.75 mL: all 20 mL must be moved
        assert flush(plan) == (20, 40, 120, 30, F("18.75"))

    def test_primed_with_drug_and_shared_gives_bag_as_solution_first(self) -> None:
        plan = two_bags(primed="drug", sets="shared")
        assert first(plan) == (0, 1, F("0.2"))
        # 28 mL leave, all of A's 20 + 9.25 mL: the volumes of the steps at 0.1 mg/mL
        volumes = [F(v) for v in ("0.5", "1.25", "2.5", "5", "1.25", "2.5", "5", "10")]
        assert doses(plan) == [v / 10 for v in volumes]
        # 19.675 - 2.8 = 16.875 mg are missing: 1.25 mL of A bring 0.125, 16.75 mL of B the rest
        assert flush(plan) == (18, 40, 120, 27, F("16.875"))
        assert drug_in_line(delivery(plan).left_in_line) == ("B", 20, F("18.875"))

    def test_cleared_at_60_ml_per_h_is_the_same_20_min_later(self) -> None:
        plan = two_bags(primed="diluent", sets="shared", clear_line="60 mL/h")
        primed = two_bags(primed="drug", sets="shared")
        assert first(plan) == (20, 2, F("0.2"))
        assert doses(plan) == [0, *doses(primed)]
        assert flush(plan) == (18, 40, 140, 27, F("16.875"))
        # the rate of clearing is none that A's drug was given at
        assert residues(plan) == [("A", 20, 20, 40, 9)]
        assert [(s.number, number(s.start), s.clears_line) for s in plan.steps][:3] == [
            (1, 0, True), (2, 20, False), (3, 35, False)]  # fmt: skip
        assert number(plan.totals.duration.to("min")) == 140
        assert number(plan.bags[0].into_line) == 20
        # 20 mL into the line and 9.25 mL for the steps
        assert number(plan.bags[0].used) == F("29.25")

    def test_cleared_in_each_fresh_set_gives_every_step_its_own_dose(self) -> None:
        plan = two_bags(primed="diluent", sets="fresh", clear_line="60 mL/h")
        assert [s.number for s in plan.steps if s.clears_line] == [1, 6]
        # 20 min, four steps of 15 min, and then the second clearing
        assert number(plan.steps[5].start) == 80
        assert doses(plan) == [number(s.dose) for s in plan.steps]
        found = delivery(plan)
        assert found.flush is None
        assert [drug_in_line(lost) for lost in found.lost] == [("A", 20, 2)]
        assert drug_in_line(found.left_in_line) == ("B", 20, 20)


class TestOneBag:
    def slow_start(self, **order: str) -> Plan:
        steps = ({"rate": "5 mg/h", "over": "15 min"}, {"give": "rest", "over": "105 min"})
        return with_line(*steps, dose="480 mg", volume="250 mL", line="20 mL", **order)

    def test_a_slow_start_through_diluent_begins_at_the_full_rate(self) -> None:
        plan = self.slow_start(primed="diluent")
        # 1.25 mg / 1.92 mg/mL = 125/192 mL in step 1; 3,715/192 mL are still to go, at
        # 478.75 mg / 1.92 mg/mL / 1.75 h = 47,875/336 mL/h: 8 min 9 s into step 2
        at = 15 + F(3715, 192) / F(47875, 336) * 60
        assert first(plan) == (at, 2, F(1915, 7))
        # 20 mL x 1.92 mg/mL = 38.4 mg
        assert doses(plan) == [0, F("441.6")]
        assert flush(plan)[0] == 20
        assert flush(plan)[4] == F("38.4")
        assert number(delivery(plan).dry) == 0

    def test_a_line_primed_with_drug_leaves_the_bag_dry_by_its_dead_volume(self) -> None:
        plan = self.slow_start(primed="drug")
        # 20 mL of the bag went into the line: the pump stops 20 mL early, at 47,875/336 mL/h
        end = 120 - 20 / F(47875, 336) * 60
        assert first(plan)[:2] == (0, 1)
        assert number(delivery(plan).dry) == 20
        assert delivery(plan).dry_at is not None
        assert flush(plan) == (20, F(47875, 336), end, 120 - end, F("38.4"))
        assert doses(plan) == [F("1.25"), F("478.75") - F("38.4")]

    def test_drug_left_in_the_bag_fills_the_line_and_nothing_is_to_be_flushed(self) -> None:
        bag = ({"name": "A", "volume": "100 mL", "holds": "200 mg"},)
        plan = with_line({"give": "rest", "over": "1 h"}, bags=bag, line="20 mL", primed="drug")
        # 2 mg/mL: 100 mg is 50 mL; with the line 70 of 100 mL are used
        found = delivery(plan)
        assert (doses(plan), found.flush, number(found.dry)) == ([100], None, 0)
        assert drug_in_line(found.left_in_line) == ("A", 20, 40)

    def test_a_bag_that_is_dry_before_the_last_step_is_flushed_at_the_slower_rate(self) -> None:
        steps = ({"rate": "10 mL/h", "over": "3 h"}, {"rate": "40 mL/h", "over": "15 min"},
                 {"rate": "60 mL/h", "give": "rest"})  # fmt: skip
        plan = with_line(*steps, volume="50 mL", line="20 mL", primed="drug")
        # 50 - 20 = 30 mL are there for 30 + 10 + 10: dry at the end of step 1; 2 mg/mL
        assert doses(plan) == [60, 0, 0]
        assert flush(plan) == (20, 40, 180, 30, 40)

    def test_a_step_as_large_as_the_line_delivers_nothing_and_the_next_at_once(self) -> None:
        steps = ({"rate": "10 mL/h", "over": "30 min"}, {"rate": "20 mL/h", "give": "rest"})
        plan = with_line(*steps, line="5 mL", primed="diluent")
        assert first(plan) == (30, 2, 20)
        assert doses(plan) == [0, 95]

    def test_nothing_moves_while_the_patient_is_watched(self) -> None:
        steps = ({"rate": "10 mL/h", "over": "30 min"}, {"observe": "20 min"},
                 {"rate": "20 mL/h", "give": "rest"}, {"observe": "1 h"})  # fmt: skip
        plan = with_line(*steps, line="5 mL", primed="diluent")
        assert first(plan) == (50, 3, 20)
        assert doses(plan) == [0, 0, 95, 0]
        # 5 + 95 mL: the pump stops at 50 + 285 min, and there the flush begins
        assert flush(plan) == (5, 20, 335, 15, 5)


class TestSeveralBags:
    def test_a_residue_that_ends_with_a_step_never_meets_the_next_rate(self) -> None:
        steps = (run("A", "10 mL/h", "30 min"), run("B", "10 mL/h", "30 min"),
                 run("B", "20 mL/h", "15 min"))  # fmt: skip
        plan = with_line(*steps, dose="10.5 mg", bags=THREE_BAGS[:2], line="5 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        # 5 mL of diluent, then A's 5 mL (0.5 mg), then 5 of B's 10 mL
        assert doses(plan) == [0, F("0.5"), 5]
        assert residues(plan) == [("A", 5, 10, 10, 2)]

    def test_three_bags_follow_one_another_through_the_line(self) -> None:
        steps = (run("A", "10 mL/h", "30 min"), run("B", "10 mL/h", "30 min"),
                 run("C", "20 mL/h", "30 min"))  # fmt: skip
        plan = with_line(*steps, dose="105.5 mg", bags=THREE_BAGS, line="8 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        # step 2: 3 mL of diluent, 2 of A; step 3: 3 of A (0.3 mg), 5 of B (5 mg), 2 of C (20 mg)
        assert doses(plan) == [0, F("0.2"), F("25.3")]
        assert residues(plan) == [("A", 5, 10, 20, 3), ("B", 5, 10, 20, 3)]
        assert [(a.bag, number(a.start), number(a.end), number(a.dose_rate))
                for a in delivery(plan).arrivals] == [
            (None, 0, 30, 0),
            # 3 mL at 10 mL/h take 18 min
            (None, 30, 48, 0), ("A", 48, 60, 1),
            # at 20 mL/h 3 mL take 9 min, 5 mL 15 min, 2 mL 6 min
            ("A", 60, 69, 2), ("B", 69, 84, 20), ("C", 84, 90, 200),
        ]  # fmt: skip
        # 8 mL of C at 10 mg/mL
        assert flush(plan) == (8, 20, 90, 24, 80)

    def test_a_residue_that_only_the_flush_moves_is_said_to_arrive_with_it(self) -> None:
        steps = (run("A", "5 mL/h", "1 h"), run("B", "10 mL/h", "30 min"))
        plan = with_line(*steps, dose="5.5 mg", bags=THREE_BAGS[:2], line="10 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        assert doses(plan) == [0, 0]
        assert residues(plan) == [("A", 5, 5, 10, None)]

    def test_a_bag_that_is_connected_again_has_its_own_set_again(self) -> None:
        steps = (run("A", "10 mL/h", "30 min"), run("B", "10 mL/h", "30 min"),
                 run("A", "20 mL/h", "15 min"))  # fmt: skip
        plan = with_line(*steps, dose="6 mg", bags=THREE_BAGS[:2], line="5 mL",
                         primed="diluent", sets="fresh")  # fmt: skip
        # A's set kept its 5 mL, which the last 5 mL push out; B's 5 mL stay in its set
        assert doses(plan) == [0, 0, F("0.5")]
        assert [drug_in_line(lost) for lost in delivery(plan).lost] == [("B", 5, 5)]
        assert drug_in_line(delivery(plan).left_in_line) == ("A", 5, F("0.5"))

    def test_the_residue_of_a_bag_is_not_its_solution_of_a_later_time(self) -> None:
        steps = (run("A", "10 mL/h", "30 min"), run("B", "10 mL/h", "30 min"),
                 run("A", "20 mL/h", "30 min"), run("A", "40 mL/h", "15 min"))  # fmt: skip
        plan = with_line(*steps, dose="7.5 mg", bags=THREE_BAGS[:2], line="8 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        # step 2: 3 diluent, 2 A; step 3: 3 A, 5 B, 2 A; step 4: 10 A, all of it of the second time
        assert doses(plan) == [0, F("0.2"), F("5.5"), 1]
        assert residues(plan) == [("A", 5, 10, 20, 3), ("B", 5, 10, 20, 3)]

    def test_what_arrived_before_the_next_bag_is_no_residue(self) -> None:
        steps = (run("A", "10 mL/h", "30 min"), run("A", "40 mL/h", "15 min"),
                 run("A", "10 mL/h", "30 min"), run("B", "20 mL/h", "30 min"))  # fmt: skip
        plan = with_line(*steps, dose="12 mg", bags=THREE_BAGS[:2], line="5 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        # A had run, and arrived, at 40 mL/h; its last 5 mL arrive at B's 20 mL/h
        assert residues(plan) == [("A", 5, 40, 20, 4)]

    def test_a_residue_is_told_by_the_highest_of_its_rates_before_and_after(self) -> None:
        steps = (run("A", "40 mL/h", "15 min"), run("A", "10 mL/h", "30 min"),
                 run("B", "30 mL/h", "10 min"), run("B", "20 mL/h", "15 min"))  # fmt: skip
        plan = with_line(*steps, dose="11.5 mg", bags=THREE_BAGS[:2], line="10 mL",
                         primed="diluent", sets="shared")  # fmt: skip
        # 10 + 5 mL of A push out 10 mL of diluent and 5 mL of A; its other 10 mL arrive in halves
        assert doses(plan) == [0, F("0.5"), F("0.5"), F("0.5")]
        assert residues(plan) == [("A", 10, 40, 30, 3)]

    def test_a_strong_residue_at_a_weak_bags_rate_is_the_peak(self) -> None:
        steps = (run("B", "10 mL/h", "1 h"), run("A", "50 mL/h", "1 h"))
        order: dict[str, Any] = {"line": "10 mL", "sets": "shared"}
        plan = with_line(*steps, dose="15 mg", bags=THREE_BAGS[:2], primed="diluent", **order)
        peak = delivery(plan).peak
        assert peak is not None
        # B's 10 mL at 1 mg/mL arrive at 50 mL/h; 10 mg/h was the most planned
        assert (peak.step, number(peak.dose_rate), number(peak.planned)) == (2, 50, 10)

    def test_a_line_filled_from_a_stronger_bag_than_the_last_brings_more_than_ordered(self) -> None:
        steps = (run("B", "10 mL/h", "1 h"), run("A", "50 mL/h", "1 h"))
        plan = with_line(*steps, dose="15 mg", bags=THREE_BAGS[:2], primed="drug", line="10 mL",
                         sets="shared")  # fmt: skip
        # B fills the line with 10 mg; 10 mL of A, 1 mg, stay: 15 + 10 - 1
        assert number(delivery(plan).delivered) == 24
        assert delivery(plan).flush is None

    def test_without_a_line_there_is_no_delivery(self) -> None:
        plan = with_line(run("B", "10 mL/h", "1 h"), dose="10 mg", bags=THREE_BAGS[1:2])
        assert (plan.line, plan.delivery) == (None, None)
