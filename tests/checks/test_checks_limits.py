"""Dose, concentration, rate and stability against the drug's file, and what is not in it."""

from typing import Any

import pytest

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.quantities import parse

from .on_file import drug, found, planned_with

LABEL = {"source": "Label"}


@pytest.mark.parametrize(
    ("limit", "order", "asks"),
    [
        ("100 mg", {"dose": "100 mg"}, False),
        ("100 mg", {"dose": "100.1 mg"}, True),
        ("0.1 g", {"dose": "100.1 mg"}, True),
        ("2 mg/kg", {"dose": "100 mg", "weight": "50 kg"}, False),
        ("2 mg/kg", {"dose": "100.1 mg", "weight": "50 kg"}, True),
        ("2 mg/kg", {"dose": "2.1 mg/kg", "weight": "50 kg"}, True),
        ("50 mg/m2", {"dose": "100 mg", "bsa": "2 m2"}, False),
        ("50 mg/m2", {"dose": "100.1 mg", "bsa": "2 m2"}, True),
        # Mosteller: 180 cm x 80 kg / 3600 = 4, whose root is 2 m2
        ("50 mg/m2", {"dose": "50 mg/m2", "height": "180 cm", "weight": "80 kg"}, False),
        ("50 mg/m2", {"dose": "50.1 mg/m2", "height": "180 cm", "weight": "80 kg"}, True),
    ],
)
def test_a_dose_is_compared_at_the_limit_and_one_step_above(
    limit: str, order: dict[str, str], asks: bool
) -> None:
    facts = drug(dose_limits=({"highest": limit, "what": "most at once"} | LABEL,))
    findings = found(planned_with(drugs=(facts,), order=order), "dose-above-limit")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
    assert all(f.source == "Label" and f.where == "order.dose" for f in findings)


def test_a_limit_per_kg_is_shown_for_this_patient() -> None:
    facts = drug(dose_limits=({"highest": "2 mg/kg", "what": "most at once"} | LABEL,))
    order = {"dose": "120 mg", "weight": "50 kg"}
    (finding,) = found(planned_with(drugs=(facts,), order=order), "dose-above-limit")
    # 2 mg/kg x 50 kg = 100 mg
    assert finding.numbers["most"] == parse("100 mg")
    assert finding.numbers["limit"] == parse("2 mg/kg")


@pytest.mark.parametrize("highest", ["10 mg", "0.01 g", "10000 mcg"])
def test_a_thousand_fold_slip_of_a_unit_is_above_the_limit(highest: str) -> None:
    facts = drug(dose_limits=({"highest": highest, "what": "most at once"} | LABEL,))
    ordered = {"mcg": "500 mcg", "mg": "500 mg"}
    asks = {
        unit: bool(found(planned_with(drugs=(facts,), order={"dose": dose}), "dose-above-limit"))
        for unit, dose in ordered.items()
    }
    assert asks == {"mcg": False, "mg": True}


@pytest.mark.parametrize(
    ("limit", "order", "lacks"),
    [
        ("2 mg/kg", {}, "weight"),
        ("50 mg/m2", {"weight": "50 kg"}, "body-surface"),
        ("2 mg/kg", {"weight": "50 kg"}, None),
        ("500 mg", {}, None),
    ],
)
def test_a_dose_that_no_limit_can_be_compared_with_asks_for_what_is_missing(
    limit: str, order: dict[str, str], lacks: str | None
) -> None:
    facts = drug(dose_limits=({"highest": limit, "what": "most at once"} | LABEL,))
    findings = found(planned_with(drugs=(facts,), order=order), "dose-not-compared")
    assert [f.numbers["lacks"] for f in findings] == ([lacks] if lacks else [])
    assert all(f.severity is Severity.CONFIRM and f.source == "Label" for f in findings)


def not_compared(made: Plan) -> tuple[object, object]:
    """What is named as on no file, and as not in the order."""
    (finding,) = found(made, "not-compared") or found(made, "not-stated")
    assert finding.severity is Severity.NOTE
    absent, left_out = finding.numbers["absent"], finding.numbers.get("not_stated", ())
    return ((), absent) if finding.code == "not-stated" else (absent, left_out)


LEFT_OUT = ("line", "reaction-grade", "reaction-kind")
"""What a plain order leaves out, for want of which something is not compared."""


def test_a_limit_in_the_plans_own_units_is_compared_and_not_said() -> None:
    assert not_compared(planned_with(drugs=(drug(**KNOWN),))) == ((), LEFT_OUT)


