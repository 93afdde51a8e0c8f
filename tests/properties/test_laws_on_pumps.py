"""What must hold for every plan on every pump, and through every line."""

from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.model.finding import Refused
from rechallenge.model.protocol import Protocol
from rechallenge.quantities import exact_number
from tests.properties.agreement import total
from tests.random_examples import tries

CEFTAZIDIME = read_protocol("ceftazidime-12-step")
STEPWISE = read_protocol("stepwise")
RAMP = read_protocol("rituximab-first")
PUMPS = st.sampled_from(["generic", "gravity-10", "gravity-15", "gravity-20", "gravity-60"])
DOSES = st.integers(min_value=10, max_value=5000)
VOLUMES = st.integers(min_value=50, max_value=1000)
LINES: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"line": "20 mL", "primed": "drug"},
        {"line": "20 mL", "primed": "diluent"},
        {"line": "20 mL", "primed": "diluent", "clear_line": "60 mL/h"},
    ]
)


def made(protocol: Protocol, **order: Any) -> Plan:
    """The plan; examples for which the pump is too slow or too fast are passed over."""
    try:
        return plan(protocol, Order(**order))
    except Refused as refused:
        assume("rate-out-of-range" not in [finding.code for finding in refused.findings])
        raise


def numbers(it: Plan) -> tuple[Any, ...]:
    """All that is worked out."""
    return it.dose.total, it.bags, it.as_written, it.steps, it.totals, it.delivery


@settings(max_examples=tries(15), deadline=None)
@given(DOSES, PUMPS, st.sampled_from(["shared", "fresh"]), LINES)
def test_twice_the_dose_doubles_each_dose_at_the_vein_too_and_keeps_rates_and_times(
    dose: int, pump: str, sets: str, line: dict[str, Any]
) -> None:
    line = line | ({"sets": sets} if line else {})
    once, twice = (made(CEFTAZIDIME, dose=f"{d} mg", pump=pump, **line) for d in (dose, 2 * dose))
    assert [2 * s.dose for s in once.steps] == [s.dose for s in twice.steps]
    assert [(s.rate, s.start, s.volume) for s in once.steps] == [
        (s.rate, s.start, s.volume) for s in twice.steps
    ]
    if once.delivery is not None and twice.delivery is not None:
        assert [2 * s.dose for s in once.delivery.steps] == [s.dose for s in twice.delivery.steps]
        assert 2 * once.delivery.delivered == twice.delivery.delivered


@settings(max_examples=tries(15), deadline=None)
@given(st.sampled_from([STEPWISE, RAMP]), DOSES, VOLUMES, PUMPS, LINES)
def test_mg_g_and_mcg_make_one_plan_on_a_pump_and_through_a_line(
    protocol: Protocol, dose: int, volume: int, pump: str, line: dict[str, Any]
) -> None:
    texts = [f"{dose} mg", f"{exact_number(Fraction(dose, 1000))} g", f"{dose * 1000} mcg"]
    drug = {"drug": "rituximab"} if protocol is STEPWISE else {}
    plans = [
        made(protocol, dose=text, volume=f"{volume} mL", pump=pump, **line, **drug)
        for text in texts
    ]
    assert numbers(plans[0]) == numbers(plans[1]) == numbers(plans[2])


@settings(max_examples=tries(24), deadline=None)
@given(st.sampled_from([STEPWISE, RAMP]), DOSES, VOLUMES, PUMPS, LINES)
def test_the_total_is_exact_on_every_pump_as_written_and_as_programmed(
    protocol: Protocol, dose: int, volume: int, pump: str, line: dict[str, Any]
) -> None:
    drug = {"drug": "rituximab"} if protocol is STEPWISE else {}
    it = made(protocol, dose=f"{dose} mg", volume=f"{volume} mL", pump=pump, **line, **drug)
    assert total([s.dose for s in it.steps], "mg") == dose
    assert total([s.dose for s in it.as_written], "mg") == dose
    assert it.proof is not None
    if it.delivery is not None:
        # Nothing is lost in one line: what arrived and what stands there is the dose, and the fill.
        fill = it.bags[0].into_line * it.bags[0].concentration
        unused = it.delivery.dry * it.bags[0].concentration
        held = it.delivery.delivered + it.delivery.left_in_line.dose
        assert held.to("mg") == (it.dose.total + fill - unused).to("mg")


@settings(max_examples=tries(15), deadline=None)
@given(DOSES, VOLUMES, PUMPS, LINES)
def test_a_label_a_start_and_a_closing_time_change_no_number(
    dose: int, volume: int, pump: str, line: dict[str, Any]
) -> None:
    order = {"dose": f"{dose} mg", "volume": f"{volume} mL", "drug": "rituximab", "pump": pump}
    bare = made(STEPWISE, **order, **line)
    more = made(
        STEPWISE, **order, **line, patient="Bed 4", start="2026-11-23 09:00", weight="70 kg"
    )
    assert numbers(bare) == numbers(more)
    assert [e.offset for e in bare.timeline] == [e.offset for e in more.timeline]
