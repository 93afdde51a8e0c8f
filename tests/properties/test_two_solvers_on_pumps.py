"""Two solvers, written apart, agree on random protocols on random pumps, through random lines."""

from fractions import Fraction

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from rechallenge.model.on_file import OnFile
from rechallenge.model.pump import Pump
from tests.independent import lines, pumps, second_solver
from tests.independent.random_protocols import any_bags, one_bag
from tests.properties.agreement import Tree, agree_on_bags, agree_on_steps, number, ours, used_only
from tests.random_examples import tries

RATES: tuple[Tree, ...] = (
    {"rates": ({"lowest": "0.1 mL/h", "highest": "999 mL/h", "step": "0.1 mL/h"},)},
    {"rates": ({"lowest": "1 mL/h", "highest": "1200 mL/h", "step": "1 mL/h"},)},
    {"rates": ({"lowest": "0.0005 mL/h", "highest": "90000 mL/h", "step": "0.0005 mL/h"},)},
    {"rates": ({"lowest": "0.01 mL/h", "highest": "9.99 mL/h", "step": "0.01 mL/h"},
               {"lowest": "10 mL/h", "highest": "99.9 mL/h", "step": "0.1 mL/h"},
               {"lowest": "100 mL/h", "step": "1 mL/h"})},
    {"rates": ({"lowest": "0.3 mL/h", "highest": "2.4 mL/h", "step": "0.7 mL/h"},
               {"lowest": "3.1 mL/h", "step": "5 mL/h"})},
    {"drops": "10 drops/mL"},
    {"drops": "60 drops/mL"},
)  # fmt: skip
ENDS: tuple[Tree, ...] = (
    {"ends_by": "time"},
    {"ends_by": "volume", "volumes": ({"lowest": "0.1 mL", "highest": "9999 mL",
                                       "step": "0.1 mL"},)},
    {"ends_by": "volume", "volumes": ({"lowest": "0.001 mL", "step": "0.001 mL"},)},
    {"ends_by": "volume", "volumes": ({"lowest": "1 mL", "step": "1 mL"},)},
    {"ends_by": "volume", "volumes": ({"lowest": "0.1 mL", "highest": "99.99 mL",
                                       "step": "0.01 mL"},
                                      {"lowest": "100 mL", "highest": "999.9 mL",
                                       "step": "0.1 mL"},
                                      {"lowest": "1000 mL", "step": "1 mL"})},
)  # fmt: skip
PROFILE: Tree = {"name": "drawn", "title": "Drawn", "source": "Drawn"}
PROFILES = st.builds(
    lambda rates, ends: {**PROFILE, **rates, **ends},
    st.sampled_from(RATES),
    st.sampled_from(ENDS),
)
DEAD = st.sampled_from(["0.5 mL", "3 mL", "20 mL", "47.5 mL"])


def on(profile: Tree) -> OnFile:
    """This pump on file."""
    return OnFile(pump=Pump.model_validate(profile))


def theirs(protocol: Tree, order: Tree, profile: Tree) -> second_solver.Schedule | None:
    """The other solver's schedule, or None where it refuses."""
    try:
        return second_solver.solve(protocol, order, pumps.pump(profile))
    except second_solver.Refused:
        return None


def compare(pair: tuple[Tree, Tree], profile: Tree) -> None:
    """Both refuse, or both give the same schedule to the last fraction."""
    protocol, order = used_only(*pair)
    plan, schedule = ours(protocol, order, on(profile)), theirs(protocol, order, profile)
    event("delivered" if schedule else "refused")
    assert (plan is None) == (schedule is None)
    if plan is None or schedule is None:
        return
    agree_on_steps(plan, schedule.steps)
    agree_on_bags(plan, schedule.bags)
    pump = pumps.pump(profile)
    left = {bag.name: bag.volume for bag in schedule.bags}
    for step, other in zip(plan.steps, schedule.steps, strict=True):
        if (taken_from := other.bag or other.drawn) is not None:
            left[taken_from] -= other.mL
        if step.bag is None or not pump.volumes:
            assert step.volume_to_set is None
            continue
        assert step.volume_to_set is not None
        assert number(step.volume_to_set, "mL") == pump.to_set(other.mL)
        assert other.mL == pump.to_set(other.mL) or not left[step.bag]
    assert [s.rate.to("mL/h").magnitude for s in plan.steps if s.rate is not None] == [
        s.mL * 60 / s.minutes for s in schedule.steps if s.bag is not None
    ]


@settings(max_examples=tries(50), deadline=None)
@given(one_bag(), PROFILES)
def test_both_solvers_agree_on_pumps_for_one_bag(pair: tuple[Tree, Tree], profile: Tree) -> None:
    compare(pair, profile)