def test_a_concentration_or_rate_in_other_units_is_said_too() -> None:
    facts = KNOWN | {
        "concentration": {"lowest": "1 units/mL", "highest": "5 units/mL"} | LABEL,
        "highest_rates": ({"rate": "5 units/h"} | LABEL, {"rate": "1 mg/kg/h"} | LABEL),
    }
    on_no_file, left_out = not_compared(planned_with(drugs=(drug(**facts),)))
    assert on_no_file == ("lowest-concentration", "highest-concentration", "highest-rate")
    assert left_out == ("weight", *LEFT_OUT)


@pytest.mark.parametrize(
    ("volume", "side"),
    [("100 mL", None), ("101 mL", "below"), ("20 mL", None), ("19 mL", "above")],
)
def test_a_bag_is_compared_with_both_ends_of_the_range_and_one_step_beyond(
    volume: str, side: str | None
) -> None:
    # 100 mg in 100 mL is 1 mg/mL, in 20 mL 5 mg/mL
    facts = drug(concentration={"lowest": "1 mg/mL", "highest": "5 mg/mL"} | LABEL)
    made = planned_with(drugs=(facts,), order={"volume": volume})
    findings = found(made, "concentration-outside-range")
    assert [f.numbers["side"] for f in findings] == ([side] if side else [])
    limits = {"below": "lowest-concentration", "above": "highest-concentration"}
    assert [f.numbers["what"] for f in findings] == ([limits[side]] if side else [])
    assert all(f.severity is Severity.CONFIRM and f.where == "bags[0]" for f in findings)


BAGS = (
    {"name": "Bag 1", "volume": "100 mL", "dilution": "1/100"},
    {"name": "Bag 2", "volume": "100 mL", "dilution": "1/10"},
    {"name": "Bag 3", "volume": "100 mL", "holds": "rest"},
)
STEPS = (
    {"bag": "Bag 1", "rate": "10 mL/h", "over": "1 h"},
    {"bag": "Bag 2", "rate": "10 mL/h", "over": "1 h"},
    {"bag": "Bag 3", "rate": "50 mL/h", "give": "rest"},
)


@pytest.mark.parametrize("strategy", ["desensitization", "stepwise"])
def test_dilute_bags_of_a_desensitisation_are_said_and_the_main_bag_asks(strategy: str) -> None:
    # 1 mg/mL undiluted, so 0.01 and 0.1 mg/mL; bag 3 holds 100 - 0.1 - 1 = 98.9 mg, 0.989 mg/mL
    facts = drug(concentration={"lowest": "1 mg/mL"} | LABEL)
    made = planned_with(*STEPS, drugs=(facts,), bags=BAGS, strategy=strategy)
    asking = [f.numbers["bag"] for f in found(made, "concentration-outside-range")]
    by_design = found(made, "concentration-below-by-design")
    if strategy == "desensitization":
        assert asking == ["Bag 3"]
        assert [f.numbers["bags"] for f in by_design] == [("Bag 1", "Bag 2")]
        assert [f.numbers["concentration"] for f in by_design] == [parse("0.01 mg/mL")]
        assert all(f.severity is Severity.NOTE for f in by_design)
        assert all("Eur J Hosp Pharm 2020;27:369" in str(f.source) for f in by_design)
    else:
        assert asking == ["Bag 1", "Bag 2", "Bag 3"]
        assert not by_design


def test_a_dilute_bag_above_the_range_asks_also_in_a_desensitisation() -> None:
    facts = drug(concentration={"highest": "0.05 mg/mL"} | LABEL)
    made = planned_with(*STEPS, drugs=(facts,), bags=BAGS, strategy="desensitization")
    asking = [f.numbers["bag"] for f in found(made, "concentration-outside-range")]
    assert asking == ["Bag 2", "Bag 3"]


OBSERVED = {"vitals": ("end",), "observe_after": "30 min", "source": "Label"}


@pytest.mark.parametrize(
    ("kept", "monitoring", "asks"),
    [
        ("90 min", OBSERVED, False),  # 60 min and 30 min of observation
        ("89 min", OBSERVED, True),
        ("60 min", None, False),
        ("59 min", None, True),
    ],
)
def test_a_plan_longer_than_a_bag_keeps_asks_with_observation_counted(
    kept: str, monitoring: dict[str, Any] | None, asks: bool
) -> None:
    facts = drug(stability=({"time": kept, "at": "25 C"} | LABEL,))
    made = planned_with(drugs=(facts,), monitoring=monitoring)
    findings = found(made, "stability-exceeded")
    assert [f.numbers["at"] for f in findings] == (["25 C"] if asks else [])
    assert all(f.severity is Severity.CONFIRM and f.source == "Label" for f in findings)


