"""The proof: it agrees with every sound plan, and names the place of whatever is not."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from rechallenge import proof
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.finding import Finding, Refused, Severity
from rechallenge.model.formula import Formula
from rechallenge.model.frozen import WorkedOut
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.places import Place, path_text
from rechallenge.model.plan import OrderedDose, Plan
from rechallenge.model.preparation import Fill
from rechallenge.model.protocol import Protocol
from rechallenge.model.pump import RateRange, VolumeRange
from rechallenge.planning import scheduling
from rechallenge.planning.order.dosing import ordered_dose
from rechallenge.proof import proof_of
from rechallenge.proof.working import _holds
from rechallenge.quantities import (
    CM,
    M2,
    MG,
    MG_PER_H,
    MIN,
    ML,
    ML_PER_H,
    Quantity,
    quantity,
    unit_like,
)
from rechallenge.service.making import make_plan
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.plan_json import plan_tree
from rechallenge.sheet.text.plan import plan_text
from tests.checks.on_file import planned_with, pump
from tests.planning.making import planned, protocol
from tests.service.of_each_kind import with_few_quick
from tests.tiers import slow_but

SHELVES = Shelves(shipped_folder())
MEASURED = {"dose": "10 mg/kg", "weight": "47.3 kg", "volume": "250 mL", "strength": "12.5 mg/mL",
            "technique": "final volume"}  # fmt: skip
LINE = {"line": "20 mL", "primed": "diluent"}


def made(named: str, order: dict[str, Any], pump: str = "generic") -> Plan:
    """The plan with what is on file, for a pump by name, or `ideal`."""
    return made_of(read_protocol(named), order, pump)


def made_of(protocol: Protocol, order: dict[str, Any], pump: str) -> Plan:
    """The plan of a protocol that is read."""
    if pump not in ("generic", "ideal"):
        order = order | {"pump": pump}
    asked = Order.model_validate(order)
    on_file = facts_for(protocol, asked, SHELVES)
    if pump == "ideal":
        on_file = OnFile(drugs=on_file.drugs, line_set=on_file.line_set)
    return make_plan(protocol, asked, on_file)


PLANS = {
    "one bag": lambda: made(
        "cadonilimab-stepwise",
        {"dose": "375 mg", "volume": "250 mL", "start": "2026-11-23 09:00", **LINE},
    ),
    "per kg, a ramp": lambda: made(
        "daratumumab-first", {"dose": "16 mg/kg", "weight": "50 kg", **LINE, "primed": "drug"}
    ),
    "per m2": lambda: made(
        "stepwise",
        {"dose": "375 mg/m2", "height": "170 cm", "weight": "70 kg", "volume": "500 mL",
         "drug": "rituximab"},
    ),
    "three bags, one line": lambda: made(
        "ceftazidime-12-step", {"dose": "2000 mg", **LINE, "sets": "shared"}
    ),
    "three bags, a set each": lambda: made(
        "ceftazidime-12-step", {"dose": "2000 mg", **LINE, "sets": "fresh"}
    ),
    "cleared": lambda: made(
        "ceftazidime-12-step",
        {"dose": "2000 mg", **LINE, "sets": "fresh", "clear_line": "60 mL/h"},
    ),
    "a gravity set": lambda: made(
        "cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"}, "gravity-20"
    ),
    "watched before and after": lambda: planned(
        {"observe": "10 min"}, {"give": "50 %", "over": "1 h"}, {"give": "rest", "over": "2 h"},
        {"observe": "30 min"}, order={"line": "15 mL", "primed": "drug"},
    ),
    "dilutions": lambda: planned(
        {"bag": "weak", "give": "bag", "over": "1 h"},
        {"bag": "full", "give": "rest", "over": "1 h"},
        bags=({"name": "weak", "volume": "50 mL", "dilution": "1/100"},
              {"name": "full", "volume": "100 mL", "holds": "rest"}),
        order={"dose": "400 mg", "volume": "250 mL"},
    ),
    "a bag that hands make": lambda: made("cadonilimab-stepwise", MEASURED),
    "units": lambda: planned(
        {"give": "10 %", "over": "30 min"}, {"observe": "15 min"}, {"give": "rest", "over": "1 h"},
        order={"dose": "100 units/kg", "weight": "50 kg", "line": "15 mL", "primed": "drug",},
    ),
    "doses at once, then an infusion": lambda: planned(
        {"at_once": "2 %", "form": "a tablet", "route": "by mouth", "wait": "15 min"},
        {"doses": ("1 mL", "3 mg"), "next_after": "15 min"}, {"give": "rest", "over": "1 h"},
        order={"line": "15 mL", "primed": "drug"},
    ),
    "small bags with waits, more than the dose": lambda: planned(
        {"bags": ("A", "B"), "over": "20 min", "next_after": "30 min"},
        bags=({"name": "A", "volume": "50 mL", "holds": "1 %"}, {"name": "B", "volume": "50 mL"}),
        parameters={}, dosing={"in_all": "101 mg"}, order={"volume": None},
    ),
}  # fmt: skip


# Sound plans


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_carries_the_proof_of_all_its_numbers(name: str) -> None:
    plan = PLANS[name]()
    assert plan.proof is not None
    proven = {one.where for one in plan.proof.agreed}
    amounts = [path_text(path) for path, value in leaves(plan) if isinstance(value, Quantity)]
    assert amounts
    assert [path for path in amounts if path not in proven] == []


@pytest.mark.parametrize("named", with_few_quick())
def test_the_examples_of_a_shipped_protocol_are_proven_on_each_pump(named: str) -> None:
    shipped = read_protocol(named)
    for example, set_on in product(shipped.examples, ("ideal", "generic", "gravity-20")):
        order = {name: value for name, value in example.order if value is not None}
        try:
            proof = made_of(shipped, order, set_on).proof
        except Refused as refused:
            codes = {finding.code.value for finding in refused.findings}
        else:
            codes = set() if proof is not None else {"no proof"}
        assert codes <= {"rate-out-of-range"}, set_on


def test_the_amounts_proven_are_the_amounts_worked_by_hand() -> None:
    # 10% of 375 mg in 250 mL: 37.5 mg are 25 mL, over 30 min 50 mL/h; then 225 mL over 90 min. The
    # 20 mL of diluent in the line pass in 20 / 50 x 60 = 24 min; 337.5 mg and 37.5 mg less the
    # 20 mL x 1.5 mg/mL = 30 mg that stand in the line are 345 mg, and 20 mL of flush bring them.
    plan = PLANS["one bag"]()
    assert plan.proof is not None
    found = {one.where: (one.exact, one.unit) for one in plan.proof.agreed}
    assert found["steps[0].volume"] == (Fraction(25), "mL")
    assert found["steps[2].dose"] == (Fraction("337.5"), "mg")
    assert found["totals.duration"] == (Fraction(150), "min")
    assert found["delivery.first_drug.at"] == (Fraction(24), "min")
    assert found["delivery.delivered"] == (Fraction(345), "mg")
    assert found["delivery.left_in_line.dose"] == (Fraction(30), "mg")
    assert found["delivery.flush.volume"] == (Fraction(20), "mL")


def test_the_first_drug_of_the_platinum_line_comes_at_109_05_min() -> None:
    # 2, 5, 10, 20 and 5, 10, 20 mL/h for 15 min each; 1.25 mL at 5 mL/h is set to 1.3 mL, which
    # takes 15.6 min. 18.1 mL of the line's 20 mL have moved after 106.2 min; the 1.9 mL that are
    # missing pass at 40 mL/h in 2.85 min.
    plan = PLANS["three bags, one line"]()
    assert plan.proof is not None
    found = {one.where: one.exact for one in plan.proof.agreed}
    assert found["delivery.first_drug.at"] == Fraction("109.05")


@pytest.mark.parametrize(
    ("line", "dry_at", "rate"),
    [
        # All 20 mL are in the line before step 1: 6 mL in 10 min are 36 mL/h, slower than the 42.
        ({"line": "20 mL", "primed": "drug"}, 0, 36),
        # All 20 mL go into the line in 40 min at 30 mL/h; step 1 begins with an empty bag.
        ({"line": "20 mL", "primed": "diluent", "clear_line": "30 mL/h"}, 40, 36),
        # Step 1 takes the last 6 mL; only the step after the observation lacks 14 mL, at 42 mL/h.
        ({"line": "14 mL", "primed": "drug"}, 20, 42),
    ],
)
def test_a_bag_that_is_empty_before_a_step_begins_is_proven(
    line: dict[str, Any], dry_at: int, rate: int
) -> None:
    plan = planned(
        {"give": "30 %", "over": "10 min"},
        {"observe": "10 min"},
        {"give": "rest", "over": "20 min"},
        order={"dose": "1 mg", "volume": "20 mL", **line},
    )
    assert plan.proof is not None
    found = {one.where: one.exact for one in plan.proof.agreed}
    assert found["delivery.dry_at"] == dry_at
    assert found["delivery.flush.rate"] == rate


def test_text_and_json_say_what_was_proven() -> None:
    plan = PLANS["one bag"]()
    assert plan.proof is not None
    number = len(plan.proof.agreed)
    text = " ".join(plan_text(plan).split())
    assert f"Recomputed by a second method: {number} amounts agree" in text
    proof = plan_tree(plan)["proof"]
    assert len(proof["agreed"]) == number
    assert {"where": "steps[2].dose", "unit": "mg", "exact": "337.5"} in proof["agreed"]
    assert "shifted by the line's dead volume" in proof["method"]


# Damaged plans

PROVEN = ("dose", "bags", "as_written", "steps", "totals", "timeline", "delivery")
NOT_AMOUNTS = ("working",)
"""Fields of sums written out for a reader, which have a test of their own."""


def leaves(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Each amount and each whole number below the parts of a plan that are proven."""
    if isinstance(value, Plan):
        for name in PROVEN:
            yield from leaves(getattr(value, name), (name,))
    elif isinstance(value, WorkedOut):
        for name, below in value:
            if name not in NOT_AMOUNTS:
                yield from leaves(below, (*path, name))
    elif isinstance(value, tuple):
        for number, below in enumerate(value):
            yield from leaves(below, (*path, number))
    elif isinstance(value, Quantity | int | Fraction) and not isinstance(value, bool):
        yield path, value


