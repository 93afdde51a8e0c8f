"""Premedication: the order adds it or replaces it, and a dose per kg ends where the source says."""

from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Refused
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.order_text import age_in_months
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder, problems_of
from rechallenge.planning.timeline import premedication
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from tests.planning.making import protocol

STEP = {"give": "rest", "over": "1 h"}
DEXAMETHASONE = {"drug": "dexamethasone", "dose": "10 mg", "route": "IV", "before": "30 min"}
PER_KG = {
    "drug": "diphenhydramine", "dose": "1 mg/kg", "at_most": "50 mg", "route": "IV",
    "before": "1 h",
}  # fmt: skip


def given(*of_protocol: dict[str, str], on_file: OnFile | None = None, **order: Any) -> Plan:
    written = protocol(STEP, premedication=of_protocol)
    stated = Order.model_validate({"dose": "100 mg", "volume": "100 mL", **order})
    return make_plan(written, stated, on_file or OnFile())


def doses(plan: Plan) -> list[tuple[str, str]]:
    return [(d.drug, f"{d.dose.magnitude} {d.dose.units:~}") for d in plan.premedication]


def test_an_order_adds_premedication_after_the_protocols() -> None:
    plan = given(DEXAMETHASONE, premed=("cetirizine 10 mg IV 45 min before",))
    assert doses(plan) == [("dexamethasone", "10 mg"), ("cetirizine", "10 mg")]
    added = plan.premedication[1]
    assert (added.route, added.before, added.ordered) == ("IV", parse("45 min"), True)
    assert added.in_place_of == ()


def test_a_dose_of_the_order_takes_the_place_of_the_protocols_of_that_drug() -> None:
    split = "Dexamethasone 20 mg PO 12 h before; Dexamethasone 20 mg PO 6 h before"
    plan = given(DEXAMETHASONE, premed=split)
    assert doses(plan) == [("Dexamethasone", "20 mg"), ("Dexamethasone", "20 mg")]
    assert [d.in_place_of for d in plan.premedication] == [(parse("10 mg"),)] * 2
    assert [e.offset for e in plan.timeline if e.what == "premedication"] == [
        parse("12 h") * -1,
        parse("6 h") * -1,
    ]


def test_another_name_on_file_is_the_same_drug() -> None:
    facts = DrugFacts.model_validate(
        {"name": "dexamethasone", "also": ("Decadron",), "dosing": ({"says": "-", "source": "-"},)}
    )
    on_file = OnFile(drugs=(facts,))
    plan = given(DEXAMETHASONE, on_file=on_file, premed="Decadron 8 mg IV 1 h before")
    assert doses(plan) == [("Decadron", "8 mg")]


@pytest.mark.parametrize(
    ("weight", "dose"), [("20 kg", "20 mg"), ("50 kg", "50 mg"), ("80 kg", "50 mg")]
)
def test_a_dose_per_kg_ends_at_the_highest_that_the_protocol_states(weight: str, dose: str) -> None:
    plan = given(PER_KG, weight=weight)
    assert doses(plan) == [("diphenhydramine", dose)]
    ends = [formula.operation for formula in plan.premedication[0].working]
    assert ends == (["x", "at most"] if weight == "80 kg" else ["x"])


def test_a_dose_per_kg_of_the_order_has_no_end() -> None:
    plan = given(PER_KG, weight="80 kg", premed="diphenhydramine 1 mg/kg IV 1 h before")
    assert doses(plan) == [("diphenhydramine", "80 mg")]


def test_a_dose_per_kg_needs_the_weight() -> None:
    with pytest.raises(UnusableOrder, match="weight: is needed: the dose of diphenhydramine"):
        given(PER_KG)


def test_a_dose_that_does_not_end_is_refused_by_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(premedication, "_for_patient", lambda *_: parse("80 mg"))
    with pytest.raises(Refused) as refused:
        given(PER_KG, weight="80 kg")
    assert [f.where for f in refused.value.findings] == ["premedication[0].dose"]


def test_a_dose_of_the_protocol_that_is_left_in_is_refused_by_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premedication, "_same", lambda *_: False)
    with pytest.raises(Refused) as refused:
        given(DEXAMETHASONE, premed="dexamethasone 20 mg PO 12 h before")
    assert "premedication[1]" in [f.where for f in refused.value.findings]


@pytest.mark.parametrize(
    ("at_most", "says"),
    [
        ({"dose": "10 mg", "at_most": "50 mg"}, "is the same for every patient"),
        ({"dose": "1 mg/kg", "at_most": "50 units"}, "does not go with 1 mg/kg"),
    ],
)
def test_a_highest_dose_that_means_nothing_is_refused(at_most: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        given(PER_KG | at_most)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cetirizine 10 mg IV", "does not state drug, dose, route and time"),
        ("cetirizine 10 mg 30 min before", "does not state drug, dose, route and time"),
        ("10 mg IV 30 min before", "does not state drug, dose, route and time"),
        ("cetirizine 10 IV 30 min before", "does not state drug, dose, route and time"),
        ("cetirizine 10 ml IV 30 min before", "mL"),
        ("cetirizine 1,00 mg IV 30 min before", "a comma"),
        ("cetirizine 10 mg IV 30 mg before", "a time is needed"),
        ("cetirizine 10 mg IV 8 day before", "more than a week"),
        ("", "does not state drug"),
    ],
)
def test_premedication_that_is_not_whole_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        given(premed=text)


@pytest.mark.parametrize(
    ("text", "months"), [("6 years", 72), ("1 year", 12), ("18 months", 18), ("0 days", 0)]
)
def test_an_age_is_read_in_its_unit(text: str, months: int) -> None:
    assert given(age=text).order.age == text
    assert age_in_months(text) == months


@pytest.mark.parametrize("text", ["6", "6 y", "6.5 years", "six years", "131 years", "-1 year"])
def test_what_is_no_age_says_what_to_write(text: str) -> None:
    with pytest.raises(ValidationError, match=r"write|check"):
        given(age=text)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("reaction_rate", "100 mL", "mL/h"),
        ("reaction_dose", "100 mL", "mg"),
        ("time_zone", "Berlin", "Europe/Berlin"),
        ("time_zone", "../etc/passwd", "is not the name of a time zone"),
        ("repeated_start", "third", "first, second"),
    ],
)
def test_what_is_wrong_in_the_new_fields_says_what_to_write(
    field: str, text: str, says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        given(on_file=None, **{field: text})
    assert says in str(list(problems_of(refused.value)))
