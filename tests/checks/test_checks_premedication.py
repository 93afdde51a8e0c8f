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


def test_a_drug_of_unknown_group_or_sedation_is_said() -> None:
    made = given("newdrug", "famotidine", "chlorphenamine")
    (group,) = found(made, "premedication-group-unknown")
    (sedation,) = found(made, "sedation-unknown")
    assert (group.severity, group.numbers["drugs"]) == (Severity.NOTE, ("newdrug",))
    assert (sedation.severity, sedation.numbers["drugs"]) == (
        Severity.NOTE,
        ("newdrug", "famotidine"),
    )


@pytest.mark.parametrize("code", ["premedication-group-unknown", "sedation-unknown"])
def test_one_premedication_has_nothing_to_be_compared_with(code: str) -> None:
    assert not found(given("newdrug"), code)
    assert not found(given(), code)


def test_the_shipped_files_know_groups_and_sedation() -> None:
    made = plan(read_protocol("cadonilimab-extended"), Order(dose="250 mg"))
    assert not found(made, "premedication-group-unknown")
    (sedation,) = found(made, "sedation-unknown")
    assert "chlorphenamine" not in str(sedation.numbers["drugs"])
    assert "diphenhydramine" not in str(sedation.numbers["drugs"])