def changed(value: Any, place: Place, new: object) -> Any:
    """The plan with one leaf changed."""
    head, *rest = place
    if isinstance(head, int):
        below = changed(value[head], tuple(rest), new) if rest else new
        return (*value[:head], below, *value[head + 1 :])
    below = changed(getattr(value, head), tuple(rest), new) if rest else new
    return value.model_copy(update={head: below})


def damaged(value: Any) -> list[Any]:
    """The value, wrong: by one, by very little, zero, and in its unit."""
    if not isinstance(value, Quantity):
        return [value + 100]
    unit, magnitude = unit_like(value), Fraction(value.magnitude)
    wrong = [quantity(magnitude + 1, unit), quantity(magnitude + Fraction(1, 10**9), unit)]
    wrong += [value * 0] if magnitude else []
    return [*wrong, quantity(magnitude, unit_like(value * quantity(1, CM)))]


def refusals(plan: Plan) -> list[str]:
    """The places that the proof refuses."""
    found: tuple[Finding, ...] = ()
    try:
        proof_of(plan)
    except Refused as refused:
        found = refused.findings
    assert {(f.code, f.severity) for f in found} <= {("proof-mismatch", Severity.REFUSE)}
    return [f.where for f in found]


DAMAGED = [name for name in PLANS if name != "three bags, a set each"]
"""The plan whose line is cleared has all that the one with a set each has, and more."""