def test_each_stability_that_is_exceeded_is_named_the_shortest_first() -> None:
    times = (("50 min", "2 to 8 C"), ("20 min", "25 C"), ("2 h", "frozen"))
    facts = drug(stability=tuple({"time": time, "at": at} | LABEL for time, at in times))
    findings = found(planned_with(drugs=(facts,)), "stability-exceeded")
    assert [f.numbers["at"] for f in findings] == ["25 C", "2 to 8 C"]


@pytest.mark.parametrize(
    ("highest", "order", "steps"),
    [
        # 100 mg in 100 mL: 20, 40 and 80 mL/h are 20, 40 and 80 mg/h
        ("80 mg/h", {}, None),
        ("79 mg/h", {}, (3,)),
        ("39 mL/h", {}, (2, 3)),
        ("80 mL/h", {}, None),
        ("1.6 mg/kg/h", {"weight": "50 kg"}, None),
        ("1.5 mg/kg/h", {"weight": "50 kg"}, (3,)),
        ("0.7 mL/kg/h", {"weight": "50 kg"}, (2, 3)),
    ],
)
def test_a_rate_faster_than_the_highest_on_file_asks(
    highest: str, order: dict[str, str], steps: tuple[int, ...] | None
) -> None:
    facts = drug(highest_rates=({"rate": highest} | LABEL,))
    ladder: dict[str, Any] = {"rates": ("20 mL/h", "40 mL/h"), "every": "15 min"}
    made = planned_with(
        ladder, {"rate": "80 mL/h", "give": "rest"}, drugs=(facts,), order=order
    )  # fmt: skip
    findings = found(made, "rate-above-usual-highest")
    assert [f.numbers["steps"] for f in findings] == ([steps] if steps else [])
    for finding in findings:
        assert finding.severity is Severity.CONFIRM
        assert str(finding.numbers["fastest"]).startswith("80 ")


def test_the_fastest_of_the_steps_is_named_and_the_first_is_where_to_look() -> None:
    facts = drug(highest_rates=({"rate": "30 mL/h"} | LABEL,))
    ladder: dict[str, Any] = {"rates": ("20 mL/h", "80 mL/h"), "every": "15 min"}
    made = planned_with(ladder, {"rate": "40 mL/h", "give": "rest"}, drugs=(facts,))
    (finding,) = found(made, "rate-above-usual-highest")
    assert (finding.where, finding.numbers["steps"]) == ("step 2", (2, 3))
    assert finding.numbers["fastest"] == parse("80 mL/h")


KNOWN: dict[str, Any] = {
    "dose_limits": ({"highest": "500 mg", "what": "most at once"} | LABEL,),
    "concentration": {"lowest": "0.1 mg/mL", "highest": "10 mg/mL"} | LABEL,
    "stability": ({"time": "24 h", "at": "25 C"} | LABEL,),
    "highest_rates": ({"rate": "400 mg/h"} | LABEL,),
}


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (KNOWN, None),
        (KNOWN | {"dose_limits": ()}, None),
        (KNOWN | {"concentration": None}, "concentration-range"),
        (KNOWN | {"concentration": {"about": "1 mg/mL"} | LABEL}, "concentration-range"),
        (
            KNOWN | {"concentration": {"highest": "10 mg/mL"} | LABEL},
            "lowest-concentration",
        ),
        (
            KNOWN | {"concentration": {"lowest": "0.1 mg/mL"} | LABEL},
            "highest-concentration",
        ),
        (KNOWN | {"stability": ()}, "stability"),
        (KNOWN | {"highest_rates": ()}, "highest-rate"),
        (None, "concentration-range stability highest-rate"),
    ],
)
def test_each_missing_limit_is_named_and_no_other(
    facts: dict[str, Any] | None, missing: str | None
) -> None:
    drugs = () if facts is None else (drug(**facts),)
    on_no_file, left_out = not_compared(planned_with(drugs=drugs))
    assert on_no_file == tuple((missing or "").split())
    assert left_out == LEFT_OUT


