"""The order against what the protocol says of itself: dose, weights, and whom it is not for."""

from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Refused, Severity
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import parse
from rechallenge.sheet.finding_text import finding_text
from tests.planning.making import planned, protocol

from .on_file import found

REST = {"give": "rest", "over": "1 h"}


def dosed(dosing: dict[str, Any], **order: str) -> Any:
    return planned(REST, dosing=dosing, order=order)


@pytest.mark.parametrize(
    ("stated", "order", "gives"),
    [
        ("2 mg/kg", {"dose": "100 mg", "weight": "50 kg"}, None),
        ("2 mg/kg", {"dose": "2 mg/kg", "weight": "50 kg"}, None),
        ("2 mg/kg", {"dose": "101 mg", "weight": "50 kg"}, "100 mg"),
        ("2 mg/kg", {"dose": "99 mg", "weight": "50 kg"}, "100 mg"),
        # The weight ends at 60 kg: the same order is right at 70 kg only for 60.
        ("2 mg/kg", {"dose": "120 mg", "weight": "70 kg"}, None),
        ("2 mg/kg", {"dose": "2 mg/kg", "weight": "70 kg"}, "120 mg"),
        ("100 mg", {"dose": "100 mg", "weight": "70 kg"}, None),
        ("100 mg", {"dose": "1000 mg", "weight": "70 kg"}, "100 mg"),
        ("50 mg/m2", {"dose": "100 mg", "bsa": "2 m2", "weight": "70 kg"}, None),
        ("50 mg/m2", {"dose": "100 mg", "bsa": "1.9 m2", "weight": "70 kg"}, "95 mg"),
    ],
)
def test_a_dose_other_than_the_protocols_asks_with_the_one_it_gives(
    stated: str, order: dict[str, str], gives: str | None
) -> None:
    made = dosed({"dose": stated, "weight_at_most": "60 kg", "source": "A label"}, **order)
    findings = found(made, "dose-differs-from-protocol")
    assert [f.severity for f in findings] == ([] if gives is None else [Severity.CONFIRM])
    for finding in findings:
        assert finding.numbers["gives"] == parse(str(gives))
        assert finding.where == "order.dose"
        assert finding.source == "A label"


def test_an_order_in_units_is_told_what_the_protocol_has_in_mg() -> None:
    (finding,) = found(
        dosed({"dose": "100 mg"}, dose="100 units"), "dose-differs-from-protocol"
    )  # fmt: skip
    assert "differs from the protocol's, 100 mg" in finding_text(finding)


@pytest.mark.parametrize(
    ("highest", "order", "asks"),
    [
        ("100 mg", {"dose": "100 mg"}, False),
        ("100 mg", {"dose": "100.1 mg"}, True),
        ("1 mg/kg", {"dose": "60 mg", "weight": "70 kg"}, False),
        ("1 mg/kg", {"dose": "61 mg", "weight": "70 kg"}, True),
    ],
)
def test_a_dose_above_the_highest_of_the_protocol_asks(
    highest: str, order: dict[str, str], asks: bool
) -> None:
    made = dosed({"highest": highest, "weight_at_most": "60 kg"}, **order)
    assert bool(found(made, "dose-above-protocol-highest")) is asks


@pytest.mark.parametrize(
    ("weight", "side"),
    [("4.9 kg", "below"), ("5 kg", None), ("150 kg", None), ("151 kg", "above")],
)
def test_a_weight_that_the_protocol_is_not_for_asks(weight: str, side: str | None) -> None:
    made = dosed({"weights": {"from": "5 kg", "to": "150 kg"}}, weight=weight)
    findings = found(made, "weight-outside-protocol")
    assert [f.numbers["side"] for f in findings] == ([] if side is None else [side])