@pytest.mark.parametrize(
    "name", slow_but(set(DAMAGED) - {"cleared", "three bags, one line"}, DAMAGED)
)
def test_any_number_of_a_plan_that_is_wrong_is_refused_at_its_place(name: str) -> None:
    plan, fields, passed = PLANS[name](), Counter[Place](), []
    for path, value in leaves(plan):
        # Each field is wrong in every way in the first step, and in one after the other in the
        # next: a number may be right in one alone.
        field = tuple(part for part in path if not isinstance(part, int))
        ways, turn = damaged(value), fields[field]
        fields[field] += 1
        for wrong in [ways[turn % len(ways)]] if turn else ways:
            if path_text(path) not in refusals(changed(plan, path, wrong)):
                passed.append((path_text(path), value, wrong))
    assert passed == []


MADE = ("ordered", "ordered_volume", "strength", "drug_volume", "drawn_from", "from_vials", "draw",
        "add", "final_volume", "drug", "concentration")  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_any_number_of_how_a_bag_is_made_that_is_wrong_is_refused(name: str) -> None:
    plan = made("cadonilimab-stepwise", MEASURED)
    for wrong in damaged(getattr(plan.preparation[0], name)):
        found = refusals(changed(plan, ("preparation", 0, name), wrong))
        assert f"preparation[0].{name}" in found