def test_two_rates_on_file_that_the_same_step_exceeds_ask_at_two_places() -> None:
    facts = drug(highest_rates=tuple({"rate": rate} | LABEL for rate in ("50 mL/h", "30 mL/h")))
    findings = found(planned_with({"rate": "80 mL/h", "give": "rest"}, drugs=(facts,)),
                     "rate-above-usual-highest")  # fmt: skip
    assert [(f.where, f.numbers["limit"]) for f in findings] == [
        ("step 1", parse("50 mL/h")),
        ("step 1 #2", parse("30 mL/h")),
    ]


def test_a_rate_on_file_is_not_for_a_protocol_with_a_source_of_its_own() -> None:
    steps = {"rate": "80 mL/h", "give": "rest"}
    asks = []
    for others in ((), ("made-for-test",)):
        rate = {"rate": "30 mL/h", "other_protocols": others} | LABEL
        made = planned_with(steps, drugs=(drug(highest_rates=(rate,)),), id="made-for-test")
        asks.append(bool(found(made, "rate-above-usual-highest")))
    assert asks == [True, False]


BY_SURFACE_OR_FIXED = ({"highest": "500 mg/m2"}, {"highest": "1200 mg"})
BY_WEIGHT = (
    {"highest": "1000 mg", "weight_from": "50 kg"},
    {"highest": "15 mg/kg", "weight_below": "50 kg"},
)
LIGHT_ONLY = ({"highest": "10 mg", "weight_below": "50 kg"},)
BY_AGE = (
    {"highest": "400 mg", "patients": "adults"},
    {"highest": "2 mg/kg", "patients": "children"},
)


@pytest.mark.parametrize(
    ("limits", "order", "asks"),
    [
        # 500 mg/m2 x 2 m2 = 1000 mg
        (BY_SURFACE_OR_FIXED, {"dose": "1100 mg", "bsa": "2 m2"}, False),
        (BY_SURFACE_OR_FIXED, {"dose": "1201 mg", "bsa": "2 m2"}, True),
        (BY_SURFACE_OR_FIXED, {"dose": "1201 mg", "bsa": "3 m2"}, False),
        # 15 mg/kg x 49 kg = 735 mg
        (BY_WEIGHT, {"dose": "736 mg", "weight": "49 kg"}, True),
        (BY_WEIGHT, {"dose": "735 mg", "weight": "49 kg"}, False),
        (BY_WEIGHT, {"dose": "1000 mg", "weight": "50 kg"}, False),
        (BY_WEIGHT, {"dose": "1001 mg", "weight": "50 kg"}, True),
        (BY_WEIGHT, {"dose": "1001 mg"}, True),
        (LIGHT_ONLY, {"dose": "11 mg", "weight": "49 kg"}, True),
        (LIGHT_ONLY, {"dose": "11 mg", "weight": "50 kg"}, False),
        (LIGHT_ONLY, {"dose": "11 mg"}, False),
        (BY_AGE, {"dose": "400 mg", "weight": "70 kg"}, False),
        (BY_AGE, {"dose": "401 mg", "weight": "70 kg"}, True),
        (BY_AGE, {"dose": "41 mg", "weight": "20 kg"}, True),
        (BY_AGE, {"dose": "40 mg", "weight": "20 kg"}, False),
        (BY_AGE, {"dose": "101 mg", "weight": "50 kg", "age": "17 years"}, True),
        (BY_AGE, {"dose": "101 mg", "weight": "50 kg", "age": "18 years"}, False),
        (BY_AGE, {"dose": "401 mg", "age": "17 years"}, False),
    ],
)
def test_a_dose_asks_above_every_limit_that_is_for_the_patient(
    limits: tuple[dict[str, str], ...], order: dict[str, str], asks: bool
) -> None:
    facts = drug(dose_limits=tuple({"what": "at once"} | limit | LABEL for limit in limits))
    assert bool(found(planned_with(drugs=(facts,), order=order), "dose-above-limit")) is asks


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        (None, True),
        (KNOWN | {"dose_limits": ()}, True),
        (KNOWN, False),
        ({"usual_doses": ({"dose": "100 mg", "what": "for all"} | LABEL,)}, False),
    ],
)
def test_a_drug_without_a_limit_on_file_asks_once(facts: dict[str, Any] | None, asks: bool) -> None:
    made = planned_with(drugs=() if facts is None else (drug(**facts),))
    findings = found(made, "dose-limit-not-on-file")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
