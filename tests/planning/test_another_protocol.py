"""Another protocol for what remains after a stop: from the bag that hangs, or from new bags."""

from fractions import Fraction
from typing import Any

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source, worked_out
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.proof import proof_of
from rechallenge.quantities import ML_PER_H
from rechallenge.service.making import make
from rechallenge.service.resuming import resume, stop_of
from rechallenge.sheet.view import Label, SectionCode, sections_of

SHELVES = Shelves(shipped_folder())
FIRST, OVER_90_MIN, CEFTAZIDIME = (
    read_source(name, SHELVES).protocol
    for name in ("rituximab-first", "rituximab-90-min", "ceftazidime-12-step")
)


def rituximab(**order: Any) -> Plan:
    """700 mg in 700 mL, 1 mg/mL: 25 mL at 50 mL/h, 50 mL at 100 mL/h, and so on."""
    return make(FIRST, Order(dose="700 mg", volume="700 mL", **order), SHELVES)


def after(plan: Plan, infused: str, **stated: Any) -> Plan:
    return resume(plan, stop_of(plan, {"infused": infused, **stated}))


def to_come(plan: Plan) -> list[tuple[Any, ...]]:
    """Bag, rate in mL/h, minutes and dose so far of each step that has not run."""
    return [
        (
            step.bag,
            step.rate if step.rate is None else step.rate.to(ML_PER_H).magnitude,
            step.duration.magnitude,
            step.cumulative_dose.magnitude,
        )
        for step in plan.steps
        if not step.has_run
    ]


def codes(plan: Plan) -> set[tuple[str, str]]:
    return {(str(finding.code), finding.where) for finding in plan.findings}


def test_what_remains_runs_from_the_bag_that_hangs() -> None:
    # 40 mL are 40 mg; of the 660 mg left, 20% (132 mg) in 30 min, and 528 mg in 60 min.
    plan = after(rituximab(), "40 mL", hold="30 min", protocol=OVER_90_MIN)
    assert to_come(plan) == [
        (None, None, 30, 40),
        ("Bag 1", 264, 30, 172),
        ("Bag 1", 528, 60, 700),
    ]
    assert plan.totals.dose == plan.dose.total
    assert len(plan.bags) == 1
    assert plan.stopped[0].by == "rituximab-90-min 3"
    assert ("protocol-unreviewed", "stops[0].protocol.review") in codes(plan)


def test_the_entries_of_the_other_protocol_are_counted_on_from_those_of_the_first() -> None:
    assert len(CEFTAZIDIME.infusion) == 4
    first = make(CEFTAZIDIME, Order(dose="2000 mg"), SHELVES)
    plan = after(first, "5.75 mL", bag="B", protocol=CEFTAZIDIME)
    entries = {step.written_at for step in plan.steps if not step.has_run}
    assert entries == set(range(4, 8))


def test_a_limit_holds_for_the_other_protocol_too() -> None:
    # Half of the 100 mL/h at the stop: 132 mL and 528 mL at 50 mL/h.
    plan = after(rituximab(), "40 mL", protocol=OVER_90_MIN, resume_at="50 %")
    assert [row[1:3] for row in to_come(plan)] == [
        (50, Fraction(1584, 10)),
        (50, Fraction(6336, 10)),
    ]


def test_what_remains_runs_from_a_new_bag() -> None:
    # 660 mg in 100 mL: 20 mL in 30 min and 80 mL in 60 min. 660 mL of bag A are discarded.
    plan = after(rituximab(), "40 mL", protocol=OVER_90_MIN, volume="100 mL")
    assert to_come(plan) == [("Bag 1 (2)", 40, 30, 172), ("Bag 1 (2)", 80, 60, 700)]
    assert [(b.letter, b.drug.magnitude, b.discarded.magnitude) for b in plan.bags] == [
        ("A", 700, 660),
        ("B", 660, 0),
    ]


def test_a_protocol_of_several_bags_has_them_prepared() -> None:
    # 0.5 + 1.3 + 2.5 + 5 mL of bag A and 5.75 mL of bag B are in: 0.744 + 4.6 = 5.344 mg.
    order = Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared")
    plan = after(make(CEFTAZIDIME, order, SHELVES), "5.75 mL", bag="B", protocol=CEFTAZIDIME)
    assert plan.stopped[0].remaining.magnitude == 2000 - Fraction("5.344")
    assert [bag.letter for bag in plan.bags] == ["A", "B", "C", "D", "E", "F"]
    # Bag D: 1% of 1,994.656 mg in 250 mL.
    assert plan.bags[3].drug.magnitude == Fraction("19.94656")
    assert [row[0] for row in to_come(plan)][::4] == [
        "Solution 1 (2)", "Solution 2 (2)", "Solution 3 (2)",
    ]  # fmt: skip
    # The pump's last volume leaves less than an increment.
    short = plan.dose.total - plan.totals.dose
    assert 0 <= short.magnitude < 1
    # The 15.05 mL of the old bags in the line reach the vein before any of bag D.
    assert plan.delivery is not None
    assert plan.delivery.residues[1].bag == "Solution 2"
    first = plan.delivery.first_drug
    assert first is not None
    assert first.dose_rate.magnitude == Fraction(8, 100) * 20