def test_a_volume_that_is_on_no_mark_of_its_syringe_is_refused() -> None:
    # 37.8 mL are 30 and 7.8, with a mark every 0.2 mL; 50 mL has one every 1 mL.
    plan = made("cadonilimab-stepwise", MEASURED)
    draw = plan.preparation[0].draw
    one = (Fill(syringe=quantity(50, ML), volume=draw, times=1),)
    assert refusals(changed(plan, ("preparation", 0, "draw_with"), one)) == ["preparation[0].draw"]


def test_a_draw_a_whole_mark_away_is_refused_though_every_sum_agrees() -> None:
    plan = made("cadonilimab-stepwise", MEASURED)
    first, second = plan.preparation[0].draw_with
    fills = (first, second.model_copy(update={"volume": second.volume + quantity(2, ML)}))
    off = changed(plan, ("preparation", 0, "draw_with"), fills)
    off = changed(off, ("preparation", 0, "draw"), plan.preparation[0].draw + quantity(2, ML))
    assert "preparation[0].draw" in refusals(off)


def sums(plan: Plan) -> Iterator[tuple[Place, Formula]]:
    """Each sum under the dose, a bag or a step, with its place."""
    parts: list[tuple[Place, tuple[Formula, ...]]] = [(("dose",), plan.dose.working)]
    for name in ("bags", "steps", "as_written"):
        parts += [((name, n), part.working) for n, part in enumerate(getattr(plan, name))]
    for place, working in parts:
        yield from (((*place, "working", n), formula) for n, formula in enumerate(working))


@pytest.mark.parametrize("name", DAMAGED)
def test_a_sum_that_does_not_come_to_its_result_is_refused(name: str) -> None:
    plan, kinds = PLANS[name](), Counter[tuple[str, str]]()
    found = list(sums(plan))
    assert found
    parts = ("left", "right", "result")
    for place, formula in found:
        # Every part of the first sum of a kind, and one after the other of the next.
        kind = formula.gives, formula.operation
        turn = kinds[kind]
        kinds[kind] += 1
        for part in [parts[turn % 3]] if turn else parts:
            wrong = getattr(formula, part) + quantity(1, unit_like(getattr(formula, part)))
            named = refusals(changed(plan, (*place, part), wrong))
            assert path_text(place) in named, (place, part)


TO_THE_NEAREST = ("rate", "to the nearest")


def test_a_rate_rounded_to_another_than_the_nearest_is_refused() -> None:
    # 480 mg in 250 mL are 1.92 mg/mL: 1.25 mg over 15 min are 2.604... mL/h, set to 2.6 mL/h.
    plan = made("cadonilimab-slow-start", {"dose": "480 mg", "volume": "250 mL"})
    ((place, formula),) = [
        (place, formula)
        for place, formula in sums(plan)
        if place[:2] == ("steps", 0) and (formula.gives, formula.operation) == TO_THE_NEAREST
    ]
    assert formula.result == quantity(Fraction("2.6"), ML_PER_H)
    for other in ("2.5", "2.7"):
        wrong = quantity(Fraction(other), ML_PER_H)
        assert path_text(place) in refusals(changed(plan, (*place, "result"), wrong))


