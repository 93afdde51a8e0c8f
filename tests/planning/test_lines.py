"""The line of an order: what is asked for, what it takes from the bags, and what is said of it."""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge.model.finding import Refused, Severity
from rechallenge.model.line import LineSet
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import PLAIN, parse, quantity
from rechallenge.service.making import make_plan

from .lines import TWO_BAGS, TWO_LADDERS, delivery, findings, number, two_bags, with_line
from .making import planned, protocol

WHOLE = {"give": "rest", "over": "1 h"}
SLOW_THEN_REST = ({"rate": "10 mL/h", "over": "30 min"}, {"rate": "20 mL/h", "give": "rest"})


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ({"primed": "drug"}, "primed: says how a line is used; write the line too"),
        ({"sets": "fresh"}, "sets: says how a line is used; write the line too"),
        ({"clear_line": "60 mL/h"}, "clear_line: says how a line is used; write the line too"),
        ({"line": "20 mL"}, "primed: is needed with a line; write drug or diluent"),
        ({"line": "20 mL", "primed": "drug", "sets": "shared"},
         "sets: changes nothing, because there is one bag; leave it out"),
        ({"line": "20 mL", "primed": "drug", "clear_line": "60 mL/h"},
         "clear_line: is not needed, because a line primed with drug"),
        ({"line": "101 mL", "primed": "drug"}, "line: 101 mL is more than Bag 1 holds, 100 mL"),
        ({"line": "primary-15", "primed": "drug"}, "line: unknown line primary-15"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_an_error_at_its_field(
    order: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnusableOrder, match="^" + says):
        with_line(WHOLE, **order)


def test_several_bags_need_to_know_whether_they_share_the_line() -> None:
    with pytest.raises(UnusableOrder, match="sets: is needed, for 2 bags; write shared"):
        two_bags(primed="diluent")


def test_a_line_as_large_as_the_bag_is_the_most_it_may_be() -> None:
    found = delivery(with_line(WHOLE, line="100 mL", primed="diluent"))
    # 100 mL push out 100 mL of diluent; all of the dose stands in the line
    assert (number(found.delivered), number(found.left_in_line.dose)) == (0, 100)


def test_the_smallest_bag_is_the_one_that_a_line_must_not_exceed() -> None:
    small = ({**TWO_BAGS[0], "volume": "19 mL"}, TWO_BAGS[1])
    with pytest.raises(UnusableOrder, match="20 mL is more than A holds, 19 mL"):
        with_line({"bag": "B", "rate": "10 mL/h", "over": "1 h"}, dose="10 mg", bags=small,
                  line="20 mL", primed="diluent", sets="shared")  # fmt: skip


@pytest.mark.parametrize("volume", ["0 mL", "-5 mL", ".5 mL", "20", "20 mg", " -5 mL"])
def test_a_volume_that_cannot_be_is_read_as_a_volume_and_refused(volume: str) -> None:
    with pytest.raises(ValueError, match="mL") as found:
        Order(dose="100 mg", line=volume)
    assert "name of a set" not in str(found.value)


def test_a_set_begins_with_a_letter_so_that_it_is_never_taken_for_a_volume() -> None:
    written = {"title": "Long", "dead_volume": "20 mL", "source": "Its maker"}
    assert LineSet.model_validate(written | {"name": "long-20"}).dead_volume == parse("20 mL")
    with pytest.raises(ValueError, match="begin it with a letter"):
        LineSet.model_validate(written | {"name": "20-long"})


def test_a_named_set_brings_its_volume_title_and_source() -> None:
    long = LineSet(name="long", title="Long", dead_volume=parse("0.02 L"), source="Its maker")
    order = Order(dose="100 mg", volume="100 mL", line="long", primed="diluent")
    line = make_plan(protocol(WHOLE), order, OnFile(line_set=long)).line
    assert line is not None
    assert (number(line.dead_volume), str(line.dead_volume.units)) == (20, "mL")
    assert (line.title, line.source) == ("Long", "Its maker")


def test_a_bag_that_its_line_leaves_too_little_for_the_steps_is_refused() -> None:
    # A gives 9.25 mL of 25 and fills 20 mL: 29.25 mL
    small = ({**TWO_BAGS[0], "volume": "25 mL"}, TWO_BAGS[1])
    steps = ({"bag": "A", "give": "0.925 mg", "over": "1 h"}, {"bag": "B", **WHOLE})
    order: dict[str, Any] = {"dose": "10.925 mg", "bags": small, "line": "20 mL", "sets": "shared"}
    with pytest.raises(Refused) as refused:
        with_line(*steps, primed="drug", **order)
    (found,) = refused.value.findings
    assert (found.code, found.where) == ("bag-overdrawn-by-line", "bags[0]")
    assert found.numbers["used"] == parse("9.25 mL")
    # the same through diluent takes nothing from it beforehand
    assert with_line(*steps, primed="diluent", **order).bags[0].used == parse("9.25 mL")


@pytest.mark.parametrize(("last", "refused"), [("21 mL", False), ("19 mL", True)])
def test_the_last_bag_may_run_dry_only_after_it_was_connected_for_the_last_time(
    last: str, refused: bool
) -> None:
    # A holds 40 mL and gives all of it in two turns; the line takes 20 mL of it first
    bags = ({**TWO_BAGS[0], "volume": "40 mL"}, TWO_BAGS[1])
    first = "19 mL" if last == "21 mL" else "21 mL"
    steps = [{"bag": bag, "give": give, "over": "1 h"}
             for bag, give in (("A", first), ("B", "1 mL"), ("A", last))]  # fmt: skip
    order: dict[str, Any] = {
        "dose": "5 mg",
        "bags": bags,
        "line": "20 mL",
        "primed": "drug",
        "sets": "shared",
    }
    if refused:
        with pytest.raises(Refused, match="bag-overdrawn-by-line"):
            with_line(*steps, **order)
    else:
        assert number(delivery(with_line(*steps, **order)).dry) == 20


def test_a_clearing_that_takes_more_than_a_week_is_refused_as_any_schedule_is() -> None:
    # 27 mL at 0.1 mL/h: 270 h
    with pytest.raises(Refused, match="schedule-too-long"):
        with_line(WHOLE, line="27 mL", primed="diluent", clear_line="0.1 mL/h")


def test_a_step_after_clearing_starts_and_ends_later_by_the_time_it_takes() -> None:
    plan = with_line(*SLOW_THEN_REST, line="20 mL", primed="diluent", clear_line="40 mL/h")
    # 20 mL at 40 mL/h: 30 min; 95 mL at 20 mL/h: 285 min
    assert [(number(s.start), number(s.end)) for s in plan.steps] == [
        (0, 30), (30, 60), (60, 345)]  # fmt: skip
    assert [e.offset.magnitude for e in plan.timeline if e.what == "step-end"] == [30, 60, 345]
    assert [s.cumulative_dose.magnitude for s in plan.steps] == [0, 5, 100]
    assert plan.written(plan.steps[0]) is None
    assert plan.written(plan.steps[1]) == plan.as_written[0]


class TestFindings:
    def test_several_bags_without_a_line_are_told_what_a_short_and_a_long_one_would_do(
        self,
    ) -> None:
        steps, bags = TWO_LADDERS, {"bags": TWO_BAGS, "parameters": {}}
        made = planned(*steps, order={"dose": "19.675 mg", "volume": None}, **bags)
        found = findings(made)["line-not-stated"]
        assert (found.severity, found.where) == (Severity.NOTE, "order.line")
        # 13 mL at 90 min and 2 at 20 mL/h; 18 at 105 and 9 at 40. A at 20 mL/h, then B at 40
        assert found.numbers == {
            "least": parse("15 mL"), "at_least": parse("96 min"), "step_least": 7,
            "most": parse("27 mL"), "at_most": parse("118.5 min"), "step_most": 8,
            "fold_least": quantity(20, PLAIN), "fold_most": quantity(1, PLAIN),
        }  # fmt: skip
        assert found.source is not None
        assert "line-not-stated" not in findings(two_bags(primed="drug", sets="shared"))
        assert "line-not-stated" not in findings(planned(WHOLE))

    def test_early_steps_that_deliver_nothing_ask_with_the_dose_rate_of_the_first_drug(
        self,
    ) -> None:
        found = findings(two_bags(primed="diluent", sets="shared"))["early-steps-deliver-nothing"]
        assert (found.severity, found.where) == (Severity.CONFIRM, "step 1")
        # 108 min, A at 40 mL/h; step 1 is A at 2 mL/h
        assert found.numbers == {
            "steps": (1, 2, 3, 4, 5, 6, 7), "step": 8, "at": parse("108 min"),
            "arrives": parse("4 mg/h"), "planned": parse("0.2 mg/h"),
        }  # fmt: skip

    @pytest.mark.parametrize("order", [{"primed": "drug"}, {"clear_line": "60 mL/h"}])
    def test_a_line_that_holds_drug_from_the_start_lets_every_step_through(
        self, order: dict[str, str]
    ) -> None:
        found = findings(two_bags(**({"primed": "diluent", "sets": "fresh"} | order)))
        assert not found.keys() & {"early-steps-deliver-nothing", "nothing-reaches-the-vein"}

    def test_a_later_bags_first_steps_are_named_when_its_own_set_holds_them_back(self) -> None:
        steps = ({"bag": "A", "rate": "20 mL/h", "over": "1 h"},
                 {"bag": "B", "rate": "10 mL/h", "over": "30 min"},
                 {"bag": "B", **WHOLE})  # fmt: skip
        plan = with_line(*steps, dose="47 mg", bags=TWO_BAGS, line="15 mL", primed="diluent",
                         sets="fresh")  # fmt: skip
        assert findings(plan)["early-steps-deliver-nothing"].numbers["steps"] == (2,)

    def test_a_plan_of_which_nothing_arrives_says_so(self) -> None:
        found = findings(two_bags(primed="diluent", sets="fresh"))
        assert found["nothing-reaches-the-vein"].severity is Severity.CONFIRM
        assert "early-steps-deliver-nothing" not in found

    def test_a_residue_asks_only_where_it_runs_faster_than_its_own_steps(self) -> None:
        found = findings(two_bags(primed="diluent", sets="shared"))["residue-at-later-rate"]
        assert (found.severity, found.where) == (Severity.CONFIRM, "step 8")
        assert found.numbers == {
            "bag": "A", "volume": parse("9.25 mL"), "dose": parse("0.925 mg"),
            "own": parse("20 mL/h"), "arrives": parse("40 mL/h"), "during": 8,
        }  # fmt: skip
        steps = ({"bag": "A", "rate": "20 mL/h", "over": "1 h"},
                 {"bag": "B", "rate": "20 mL/h", "over": "1 h"})  # fmt: skip
        alike = with_line(*steps, dose="22 mg", bags=TWO_BAGS, line="10 mL", primed="diluent",
                          sets="shared")  # fmt: skip
        assert len(delivery(alike).residues) == 1
        assert "residue-at-later-rate" not in findings(alike)

    def test_a_dose_left_in_the_line_asks_with_the_flush_that_delivers_it(self) -> None:
        found = findings(with_line(WHOLE, line="20 mL", primed="diluent"))["dose-left-in-line"]
        assert found.severity is Severity.CONFIRM
        # 100 mg in 100 mL over 1 h: 20 mL hold 20 mg, and take 12 min at 100 mL/h
        assert found.numbers == {
            "dose": parse("20 mg"), "ordered": parse("100 mg"), "volume": parse("20 mL"),
            "rate": parse("100 mL/h"), "duration": parse("12 min"),
        }  # fmt: skip
        assert found.source is not None

    def test_drug_beyond_the_dose_may_stay_in_the_line(self) -> None:
        bag = ({"name": "A", "volume": "100 mL", "holds": "200 mg"},)
        found = findings(with_line(WHOLE, bags=bag, line="20 mL", primed="drug"))
        assert not found.keys() & {"dose-left-in-line", "bag-dry-before-end"}

    def test_drug_thrown_away_with_a_set_asks_where_the_dose_lacks_it(self) -> None:
        found = findings(two_bags(primed="diluent", sets="fresh"))["dose-lost-with-set"]
        assert (found.severity, found.where) == (Severity.CONFIRM, "bags[0]")
        assert found.numbers == {
            "bag": "A", "volume": parse("9.25 mL"), "dose": parse("0.925 mg"),
            "reaches": parse("18.75 mg"), "ordered": parse("19.675 mg"),
        }  # fmt: skip
        assert "dose-lost-with-set" not in findings(two_bags(primed="drug", sets="fresh"))

    def test_a_bag_that_runs_dry_asks_with_the_moment(self) -> None:
        found = findings(with_line(WHOLE, line="20 mL", primed="drug"))["bag-dry-before-end"]
        assert (found.severity, found.where) == (Severity.CONFIRM, "step 1")
        # 80 mL at 100 mL/h
        assert found.numbers == {
            "bag": "Bag 1", "at": parse("48 min"), "step": 1, "dry": parse("20 mL"),
            "line": parse("20 mL"),
        }  # fmt: skip

    def test_steps_that_a_dry_bag_leaves_empty_are_not_called_early(self) -> None:
        steps = ({"rate": "10 mL/h", "over": "3 h"}, {"rate": "40 mL/h", "over": "15 min"},
                 {"rate": "40 mL/h", "give": "rest"})  # fmt: skip
        found = findings(with_line(*steps, volume="50 mL", line="20 mL", primed="drug"))
        # 30 of 50 mL are left after priming, and step 1 takes all of them
        assert found["bag-dry-before-end"].where == "step 2"
        assert found["bag-dry-before-end"].numbers["at"] == parse("180 min")
        assert "early-steps-deliver-nothing" not in found

    def test_more_than_the_dose_at_the_vein_asks(self) -> None:
        steps = ({"bag": "B", "rate": "10 mL/h", "over": "1 h"},
                 {"bag": "A", "rate": "50 mL/h", "over": "1 h"})  # fmt: skip
        order: dict[str, Any] = {
            "dose": "15 mg",
            "bags": TWO_BAGS,
            "line": "10 mL",
            "sets": "shared",
        }
        found = findings(with_line(*steps, primed="drug", **order))["more-than-ordered-arrives"]
        assert found.severity is Severity.CONFIRM
        assert found.numbers == {"reaches": parse("24 mg"), "ordered": parse("15 mg")}
        through_diluent = findings(with_line(*steps, primed="diluent", **order))
        assert "more-than-ordered-arrives" not in through_diluent

    def test_all_of_the_dose_and_no_more_is_not_asked_about(self) -> None:
        # each set is filled from its own bag before its steps, which then give all 19.675 mg
        plan = two_bags(primed="drug", sets="fresh")
        assert number(delivery(plan).delivered) == F("19.675")
        assert "more-than-ordered-arrives" not in findings(plan)
