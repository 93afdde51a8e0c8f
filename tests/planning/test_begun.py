"""An order that begins in the middle: what is left of the dose, from the bag that hangs."""

from fractions import Fraction
from typing import Any

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source, worked_out
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import MIN, ML, ML_PER_H, Quantity
from rechallenge.service.making import make
from rechallenge.service.resuming import resume, stop_of

SHELVES = Shelves(shipped_folder())
RITUXIMAB = read_source("rituximab-first", SHELVES).protocol
CEFTAZIDIME = read_source("ceftazidime-12-step", SHELVES).protocol
BEGUN: dict[str, Any] = {"dose": "700 mg", "given": "633 mg", "left": "67 mL"}
"""67 mg remain, in 67 mL: 1 mg/mL."""


def plan_of(**order: Any) -> Plan:
    return make(RITUXIMAB, Order(**(BEGUN | order)), SHELVES)


def codes(plan: Plan) -> set[str]:
    return {str(finding.code) for finding in plan.findings}


def number(value: Quantity | None) -> Fraction:
    assert value is not None
    return Fraction(value.magnitude)


def rows(plan: Plan) -> list[tuple[Any, ...]]:
    """Rate in mL/h, time in min, volume in mL, and the dose so far, of each step."""
    return [
        (
            number(step.rate.to(ML_PER_H)) if step.rate is not None else None,
            number(step.duration.to(MIN)),
            number(step.volume.to(ML)),
            number(step.cumulative_dose),
        )
        for step in plan.steps
    ]


def test_what_remains_is_given_from_the_bag_that_hangs() -> None:
    # 50 mg/h for 30 min are 25 mg; the other 42 mg at 100 mg/h take 25.2 min. 633 + 67 = 700.
    plan = plan_of()
    assert rows(plan) == [(50, 30, 25, 658), (100, Fraction(252, 10), 42, 700)]
    assert plan.totals.dose == plan.dose.total
    assert [bag.letter for bag in plan.bags] == ["A"]
    assert {"begins-in-the-middle", "bag-hangs", "earlier-line-unknown"} <= codes(plan)
    assert plan.preparation == ()
    assert "no-preparation" not in codes(plan)


def test_half_of_the_rate_of_the_reaction_is_not_exceeded() -> None:
    # Half of 100 mg/h are 50 mL/h; 42 mL at that rate take 50.4 min.
    plan = plan_of(reaction_rate="100 mg/h", go_on_at="50 %")
    assert rows(plan) == [(50, 30, 25, 658), (50, Fraction(504, 10), 42, 700)]
    assert "goes-on-above-stop" not in codes(plan)
    assert "restart-above-advice" not in codes(plan)


def test_a_rate_above_that_of_the_reaction_asks() -> None:
    # The second step runs at 100 mg/h; the patient reacted at 80 mg/h.
    assert "goes-on-above-stop" in codes(plan_of(reaction_rate="80 mg/h", go_on_at="150 %"))


def test_a_rate_in_volume_is_one_of_the_bag_that_hangs() -> None:
    # 80 mL/h of 1 mg/mL are 80 mg/h: the second step, 42 mL, takes 31.5 min.
    assert rows(plan_of(go_on_at="80 mL/h"))[1] == (80, Fraction(315, 10), 42, 700)


def test_a_stated_concentration_leaves_what_the_bag_has_besides() -> None:
    # 100 mL at 2 mg/mL hold 200 mg, of which 67 mg, 33.5 mL, are given: 12.5 and 21 mL.
    plan = plan_of(left="100 mL", left_strength="2 mg/mL")
    assert [row[2] for row in rows(plan)] == [Fraction(25, 2), 21]
    assert number(plan.bags[0].discarded) == Fraction(665, 10)
    assert "bag-hangs" not in codes(plan)


def test_what_the_pump_cannot_give_on_its_own_is_no_step() -> None:
    # 67 mg at 1.5 mg/mL are 44.67 mL: 16.7 and 27.9 mL, and 0.067 mL that cannot be set.
    plan = plan_of(left="45 mL", left_strength="1.5 mg/mL")
    assert [row[2] for row in rows(plan)] == [Fraction(167, 10), Fraction(279, 10)]
    assert "dose-short-of-order" in codes(plan)


def test_a_line_full_of_drug_runs_first_and_is_brought_by_the_flush() -> None:
    # 20 mL of 1 mg/mL stand in the line: 613 mg had reached the vein. 67 mL push 67 mg into it.
    plan = plan_of(line="20 mL", primed="drug")
    assert plan.begun is not None
    assert plan.delivery is not None
    assert number(plan.begun.at_vein) == 613
    first, flush = plan.delivery.first_drug, plan.delivery.flush
    assert first is not None
    assert number(first.at) == 0
    assert number(plan.delivery.delivered) == 680
    assert flush is not None
    assert number(flush.dose) == 20
    assert number(plan.bags[0].into_line) == 0
    assert "line-runs-first" in codes(plan)
    assert "earlier-line-unknown" not in codes(plan)


def test_at_2_mg_per_ml_a_line_holds_and_a_rate_in_volume_gives_twice_as_much() -> None:
    # 67 mg in 33.5 mL: 20 mL in the line hold 40 of the 633 mg. 40 mL/h are 80 mg/h, at which the
    # second step, 42 mg in 21 mL, takes 31.5 min.
    plan = plan_of(left="33.5 mL", line="20 mL", primed="drug", go_on_at="40 mL/h")
    assert plan.begun is not None
    assert plan.begun.in_line is not None
    assert (number(plan.begun.in_line.dose), number(plan.begun.at_vein)) == (40, 593)
    assert number(plan.begun.limit) == 80
    assert rows(plan)[1] == (40, Fraction(315, 10), 21, 700)