def test_an_amount_where_there_is_none_or_none_where_there_is_one_is_refused() -> None:
    plan = PLANS["three bags, one line"]()
    assert plan.delivery is not None
    for place, wrong in (
        (("steps", 0, "rate"), None),
        (("steps", 0, "dose_rate"), None),
        (("delivery", "first_drug"), None),
        (("delivery", "flush"), None),
        (("delivery", "peak"), None),
        (("delivery", "dry_at"), quantity(1, MIN)),
        (("delivery", "steps", 0, "dose_rate"), quantity(1, MG_PER_H)),
        (("delivery", "residues", 0, "arrives_at"), None),
        (("delivery", "residues"), ()),
        (("delivery", "lost"), (plan.delivery.left_in_line,)),
        (("delivery", "steps"), plan.delivery.steps[:-1]),
        (("delivery", "arrivals"), plan.delivery.arrivals[:-1]),
        (("delivery", "arrivals"), (*plan.delivery.arrivals, plan.delivery.arrivals[-1])),
        (("delivery",), None),
    ):
        path: Place = place
        named = refusals(changed(plan, path, wrong))
        assert any(where.startswith(path_text(path)) for where in named), path


def test_a_step_or_an_event_that_is_missing_is_refused() -> None:
    plan = PLANS["three bags, one line"]()
    for name in ("steps", "as_written", "timeline"):
        entries = getattr(plan, name)
        for place in range(len(entries)):
            fewer = (*entries[:place], *entries[place + 1 :])
            assert refusals(plan.model_copy(update={name: fewer})), (name, place)


def test_a_step_from_another_bag_is_refused_by_its_dose() -> None:
    plan = PLANS["three bags, one line"]()
    assert "steps[0].dose" in refusals(changed(plan, ("steps", 0, "bag"), "Solution 2"))


def test_events_in_another_order_are_refused() -> None:
    plan = PLANS["one bag"]()
    assert refusals(plan.model_copy(update={"timeline": plan.timeline[::-1]}))


def test_a_clock_time_that_is_a_minute_off_is_refused() -> None:
    plan = PLANS["one bag"]()
    late = plan.timeline[3].at
    assert late is not None
    wrong = changed(plan, ("timeline", 3, "at"), late + timedelta(minutes=1))
    assert refusals(wrong) == ["timeline[3].at"]


def test_a_rate_that_the_pump_cannot_show_is_refused() -> None:
    # 480 mg in 250 mL are 1.92 mg/mL: 1.25 mg over 15 min are 2.604... mL/h, and the rest over
    # 105 min 142.48... mL/h; no pump shows either. Nor does it take 0.651... mL, the volume of step
    # 1. Step 2 empties the bag, and no volume is set for either.
    exact = made("cadonilimab-slow-start", {"dose": "480 mg", "volume": "250 mL"}, "ideal")
    pump = made("cadonilimab-slow-start", {"dose": "480 mg", "volume": "250 mL"}).pump
    named = refusals(exact.model_copy(update={"pump": pump}))
    assert named == ["steps[0].volume", "steps[0].volume_to_set", "steps[1].volume_to_set",
                     "steps[0].rate", "steps[1].rate"]  # fmt: skip


def test_a_rate_outside_the_pump_is_refused() -> None:
    # 37.5 mg of 1.5 mg/mL over 30 min are 50 mL/h; 337.5 mg over 90 min are 150 mL/h.
    plan = made("cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"})
    assert plan.pump is not None
    for lowest, highest, place in (("1", "100", "steps[2].rate"), ("60", "200", "steps[0].rate")):
        ends = {"lowest": f"{lowest} mL/h", "highest": f"{highest} mL/h", "step": "1 mL/h"}
        pump = plan.pump.model_copy(update={"rates": (RateRange.model_validate(ends),)})
        assert refusals(plan.model_copy(update={"pump": pump})) == [place]