def test_new_bags_are_made_from_what_can_be_measured() -> None:
    # 660 mg are 66 mL of 10 mg/mL: 34 mL of diluent make 100 mL.
    order = Order(dose="700 mg", volume="700 mL", technique="final volume", strength="10 mg/mL")
    plan = after(make(FIRST, order, SHELVES), "40 mL", protocol=OVER_90_MIN, volume="100 mL")
    (made,) = plan.stopped[0].prepares
    assert (made.bag, made.draw.magnitude, made.add.magnitude) == ("Bag 1 (2)", 66, 34)
    assert [one.bag for one in plan.preparation] == ["Bag 1"]


def test_the_other_protocol_can_be_stopped_in_its_turn() -> None:
    # By the 90-minute protocol 60 mL more: 100 mg are in, and 600 mg left. It goes on by the first
    # protocol from the same bag: 25 mg at 50 mg/h, and so on.
    once = after(rituximab(), "40 mL", protocol=OVER_90_MIN)
    twice = after(once, "100 mL", protocol=FIRST)
    assert to_come(twice)[0] == ("Bag 1", 50, 30, 125)
    assert twice.totals.dose == twice.dose.total
    thrice = after(twice, "110 mL", resume_at="repeat")
    assert to_come(thrice)[0] == ("Bag 1", 50, 30, 135)
    assert thrice.totals.dose == thrice.dose.total


def test_a_later_stop_does_not_go_back_behind_it() -> None:
    once = after(rituximab(), "40 mL", protocol=OVER_90_MIN)
    with pytest.raises(UnusableOrder, match="is before step 1"):
        after(once, "100 mL", resume_at="1 step back")


def test_an_order_that_begins_in_the_middle_goes_on_by_another_protocol() -> None:
    # 67 mg in 67 mL hang; 7 mL are in: 60 mg are left, 12 mg of them in 30 min.
    begun = make(FIRST, Order(dose="700 mg", given="633 mg", left="67 mL"), SHELVES)
    plan = after(begun, "7 mL", protocol=OVER_90_MIN)
    assert to_come(plan) == [("Bag 1", 24, 30, 652), ("Bag 1", 48, 60, 700)]


@pytest.mark.parametrize(
    ("field", "stated", "said"),
    [
        ("protocol", {"protocol": CEFTAZIDIME}, "is for ceftazidime, not rituximab"),
        ("resume_at", {"protocol": OVER_90_MIN, "resume_at": "repeat"}, "repeat does not go with"),
        ("resume_at", {"protocol": OVER_90_MIN, "resume_at": "never"}, "never does not go with"),
        ("volume", {"volume": "100 mL"}, "is for another protocol; name that protocol too"),
        ("bags", {"bags": "new"}, "is for another protocol; name that protocol too"),
        ("settings", {"settings": {"a": "1 mg"}}, "is for another protocol"),
        ("settings", {"protocol": OVER_90_MIN, "settings": {"a": "1 mg"}}, "unknown parameter a"),
        ("volume", {"protocol": OVER_90_MIN, "bags": "new"}, "needs the bag's final volume"),
    ],
)
def test_what_does_not_go_together_is_refused_at_its_field(
    field: str, stated: Any, said: str
) -> None:
    with pytest.raises(UnusableOrder) as refused:
        after(rituximab(), "40 mL", **stated)
    assert refused.value.problems[0].place[0] == field
    assert said in refused.value.problems[0].sentence


def test_what_remains_in_several_bags_needs_new_ones() -> None:
    # Bag A has 240.7 mL at 0.08 mg/mL left, 19.256 mg, of 1,999.256 mg.
    plan = make(CEFTAZIDIME, Order(dose="2000 mg"), SHELVES)
    any_drug = read_source("stepwise", SHELVES).protocol
    with pytest.raises(UnusableOrder, match=r"1,999\.256 mg remains, and Solution 1 has only"):
        after(plan, "9.3 mL", protocol=any_drug)


def test_a_bag_smaller_than_the_line_is_refused() -> None:
    plan = rituximab(line="20 mL", primed="diluent")
    with pytest.raises(UnusableOrder, match="a bag of 10 mL, and the line takes 20 mL"):
        after(plan, "40 mL", protocol=OVER_90_MIN, volume="10 mL")
    # 660 mg in 20 mL: 4 mL in 30 min and 16 mL in 60 min.
    just = after(plan, "40 mL", protocol=OVER_90_MIN, volume="20 mL")
    assert [row[1] for row in to_come(just)] == [8, 16]


