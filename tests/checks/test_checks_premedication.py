"""Premedication compared with itself."""

from typing import Any

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.model.drug import DrugFacts
from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan

from .on_file import drug, found, planned_with


def stated(says: str, by: str) -> dict[str, str]:
    return {"says": says, "source": f"{by} label"}


CHLORPHENAMINE = drug(
    "chlorphenamine",
    also=("chlorpheniramine",),
    group=stated("antihistamine", "C"),
    sedates=stated("Drowsiness", "C"),
)
DIPHENHYDRAMINE = drug(
    "diphenhydramine", group=stated("Antihistamine", "D"), sedates=stated("Sedation", "D")
)
FAMOTIDINE = drug("famotidine", group=stated("H2-receptor antagonist", "F"))
FILES = (CHLORPHENAMINE, DIPHENHYDRAMINE, FAMOTIDINE)


def given(*drugs: str, files: tuple[DrugFacts, ...] = FILES) -> Plan:
    doses: tuple[dict[str, Any], ...] = tuple(
        {"drug": name, "dose": "10 mg", "route": "IV", "before": "30 min"} for name in drugs
    )
    return planned_with(drugs=files, premedication=doses)


@pytest.mark.parametrize(
    ("drugs", "named"),
    [
        (("chlorphenamine", "famotidine"), None),
        (("chlorphenamine", "diphenhydramine"), ("chlorphenamine", "diphenhydramine")),
        (("chlorphenamine", "Chlorpheniramine"), ("chlorphenamine", "Chlorpheniramine")),
        (("chlorphenamine",), None),
    ],
)
def test_two_drugs_of_one_group_ask_also_by_another_name(
    drugs: tuple[str, ...], named: tuple[str, ...] | None
) -> None:
    findings = found(given(*drugs), "premedication-duplicate")
    assert [f.numbers["drugs"] for f in findings] == ([named] if named else [])
    assert all(f.severity is Severity.CONFIRM and f.numbers["what"] == "antihistamine"
               and f.source for f in findings)  # fmt: skip


def test_the_same_drug_twice_asks_even_without_a_file() -> None:
    (finding,) = found(given("newdrug", "famotidine", "Newdrug"), "premedication-duplicate")
    assert (finding.numbers["drugs"], finding.numbers["times"]) == (("newdrug", "Newdrug"), 2)


def test_one_drug_by_two_names_asks_also_where_its_group_is_not_on_file() -> None:
    files = (drug("newdrug", also=("Newtrade",), sedates=stated("Drowsiness", "N")),)
    (finding,) = found(given("Newtrade", "newdrug", files=files), "premedication-duplicate")
    assert (finding.numbers["drugs"], finding.numbers["what"]) == (
        ("Newtrade", "newdrug"),
        "newdrug",
    )


def test_two_drugs_that_sedate_ask() -> None:
    (finding,) = found(given("chlorphenamine", "famotidine", "diphenhydramine"), "sedating-pair")
    assert finding.severity is Severity.CONFIRM
    assert finding.numbers["drugs"] == ("chlorphenamine", "diphenhydramine")
    assert finding.source == "C label; D label"
    assert not found(given("chlorphenamine", "famotidine"), "sedating-pair")


def unknown(made: Plan) -> tuple[list[str], object]:
    """What is not on file about the premedication, and of which drugs."""
    (finding,) = found(made, "not-compared")
    absent = finding.numbers["absent"]
    assert isinstance(absent, tuple)
    of_it = [str(each) for each in absent if "premedication" in str(each) or each == "sedation"]
    return of_it, finding.numbers.get("of_premedication")


def test_a_drug_of_unknown_group_or_sedation_is_said() -> None:
    what, drugs = unknown(given("newdrug", "famotidine", "chlorphenamine"))
    assert what == ["usual-premedication", "premedication-group", "sedation"]
    assert drugs == ("newdrug", "famotidine", "chlorphenamine")
    knows = tuple(f.model_copy(update={"sedates": CHLORPHENAMINE.sedates}) for f in FILES)
    assert "sedation" not in unknown(given("famotidine", "chlorphenamine", files=knows))[0]


def test_one_premedication_has_nothing_to_be_compared_with() -> None:
    assert unknown(given("newdrug")) == (["usual-premedication"], ("newdrug",))
    assert unknown(given()) == ([], None)


def test_the_shipped_files_know_groups_and_sedation() -> None:
    what, drugs = unknown(plan(read_protocol("cadonilimab-extended"), Order(dose="250 mg")))
    assert "premedication-group" not in what
    assert "chlorphenamine" not in str(drugs)
    assert "diphenhydramine" not in str(drugs)


def regimen(*times: str, drugs: tuple[str, ...] = ("dexamethasone",)) -> Plan:
    """One dose of each drug at each of these times before."""
    doses = tuple({"drug": name, "dose": "20 mg", "route": "PO", "before": before}
                  for name in drugs for before in times)  # fmt: skip
    return planned_with(premedication=doses, drugs=(drug("dexamethasone", also=("dexa",),
                        group=stated("corticosteroid", "D")),))  # fmt: skip


@pytest.mark.parametrize(
    ("times", "drugs", "asks"),
    [
        (("12 h", "6 h"), ("dexamethasone",), False),
        (("12 h", "6 h"), ("newdrug",), False),
        (("12 h", "6.5 h"), ("dexamethasone",), True),
        (("30 min", "30 min"), ("dexamethasone",), True),
        (("6 h",), ("dexamethasone", "Dexa"), True),
    ],
)
def test_a_regimen_that_splits_one_drug_is_no_duplicate(
    times: tuple[str, ...], drugs: tuple[str, ...], asks: bool
) -> None:
    findings = found(regimen(*times, drugs=drugs), "premedication-duplicate")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])


@pytest.mark.parametrize(
    ("start", "first"),
    [("09:00", "03:00"), ("18:00", None), ("11:59", "05:59"), ("12:00", None), ("04:00", "22:00")],
)
def test_a_dose_at_night_is_noted_with_its_time(start: str, first: str | None) -> None:
    doses = ({"drug": "dexamethasone", "dose": "20 mg", "route": "PO", "before": "6 h"},)
    made = planned_with(premedication=doses, order={"start": f"2026-11-23 {start}"})
    findings = found(made, "premedication-at-night")
    assert [f"{f.numbers['at']:%H:%M}" for f in findings] == ([first] if first else [])
    assert all(f.severity is Severity.NOTE for f in findings)


@pytest.mark.parametrize(("asked", "planned", "asks"), [(True, False, True), (True, True, False),
                                                        (False, False, False)])  # fmt: skip
def test_a_drug_whose_label_asks_for_premedication_asks_in_a_plan_without(
    asked: bool, planned: bool, asks: bool
) -> None:
    fact = "premedication_asked" if asked else "group"
    more: dict[str, Any] = {fact: stated("An antihistamine", "T")}
    facts = drug("testmab", **more)
    doses = ({"drug": "newdrug", "dose": "20 mg", "route": "PO", "before": "6 h"},)
    made = planned_with(drugs=(facts,), premedication=doses if planned else ())
    findings = found(made, "premedication-missing")
    assert [(f.severity, f.source) for f in findings] == (
        [(Severity.CONFIRM, "T label")] if asks else []
    )


def test_two_drugs_of_one_group_hours_apart_are_no_split_regimen() -> None:
    doses = tuple(
        {"drug": name, "dose": "10 mg", "route": "PO", "before": before}
        for name, before in (("chlorphenamine", "12 h"), ("diphenhydramine", "6 h"))
    )
    assert found(planned_with(premedication=doses, drugs=FILES), "premedication-duplicate")
