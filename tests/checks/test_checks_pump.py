"""What is said of the pump: what its rounding does, which pumps refuse a rate, how exact it is."""

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Severity
from rechallenge.model.pump import Pump
from rechallenge.quantities import parse

from .on_file import found, planned_with, pump

IN_21S = pump(("21 mL/h", "210 mL/h", "21 mL/h"))
REST = {"give": "rest", "rate": "21 mL/h"}


@pytest.mark.parametrize(
    ("rate", "asks"),
    [
        ("42 mL/h", False),
        ("40 mL/h", False),  # 42 for 40 is 2/40 = 5% more
        ("39.9 mL/h", True),  # 42 for 39.9 is 2.1/39.9 = 5.26% more
        ("44.2 mL/h", False),  # 42 for 44.2 is 2.2/44.2 = 4.98% less
        ("44.3 mL/h", True),  # 42 for 44.3 is 2.3/44.3 = 5.19% less
    ],
)
def test_a_rounding_of_more_than_5_percent_asks(rate: str, asks: bool) -> None:
    made = planned_with({"rate": rate, "over": "1 h"}, REST, on=IN_21S)
    findings = [f for f in found(made, "rate-rounded") if f.where == "step 1"]
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


def test_the_finding_has_both_doses_and_rates() -> None:
    made = planned_with({"rate": "39.9 mL/h", "over": "1 h"}, REST, on=IN_21S)
    finding = found(made, "rate-rounded")[0]
    # 1 mg/mL for 1 h
    expected = {"written_rate": "39.9 mL/h", "written_dose": "39.9 mg", "rate": "42 mL/h",
                "dose": "42 mg"}  # fmt: skip
    assert {name: finding.numbers[name] for name in expected} == {
        name: parse(text) for name, text in expected.items()
    }
    assert finding.source is not None
    assert "5%" in finding.source


def test_a_step_that_keeps_its_dose_and_takes_longer_is_compared_by_its_rate() -> None:
    made = planned_with({"give": "rest", "rate": "50 mL/h"}, on=IN_21S)
    (finding,) = found(made, "rate-rounded")
    # 50 mL/h lies between 42 and 63; 8/50 = 16% slower
    assert made.steps[0].dose == made.as_written[0].dose
    assert finding.numbers["share"] == parse("16%")


def test_a_ramp_with_another_number_of_steps_is_said() -> None:
    ramp = {"rate": "10 mL/h", "increase": "10 mL/h", "every": "1 h", "up_to": "90 mL/h",
            "give": "rest"}  # fmt: skip
    # As written 10 + 20 + 30 + 40 = 100 mL in 4 steps. This pump runs 5, 20, 35, 50 ... mL/h, so
    # 5 + 20 + 35 + 35 = 95 mL, and 5 mL are left for a fifth step.
    on = pump(("5 mL/h", "95 mL/h", "15 mL/h"))
    made = planned_with(ramp, on=on)
    (finding,) = found(made, "steps-added-by-pump")
    assert (finding.numbers["written"], finding.numbers["made"]) == (4, 5)
    assert (finding.severity, finding.where) == (Severity.NOTE, "infusion[0]")
    assert not found(planned_with(ramp), "steps-added-by-pump")


TENTHS = (("0.1 mL", "9999 mL", "0.1 mL"),)
ONES = ("1 mL/h", "999 mL/h", "1 mL/h")


@pytest.mark.parametrize(
    ("minutes", "asks"),
    # At 4 mL/h: 9 min are 0.6 mL. 8 min are 0.533 mL, set to 0.5: 6.25% less. 7 min are 0.467 mL,
    # set to 0.5: 7.1% more. 29 min are 1.933 mL, set to 1.9: 1.7% less.
    [("9 min", False), ("8 min", True), ("7 min", True), ("29 min", False)],
)
def test_a_volume_rounded_by_more_than_5_percent_asks_as_a_rate_does(
    minutes: str, asks: bool
) -> None:
    on = pump(ONES, volumes=TENTHS)
    rest = {"give": "rest", "rate": "30 mL/h"}
    made = planned_with({"rate": "4 mL/h", "over": minutes}, rest, on=on)
    findings = [f for f in found(made, "rate-rounded") if f.where == "step 1"]
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


@pytest.mark.parametrize("prepared", [{}, {"strength": "10 mg/mL", "technique": "final volume"}])
@pytest.mark.parametrize(
    ("dose", "increment", "severity"),
    # 1 mg/mL in a bag of 200 mL. 100.07 mL: 100 mL are set, 0.07 mg less, 0.07%. 109 mL in steps of
    # 20 mL: 100 mL, 9 mg less, 8.3%.
    [("100.07 mg", "0.1 mL", Severity.NOTE), ("109 mg", "20 mL", Severity.CONFIRM)],
)
def test_a_dose_that_no_volume_gives_exactly_is_stated(
    dose: str, increment: str, severity: Severity, prepared: dict[str, str]
) -> None:
    bag = {"name": "A", "volume": "200 mL", "concentration": "1 mg/mL"}
    on = pump(ONES, volumes=((increment, None, increment),))
    steps = {"bag": "A", "give": "rest", "rate": "50 mL/h"}
    made = planned_with(steps, bags=(bag,), parameters={}, on=on,
                        order={"dose": dose, "volume": None} | prepared)  # fmt: skip
    (finding,) = found(made, "dose-short-of-order")
    assert finding.severity is severity
    assert finding.numbers["delivered"] == made.totals.dose == parse("100 mg")
    assert finding.numbers["missing"] == parse(dose) - parse("100 mg")
    assert finding.numbers["ordered"] == parse(dose)


