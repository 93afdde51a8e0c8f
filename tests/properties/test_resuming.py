"""What holds for any plan that is stopped, wherever and however it goes on."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st

from rechallenge.model.delivery import Arrival
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import Unusable, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.pump import Pump
from rechallenge.model.stop import Stop
from rechallenge.planning.planner import work_out
from rechallenge.proof import proof_of
from rechallenge.quantities import ML, display, quantity
from tests.independent.random_protocols import any_bags
from tests.properties.agreement import frozen, used_only
from tests.properties.test_two_solvers_on_pumps import PROFILES, through_lines
from tests.random_examples import tries

ANY_PLAN = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tries(20),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)


MONITORING = {
    "source": "Nobody",
    "vitals": ("baseline", "every 15 min", "each rate change", "end"),
    "observe_after": "30 min",
}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A random plan that can be delivered, often on a pump and through a line."""
    protocol, order = used_only(
        *draw(st.one_of(any_bags(at_once=True), through_lines(), through_lines()))
    )
    profile = draw(st.one_of(st.none(), PROFILES))
    stated = {("settings" if key == "set" else key): value for key, value in order.items()}
    protocol = frozen(protocol | {"monitoring": MONITORING}) | {"fingerprint": "0" * 64}
    pump = None if profile is None else Pump.model_validate(profile)
    try:
        read, asked = Protocol.model_validate(protocol), Order.model_validate(stated)
        return work_out(read, asked, OnFile(pump=pump))
    except (ValueError, Unusable, Refused):
        assume(False)
        raise


@st.composite
def volumes(draw: st.DrawFn, plan: Plan) -> str:
    """A volume that the pump may show, to the thousandth of a mL."""
    # A dose given at once is no volume of the pump.
    total = sum(
        (Fraction(s.volume.magnitude) for s in plan.steps if s.rate is not None), Fraction(0)
    )
    share = Fraction(draw(st.sampled_from([1, 10, 25, 50, 77, 90, 99])), 100)
    thousandths = int(total * share * 1000)
    assume(thousandths > 0)
    return display(quantity(Fraction(thousandths, 1000), ML), grouped=False)


def stop_of(**said: str) -> Stop:
    return Stop.model_validate(said)


def again(plan: Plan, *stops: Stop) -> Plan:
    return work_out(plan.protocol, plan.order, plan.on_file, stops=stops)


def whole(first: Step, second: Step) -> Step:
    """The two parts of one step as one."""
    assert (first.end, first.rate, first.bag) == (second.start, second.rate, second.bag)
    return second.model_copy(
        update={
            "start": first.start,
            "duration": first.duration + second.duration,
            "volume": first.volume + second.volume,
            "dose": first.dose + second.dose,
            "working": first.working,
        }
    )


def joined_steps(before: list[Step], after: tuple[Step, ...], plan: Plan) -> list[Step]:
    """All steps, what was stopped being whole again, with what the plan sets for it: for a part of
    it another volume is set."""
    if before and after and before[-1].number == after[0].number:
        joined = whole(before[-1], after[0])
        to_set = plan.steps[joined.number - plan.steps[0].number].volume_to_set
        joined = joined.model_copy(update={"volume_to_set": to_set})
        return [*before[:-1], joined, *after[1:]]
    return [*before, *after]


def stretches(arrivals: tuple[Arrival, ...]) -> list[list[Any]]:
    """Each stretch of one solution at one rate, whole, and nothing of no volume."""
    found: list[list[Any]] = []
    for a in arrivals:
        if not a.volume.magnitude:
            continue
        if found and found[-1][:3] == [a.bag, a.dose_rate, a.start]:
            found[-1][2], found[-1][3] = a.end, found[-1][3] + a.dose
        else:
            found.append([a.bag, a.dose_rate, a.end, a.dose])
    return found


def bare(steps: list[Step]) -> list[Any]:
    """Steps without their numbers, marks and working."""
    same = {"number": 0, "has_run": False, "working": ()}
    return [step.model_copy(update=same) for step in steps]


@pytest.mark.slow
@ANY_PLAN
@given(st.data())
def test_going_on_at_once_at_the_same_rates_is_the_plan_not_stopped(data: st.DataObject) -> None:
    plan = data.draw(plans())
    stop = stop_of(infused=data.draw(volumes(plan)), resume_at="as planned")
    made = again(plan, stop)
    cut = made.stopped[0].cut
    event("in a step" if cut else "between steps")
    past = [step for step in made.steps if step.has_run]
    rest = [step for step in made.steps if not step.has_run]
    if cut:
        number = {"number": past[-1].number}
        rest[0] = rest[0].model_copy(update=number)
    steps = joined_steps(past, tuple(rest), plan) if cut else [*past, *rest]
    assert bare(steps) == bare(list(plan.steps))
    assert made.bags == plan.bags
    if plan.delivery is not None:
        assert made.delivery is not None
        assert stretches(made.delivery.arrivals) == stretches(plan.delivery.arrivals)
        assert made.delivery.delivered == plan.delivery.delivered
        assert made.delivery.left_in_line == plan.delivery.left_in_line


@ANY_PLAN
@given(
    st.data(),
    st.lists(
        st.sampled_from(["as planned", "repeat", "1 step back", "2 steps back", "50 %", "10 %"]),
        min_size=1,
        max_size=3,
    ),
)
def test_past_and_what_is_left_are_the_planned_dose_and_the_proof_agrees(
    data: st.DataObject, ways: list[str]
) -> None:
    plan = data.draw(plans())
    volume, stops = Fraction(0), list[Stop]()
    for way in ways:
        share = Fraction(data.draw(st.integers(1, 30)), 100)
        volume += Fraction(plan.totals.volume.magnitude) * share
        shown = Fraction(int(volume * 1000), 1000)
        assume(shown > 0)
        line: Any = data.draw(st.sampled_from(["same", "fresh"])) if plan.line else "same"
        infused = display(quantity(shown, ML), grouped=False)
        stops.append(stop_of(infused=infused, resume_at=way, hold="10 min", line=line))
    try:
        made = again(plan, *stops)
    except (UnusableOrder, Refused):
        assume(False)
        raise
    event(f"{len(stops)} stops")
    missing = plan.totals.dose - made.steps[-1].cumulative_dose
    if plan.pump is None or not plan.pump.volumes:
        assert not missing.magnitude
    else:
        # Where a step ran again, the last ends at a volume that the pump takes.
        strength = {bag.name: bag.concentration for bag in made.bags}
        last = [step for step in made.steps if step.bag is not None][-1]
        assert missing.magnitude >= 0
        assert missing / strength[str(last.bag)] < plan.pump.volumes[-1].step
    given = sum((s.dose for s in made.steps), start=plan.totals.dose * 0)
    assert given == made.totals.dose == made.steps[-1].cumulative_dose
    for stop, found in zip(stops, made.stopped, strict=True):
        assert found.infused == stop.infused
        assert found.dose_given + found.remaining == plan.totals.dose
    assert proof_of(made).agreed


@pytest.mark.slow
@ANY_PLAN
@given(st.data())
def test_stopped_for_good_it_gives_what_had_left_the_bags(data: st.DataObject) -> None:
    plan = data.draw(plans())
    made = again(plan, stop_of(infused=data.draw(volumes(plan)), resume_at="never"))
    assert made.totals.dose == made.stopped[0].dose_given
    assert all(step.has_run for step in made.steps)
    assert proof_of(made).agreed
    if made.delivery is not None:
        assert made.delivery.flush is None
