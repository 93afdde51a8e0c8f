"""What holds for any plan that is stopped, wherever and however it goes on."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st

from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.stop import Stop
from rechallenge.planning.planner import work_out
from rechallenge.proof import proof_of
from rechallenge.quantities import ML, display, quantity
from tests.properties.test_going_on import joined_steps, plans
from tests.random_examples import tries

ANY_PLAN = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tries(20),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)


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


def bare(steps: list[Step]) -> list[Any]:
    """Steps without their numbers, marks and working."""
    same = {"number": 0, "has_run": False, "working": ()}
    return [step.model_copy(update=same) for step in steps]


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