@pytest.mark.slow
@settings(max_examples=tries(60), deadline=None)
@given(any_bags(at_once=True), PROFILES)
def test_both_solvers_agree_on_pumps_for_bags_ladders_and_ramps(
    pair: tuple[Tree, Tree], profile: Tree
) -> None:
    compare(pair, profile)


@st.composite
def through_lines(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A protocol and an order with a line."""
    protocol, order = draw(any_bags(at_once=True))
    order = {**order, "line": draw(DEAD), "primed": draw(st.sampled_from(["drug", "diluent"]))}
    if len(protocol.get("bags", [])) > 1:
        order["sets"] = draw(st.sampled_from(["shared", "fresh"]))
    if order["primed"] == "diluent" and draw(st.booleans()):
        order["clear_line"] = draw(st.sampled_from(["30 mL/h", "47.3 mL/h"]))
    return protocol, order


def with_fills(protocol: Tree, order: Tree, volume: str) -> tuple[Tree, Tree]:
    """The same with the clearing of the line stated by the protocol, as fills of this volume."""
    if any("bags" in entry for entry in protocol["infusion"]):
        return protocol, order  # one entry for several bags has no place for their fills
    on = protocol.get("bags", [{"name": None}])[0]["name"]
    filled, entries = set[str | None](), list[Tree]()
    for entry in protocol["infusion"]:
        on = entry.get("bag", on)
        if not {"observe", "at_once", "doses"} & set(entry) and on not in filled:
            if not filled or order.get("sets") == "fresh":
                named = {"bag": on} if on else {}
                entries.append({"fill": volume, "rate": order["clear_line"], **named})
            filled.add(on)
        entries.append(entry)
    ordered = {key: value for key, value in order.items() if key != "clear_line"}
    return {**protocol, "infusion": entries}, ordered


# Of 56 mL and 156 mg at 84 mg/mL, 57.86 mL, 15.42 mL are drawn: 42.43 mL are left for the line.
PUSHED_FIRST: tuple[Tree, Tree] = (
    {
        "id": "random-test", "title": "A protocol drawn at random", "drug": "any",
        "strategy": "extended", "version": "1", "scope": "Tests only",
        "source": {"citation": "Drawn at random"}, "review": {"status": "unreviewed"},
        "bags": [{"name": "Bag A", "diluent": "56 mL", "holds": "rest"}],
        "infusion": [{"doses": ["10.4 mg", "31.199978 mg"]},
                     {"give": "rest", "rate": "0.9533 mg/min"}],
    },
    {"dose": "156 mg", "line": "47.5 mL", "primed": "drug", "strength": "84 mg/mL"},
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=tries(60), deadline=None)
@example(PUSHED_FIRST, {**PROFILE, **RATES[0], **ENDS[2]}, "ordered")
@given(through_lines(), PROFILES, st.sampled_from(["ordered", "line", "volume"]))
def test_both_methods_agree_on_what_reaches_the_vein(
    pair: tuple[Tree, Tree], profile: Tree, fill: str
) -> None:
    protocol, order = used_only(*pair)
    if "clear_line" in order and fill != "ordered":
        event("the protocol fills the line")
        protocol, order = with_fills(protocol, order, fill if fill == "line" else order["line"])
    plan = ours(protocol, order, on(profile))
    of_line = ("line", "primed", "sets", "clear_line")
    plain = {key: value for key, value in order.items() if key not in of_line}
    schedule = theirs(protocol, plain, profile)
    dead = Fraction(order["line"].split(" ")[0])
    if schedule is None or any(bag.volume < dead for bag in schedule.bags):
        event("refused")
        assert plan is None
        return
    pump = pumps.pump(profile)
    clear_at, clear_ml = None, Fraction(0)
    stated = lines.fill_rate(protocol)
    if "clear_line" in order:
        stated = Fraction(order["clear_line"].split(" ")[0])
    if stated is not None:
        clear_at, clear_ml = pump.settable(stated), dead
        if pump.volumes:
            try:
                clear_ml, _ = pumps.around(dead, pump.volumes)
            except pumps.NotOnThisPump:
                event("cannot clear the line")
                assert plan is None
                return
    line = lines.Line(dead, order["primed"], order.get("sets") == "fresh", clear_at, clear_ml)
    try:
        expected = lines.at_vein(schedule, line)
    except second_solver.Refused:
        event("cannot fill the line")
        assert plan is None
        return
    event("delivered")
    assert plan is not None
    assert plan.delivery is not None
    unit = str(plan.dose.total.units)
    assert [number(s.dose, unit) for s in plan.delivery.steps] == list(expected.doses)
    first = plan.delivery.first_drug
    assert (None if first is None else number(first.at, "min")) == expected.first
