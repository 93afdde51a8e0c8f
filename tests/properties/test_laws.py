"""What must hold for every plan as written, whatever the order."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import exact_number
from rechallenge.service.making import make_plan
from tests.properties.agreement import total
from tests.random_examples import tries

PROTOCOLS = {
    named: read_protocol(named)
    for named in ("extended", "stepwise", "slow-start", "cadonilimab-stepwise")
}
NAMES = st.sampled_from(sorted(PROTOCOLS))
# From 10 mg on, the first 5 mg/h of a slow start are slower than what follows.
DOSES = st.fractions(min_value=10, max_value=5000, max_denominator=1).map(
    lambda whole: whole + Fraction(1, 4)
)
VOLUMES = st.integers(min_value=10, max_value=2000)


def made(named: str, dose: str, volume: str, **more: Any) -> Plan:
    return make_plan(PROTOCOLS[named], Order(dose=dose, volume=volume, **more))


def text(number: Fraction, unit: str) -> str:
    return f"{exact_number(number)} {unit}"


@settings(max_examples=tries(24), deadline=None)
@given(NAMES, DOSES, VOLUMES)
def test_the_steps_add_up_to_the_dose_the_bag_and_the_time(
    named: str, dose: Fraction, volume: int
) -> None:
    it = made(named, text(dose, "mg"), f"{volume} mL")
    assert total([s.dose for s in it.steps], "mg") == dose
    assert total([s.volume for s in it.steps], "mL") == volume
    assert total([s.duration for s in it.steps], "min") == it.totals.duration.to("min").magnitude
    assert it.bags[0].discarded.magnitude == 0


@settings(max_examples=tries(24), deadline=None)
@given(NAMES, DOSES, VOLUMES)
def test_every_infusing_step_obeys_amount_is_rate_times_time(
    named: str, dose: Fraction, volume: int
) -> None:
    for step in made(named, text(dose, "mg"), f"{volume} mL").steps:
        if step.rate is not None and step.dose_rate is not None:
            assert step.rate * step.duration == step.volume
            assert step.dose_rate * step.duration == step.dose


@settings(max_examples=tries(16), deadline=None)
@given(DOSES, VOLUMES)
def test_twice_the_dose_doubles_each_dose_and_keeps_each_rate(dose: Fraction, volume: int) -> None:
    once = made("stepwise", text(dose, "mg"), f"{volume} mL")
    twice = made("stepwise", text(2 * dose, "mg"), f"{volume} mL")
    assert [2 * s.dose for s in once.steps] == [s.dose for s in twice.steps]
    assert [s.rate for s in once.steps] == [s.rate for s in twice.steps]


@settings(max_examples=tries(16), deadline=None)
@given(NAMES, DOSES, VOLUMES)
def test_mg_g_or_mcg_make_the_same_plan(named: str, dose: Fraction, volume: int) -> None:
    plans = [
        made(named, text(dose * factor, unit), text(Fraction(volume) / 1000, "L"))
        for factor, unit in ((1, "mg"), (Fraction(1, 1000), "g"), (1000, "mcg"))
    ]
    assert plans[0].steps == plans[1].steps == plans[2].steps


@settings(max_examples=tries(16), deadline=None)
@given(DOSES, VOLUMES, st.integers(min_value=1, max_value=99))
def test_a_dose_per_kg_is_the_plan_of_its_product(dose: Fraction, volume: int, kg: int) -> None:
    per_kg = made("stepwise", text(dose, "mg/kg"), f"{volume} mL", weight=f"{kg} kg")
    product = made("stepwise", text(dose * kg, "mg"), f"{volume} mL")
    assert per_kg.steps == product.steps


@settings(max_examples=tries(15), deadline=None)
@given(st.integers(min_value=10, max_value=5000))
def test_twice_the_dose_doubles_each_dose_of_bags_and_ladders_and_keeps_each_rate(
    dose: int,
) -> None:
    ceftazidime = read_protocol("ceftazidime-12-step")
    once, twice = (plan(ceftazidime, Order(dose=f"{d} mg")) for d in (dose, 2 * dose))
    assert [2 * s.dose for s in once.steps] == [s.dose for s in twice.steps]
    assert [s.rate for s in once.steps] == [s.rate for s in twice.steps]
    assert [2 * b.drug for b in once.bags] == [b.drug for b in twice.bags]
    assert [b.discarded for b in once.bags] == [b.discarded for b in twice.bags]


@settings(max_examples=tries(15), deadline=None)
@given(st.integers(min_value=10, max_value=2000), st.integers(min_value=50, max_value=1000))
def test_a_ramp_gives_the_dose_never_faster_than_its_ceiling_and_never_slower(
    dose: int, volume: int
) -> None:
    made_plan = make_plan(
        read_protocol("rituximab-first"), Order(dose=f"{dose} mg", volume=f"{volume} mL")
    )
    rates = [s.dose_rate.to("mg/h").magnitude for s in made_plan.steps if s.dose_rate is not None]
    assert rates == [50 * (n + 1) for n in range(len(rates))]
    assert len(rates) <= 8
    assert total([s.dose for s in made_plan.steps], "mg") == dose
    assert all(s.duration.magnitude == 30 for s in made_plan.steps[:-1])
