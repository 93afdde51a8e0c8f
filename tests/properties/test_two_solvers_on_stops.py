"""Two solvers, written apart, agree on infusions that were stopped once or twice.

`tests/independent/stops.py` was written from the documentation of stops: decision 028 and the
reference of the command.
"""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st

from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable
from rechallenge.model.pump import Pump
from rechallenge.model.stop import Stop
from rechallenge.planning.planner import work_out
from rechallenge.quantities import ML, PERCENT, display, quantity
from tests.independent import pumps, second_solver, stops
from tests.independent.random_protocols import any_bags
from tests.properties.agreement import Tree, agree_on_steps, number, read, used_only
from tests.properties.test_two_solvers_on_pumps import PROFILES
from tests.random_examples import tries

Way = str | int | Fraction | tuple[str, Fraction]
SHARES = tuple(Fraction(n, 10) for n in (1, 5, 10))
WAYS: tuple[Way, ...] = ("as planned", 0, 1, 2, *SHARES, *product(("each", "this"), SHARES))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A protocol and an order, most with a line."""
    # Nothing is run again where a dose was given at once: half are without.
    protocol, order = used_only(*draw(any_bags(at_once=draw(st.booleans()))))
    if draw(st.sampled_from([True, True, False])):
        dead, primed = draw(st.sampled_from(["0.5 mL", "3 mL", "20 mL"])), ["drug", "diluent"]
        order = {**order, "line": dead, "primed": draw(st.sampled_from(primed))}
        if len(protocol.get("bags", [])) > 1:
            order["sets"] = draw(st.sampled_from(["shared", "fresh"]))
    return protocol, order


@st.composite
def reports(draw: st.DrawFn, volume: Fraction, *, line: bool) -> list[stops.Report]:
    """One stop or two, each at a volume to the thousandth of a mL."""
    shares = sorted(draw(st.lists(st.integers(1, 99), min_size=1, max_size=2, unique=True)))
    return [
        stops.Report(
            Fraction(int(volume * share * 10), 1000),
            draw(st.sampled_from(WAYS)),
            Fraction(draw(st.sampled_from([10, 30]))),
            line and draw(st.booleans()),
        )
        for share in shares
    ]


def percent(share: Fraction) -> str:
    return display(quantity(share * 100, PERCENT), grouped=False)


def as_written(report: stops.Report) -> Stop:
    """The same as a person writes it."""
    way = report.way
    if isinstance(way, Fraction):
        way = percent(way)
    elif isinstance(way, int):
        way = "repeat" if way == 0 else f"{way} step{'s' if way > 1 else ''} back"
    elif isinstance(way, tuple):
        way = f"{percent(way[1])} of {way[0]} step"
    return Stop.model_validate({
        "infused": display(quantity(report.infused, ML), grouped=False),
        "resume_at": way, "hold": f"{report.hold} min", "line": "fresh" if report.fresh else "same",
    })  # fmt: skip


def ours(protocol: Tree, order: Tree, said: list[stops.Report], profile: Tree | None) -> Plan:
    on_file = OnFile(pump=None if profile is None else Pump.model_validate(profile))
    return work_out(*read(protocol, order), on_file, stops=tuple(map(as_written, said)))


@pytest.mark.slow
@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tries(50),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(st.data())
def test_both_solvers_agree_on_what_was_stopped_and_goes_on(data: st.DataObject) -> None:
    protocol, order = data.draw(pairs())
    plain = {key: text for key, text in order.items() if key not in ("line", "primed", "sets")}
    profile = data.draw(st.one_of(st.none(), PROFILES))
    pump = None if profile is None else pumps.pump(profile)
    try:
        schedule = second_solver.solve(protocol, plain, pump)
    except second_solver.Refused:
        assume(False)
        raise
    volume = sum(map(stops.by_pump, schedule.steps), start=Fraction(0))
    said = data.draw(reports(volume, line="line" in order))
    own_sets, dead = order.get("sets") == "fresh", Fraction(order.get("line", "0").split(" ")[0])
    vein = None
    try:
        made = stops.history(schedule, said, pump)
        if dead:
            vein = stops.at_vein(schedule, made, dead, order["primed"], own_sets)
    except second_solver.Refused:
        assume(False)
        raise
    event(f"{len(said)} stops, {'a line' if dead else 'no line'}, {'a pump' if pump else 'ideal'}")
    for report in said:
        event(f"{report.way}")
    try:
        plan = ours(protocol, order, said, profile)
    except Unusable as refused:
        raise AssertionError(str(refused)) from refused
    unit = str(plan.dose.total.units)
    agree_on_steps(plan, made.steps)
    for found, halt in zip(plan.stopped, made.halts, strict=True):
        assert number(found.at, "min") == halt.at
        assert found.resumes is not None
        assert number(found.resumes, "min") == halt.resumes
        assert number(found.dose_given, unit) == halt.given
        assert number(found.remaining, unit) == halt.left
    assert (plan.delivery is None) == (vein is None)
    if plan.delivery is None or vein is None:
        return
    assert [number(s.dose, unit) for s in plan.delivery.steps] == list(vein.doses)
    for found, arrived, standing in zip(plan.stopped, vein.arrived, vein.standing, strict=True):
        assert found.at_vein is not None
        assert number(found.at_vein, unit) == arrived
        assert sum((number(one.dose, unit) for one in found.in_line), start=Fraction(0)) == standing
    assert [sum((number(one.dose, unit) for one in found.lost), start=Fraction(0))
            for found in plan.stopped] == list(vein.lost)  # fmt: skip
