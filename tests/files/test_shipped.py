"""The shipped files: readable, worked, sourced, and equal to Table 4 of the case series.

The facts below were copied by hand from "Table 4 | Premedication, infusion adjustments, and
outcomes of cadonilimab rechallenge in hypersensitivity cases" and the reports of cases 1, 2 and 4.
"""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from rechallenge.files.find import protocol_paths, shipped_folder
from rechallenge.files.reading import read_entry, read_protocol
from rechallenge.model.drug import DrugFacts
from rechallenge.model.infusion import Infuse, Observe
from rechallenge.quantities import Quantity, parse
from rechallenge.service.examples import example_problems

SIX = ["cadonilimab-extended", "cadonilimab-slow-start", "cadonilimab-stepwise",
       "extended", "slow-start", "stepwise"]  # fmt: skip
DRUG_FILES = sorted((shipped_folder() / "drugs").glob("*.yaml"))


@dataclass(frozen=True)
class Case:
    """One rechallenge as the source prints it: drug, dose, route; times; what was seen."""

    premedication: tuple[tuple[str, str, str], ...]
    before: str
    volume: str
    dose: str
    for_reaction: tuple[tuple[str, str, str], ...]
    outcome: tuple[str, ...]
    where: str


CASES = {
    "cadonilimab-extended": Case(
        premedication=(("dexamethasone", "10 mg", "IV"), ("diphenhydramine", "25 mg", "IV"),
                       ("famotidine", "50 mg", "IV")),
        before="30 min",
        volume="250 mL",
        dose="250 mg",
        for_reaction=(),  # "antiallergic management": no drug is named
        outcome=("No rash or hypotension", "four further cycles"),
        where="case 1",
    ),
    "cadonilimab-stepwise": Case(
        premedication=(("methylprednisolone", "40 mg", "IV"), ("chlorpheniramine", "10 mg", "IV"),
                       ("famotidine", "50 mg", "IV")),
        before="unstated",
        volume="required",
        dose="375 mg",
        for_reaction=(("dexamethasone", "10 mg", "IV"), ("methylprednisolone", "40 mg", "IV"),
                      ("intravenous fluids", "unstated", "IV")),
        outcome=("Mild flushing", "first 10%", "extra antihistamine", "full dose",
                 "without further events"),
        where="case 2",
    ),
    "cadonilimab-slow-start": Case(
        premedication=(("dexamethasone", "10 mg", "IV"), ("diphenhydramine", "25 mg", "IV"),
                       ("famotidine", "50 mg", "IV")),
        before="1 h",
        volume="required",
        dose="480 mg",
        for_reaction=(("dexamethasone", "10 mg", "IV"), ("methylprednisolone", "40 mg", "IV"),
                      ("promethazine", "25 mg", "IM"), ("intravenous fluids", "unstated", "IV")),
        outcome=("transient pruritus", "no hypotension", "no rash", "treatment resolved"),
        where="case 4",
    ),
}  # fmt: skip
SAME_DRUG = {"chlorphenamine": "chlorpheniramine"}
"""The international name, and the American one that the source prints."""


def same(found: Quantity | object, printed: str) -> bool:
    if not isinstance(found, Quantity):
        return found == printed
    amount = parse(printed)
    return bool(found == amount) and found.dimensionality == amount.dimensionality


def test_the_six_of_the_case_series_ship() -> None:
    assert {path.stem for path in protocol_paths(shipped_folder())} >= set(SIX)


@pytest.mark.parametrize("name", SIX)
class TestEachShippedProtocol:
    def test_reads_by_its_id_and_has_the_id_of_its_file(self, name: str) -> None:
        assert read_protocol(name).id == name

    def test_has_worked_examples_and_they_come_out(self, name: str) -> None:
        protocol = read_protocol(name)
        assert protocol.examples
        assert list(example_problems(protocol)) == []

    def test_says_where_it_comes_from(self, name: str) -> None:
        source = read_protocol(name).source
        assert "Cadonilimab hypersensitivity case series" in source.citation
        assert source.where is not None
        assert source.where.startswith("Table 4, case ")
        assert source.patients == "1"
        assert source.outcome

    def test_says_whom_it_is_not_for(self, name: str) -> None:
        not_for = " ".join(excluded.says for excluded in read_protocol(name).not_for)
        assert "Stevens-Johnson syndrome" in not_for
        assert "grade 3 or 4" in not_for

    def test_is_unreviewed_and_has_notes_for_the_reviewer(self, name: str) -> None:
        review = read_protocol(name).review
        assert review.status == "unreviewed"
        assert review.notes

    def test_says_where_its_monitoring_comes_from(self, name: str) -> None:
        monitoring = read_protocol(name).monitoring
        assert monitoring is not None
        assert "Not stated by the case series" in monitoring.source