def test_a_volume_that_the_pump_does_not_take_is_refused() -> None:
    # 25 mL of 250 mL, then the other 225 mL, which a pump that takes 20, 40, 60 ... mL runs by the
    # next one up; 25 mL it cannot stop after.
    plan = made("cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"})
    assert plan.pump is not None
    volumes = (VolumeRange.model_validate({"lowest": "20 mL", "step": "20 mL"}),)
    coarse = plan.pump.model_copy(update={"volumes": volumes})
    assert refusals(plan.model_copy(update={"pump": coarse})) == [
        "steps[0].volume", "steps[0].volume_to_set", "steps[2].volume_to_set"
    ]  # fmt: skip


def test_a_dose_short_by_more_than_one_increment_is_refused() -> None:
    # Of 200 mL of 1 mg/mL, 100 mL are set for 100.07 mg, where the next volume is 100.1 mL; on a
    # pump of hundredths it is 100.01 mL.
    bag = {"name": "A", "volume": "200 mL", "concentration": "1 mg/mL"}
    tenths = pump(("1 mL/h", "99 mL/h", "1 mL/h"), volumes=(("0.1 mL", None, "0.1 mL"),))
    order = {"dose": "100.07 mg", "volume": None}
    steps = {"bag": "A", "give": "rest", "rate": "50 mL/h"}
    plan = planned_with(steps, bags=(bag,), parameters={}, order=order, on=tenths)
    assert refusals(plan) == []
    finer = VolumeRange.model_validate({"lowest": "0.01 mL", "step": "0.01 mL"})
    hundredths = tenths.model_copy(update={"volumes": (finer,)})
    wrong = refusals(plan.model_copy(update={"pump": hundredths}))
    assert "steps, all doses" in wrong


def test_a_dose_short_by_just_one_increment_is_refused() -> None:
    # Of 200 mL of 1 mg/mL, 100 mL are set for 100.1 mg, where the next volume is 100.2 mL; a pump
    # of tenths could set the 100.1 mL.
    bag = {"name": "A", "volume": "200 mL", "concentration": "1 mg/mL"}
    fifths = pump(("1 mL/h", "99 mL/h", "1 mL/h"), volumes=(("0.2 mL", None, "0.2 mL"),))
    order = {"dose": "100.1 mg", "volume": None}
    steps = {"bag": "A", "give": "rest", "rate": "50 mL/h"}
    plan = planned_with(steps, bags=(bag,), parameters={}, order=order, on=fifths)
    assert refusals(plan) == []
    finer = VolumeRange.model_validate({"lowest": "0.1 mL", "step": "0.1 mL"})
    tenths = fifths.model_copy(update={"volumes": (finer,)})
    assert "steps, all doses" in refusals(plan.model_copy(update={"pump": tenths}))


def test_a_bag_that_gives_more_than_it_holds_is_refused_though_every_sum_agrees() -> None:
    # 100 mL of 1 mg/mL are run; of a bag of 90 mL, 90 mg, that leaves 90 - 100 = -10 mL
    bag = {"name": "A", "volume": "100 mL", "concentration": "1 mg/mL"}
    steps = {"bag": "A", "give": "rest", "over": "1 h"}
    plan = planned(steps, bags=(bag,), parameters={}, order={"volume": None})
    small = protocol(steps, bags=(bag | {"volume": "90 mL"},), parameters={})
    amounts = {"volume": quantity(90, ML), "drug": quantity(90, MG), "discarded": quantity(-10, ML)}
    too_small = plan.bags[0].model_copy(update=amounts | {"working": ()})
    update = {"protocol": small, "bags": (too_small,)}
    assert refusals(plan.model_copy(update=update)) == ["bags[0].used"]


def test_a_surface_just_half_a_hundredth_from_the_root_is_rounded_up_and_proven() -> None:
    # 363.609 cm is no person's height, so 181.8045 cm: 181.8045 x 20 / 3600 = 1.010025 = 1.005^2
    order = {"dose": "100 mg/m2", "height": "181.8045 cm", "weight": "20 kg"}
    plan = planned({"give": "rest", "over": "1 h"}, order=order)
    assert plan.dose.total == quantity(101, MG)
    surface = plan.dose.body_surface
    assert surface is not None
    for area in (Fraction(1), Fraction("1.005"), Fraction("1.02")):
        other = surface.model_copy(update={"area": quantity(area, M2)})
        wrong = changed(plan, ("dose", "body_surface"), other)
        assert "dose.body_surface.area" in refusals(wrong)


