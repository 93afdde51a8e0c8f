"""Findings: what each check says, how severe it is, and on which numbers and source."""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.checks import findings
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Finding, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.quantities import is_amount
from rechallenge.service.making import make_plan
from tests.planning.making import planned, protocol

WHOLE = {"give": "rest", "over": "1 h"}
FAMOTIDINE = DrugFacts.model_validate(
    {
        "name": "famotidine",
        "also": ("pepcidine",),
        "premedication": (
            {"dose": "20 mg", "route": "IV", "source": "label"},
            {"dose": "10 mg", "highest": "40 mg", "route": "PO", "source": "label"},
        ),
    }
)


def codes(made: Plan) -> set[str]:
    return {f.code for f in made.findings}


def one(made: Plan, code: str) -> Finding:
    (found,) = [f for f in made.findings if f.code == code]
    return found


def with_dose(dose: str, route: str = "IV", drug: str = "famotidine") -> tuple[Finding, ...]:
    given = {"drug": drug, "dose": dose, "route": route, "before": "30 min"}
    made = make_plan(
        protocol(WHOLE, premedication=(given,)),
        Order(dose="100 mg", volume="100 mL"),
        OnFile(drugs=(FAMOTIDINE,)),
    )
    return tuple(
        finding
        for finding in made.findings
        if finding.code.startswith("premedication")
        or "usual-premedication" in str(finding.numbers.get("absent"))
    )


def test_famotidine_50_mg_in_the_published_cases_is_above_the_label_dose() -> None:
    made = plan(read_protocol("cadonilimab-extended"), Order(dose="250 mg"))
    found = one(made, "premedication-above-usual")
    assert found.severity is Severity.CONFIRM
    assert found.where == "premedication[2].dose"
    assert [str(found.numbers[k]) for k in ("drug", "dose", "usual")] == [
        *("famotidine", "50 mg", "20 mg")
    ]
    assert found.source == "J Cancer Res Clin Oncol 1999;125:427-429 (pubmed 10394964)"


@pytest.mark.parametrize(
    ("dose", "route", "codes"),
    [
        ("20 mg", "IV", []),
        ("20.1 mg", "IV", ["premedication-above-usual"]),
        ("0.02 g", "IV", []),
        ("40 mg", "PO", []),
        ("41 mg", "PO", ["premedication-above-usual"]),
        ("20 mg", "IM", ["not-compared"]),
        ("20 units", "IV", ["not-compared"]),
    ],
)
def test_a_dose_is_compared_by_route_at_the_limit_and_one_step_above(
    dose: str, route: str, codes: list[str]
) -> None:
    assert [f.code for f in with_dose(dose, route)] == codes


def test_a_drug_is_known_by_its_other_name_and_any_case() -> None:
    assert [f.code for f in with_dose("50 mg", drug="Pepcidine")] == ["premedication-above-usual"]


def test_a_drug_without_a_usual_dose_on_file_is_said_not_passed_over() -> None:
    (found,) = with_dose("5 mg", drug="promethazine")
    assert (found.code, found.severity) == ("not-compared", Severity.NOTE)
    assert found.numbers["of_premedication"] == ("promethazine",)


def test_premedication_without_a_time_asks_for_one_until_the_order_gives_it() -> None:
    unset = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    found = one(unset, "premedication-time-unstated")
    assert found.severity is Severity.CONFIRM
    assert found.numbers["drugs"] == (*("methylprednisolone", "chlorphenamine", "famotidine"),)
    order = Order(dose="375 mg", volume="250 mL", premed_lead="30 min")
    given = plan(read_protocol("cadonilimab-stepwise"), order)
    assert "premedication-time-unstated" not in {f.code for f in given.findings}


def test_case_4s_5_mg_per_h_is_doubted_with_the_55_fold_jump_it_leads_to() -> None:
    order = Order(dose="480 mg", volume="250 mL")
    found = one(plan(read_protocol("cadonilimab-slow-start"), order), "doubtful-unit")
    assert found.severity is Severity.CONFIRM
    assert found.where == "infusion[0].rate"
    fold, instead = found.numbers["fold"], found.numbers["may_mean_dose_rate"]
    assert is_amount(fold)
    assert is_amount(instead)
    assert fold.magnitude == F(1915, 7) / 5  # 273.57 mg/h after 5 mg/h: 54.7 times
    assert instead.to("mg/h").magnitude == F(96, 10)  # 5 mL/h x 1.92 mg/mL
    assert found.source is not None


def test_a_doubted_value_that_the_order_replaces_is_no_longer_doubted() -> None:
    order = Order(dose="480 mg", volume="250 mL", settings={"first_rate": "5 mL/h"})
    made = plan(read_protocol("slow-start"), order)
    assert not {f.code for f in made.findings} & {"doubtful-unit", "doubtful-value"}


def test_a_doubt_about_the_source_itself_is_a_note() -> None:
    doubt = {"about": "source", "printed": "five cases", "because": "Table 1 has four."}
    made = planned(WHOLE, source={"citation": "A paper", "doubts": (doubt,)})
    assert one(made, "doubt-about-source").severity is Severity.NOTE


