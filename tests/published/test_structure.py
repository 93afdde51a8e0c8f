"""Each shipped file is found by drug and strategy, says whom it is not for and where it comes from,
and carries worked steps."""

import json
from functools import cache
from pathlib import Path

import pytest

from rechallenge import read_protocol
from rechallenge.files.find import protocol_paths
from rechallenge.model.example import WorkedStep
from rechallenge.model.infusion import RUN_BY, Ramp
from rechallenge.model.protocol import Protocol
from tests.cli.running import here

from . import antimicrobials, labels, titrations
from .orders import NOTED, PLANNED

FOLDER = Path(__file__).parents[2] / "protocols"
FILES = {path.stem: path for path in protocol_paths(FOLDER)}
OF_TABLES = {entry.protocol for entry in PLANNED.values()} | {
    noted.protocol for notes in NOTED.values() for noted in notes
}
DESENSITIZATIONS = sorted(
    name
    for name, path in FILES.items()
    if "\nstrategy: desensitization\n" in path.read_text("utf-8")
)


@cache
def shipped() -> dict[str, Protocol]:
    """The shipped protocols by their files."""
    return {name: read_protocol(name) for name in sorted(FILES)}


@cache
def found(*options: str) -> set[str]:
    """The ids that `rechallenge protocols` lists."""
    outcome = here("protocols", "--format", "json", *options)
    assert outcome.code == 0, outcome.err
    return {row["id"] for row in json.loads(outcome.out)}


def is_whole(step: WorkedStep, protocol: Protocol) -> bool:
    """Whether an observation has its time, and any other step its dose and, where it runs, its
    rate."""
    runs = protocol.route in RUN_BY
    return step.observe is not None or (
        step.dose is not None and (step.rate is not None or not runs)
    )


def test_each_published_infusion_is_a_shipped_file() -> None:
    assert FILES.keys() >= OF_TABLES


class TestEachShippedFile:
    @pytest.mark.slow
    def test_is_found_by_drug_and_strategy(self) -> None:
        for name, protocol in shipped().items():
            of_drug = () if protocol.drug == "any" else ("--drug", protocol.drug)
            assert name in found(*of_drug, "--strategy", protocol.strategy), name

    def test_lies_in_the_folder_of_its_drug_under_its_own_id(self) -> None:
        for name, protocol in shipped().items():
            assert protocol.id == name, name
            drug = "any drug" if protocol.drug == "any" else protocol.drug.lower()
            assert FILES[name].parent.name == drug.replace(" ", "-"), name

    def test_says_whom_it_is_not_for(self) -> None:
        assert [name for name, protocol in shipped().items() if not protocol.not_for] == []

    def test_says_where_it_comes_from(self) -> None:
        sources = {name: protocol.source for name, protocol in shipped().items()}
        assert [name for name, source in sources.items() if not source.citation] == []
        assert [name for name, source in sources.items() if not source.where] == []

    def test_has_worked_steps(self) -> None:
        for name, protocol in shipped().items():
            every = [e for e in protocol.examples if e.steps[0].number is None]
            assert any(all(is_whole(step, protocol) for step in e.steps) for e in every), (
                f"{name} has no example that states rate and dose of every step"
            )

    def test_is_unreviewed_and_tells_the_reviewer_what_is_open(self) -> None:
        reviews = {name: protocol.review for name, protocol in shipped().items()}
        assert [name for name, one in reviews.items() if one.status != "unreviewed"] == []
        assert [name for name, one in reviews.items() if not one.notes] == []


def test_a_desensitisation_is_not_for_blistering_reactions_or_organ_damage() -> None:
    named = (
        "Stevens-Johnson syndrome",
        "DRESS",
        "AGEP",
        "exfoliative dermatitis",
        "serum sickness",
    )
    assert len(DESENSITIZATIONS) > 10
    for name in DESENSITIZATIONS:
        protocol = shipped()[name]
        assert protocol.strategy == "desensitization", name
        not_for = " ".join(excluded.says for excluded in protocol.not_for)
        assert [reaction for reaction in named if reaction not in not_for] == [], name
        assert "haemolytic anaemia" in " ".join(not_for.split()), name
        assert {kind for entry in protocol.not_for for kind in entry.kinds} == {
            *("severe-skin", "hepatitis", "nephritis", "serum-sickness", "haemolytic-anaemia")
        }, name


def test_every_rise_of_a_titration_waits_where_its_source_says_so() -> None:
    for name, protocol in shipped().items():
        ramps = [step for step in protocol.infusion if isinstance(step, Ramp)]
        # No page on ocrelizumab was found to print the condition.
        unsaid = name in ("ocrelizumab-300", "ocrelizumab-600")
        assert all((ramp.go_on_if is None) is unsaid for ramp in ramps), name


def test_no_source_is_one_that_nobody_can_find() -> None:
    for name, path in FILES.items():
        text = path.read_text("utf-8")
        assert "GlobalRPh; HemOnc" not in text, name
        assert "many copies" not in text, name


def test_every_desensitisation_is_listed_under_its_strategy() -> None:
    assert found("--strategy", "desensitization") == set(DESENSITIZATIONS)


PRINTED_MONITORING = {
    "carboplatin-12-step-250-ml": "51577",
    "ceftazidime-12-step": "52381",
    "ocrelizumab-600": "at least one hour",
    **antimicrobials.MONITORING,
    **labels.MONITORING,
    **titrations.MONITORING,
}
"""Words of the source of the monitoring, for each published table that prints how to monitor."""


def test_monitoring_is_stated_only_where_the_source_prints_it() -> None:
    of_tables = [name for name in sorted(OF_TABLES) if "cadonilimab" not in name]
    assert set(of_tables) >= PRINTED_MONITORING.keys()
    for name in of_tables:
        monitoring = shipped()[name].monitoring
        assert (monitoring is not None) is (name in PRINTED_MONITORING), name
        assert monitoring is None or PRINTED_MONITORING[name] in monitoring.source, name


def test_the_12_steps_without_printed_rates_leave_every_rate_to_the_site() -> None:
    parameters = read_protocol("carboplatin-12-step").parameters
    assert [parameters[f"rate_{n}"] for n in range(1, 12)] == ["required"] * 11


def test_a_printed_goal_dose_that_the_steps_do_not_give_names_what_they_give() -> None:
    # The page prints 150 mg; its doses add up to 149.49 mg, and the last bag is then empty.
    order = ("--dose", "150 mg", "--set", "over_each=30 min")
    outcome = here("plan", "amiodarone-11-step", *order)
    assert (outcome.code, outcome.out) == (1, "")
    assert "dose-not-delivered: The steps give 149.49 mg, 99.66% of the ordered 150 mg." in (
        outcome.err
    )
    assert "bag-overdrawn" not in outcome.err
    # The last step gives the rest already, so nothing asks for that.
    assert "Order 149.49 mg. The last step here already gives the rest, and empties" in outcome.err
    assert "Or let the last step" not in outcome.err