def test_a_fresh_line_of_diluent_delays_the_drug() -> None:
    # 20 mL of diluent at 50 mL/h pass in 24 min; at the end 20 mg stand in the line.
    plan = plan_of(line="20 mL", primed="diluent")
    assert plan.delivery is not None
    first = plan.delivery.first_drug
    assert first is not None
    assert number(first.at) == 24
    assert number(plan.delivery.delivered) == 680


def test_without_a_bag_that_hangs_bags_are_prepared_for_what_remains() -> None:
    # 2,000 mg less 5.344 mg: the third bag holds the rest, as it would of the whole dose.
    order = Order(dose="2000 mg", given="5.344 mg")
    plan = make(CEFTAZIDIME, order, SHELVES)
    assert [number(step.cumulative_dose) for step in plan.as_written][-1] == 2000
    whole = make(CEFTAZIDIME, Order(dose="1994.656 mg"), SHELVES)
    assert [bag.drug for bag in plan.bags] == [bag.drug for bag in whole.bags]
    assert [step.rate for step in plan.steps] == [step.rate for step in whole.steps]
    assert [step.dose for step in plan.steps] == [step.dose for step in whole.steps]


def test_it_can_be_stopped_like_any_other_plan() -> None:
    # 10 mL after step 1 is 35 mL in all: 668 mg. 32 mg remain.
    plan = plan_of(line="20 mL", primed="drug")
    after = resume(plan, stop_of(plan, {"infused": "35 mL", "hold": "10 min"}))
    assert number(after.stopped[0].dose_given) == 668
    assert number(after.stopped[0].remaining) == 32
    # 20 mL in the line, of which none of the 613 mg at the vein before is.
    assert number(after.stopped[0].at_vein) == 648
    assert after.totals.dose == plan.dose.total


def test_the_time_of_the_bag_counts_from_when_it_was_connected() -> None:
    # 55.2 min of infusion after 24 h: the file has 24 h for a bag of rituximab.
    before = {"start": "2026-11-22 10:00", "bag_started": "2026-11-21 10:00"}
    assert "stability-exceeded" in codes(plan_of(**before))
    assert "stability-exceeded" not in codes(plan_of(start="2026-11-22 10:00"))


@pytest.mark.parametrize(
    ("field", "order", "said"),
    [
        ("given", {"given": "700 mg"}, "700 mg is not less than the ordered dose, 700 mg"),
        ("given", {"given": "800 mg"}, "800 mg is not less than the ordered dose, 700 mg"),
        ("given", {"given": "63 units"}, "63 units does not go with a dose of 700 mg"),
        ("left", {"given": None}, "write the dose given too"),
        ("go_on_at", {"given": None, "left": None, "go_on_at": "50 mg/h"}, "the dose given too"),
        ("left_strength", {"left": None, "left_strength": "1 mg/mL"}, "the volume left in it too"),
        ("left", {"left_strength": "0.5 mg/mL"}, "hold 33.5 mg, and 67 mg of the dose remain"),
        ("left_strength", {"left_strength": "1 units/mL"}, "does not go with a dose"),
        ("volume", {"volume": "100 mL"}, "leave one of the two volumes out"),
        ("go_on_at", {"go_on_at": "50 %"}, "write that rate too"),
        ("go_on_at", {"go_on_at": "5 units/h"}, "write it as drug"),
        ("bag_started", {"bag_started": "2026-11-21 08:00"}, "write the start too"),
        (
            "bag_started",
            {"bag_started": "2026-11-21 10:00", "start": "2026-11-21 09:00"},
            "2026-11-21 10:00 is not before the start, 2026-11-21 09:00",
        ),
        (
            "primed",
            {"given": "5 mg", "line": "20 mL", "primed": "drug"},
            "more than the 5 mg that was given",
        ),
        ("line", {"left": "10 mL", "line": "20 mL", "primed": "drug"}, "more than Bag 1 holds"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, order: Any, said: str) -> None:
    with pytest.raises(UnusableOrder) as refused:
        plan_of(**order)
    (problem,) = refused.value.problems
    assert problem.place == (field,)
    assert said in problem.sentence


def test_a_protocol_of_several_bags_does_not_run_from_the_one_that_hangs() -> None:
    with pytest.raises(UnusableOrder, match="runs from 3 bags of its own"):
        make(CEFTAZIDIME, Order(dose="2000 mg", given="5 mg", left="100 mL"), SHELVES)


def test_a_protocol_that_gives_doses_at_once_is_not_run_for_what_remains() -> None:
    infusion = ({"at_once": "5 mg", "form": "tablet"}, {"at_once": "rest", "form": "tablet"})
    tree = {**RITUXIMAB.tree, "parameters": {}, "examples": (), "infusion": infusion}
    protocol = Protocol.model_validate({**tree, **worked_out(tree)})
    with pytest.raises(UnusableOrder, match="gives doses at once, or not into a vein"):
        make(protocol, Order(dose="700 mg", given="633 mg"), SHELVES)


def test_what_a_repeated_step_leaves_over_is_held_against_what_was_planned() -> None:
    # Planned are 44.6 of 44.67 mL. 5.05 mL are in, and step 1 runs again: 44.6 - 5.05 - 16.7 are
    # 22.85 mL, of which the pump takes 22.8 mL. In all 0.117 mL are missing, more than one volume.
    plan = plan_of(left="45 mL", left_strength="1.5 mg/mL")
    after = resume(plan, stop_of(plan, {"infused": "5.05 mL", "resume_at": "repeat"}))
    assert [row[2] for row in rows(after)] == [
        Fraction(505, 100),
        Fraction(167, 10),
        Fraction(228, 10),
    ]