@pytest.mark.parametrize(
    ("second", "severity"),
    [("25 mg/h", None), ("25.1 mg/h", "note"), ("99.9 mg/h", "note"), ("100 mg/h", "confirm")],
)
def test_a_rate_jump_is_noted_above_2_5_fold_and_asks_from_10_fold(
    second: str, severity: str | None
) -> None:
    made = planned(
        {"rate": "10 mg/h", "over": "1 h"}, {"observe": "10 min"}, {"give": "rest", "rate": second}
    )
    found = [f for f in made.findings if f.code == "rate-jump"]
    assert [f.severity.value for f in found] == ([severity] if severity else [])
    assert all(f.source and f.where == "step 3" for f in found)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"weight": "4.8 kg"}, "child-weight-alone"),
        ({"weight": "22.6 kg"}, "child-weight-alone"),
        ({"weight": "22.6 kg", "age": "50 years"}, "weight-implausible"),
        ({"weight": "20 kg", "height": "110 cm"}, "child-weight-alone"),
        ({"weight": "22.7 kg"}, None),
        ({"weight": "340.2 kg"}, None),
        ({"weight": "340.3 kg"}, "weight-implausible"),
        ({"height": "143 cm"}, "height-implausible"),
        ({"height": "144 cm"}, None),
        ({"bsa": "0.18 m2"}, "bsa-implausible"),
        ({"bsa": "1.8 m2"}, None),
    ],
)
def test_a_body_that_no_adult_is_likely_to_have_asks(
    stated: dict[str, str], code: str | None
) -> None:
    ends = ("-implausible", "-for-age", "-alone")
    found = [f for f in planned(WHOLE, order=stated).findings if f.code.endswith(ends)]
    assert [(f.code, f.severity) for f in found] == ([(code, Severity.CONFIRM)] if code else [])
    assert all(f.source for f in found)


def test_a_protocol_that_nobody_reviewed_asks() -> None:
    assert one(planned(WHOLE), "protocol-unreviewed").severity is Severity.CONFIRM


def test_findings_never_change_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    order: dict[str, Any] = {"dose": "10 mg/kg", "weight": "4.8 kg", "volume": "100 mL"}
    made = make_plan(protocol(WHOLE), Order.model_validate(order))
    assert made.findings
    monkeypatch.setattr("rechallenge.service.making.findings", lambda plan: ())
    bare = make_plan(protocol(WHOLE), Order.model_validate(order))
    assert bare.model_copy(update={"findings": made.findings}) == made


def test_those_that_ask_come_first() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    order = [list(Severity).index(f.severity) for f in made.findings]
    assert order == sorted(order)
    assert findings(made) != ()


@pytest.mark.parametrize(
    ("order", "step", "code"),
    [
        ({"volume": "100 mL"}, {"give": "rest", "over": "5 min"}, None),  # 1,200 mL/h
        ({"volume": "100 mL"}, {"give": "rest", "over": "4 min"}, "rate-implausible"),
        ({"volume": "10 mL"}, {"give": "rest", "over": "100 h"}, None),  # 0.1 mL/h
        ({"volume": "10 mL"}, {"give": "rest", "over": "101 h"}, "rate-implausible"),
        ({"volume": "1 mL"}, WHOLE, None),
        ({"volume": "0.9 mL"}, WHOLE, "volume-implausible"),
        ({"volume": "9.999 L"}, {"give": "rest", "over": "10 h"}, None),
        ({"volume": "10 L"}, {"give": "rest", "over": "10 h"}, "volume-implausible"),
        ({"volume": "100 mL", "dose": "100 g"}, WHOLE, None),  # 1,000 mg/mL
        ({"volume": "100 mL", "dose": "101 g"}, WHOLE, "concentration-implausible"),
        ({"volume": "100 mL", "dose": "999999999 units"}, WHOLE, None),
    ],
)
def test_a_rate_bag_or_solution_that_cannot_be_asks(
    order: dict[str, str], step: dict[str, str], code: str | None
) -> None:
    found = [f for f in planned(step, order=order).findings if f.code.endswith("-implausible")]
    assert [f.code for f in found] == ([code] if code else [])
    assert all(f.source and f.severity is Severity.CONFIRM for f in found)


def test_a_plan_for_any_drug_asks_for_its_name_until_the_order_gives_it() -> None:
    assert one(planned(WHOLE), "drug-not-named").severity is Severity.CONFIRM
    assert "drug-not-named" not in codes(planned(WHOLE, order={"drug": "rituximab"}))
    assert "drug-not-named" not in codes(planned(WHOLE, drug="cadonilimab"))


def test_any_is_no_name_for_a_drug() -> None:
    with pytest.raises(ValueError, match="is not the name of a drug"):
        planned(WHOLE, order={"drug": "Any"})


def test_a_bag_that_no_step_uses_is_noted() -> None:
    bags = ({"name": "A", "volume": "1 L"}, {"name": "B", "volume": "50 mL", "holds": "1 %"})
    made = planned(WHOLE, bags=bags, parameters={}, order={"volume": None})
    assert one(made, "bag-unused").numbers["bag"] == "B"


def test_what_is_not_on_file_is_said_and_never_taken_for_checked() -> None:
    found = one(planned(WHOLE, drug="cadonilimab"), "not-compared")
    assert found.severity is Severity.NOTE
    assert "stability" in str(found.numbers["absent"])