@pytest.mark.parametrize(
    ("dosing", "field"),
    [
        ({"dose": "2 mg/kg"}, "weight"),
        ({"highest": "2 mg/kg"}, "weight"),
        ({"weights": {"from": "5 kg"}}, "weight"),
        ({"dose": "2 mg/m2"}, "bsa"),
    ],
)
def test_what_a_protocol_doses_by_is_asked_for(dosing: dict[str, Any], field: str) -> None:
    with pytest.raises(UnusableOrder) as refused:
        dosed(dosing)
    assert [p.path for p in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("dose", "weight", "says"),
    [
        ("300 mg/kg", "150 kg", ("Order 30,000 mg", "for 300 mg/kg", "at most 100 kg")),
        ("200 mg/kg", "50 kg", ("Order 15,000 mg", "for 300 mg/kg")),
    ],
)
def test_bags_per_kg_that_do_not_add_up_to_the_order_name_the_dose_of_the_protocol(
    dose: str, weight: str, says: tuple[str, ...]
) -> None:
    order = Order(dose=dose, weight=weight, strength="200 mg/mL")
    with pytest.raises(Refused) as refused:
        plan(read_protocol("acetylcysteine-3-bag"), order)
    (finding,) = refused.value.findings
    assert [part for part in says if part not in finding_text(finding)] == []


@pytest.mark.parametrize("weight", ["5 kg", "40 kg", "100 kg"])
def test_the_ordered_dose_of_acetylcysteine_is_asked_about_at_no_weight_of_its_table(
    weight: str,
) -> None:
    order = Order(dose="300 mg/kg", weight=weight, strength="200 mg/mL")
    made = plan(read_protocol("acetylcysteine-3-bag"), order)
    codes = {str(f.code) for f in made.findings}
    assert not codes & {
        "dose-differs-from-protocol", "dose-above-protocol-highest", "weight-outside-protocol",
        "dose-above-limit",
    }  # fmt: skip


# Whom it is not for


def after(*, grade: str | None, kind: str | None, **excluded: Any) -> list[str]:
    """The codes that refuse after this reaction, where the protocol excludes these."""
    order = {k: v for k, v in (("reaction_grade", grade), ("reaction_kind", kind)) if v}
    try:
        planned(REST, not_for=("Children", {"says": "Not after this", **excluded}), order=order)
    except Refused as refused:
        return [f.where for f in refused.findings if f.code == "not-for-reaction"]
    return []


@pytest.mark.parametrize(
    ("grade", "kind", "excluded", "refused"),
    [
        ("3", None, {"grades": ("3", "4")}, True),
        ("2", None, {"grades": ("3", "4")}, False),
        (None, None, {"grades": ("3", "4")}, False),
        (None, "anaphylaxis", {"kinds": ("anaphylaxis",)}, True),
        (None, "hypersensitivity", {"kinds": ("anaphylaxis",)}, False),
        ("3", "anaphylaxis", {"grades": ("3",), "kinds": ("anaphylaxis",)}, True),
        ("2", "anaphylaxis", {"grades": ("3",), "kinds": ("anaphylaxis",)}, False),
        ("3", None, {"grades": ("3",), "kinds": ("anaphylaxis",)}, False),
        ("4", "anaphylaxis", {}, False),
    ],
)
def test_a_reaction_that_the_protocol_is_not_for_is_refused_and_no_other(
    grade: str | None, kind: str | None, excluded: dict[str, Any], refused: bool
) -> None:
    found_at = after(grade=grade, kind=kind, **excluded)
    assert found_at == (["not_for[1]"] if refused else [])


def test_the_refusal_quotes_the_protocol() -> None:
    order = Order(dose="375 mg", volume="250 mL", reaction_grade="4")
    with pytest.raises(Refused) as refused:
        plan(read_protocol("cadonilimab-stepwise"), order)
    (finding,) = refused.value.findings
    assert 'not for this reaction: "A reaction of grade 3 or 4' in finding_text(finding)


@pytest.mark.parametrize(
    ("excluded", "says"),
    [
        ({"grades": ("3",)}, "says"),
        ({"says": "x", "grades": ("5",)}, "'4'"),
        ({"says": "x", "kind": ("anaphylaxis",)}, "did you mean kinds"),
        ({"says": "x", "kinds": ("rash",)}, "anaphylaxis"),
    ],
)
def test_an_exclusion_that_cannot_be_read_is_refused(excluded: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        protocol(REST, not_for=(excluded,))