def test_a_surface_is_there_where_height_and_weight_are_ordered_and_nowhere_else() -> None:
    order = {"dose": "100 mg", "height": "170 cm", "weight": "70 kg"}
    plan = planned({"give": "rest", "over": "1 h"}, order=order)
    assert refusals(changed(plan, ("dose", "body_surface"), None)) == ["dose.body_surface"]
    without = planned({"give": "rest", "over": "1 h"})
    surface = plan.dose.body_surface
    assert refusals(changed(without, ("dose", "body_surface"), surface)) == ["dose.body_surface"]


def test_a_line_of_another_volume_than_ordered_is_refused() -> None:
    plan = PLANS["one bag"]()
    other = plan.order.model_copy(update={"line": quantity(25, ML)})
    assert refusals(plan.model_copy(update={"order": other})) == ["line.dead_volume"]


@pytest.mark.parametrize(("how", "otherwise"), [("primed", "drug"), ("sets", "fresh")])
def test_a_line_used_otherwise_than_ordered_is_refused(how: str, otherwise: str) -> None:
    plan = PLANS["three bags, one line"]()
    other = plan.order.model_copy(update={how: otherwise})
    assert refusals(plan.model_copy(update={"order": other})) == [f"line.{how}"]


def test_a_line_cleared_at_another_rate_than_stated_is_refused() -> None:
    plan = PLANS["cleared"]()
    assert plan.line is not None
    slower = plan.line.model_copy(update={"clear_at": quantity(30, ML_PER_H)})
    cleared = [n for n, step in enumerate(plan.steps) if step.clears_line]
    assert len(cleared) == 3
    assert refusals(plan.model_copy(update={"line": slower})) == [
        "line.clear_at",
        *(f"steps[{n}].rate" for n in cleared),
    ]


def test_a_step_that_clears_the_line_twice_or_not_at_all_is_refused() -> None:
    plan = PLANS["cleared"]()
    assert plan.steps[0].clears_line
    given = changed(plan, ("steps", 0, "written_at"), 0)
    twice = changed(plan, ("steps", 1, "written_at"), None)
    assert "steps[0].written_at" in refusals(given)
    assert "steps[1].written_at" in refusals(twice)


def test_a_proof_mismatch_says_both_numbers_exactly() -> None:
    plan = PLANS["one bag"]()
    with pytest.raises(Refused) as refused:
        proof_of(changed(plan, ("steps", 0, "rate"), quantity(Fraction(100, 3), ML_PER_H)))
    # 25 mL in 30 min are 50 mL/h.
    first = next(f for f in refused.value.findings if f.where == "steps[0].rate")
    assert first.numbers == {
        "plan": quantity(Fraction(100, 3), ML_PER_H),
        "proof": quantity(50, ML_PER_H),
    }
    said = "The plan has 100/3 mL/h, but a second method of calculation gives 50 mL/h."
    assert said in finding_text(first)


def test_no_plan_is_handed_out_when_the_proof_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong_dose(order: Order) -> OrderedDose:
        return OrderedDose(total=2 * ordered_dose(order).total)

    monkeypatch.setattr(scheduling, "ordered_dose", wrong_dose)
    with pytest.raises(Refused) as refused:
        made("cadonilimab-stepwise", {"dose": "375 mg", "volume": "250 mL"})
    assert "dose.total" in [f.where for f in refused.value.findings]


# A method of its own


def test_the_proof_imports_nothing_of_the_solver() -> None:
    folder = Path(proof.__file__).parent
    files = sorted(folder.glob("*.py"))
    own = {path.stem for path in files}
    assert len(own) > 5
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert all("rechallenge" not in name.name for name in node.names), path
            if isinstance(node, ast.ImportFrom) and node.level:
                assert node.level == 1, path
                assert (node.module or "") in own, path
            elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("rechallenge"):
                assert str(node.module).split(".")[1] in ("model", "quantities", "words"), path
                names = {name.name for name in node.names}
                assert not names & {"nearest", "settled"}, path