def test_the_drug_that_keeping_the_vein_open_adds_is_stated_where_it_adds_most() -> None:
    kvo = ({"rates_from": "1 mL/h", "rate": "1 mL/h", "source": "x"},
           {"rates_from": "10 mL/h", "rate": "3 mL/h", "source": "From 10 mL/h"})  # fmt: skip
    on = pump(ONES, volumes=TENTHS, kvo=kvo)
    steps = ({"give": "5 mL", "rate": "5 mL/h"}, {"give": "20 mL", "rate": "20 mL/h"},
             {"give": "rest", "rate": "50 mL/h"})  # fmt: skip
    made = planned_with(*steps, on=on, order={"dose": "200 mg", "volume": "100 mL"})
    # 2 mg/mL: 1 mL/h is 2 mg/h after step 1, 3 mL/h is 6 mg/h after step 2; step 3 empties the bag
    (finding,) = found(made, "keep-open-adds")
    assert (finding.severity, finding.source) == (Severity.NOTE, "From 10 mL/h")
    assert finding.numbers == {"step": 2, "rate": parse("3 mL/h"), "dose_rate": parse("6 mg/h")}
    assert not found(planned_with(*steps, on=pump(ONES, volumes=TENTHS)), "keep-open-adds")


def test_the_vein_is_kept_open_no_faster_than_the_step_ran() -> None:
    kvo = ({"rates_from": "0.1 mL/h", "rate": "3 mL/h", "source": "x"},)
    on = pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), volumes=TENTHS, kvo=kvo)
    steps = ({"give": "5 mL", "rate": "2.5 mL/h"}, {"give": "rest", "rate": "2.5 mL/h"})
    (finding,) = found(planned_with(*steps, on=on), "keep-open-adds")
    assert finding.numbers["rate"] == parse("2.5 mL/h")


def test_rates_that_no_pump_has_are_asked_about_only_where_no_pump_is_on_file() -> None:
    steps = {"give": "rest", "rate": "1500 mL/h"}
    assert found(planned_with(steps), "rate-implausible")
    fast = pump(("1 mL/h", "2000 mL/h", "1 mL/h"))
    assert not found(planned_with(steps, on=fast), "rate-implausible")


def coarse(rates: tuple[str, str, str], from_rate: str, step: str) -> Pump:
    entry = {"pumps": "Coarse 1", "rates_from": from_rate, "step": step, "source": "Its manual"}
    return pump(rates, coarser=(entry,))


@pytest.mark.parametrize(
    ("rate", "refused"),
    [("99.9 mL/h", False), ("100 mL/h", False), ("100.1 mL/h", True), ("101 mL/h", False)],
)
def test_a_rate_that_a_named_pump_refuses_is_said_with_its_steps(rate: str, refused: bool) -> None:
    on = coarse(("0.1 mL/h", "999 mL/h", "0.1 mL/h"), "100 mL/h", "1 mL/h")
    made = planned_with({"rate": rate, "give": "rest"}, on=on)
    findings = found(made, "pump-may-refuse")
    assert len(findings) == refused
    for finding in findings:
        assert finding.severity is Severity.NOTE
        assert finding.numbers["rates"] == (parse(rate),)
        assert (finding.numbers["steps"], finding.numbers["pumps"]) == ((1,), "Coarse 1")


def test_the_generic_pump_names_two_pumps_that_refuse_112_5_ml_per_h() -> None:
    # 225 mL in 2 h
    made = plan(read_protocol("extended"), Order(drug="examplumab", dose="1 g", volume="225 mL"))
    assert made.steps[0].rate == parse("112.5 mL/h")
    (finding,) = found(made, "pump-may-refuse")
    assert finding.numbers["pumps"] == "Alaris GP and Alaris 8100"


def test_a_drop_factor_that_is_good_to_10_percent_gives_the_times_between_which_steps_end() -> None:
    order = Order(drug="examplumab", dose="1 g", volume="198 mL", pump="gravity-20")
    made = plan(read_protocol("extended"), order)
    (finding,) = found(made, "pump-good-to")
    # 198 mL in 120 min at 20 drops/mL is 33 drops/min; 120/1.1 = 109.09 and 120/0.9 = 133.33 min
    assert finding.numbers["planned"] == parse("120 min")
    assert finding.numbers["shortest"] == parse("1200 min") / 11
    assert finding.numbers["longest"] == parse("1200 min") / 9


def test_a_pump_says_on_its_page_how_exact_it_is_and_not_in_every_plan() -> None:
    order = Order(drug="examplumab", dose="1 g", volume="200 mL", pump="infusomat-space")
    assert found(plan(read_protocol("extended"), order), "pump-good-to") == []