def test_a_refusal_names_the_other_protocol() -> None:
    # 20% of 5,000 mL in 30 min are 2,000 mL/h; the pump runs 999 mL/h at most.
    with pytest.raises(Refused) as refused:
        after(rituximab(), "40 mL", protocol=OVER_90_MIN, volume="5000 mL")
    assert refused.value.findings[0].where.startswith("stops[0].protocol")


def test_each_step_runs_at_a_share_of_its_own_rate() -> None:
    # 12 mL of the first 25 mL at 50 mL/h: 13 mL at 25 mL/h are 31.2 min, 50 mL at 50 mL/h 60 min.
    plan = after(rituximab(), "12 mL", resume_at="50 % of each step")
    assert [row[1:3] for row in to_come(plan)][:3] == [
        (25, Fraction(312, 10)),
        (50, 60),
        (75, 60),
    ]
    # What is run again is no faster: step 1 whole, 25 mL at 25 mL/h.
    again = after(plan, "20 mL", resume_at="repeat")
    assert to_come(again)[0][1:3] == (25, 60)


def test_only_the_step_that_was_stopped_runs_at_a_share() -> None:
    # 13 mL at 25 mL/h, then the 30 min at 100 mL/h as planned.
    plan = after(rituximab(), "12 mL", resume_at="50%  of this step")
    assert [row[1:3] for row in to_come(plan)][:2] == [(25, Fraction(312, 10)), (100, 30)]
    assert plan.stops[0].resume_at == "50% of this step"


def test_a_share_of_an_early_rate_that_is_too_slow_offers_that_of_each_step() -> None:
    # Half of 2 mL/h of 0.08 mg/mL is 0.08 mg/h: 0.01 mL/h of bag C.
    plan = make(CEFTAZIDIME, Order(dose="2000 mg"), SHELVES)
    with pytest.raises(UnusableOrder, match='Write "50% of each step", or "50% of this step"'):
        after(plan, "0.3 mL", resume_at="50 %")
    plan = after(plan, "0.3 mL", resume_at="50% of each step")
    # Half of 2, 5, 10 and 20 mL/h.
    assert [row[1] for row in to_come(plan)][:4] == [1, Fraction(5, 2), 5, 10]


def test_a_set_for_each_bag_says_which_bag_stands_in_it() -> None:
    order = Order(dose="2000 mg", line="2 mL", primed="diluent", sets="fresh")
    plan = after(make(CEFTAZIDIME, order, SHELVES), "5.75 mL", bag="B")
    (section,) = sections_of(plan, SectionCode.STOPS)
    # The set of bag A holds 2 mL of 0.08 mg/mL, that of bag B 2 mL of 0.8 mg/mL.
    said = section.all_facts
    standing = next(fact.text for fact in said if fact.code is Label.LEFT_IN_LINE)
    of_each = ("2 mL with 0.16 mg in the set of bag A", "2 mL with 1.6 mg in the set of bag B")
    assert standing.replace("\u00a0", " ") == "; ".join(of_each)


def test_new_bags_that_are_written_in_another_order_than_they_are_used_in() -> None:
    # Bag Y, written second, is used first: 60 mg of it, and a bag X that holds the other 600 mg.
    tree = {
        **FIRST.tree,
        "parameters": {},
        "examples": (),
        "bags": (
            {"name": "X", "holds": "rest", "volume": "100 mL"},
            {"name": "Y", "holds": "60 mg", "volume": "60 mL"},
            {"name": "Z", "volume": "50 mL"},
        ),
        "infusion": (
            {"bag": "Y", "give": "bag", "over": "60 min"},
            {"bag": "X", "give": "rest", "over": "60 min"},
        ),
    }
    protocol = Protocol.model_validate({**tree, **worked_out(tree)})
    plan = after(rituximab(), "40 mL", protocol=protocol)
    assert to_come(plan) == [("Y", 60, 60, 100), ("X", 100, 60, 700)]
    holds = {bag.name: (bag.letter, bag.drug.magnitude) for bag in plan.bags}
    assert holds == {"Bag 1": ("A", 700), "Y": ("B", 60), "X": ("C", 600), "Z": ("D", 660)}


def test_what_goes_on_as_planned_but_slower_is_refused_by_the_proof() -> None:
    # Of 660 mg 20% (132 mL) are to run in 30 min at 264 mL/h, not in 60 min at 132 mL/h.
    plan = after(rituximab(), "40 mL", hold="30 min", protocol=OVER_90_MIN)
    place = next(n for n, step in enumerate(plan.steps) if step.bag and not step.has_run)
    step = plan.steps[place]
    assert step.rate is not None
    slower = step.model_copy(update={"rate": step.rate / 2, "duration": step.duration * 2})
    steps = (*plan.steps[:place], slower, *plan.steps[place + 1 :])
    with pytest.raises(Refused) as refused:
        proof_of(plan.model_copy(update={"steps": steps}))
    assert any("follows[0].duration" in finding.where for finding in refused.value.findings)