def test_the_proof_converts_with_its_own_table() -> None:
    for path in Path(proof.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr in ("to", "m_as")), path


def test_a_bag_for_the_rest_that_doses_are_drawn_from_holds_what_was_not_given() -> None:
    # 1 mL of A, 1 mg/mL, leaves 9 mg of 10 mg for the 90 mL of B: 0.1 mg/mL
    bags = ({"name": "A", "volume": "10 mL", "concentration": "1 mg/mL"},
            {"name": "B", "volume": "90 mL", "holds": "rest"})  # fmt: skip
    plan = planned(
        {"bag": "A", "doses": ("1 mL",), "next_after": "15 min"},
        {"bag": "B", "doses": ("10 mL",), "next_after": "15 min"},
        {"bag": "B", "give": "rest", "over": "1 h"},
        bags=bags, parameters={}, order={"dose": "10 mg", "volume": None},
    )  # fmt: skip
    assert plan.proof is not None
    found = {one.where: one.exact for one in plan.proof.agreed}
    assert found["bags[1].drug"] == 9
    # 10 mL of it
    assert (
        Fraction(1) in [found.get(f"steps[{place}].dose") for place in range(len(plan.steps))][1:]
    )


def test_half_a_step_is_rounded_up_by_the_proof() -> None:
    # 2.5 lies half way: 3 is the nearest, 2 is not.
    one = quantity(1, ML_PER_H)
    half = Formula(gives="rate", left=one * Fraction(5, 2), operation="to the nearest", right=one,
                   result=one * 3)  # fmt: skip
    assert _holds(half, {Fraction(1)})
    assert not _holds(half.model_copy(update={"result": one * 2}), {Fraction(1)})


def test_a_rate_above_a_ramps_last_share_of_the_full_rate_is_refused() -> None:
    # 50 % of 100 mL/h is 50 mL/h: set to 51 mL/h, the pump passes what was written.
    ramp = {"give": "rest", "rate": "25 %", "increase": "25 %", "every": "30 min", "up_to": "50 %"}
    plan = planned_with(ramp, parameters={"volume": "required", "full_rate": "100 mL/h"},
                        on=pump(("1 mL/h", "99 mL/h", "1 mL/h")))  # fmt: skip
    assert refusals(plan) == []
    last = len(plan.steps) - 1
    assert plan.steps[last].rate == quantity(50, ML_PER_H)
    faster = changed(plan, ("steps", last, "rate"), quantity(51, ML_PER_H))
    with pytest.raises(Refused) as refused:
        proof_of(faster)
    assert "50 mL/h" in str([finding.numbers for finding in refused.value.findings])


def test_a_step_of_an_empty_bag_moves_nothing_of_the_bag_before() -> None:
    # B fills the line of 60 mL and gives 10 mL, A 40 mL, and the 100 - 60 - 10 = 30 mL that are
    # then in B end with step 3, when 80 mL have run. The 40 mL of A are at the vein from
    # 50 + 60 - 40 = 70 to 110 mL: in step 3 at 30 mL/h, then in the flush at the 120 mL/h of
    # step 4, which runs nothing.
    bags = ({"name": "B", "volume": "100 mL", "concentration": "1 mg/mL"},
            {"name": "A", "volume": "100 mL", "concentration": "2 mg/mL"})  # fmt: skip
    plan = planned(
        {"bag": "B", "rate": "10 mL/h", "over": "1 h"},
        {"bag": "A", "rate": "40 mL/h", "over": "1 h"},
        {"bag": "B", "rate": "30 mL/h", "over": "1 h"},
        {"bag": "B", "rate": "120 mL/h", "over": "30 min"},
        bags=bags, parameters={},
        # 10 + 80 + 30 + 60 = 180 mg
        order={"dose": "180 mg", "volume": None, "line": "60 mL", "primed": "drug",
               "sets": "shared"},
    )  # fmt: skip
    assert plan.delivery is not None
    left = plan.delivery.residues[-1]
    assert (left.bag, left.volume, left.arrives_at, left.step) == (
        "A", quantity(40, ML), quantity(120, ML_PER_H), None
    )  # fmt: skip