@pytest.mark.parametrize("name", CASES)
class TestEachCaseEqualsTable4:
    def test_premedication(self, name: str) -> None:
        case, found = CASES[name], read_protocol(name).premedication
        named = [SAME_DRUG.get(entry.drug, entry.drug) for entry in found]
        assert named == [drug for drug, _, _ in case.premedication]
        for entry, (_, dose, route) in zip(found, case.premedication, strict=True):
            assert same(entry.dose, dose)
            assert entry.route == route
            assert same(entry.before, case.before)

    def test_what_was_given_for_the_reaction(self, name: str) -> None:
        case, found = CASES[name], read_protocol(name).if_reaction
        assert [entry.drug for entry in found] == [drug for drug, _, _ in case.for_reaction]
        for entry, (_, dose, route) in zip(found, case.for_reaction, strict=True):
            assert same(entry.dose, dose)
            assert entry.route == route

    def test_outcome_and_place(self, name: str) -> None:
        source = read_protocol(name).source
        assert all(words in (source.outcome or "") for words in CASES[name].outcome)
        assert (source.where or "").endswith(CASES[name].where)

    def test_bag_volume_only_where_the_source_states_one(self, name: str) -> None:
        assert same(read_protocol(name).parameters["volume"], CASES[name].volume)


def test_case_1_runs_over_two_hours() -> None:
    (step,) = read_protocol("cadonilimab-extended").infusion
    assert isinstance(step, Infuse)
    assert step.give == "rest"
    assert step.over == parse("2 h")


def test_case_2_gives_a_tenth_in_30_min_waits_30_and_gives_the_rest_in_90() -> None:
    first, wait, second = read_protocol("cadonilimab-stepwise").infusion
    assert isinstance(first, Infuse)
    assert isinstance(wait, Observe)
    assert isinstance(second, Infuse)
    assert (first.give, first.over) == (parse("10 %"), parse("30 min"))
    assert wait.observe == parse("30 min")
    assert (second.give, second.over) == ("rest", parse("90 min"))


def test_case_4_begins_with_15_min_at_5_mg_an_hour_and_ends_at_2_h() -> None:
    first, second = read_protocol("cadonilimab-slow-start").infusion
    assert isinstance(first, Infuse)
    assert isinstance(second, Infuse)
    assert (first.rate, first.over) == (parse("5 mg/h"), parse("15 min"))
    assert (second.give, second.until) == ("rest", parse("2 h"))


@pytest.mark.parametrize("name", ["slow-start", "cadonilimab-slow-start"])
def test_the_unit_of_case_4_is_doubted_beside_what_is_printed(name: str) -> None:
    (doubt,) = read_protocol(name).source.doubts
    assert (doubt.printed, doubt.may_mean) == ("5 mg/h", "5 mL/h")


def test_the_name_that_the_source_prints_is_kept_in_a_note() -> None:
    assert "chlorpheniramine" in " ".join(read_protocol("cadonilimab-stepwise").review.notes)


@pytest.mark.parametrize(
    ("name", "defaults"),
    [
        ("extended", {"duration": "2 h"}),
        ("stepwise", {"first_share": "10 %", "first_time": "30 min", "observation": "30 min",
                      "second_time": "90 min"}),
        ("slow-start", {"first_rate": "5 mg/h", "first_time": "15 min", "end": "2 h"}),
    ],
)  # fmt: skip
def test_a_protocol_for_any_drug_has_the_numbers_of_its_case(
    name: str, defaults: dict[str, str]
) -> None:
    protocol = read_protocol(name)
    assert protocol.drug == "any"
    assert protocol.parameters.keys() == {"volume", *defaults}
    assert all(same(protocol.parameters[key], value) for key, value in defaults.items())


@pytest.mark.parametrize("path", DRUG_FILES, ids=lambda path: str(path.stem))
def test_each_drug_file_reads_and_sources_every_dose(path: str) -> None:
    facts = read_entry(DrugFacts, shipped_folder() / path)
    assert facts.name == (shipped_folder() / path).stem
    assert all(usual.source for usual in facts.premedication)


def test_the_usual_famotidine_dose_on_file_is_20_mg() -> None:
    facts = read_entry(DrugFacts, shipped_folder() / "drugs" / "famotidine.yaml")
    adult = [usual.most for usual in facts.premedication if usual.patients is None]
    assert [most.to("mg").magnitude for most in adult] == [Fraction(20)]
