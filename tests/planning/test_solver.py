"""amount = rate x time: two are stated, the third is solved, and the dose is closed exactly."""

from fractions import Fraction as F

import pytest

from rechallenge.model.finding import Refused
from rechallenge.model.problems import UnusableOrder, UnusableProtocol
from rechallenge.quantities import MG, is_amount, quantity

from .making import planned


@pytest.mark.parametrize(
    ("step", "rate", "minutes"),
    [
        # 100 mg in 200 mL is 0.5 mg/mL
        ({"give": "rest", "over": "2 h"}, F(100), F(120)),
        ({"give": "rest", "until": "2 h"}, F(100), F(120)),
        ({"give": "rest", "rate": "50 mL/h"}, F(50), F(240)),
        ({"give": "rest", "rate": "20 mg/h"}, F(40), F(300)),
        ({"give": "100 mg", "rate": "0.2 mg/kg/h"}, F(20), F(600)),
        ({"give": "2 mg/kg", "rate": "1 mL/kg/h"}, F(50), F(240)),
        ({"give": "100 %", "rate": "0.02 mL/kg/min"}, F(60), F(200)),
        ({"give": "200 mL", "over": "30 min"}, F(400), F(30)),
        ({"give": "4 mL/kg", "over": "30 min"}, F(400), F(30)),
        ({"rate": "25 mg/h", "over": "4 h"}, F(50), F(240)),
        ({"rate": "50 mL/h", "over": "4 h"}, F(50), F(240)),
        ({"give": "0.1 g", "over": "1 h"}, F(200), F(60)),
    ],
)
def test_two_of_amount_speed_and_time_fix_the_third(
    step: dict[str, str], rate: F, minutes: F
) -> None:
    made = planned(step, order={"volume": "200 mL", "weight": "50 kg"})
    (only,) = made.steps
    assert only.rate is not None
    assert only.rate.to("mL/h").magnitude == rate
    assert only.duration.to("min").magnitude == minutes
    assert only.dose.to("mg").magnitude == 100


def test_until_counts_from_the_start_of_step_1_and_includes_observation() -> None:
    made = planned(
        {"give": "50 %", "over": "30 min"}, {"observe": "20 min"}, {"give": "rest", "until": "2 h"}
    )
    assert [s.start.to("min").magnitude for s in made.steps] == [0, 30, 50]
    assert made.steps[-1].duration.to("min").magnitude == 70


def test_rest_is_what_earlier_steps_have_left() -> None:
    made = planned(
        {"give": "10 %", "over": "30 min"},
        {"rate": "20 mg/h", "over": "1 h"},
        {"give": "rest", "over": "1 h"},
    )
    assert [s.dose.magnitude for s in made.steps] == [10, 20, 70]
    assert [s.cumulative_share.magnitude for s in made.steps] == [10, 30, 100]


def test_a_dose_in_units_is_planned_in_units() -> None:
    made = planned(
        {"give": "1000 units", "over": "1 h"},
        {"give": "rest", "rate": "2000 units/h"},
        order={"dose": "100 units/kg", "weight": "50 kg"},
    )
    assert [str(s.dose.units) for s in made.steps] == ["units", "units"]
    assert [s.dose.magnitude for s in made.steps] == [1000, 4000]
    assert made.steps[-1].duration.magnitude == 120


@pytest.mark.parametrize(
    ("last", "delivered", "share"),
    [("80 %", F(111), F(111)), ("60 %", F(91), F(91)), ("68.9 %", F(999, 10), F(999, 10))],
)
def test_steps_that_do_not_give_the_dose_are_refused_with_what_they_would_give(
    last: str, delivered: F, share: F
) -> None:
    with pytest.raises(Refused) as refused:
        planned({"give": "31 mg", "over": "1 h"}, {"give": last, "over": "1 h"})
    finding = refused.value.findings[0]
    assert finding.code == "dose-not-delivered"
    assert finding.where == "infusion"
    given, percent = finding.numbers["delivered"], finding.numbers["share"]
    assert is_amount(given)
    assert is_amount(percent)
    assert (given.magnitude, percent.magnitude) == (delivered, share)
    assert finding.numbers["last_step"] == 2


def test_a_bag_that_would_be_overdrawn_is_refused_with_the_numbers() -> None:
    with pytest.raises(Refused) as refused:
        planned({"give": "120 mL", "over": "1 h"})
    by_code = {f.code.value: f for f in refused.value.findings}
    numbers = by_code["bag-overdrawn"].numbers
    assert [str(numbers[k]) for k in ("bag", "holds", "drawn")] == ["Bag 1", "100 mL", "120 mL"]


def test_the_rest_of_nothing_is_refused_not_a_step_of_zero() -> None:
    with pytest.raises(Refused) as refused:
        planned({"give": "100 %", "over": "1 h"}, {"give": "rest", "over": "1 h"})
    assert [f.code for f in refused.value.findings] == ["nothing-left"]
    assert refused.value.findings[0].where == "infusion[1].give"


def test_a_bag_for_the_rest_of_a_dose_that_is_all_given_is_refused() -> None:
    bags = ({"name": "A", "volume": "100 mL"}, {"name": "B", "volume": "50 mL", "holds": "rest"})
    steps = ({"bag": "A", "give": "bag", "over": "1 h"}, {"bag": "B", "give": "bag", "over": "1 h"})
    with pytest.raises(Refused) as refused:
        planned(*steps, bags=bags, parameters={}, order={"volume": None})
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("nothing-left-for-bag", "bags[1].holds")
    given = quantity(100, MG)
    assert finding.numbers == {"bag": "B", "ordered": given, "delivered": given}


@pytest.mark.parametrize("until", ["30 min", "20 min"])
def test_until_a_time_that_is_past_is_refused(until: str) -> None:
    with pytest.raises(Refused) as refused:
        planned({"give": "10 %", "over": "30 min"}, {"give": "rest", "until": until})
    assert [f.code for f in refused.value.findings] == ["until-is-past"]


def test_a_step_in_units_does_not_go_with_a_dose_in_mg() -> None:
    with pytest.raises(UnusableProtocol, match=r"infusion\[0\]\.give.*dose in mg"):
        planned({"give": "5 units", "over": "1 h"}, {"give": "rest", "over": "1 h"})


@pytest.mark.parametrize(
    "step", [{"give": "2 mg/kg", "over": "1 h"}, {"give": "rest", "rate": "1 mL/kg/h"}]
)
def test_a_step_per_kg_needs_a_weight(step: dict[str, str]) -> None:
    with pytest.raises(UnusableOrder, match=r"weight: is needed: infusion\[0\]"):
        planned(step)
