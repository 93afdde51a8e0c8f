"""A highest rate is never passed by the rounding of a pump."""

from fractions import Fraction
from typing import Any

import pytest

from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.planning.steps import unsolved
from rechallenge.quantities import exact_text, parse
from rechallenge.service.making import make_plan
from tests.checks.on_file import drug, found, planned_with, pump
from tests.independent import pumps, second_solver

TENTHS = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"))
# 100 mg in 90 mL are 10/9 mg/mL: 70 mg/h are 63 mL/h, 70.1 mg/h are 63.09 mL/h.
IN_90 = {"dose": "100 mg", "volume": "90 mL"}


def rituximab(dose: str) -> Plan:
    read = read_protocol("rituximab-first")
    order = Order(dose=dose, volume="500 mL")
    return make_plan(read, order, facts_for(read, order, Shelves(shipped_folder())))


def test_the_last_rate_of_rituximab_is_below_its_400_mg_per_h_and_asks_about_nothing() -> None:
    # 760 mg / 500 mL = 1.52 mg/mL; 400 / 1.52 = 263.157... mL/h, and 263.1 x 1.52 = 399.912 mg/h.
    made = rituximab("760 mg")
    assert made.steps[-1].rate == parse("263.1 mL/h")
    assert made.steps[-1].dose_rate == parse("399.912 mg/h")
    assert found(made, "rate-above-usual-highest") == []


@pytest.mark.parametrize("dose", ["700 mg", "710 mg", "760 mg", "777 mg", "843 mg"])
def test_no_dose_of_rituximab_runs_above_the_end_of_its_ramp(dose: str) -> None:
    assert max(s.dose_rate for s in rituximab(dose).steps if s.dose_rate) <= parse("400 mg/h")


def at(rate: str, highest: str, **order: str) -> Plan:
    """A step at this rate of a drug with this highest rate on file, on a pump of tenths."""
    facts = drug(highest_rates=({"rate": highest, "source": "A label"},))
    steps = ({"rate": rate, "over": "30 min"}, {"give": "rest", "rate": "1 mL/h"})
    return planned_with(*steps, drugs=(facts,), on=TENTHS, order={**IN_90, **order})


@pytest.mark.parametrize(
    ("rate", "highest", "set_to"),
    [
        # 70.07 mg/h are 63.063 mL/h and would round up to 63.1, which is 70.11 mg/h.
        ("70.07 mg/h", "70.07 mg/h", "63 mL/h"),
        ("70.07 mg/h", "70.08 mg/h", "63 mL/h"),
        ("70.07 mg/h", "70.2 mg/h", "63.1 mL/h"),
        # Above its ceiling as it is written: rounded as any other, and asked about.
        ("70.07 mg/h", "70.06 mg/h", "63.1 mL/h"),
        ("63.06 mL/h", "63.06 mL/h", "63 mL/h"),
        ("63.06 mL/h", "1 mL/kg/h", "63.1 mL/h"),
        # What rounds down of itself, and what need not be rounded.
        ("63.04 mL/h", "63.04 mL/h", "63 mL/h"),
        ("63.1 mL/h", "63.1 mL/h", "63.1 mL/h"),
        # A rate in units is no ceiling of a drug in mg.
        ("63.06 mL/h", "63.06 units/h", "63.1 mL/h"),
    ],
)
def test_a_rate_at_a_highest_one_on_file_rounds_down(rate: str, highest: str, set_to: str) -> None:
    assert at(rate, highest).steps[0].rate == parse(set_to)


def test_a_highest_rate_per_kg_is_that_for_this_patient() -> None:
    assert at("63.06 mL/h", "1.051 mL/kg/h", weight="60 kg").steps[0].rate == parse("63 mL/h")


def test_a_highest_rate_per_m2_is_that_for_this_patient() -> None:
    # 31.53 mL/m2/h x 2 m2 = 63.06 mL/h, to the tenth below 63; 35.035 mg/m2/h x 2 m2 = 70.07 mg/h.
    for rate, highest in (("63.06 mL/h", "31.53 mL/m2/h"), ("70.07 mg/h", "35.035 mg/m2/h")):
        assert at(rate, highest, bsa="2 m2").steps[0].rate == parse("63 mL/h")
        # Without a surface the rate rounds to the nearest: 63.063 and 63.06 to 63.1.
        assert at(rate, highest).steps[0].rate == parse("63.1 mL/h")


@pytest.mark.parametrize("rate", ["70.07 mg/h", "63.06 mL/h"])
def test_the_second_solver_rounds_down_too(rate: str) -> None:
    made = at(rate, rate)
    steps = [{"rate": rate, "over": "30 min"}, {"give": "rest", "rate": "1 mL/h"}]
    stated: dict[str, Any] = {"parameters": {"volume": "required"}, "infusion": steps}
    profile = {"rates": [{"lowest": "0.1 mL/h", "highest": "999 mL/h", "step": "0.1 mL/h"}],
               "ends_by": "time"}  # fmt: skip
    other = second_solver.solve(stated, dict(IN_90), pumps.pump(profile), [rate])
    assert [Fraction(s.volume.magnitude) for s in made.steps] == [s.mL for s in other.steps]


def test_the_working_says_that_the_rate_was_rounded_down() -> None:
    (down,) = [f for f in at("70.07 mg/h", "70.07 mg/h").steps[0].working
               if f.operation == "down to"]  # fmt: skip
    assert (exact_text(down.left), exact_text(down.result)) == ("63.063 mL/h", "63 mL/h")


@pytest.mark.parametrize(
    "make",
    [
        lambda: at("70.07 mg/h", "70.07 mg/h"),
        lambda: at("70.07 mg/h", "35.035 mg/m2/h", bsa="2 m2"),
        lambda: at("70.07 mg/h", "35.035 mg/m2/h", height="180 cm", weight="80 kg"),
        lambda: rituximab("760 mg"),
    ],
)
def test_a_rate_above_its_ceiling_is_refused_by_the_proof(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsolved, "_ceilings", lambda *_: ())
    with pytest.raises(Refused) as refused:
        make()
    assert {f.code for f in refused.value.findings} == {"proof-mismatch"}
    assert all(f.where.endswith(".rate") for f in refused.value.findings)
