"""Stopping an infusion at any moment and going on from that state is the infusion not stopped."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from rechallenge.model.delivery import Arrival, Delivery, Flush
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan, Step
from rechallenge.model.problems import Unusable
from rechallenge.model.protocol import Protocol
from rechallenge.model.pump import Pump
from rechallenge.planning.course import Course, course_of, shared_in
from rechallenge.planning.line.arriving import arrivals_of
from rechallenge.planning.planner import work_out
from rechallenge.planning.running import run
from rechallenge.planning.scheduling import scheduled, state_at
from rechallenge.planning.state.infusion_state import InfusionState, before_step_1
from rechallenge.planning.timeline.events import timeline
from rechallenge.quantities import MIN, Quantity, quantity, unit_like
from tests.independent.random_protocols import any_bags
from tests.planning.making import protocol as protocol_of
from tests.properties.agreement import frozen, used_only
from tests.properties.test_two_solvers_on_pumps import ENDS, PROFILES, RATES, through_lines
from tests.random_examples import tries

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
def stops(draw: st.DrawFn) -> tuple[Plan, Quantity]:
    """A plan, and a moment of it: in a step, where one ends, when a bag runs dry or the first drug
    arrives, in the flush, or in the observation after it."""
    plan = draw(plans())
    moments = [moment for step in plan.steps for moment in (step.start, step.end)]
    if plan.delivery is not None:
        flush, first = plan.delivery.flush, plan.delivery.first_drug
        moments += [] if flush is None else [flush.start, flush.end]
        moments += [] if first is None else [first.at]
        moments += [arrival.start for arrival in plan.delivery.arrivals]
    times = sorted({Fraction(m.magnitude) for m in (*moments, plan.timeline[-1].offset)})
    at = draw(st.integers(0, len(times) - 2))
    if plan.delivery is not None and plan.delivery.flush is not None and draw(st.booleans()):
        at = times.index(Fraction(plan.delivery.flush.start.magnitude))
    share = Fraction(draw(st.sampled_from([0, 0, 1, 3, 7, 9])), 10)
    return plan, quantity(times[at] + (times[at + 1] - times[at]) * share, MIN)


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


def stretches(arrivals: list[Arrival]) -> list[tuple[Any, ...]]:
    """Each stretch of one solution at one rate in one step, whole, and nothing of no volume."""
    found: list[list[Any]] = []
    for a in arrivals:
        if not a.volume.magnitude:
            continue
        same = found and (found[-1][0], found[-1][1], found[-1][3]) == (a.step, a.bag, a.start)
        if same and found[-1][4] == a.dose_rate:
            found[-1][3], found[-1][5] = a.end, found[-1][5] + a.dose
        else:
            found.append([a.step, a.bag, a.start, a.end, a.dose_rate, a.dose])
    return [tuple(row) for row in found]


def worked_otherwise(values: Any) -> list[Any]:
    """The same values without their working: part of a step is worked out another way."""
    return [value.model_copy(update={"working": ()}) for value in values]


def compare_vein(before: list[Arrival], rest: Delivery, plan: Delivery, flush_done: Any) -> None:
    """What has reached the vein before the stop and what does after it is what the plan says."""
    unit = unit_like(plan.delivered)
    assert stretches([*before, *rest.arrivals]) == stretches(list(plan.arrivals))
    per_step = {step.number: step.dose for step in rest.steps}
    for arrival in before:
        per_step[arrival.step] = per_step.get(arrival.step, quantity(0, unit)) + arrival.dose
    planned = {step.number: step.dose for step in plan.steps}
    assert {n: dose for n, dose in per_step.items() if dose.magnitude} == {
        n: dose for n, dose in planned.items() if dose.magnitude
    }
    assert rest.steps == () or rest.steps[-1].cumulative_dose == plan.steps[-1].cumulative_dose + (
        flush_done
    )
    if rest.first_drug is None:
        assert plan.first_drug is None or any(a.dose.magnitude for a in before)
    else:
        assert not any(a.dose.magnitude for a in before)
        assert plan.first_drug is not None
        assert worked_otherwise([rest.first_drug]) == worked_otherwise([plan.first_drug])
    assert rest.delivered == plan.delivered + flush_done
    assert (rest.lost, rest.dry, rest.dry_at) == (plan.lost, plan.dry, plan.dry_at)
    if plan.peak is not None and plan.peak.step not in {arrival.step for arrival in before}:
        assert rest.peak == plan.peak
    assert rest.left_in_line.dose + flush_done == plan.left_in_line.dose


def at_the_end_of_a_flush() -> tuple[Plan, Quantity]:
    """A stop when only diluent is to come. Of a line of 20.5 mL the pump flushes 21 mL: at
    100 mL/h, from 60 min on, the drug has arrived at 72.3 min and the flush ends at 72.6 min."""
    order = Order(dose="100 mg", volume="100 mL", line="20.5 mL", primed="diluent")
    whole_ml = Pump.model_validate({"name": "drawn", "title": "Drawn", "source": "Drawn",
                                    **RATES[0], **ENDS[3]})  # fmt: skip
    read = protocol_of({"give": "rest", "over": "1 h"}, monitoring=MONITORING)
    plan = work_out(read, order, OnFile(pump=whole_ml))
    return plan, quantity(Fraction("72.5"), MIN)


@settings(
    max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@example(at_the_end_of_a_flush())
@given(stops())
def test_going_on_from_any_moment_is_the_plan_not_stopped(stop: tuple[Plan, Quantity]) -> None:
    plan, time = stop
    infusion = scheduled(plan.protocol, plan.order, plan.on_file).infusion
    past = list(run(infusion, before_step_1(infusion.context.unit), until=time))
    state = state_at(plan, time)
    rest = course_of(infusion, state, tuple(run(infusion, state)), plan.totals.dose)
    event("in a step" if state.to_run else "between steps")
    begun = [shared_in(plan.totals.dose, one.step) for one in past]
    steps = joined_steps(begun, rest.steps, plan)
    assert worked_otherwise(steps) == worked_otherwise(plan.steps)
    assert rest.bags == plan.bags
    given_after = sum((step.dose for step in rest.steps), start=state.dose_given)
    assert given_after == plan.totals.dose == rest.end.dose_given
    flush = None
    if plan.delivery is not None:
        assert rest.delivery is not None
        flush, planned = rest.delivery.flush, plan.delivery.flush
        unit = unit_like(plan.dose.total)
        pushes = [one.push for one in past if one.push is not None]
        before = [a for push in pushes for a in arrivals_of(push, unit)]
        at_vein = sum((a.dose for a in before), start=quantity(0, unit))
        flush_done = quantity(state.line.at_vein, unit) - at_vein
        compare_vein(before, rest.delivery, plan.delivery, flush_done)
        later = len(rest.end.line.changes) - len(state.line.changes)
        of_them = len(plan.delivery.residues) - later
        assert (
            rest.delivery.residues[len(rest.delivery.residues) - later :]
            == (plan.delivery.residues[of_them:])
        )
        if planned is None or planned.end <= time:
            assert flush is None
        elif flush is None:
            # A volume that was rounded up to one that can be set ends with diluent alone.
            assert planned.start < time
            assert flush_done == planned.dose
        else:
            event("in the flush" if planned.start < time else "before the flush")
            assert (flush.rate, flush.end) == (planned.rate, planned.end)
            assert flush.dose + flush_done == planned.dose
            assert flush.start == (time if planned.start < time else planned.start)
    cut = {one.step.number for one in past} & {step.number for step in rest.steps}
    compare_times(plan, state, rest, flush, cut)


def compare_times(
    plan: Plan, state: InfusionState, rest: Course, flush: Flush | None, cut: set[int]
) -> None:
    """What is due after the stop is due at the same moments; only what was stopped begins anew."""
    time = state.clock
    anew: set[tuple[str, int | None]] = {("step-start", number) for number in cut}
    if state.flush is not None and state.flush.start < time:
        anew.add(("flush-start", None))
    due = timeline(plan.order, (), rest.steps, plan.protocol.monitoring, flush, state)
    over = ("premedication", "step-end", "flush-end")
    # Nothing is left to flush where only diluent was to come.
    no_longer = "flush-end" if flush is None and state.flush is not None else None
    assert [e for e in due if (e.what, e.step) not in anew] == [
        e
        for e in plan.timeline
        if e.offset > time or (e.offset == time and e.what not in over)
        if e.what != no_longer
    ]


@settings(
    max_examples=tries(15), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(stops(), st.sampled_from([Fraction(1, 7), Fraction(1, 2), Fraction(1)]))
def test_stopping_twice_leaves_the_state_of_stopping_once(
    stop: tuple[Plan, Quantity], share: Fraction
) -> None:
    plan, first = stop
    second = first + (plan.steps[-1].end - first) * share
    flush = None if plan.delivery is None else plan.delivery.flush
    assume(second > first and (flush is None or flush.start >= second))
    state = state_at(plan, first)
    for one in run(
        scheduled(plan.protocol, plan.order, plan.on_file).infusion, state, until=second
    ):
        state = one.state
    once = state_at(plan, second)
    for name in ("clock", "protocol_clock", "dose_given", "step", "bags", "line", "rate"):
        assert getattr(state, name) == getattr(once, name), name
    assert [to_run._replace(working=()) for to_run in state.to_run] == [
        to_run._replace(working=()) for to_run in once.to_run
    ]
