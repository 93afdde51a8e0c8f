"""What is on file is found by any word, and shown fact by fact with its source."""

import json
from pathlib import Path

import pytest

from rechallenge.files.facts import MODELS, read_facts
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.frozen import Entry
from rechallenge.sheet.view.facts import facts_sections, not_on_file
from rechallenge.words.book import BOOK
from tests.cli.running import here
from tests.plain import one_line

SHELVES = Shelves(shipped_folder())
FILES = [(kind, path) for kind in MODELS for path in SHELVES.facts(kind).values()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("mabthera",), {"rituximab"}),
        (("RITUXAN", "label"), {"rituximab"}),
        (("carboplatin-12-step",), {"carboplatin"}),
    ],
)
def test_a_drug_is_found_by_brand_by_a_word_of_its_file_and_by_its_protocols(
    words: tuple[str, ...], expected: set[str]
) -> None:
    listed = json.loads(here("drugs", *words, "--format", "json").out)
    assert expected <= {entry["name"] for entry in listed}
    assert len(listed) < 5


def test_a_drug_that_is_not_on_file_is_refused_with_the_nearest_name() -> None:
    outcome = here("drugs", "rituximap")
    assert (outcome.code, outcome.out) == (2, "")
    assert "did you mean rituximab?" in outcome.err


def test_a_name_that_is_near_none_of_many_is_not_answered_with_all_of_them() -> None:
    said = here("show", "zzzz").err
    assert "none of the" in said
    assert "acetylcysteine-3-bag" not in said


def test_a_drug_stands_with_its_other_names_and_its_protocols_below() -> None:
    lines = here("drugs", "mabthera").out.splitlines()
    assert lines[0].startswith("riTUXimab (Rituxan, MabThera")
    assert "rituximab-first" in " ".join(lines[1:])
    assert all(line.startswith("    ") for line in lines[1:])


def test_protocols_are_found_by_another_name_of_their_drug() -> None:
    found = {e["id"] for e in json.loads(here("protocols", "MabThera", "--format", "json").out)}
    assert {"rituximab-first", "rituximab-90-min"} <= found
    assert all(name.startswith("rituximab") for name in found)


def test_protocols_stand_by_drug_with_what_they_are_and_how_long_their_example_takes() -> None:
    said = here("protocols", "cadonilimab").out
    lines = said.splitlines()
    assert lines[1] == "cadonilimab"
    # 30 min + 30 min + 90 min
    (stepwise,) = [line for line in lines if "cadonilimab-stepwise" in line]
    assert "Cadonilimab, 10% then 90%" in stepwise
    assert stepwise.endswith("2 h 30 min")


def test_pumps_are_listed_with_the_rates_they_can_be_set_to() -> None:
    said = one_line(here("pumps").out)
    assert "alaris-gp: Alaris GP volumetric pump (numbers from a secondary text)" in said
    assert "from 1,000 mL/h to 1,200 mL/h in steps of 10 mL/h" in said


@pytest.mark.parametrize("name", ["rituximab", "MabThera", "RITUXAN"])
def test_show_has_each_fact_of_a_drug_with_its_source_and_its_protocols(name: str) -> None:
    said = one_line(here("show", name).out)
    assert said.startswith("riTUXimab Also found as: Rituxan and MabThera")
    assert "10 mg/mL, holding 500 mg, in 50 mL. Source: Rituximab US label" in said
    assert "rituximab-first" in said


def test_show_says_what_is_not_on_file() -> None:
    said = here("show", "carboplatin").out
    assert "NOT ON FILE" in said


def test_an_id_of_a_protocol_goes_before_a_name_of_a_fact() -> None:
    assert "Drug: cadonilimab" in here("show", "cadonilimab-extended").out
    assert here("show", "cadonilimab-extendet").code == 2


def test_show_of_facts_as_json_is_the_file() -> None:
    tree = json.loads(here("show", "generic", "--format", "json").out)
    assert tree["rates"] == [{"lowest": "0.1 mL/h", "highest": "999 mL/h", "step": "0.1 mL/h"}]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda each: getattr(each, "stem", each))
def test_a_page_has_every_fact_and_every_source_of_a_file(kind: str, path: Path) -> None:
    entry = read_facts(path, kind)
    told = " ".join(
        one_line(str(block)) for section in facts_sections(entry) for block in section.blocks
    )
    for source in sources(entry):
        assert one_line(repr(source)[1:-1]) in told


def sources(entry: Entry) -> list[str]:
    """Every text under a key `source`, at any depth."""
    found = []
    for key in type(entry).model_fields:
        value = getattr(entry, key)
        if key == "source":
            found.append(value)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Entry) and key != "review":
                found += sources(inner)
    return found


def test_every_key_of_a_file_of_facts_has_a_heading_and_every_inner_key_a_phrase() -> None:
    head = {"name", "title", "also", "review"}
    keys = {key for model in MODELS.values() for key in model.model_fields} - head
    headings = {code.removeprefix("fact.") for code in BOOK if code.startswith("fact.")}
    assert keys == headings - {"not_on_file", "also", "sourced"}
    for kind, path in FILES:
        for key in inner_keys(read_facts(path, kind)):
            assert f"fact-key.{key}" in BOOK


def inner_keys(entry: Entry, *, top: bool = True) -> set[str]:
    """The keys of the entries within an entry, at any depth, besides their sources."""
    found = set() if top else set(type(entry).model_fields) - {"source"}
    for key in type(entry).model_fields:
        value = getattr(entry, key)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Entry) and key != "review":
                found |= inner_keys(inner, top=False)
    return found


def test_check_open_lists_what_is_not_on_file_for_a_drug_by_name() -> None:
    outcome = here("check", "--open", "MabThera")
    path = SHELVES.facts("drugs")["rituximab"]
    missing = not_on_file(read_facts(path, "drugs"))
    assert outcome.code == 0
    assert missing
    assert all(f"{key}: not on file" in outcome.out for key in missing)


def test_a_gravity_set_is_not_said_to_lack_what_only_pumps_have() -> None:
    assert not_on_file(read_facts(SHELVES.facts("pumps")["gravity-20"], "pumps")) == ()
