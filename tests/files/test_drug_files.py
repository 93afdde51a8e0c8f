"""Drug files: every value with its source, equal to the collected facts, and strictly read."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel
from ruamel.yaml import YAML

from rechallenge.files.facts import read_drugs
from rechallenge.files.find import KINDS, Shelves, schema_file, shipped_folder
from rechallenge.files.reading import UnusableFile, read_entry
from rechallenge.files.schema import schema_of
from rechallenge.model.drug import DrugFacts
from rechallenge.quantities import parse
from tests.published.drug_limits import AT_MOST_HALF, D5W, LABELS, NS, REACTIONS

FILES = sorted((shipped_folder() / "drugs").glob("*.yaml"))
EVERY_FACT = [(kind.removesuffix("s"), path) for kind in KINDS
              for path in sorted((shipped_folder() / kind).glob("*.yaml"))]  # fmt: skip
RIGHT = """name: mine
vials:
  - {concentration: 10 mg/mL, holds: 100 mg, volume: 10 mL, source: A label}
concentration: {lowest: 1 mg/mL, highest: 4 mg/mL, source: A label}
diluent_volume: {lowest: 50 mL, highest: 100 mL, source: A label}
premedication:
  - {dose: 20 mg, highest: 40 mg, route: IV, source: A label}
"""


@cache
def facts(name: str) -> DrugFacts:
    return read_entry(DrugFacts, shipped_folder() / "drugs" / f"{name}.yaml")


def entries(value: object) -> Iterator[BaseModel]:
    """Every entry below the top of a drug file."""
    if isinstance(value, BaseModel):
        if not isinstance(value, DrugFacts):
            yield value
        for _, below in value:
            yield from entries(below)
    elif isinstance(value, tuple):
        for below in value:
            yield from entries(below)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_of_a_shipped_drug_file_carries_a_source(path: Path) -> None:
    found = list(entries(facts(path.stem)))
    assert found
    for entry in found:
        assert len(getattr(entry, "source", "").split()) >= 2, entry


def test_each_drug_of_the_table_has_a_file() -> None:
    assert {path.stem for path in FILES} >= LABELS.keys()


@pytest.mark.parametrize("name", LABELS)
class TestEachRowOfTheTable:
    def test_vial_strength(self, name: str) -> None:
        strengths = {vial.concentration for vial in facts(name).vials}
        assert strengths == {parse(f"{LABELS[name].vial} mg/mL")}

    def test_diluents(self, name: str) -> None:
        assert tuple(d.name for d in facts(name).diluents) == LABELS[name].diluents

    def test_final_concentration(self, name: str) -> None:
        row, found = LABELS[name], facts(name).concentration
        printed = {key: getattr(row, key) for key in ("lowest", "highest", "about")}
        if not any(printed.values()):
            assert found is None
            return
        for key, number in printed.items():
            value = getattr(found, key)
            assert value == (None if number is None else parse(f"{number} mg/mL")), key

    def test_usual_infusion_and_line(self, name: str) -> None:
        it = facts(name)
        text = "; ".join(
            said.says for said in (*it.usual_infusion, *it.filter, *it.set, *it.line, *it.dosing)
        )
        assert [words for words in LABELS[name].says if words not in text] == []

    def test_highest_rate(self, name: str) -> None:
        printed = LABELS[name].highest_rate
        rates = [highest.rate for highest in facts(name).highest_rates]
        assert rates == ([] if printed is None else [parse(printed)])

    def test_technique(self, name: str) -> None:
        preparing = facts(name).preparing
        assert (preparing and preparing.technique) == LABELS[name].technique

    def test_stability(self, name: str) -> None:
        printed = LABELS[name].keeps
        keeps = [(stability.time, stability.at) for stability in facts(name).stability]
        assert keeps == [(parse(time), at) for time, at in printed]

    def test_volume_of_diluent(self, name: str) -> None:
        printed, found = LABELS[name].diluent_volume, facts(name).diluent_volume
        ends = None if found is None else (found.lowest, found.highest)
        assert ends == (printed and tuple(end and parse(end) for end in printed))

    def test_advice_after_a_reaction(self, name: str) -> None:
        found = {grade: a.advises for a in facts(name).reactions for grade in a.grades}
        assert found == REACTIONS.get(name, {})

    def test_restart(self, name: str) -> None:
        restart = facts(name).restart
        assert (restart and restart.at_most) == (parse("50 %") if name in AT_MOST_HALF else None)


def test_oxaliplatin_is_never_put_into_chloride() -> None:
    assert "chloride" in facts("oxaliplatin").not_in[0].name
    assert not any("chloride" in diluent.name for diluent in facts("oxaliplatin").diluents)


def test_the_highest_dose_of_cadonilimab_is_that_of_the_leaflet() -> None:
    (limit,) = facts("cadonilimab").dose_limits
    assert limit.highest == parse("10 mg/kg")


NO_HIGHEST_DOSE = {"methylprednisolone", "promethazine"}
"""For these none was found on a page that opened; a plan with one of them asks about it."""


IN_UNITS = {"asparaginase", "calaspargase-pegol", "imiglucerase", "pegaspargase", "penicillin-g"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_shipped_drug_has_a_highest_dose_or_is_known_to_have_none(path: Path) -> None:
    found = facts(path.stem)
    assert found.measured_in == ("units" if found.name in IN_UNITS else "mass")
    assert (not found.dose_limits) is (found.name in NO_HIGHEST_DOSE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_usual_dose_on_file_is_above_every_limit_of_its_kind(path: Path) -> None:
    found = facts(path.stem)
    limits = [limit.highest for limit in found.dose_limits]
    for usual in (*found.usual_doses, *found.premedication):
        alike = [most for most in limits if most.dimensionality == usual.most.dimensionality]
        assert not alike or usual.most <= max(alike), usual


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shortest_infusion_on_file_is_no_longer_than_the_usual_one(path: Path) -> None:
    found = facts(path.stem)
    times = [usual.over for usual in found.usual_infusion if usual.over is not None]
    if found.shortest_infusion is not None and found.shortest_infusion.over is not None:
        assert times
        assert found.shortest_infusion.over <= min(times)


SOLUTIONS = {
    NS, D5W, "10% dextrose", "5% dextrose in 0.9% sodium chloride",
    "5% dextrose in Ringer's injection", "lactated Ringer's injection",
    "sterile water for injection", "0.45% sodium chloride",
    "5% dextrose in 0.45% sodium chloride with 37.5 g mannitol",
    "5% dextrose in 0.3% sodium chloride with 37.5 g mannitol",
}  # fmt: skip
"""One name for each solution, so that a label and an order mean the same one."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_diluent_on_file_has_its_usual_name_and_is_not_forbidden_too(path: Path) -> None:
    found = facts(path.stem)
    names = {diluent.name for diluent in found.diluents}
    assert names <= SOLUTIONS
    assert not names & {diluent.name for diluent in found.not_in}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_time_for_some_concentrations_is_for_ones_that_the_drug_is_given_in(path: Path) -> None:
    found = facts(path.stem)
    range_ = found.concentration
    for kept in found.stability:
        if range_ is not None and range_.highest is not None and kept.lowest is not None:
            assert kept.lowest <= range_.highest, kept
        if range_ is not None and range_.lowest is not None and kept.highest is not None:
            assert kept.highest >= range_.lowest, kept


@pytest.mark.parametrize("size", [v for name in LABELS for v in facts(name).vials if v.holds])
def test_a_vial_size_on_file_is_of_a_named_label(size: Any) -> None:
    named = ("section", "Description", "leaflet", "handbook", "US label, 2.4")
    assert any(words in size.source for words in named)


@pytest.mark.parametrize("written", ["exmab", '"EXMAB"', '"\\x65xmab"', "[EX-1, Exmab]"])
def test_a_drug_is_found_by_any_of_its_other_names(tmp_path: Path, written: str) -> None:
    (tmp_path / "drugs").mkdir()
    names = written if written.startswith("[") else f"[{written}]"
    (tmp_path / "drugs" / "mine.yaml").write_text(f"{RIGHT}also: {names}\n", "utf-8")
    found = read_drugs({"exMAB"}, Shelves(shipped_folder(), tmp_path).facts("drugs"))
    assert [one.name for one in found] == ["mine"]


def test_a_name_that_two_files_have_is_refused_with_both(tmp_path: Path) -> None:
    (tmp_path / "drugs").mkdir()
    for name in ("one", "two"):
        content = RIGHT.replace("mine", name) + "also: [Exmab]\n"
        (tmp_path / "drugs" / f"{name}.yaml").write_text(content, "utf-8")
    with pytest.raises(UnusableFile) as refused:
        read_drugs({"exmab"}, Shelves(shipped_folder(), tmp_path).facts("drugs"))
    assert "two.yaml:1:1: also: exmab is also a name in" in str(refused.value)
    assert "one.yaml" in str(refused.value)


def test_no_two_shipped_drugs_share_a_name() -> None:
    every = [read_entry(DrugFacts, path) for path in FILES]
    names = [name.lower() for one in every for name in (one.name, *one.also)]
    assert sorted(names) == sorted(set(names))


# ------------------------------------------------------------------------------------ bad input


def error_of(folder: Path, content: str, kind: str = "drugs") -> str:
    path = folder / kind / "mine.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    with pytest.raises(UnusableFile) as caught:
        read_entry(DrugFacts, path)
    return str(caught.value).removeprefix(f"{path}:")


def test_the_file_the_others_are_made_from_is_right(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RIGHT, "utf-8")
    assert read_entry(DrugFacts, path).name == "mine"


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        # 100 mg / 8 mL = 12.5 mg/mL
        ("volume: 10 mL", "volume: 8 mL",
         "3:6: vials[0].concentration: is 10 mg/mL, but 100 mg in 8 mL is not"),
        ("holds: 100 mg", "holds: 100 units", "vials[0].concentration: is 10 mg/mL, but 100 u"),
        (", volume: 10 mL", "", "vials[0].volume: is missing; write both holds and volume"),
        ("holds: 100 mg, ", "", "vials[0].holds: is missing"),
        ("holds: 100 mg", "holds: 0 mg", "vials[0].holds: \"0 mg\""),
        ("volume: 10 mL", "volume: 0 mL", "vials[0].volume: \"0 mL\""),
        ("10 mg/mL", "0 mg/mL", "vials[0].concentration: \"0 mg/mL\""),
        ("highest: 4 mg/mL", "highest: 0.5 mg/mL", "4:34: concentration.highest: is below lowest"),
        ("highest: 4 mg/mL", "highest: 4 units/mL", "concentration.highest: does not go with"),
        ("{lowest: 1 mg/mL, highest: 4 mg/mL,", "{", "concentration: states neither lowest nor"),
        ("highest: 4 mg/mL", "about: 4 mg/mL", "concentration.lowest: does not go with about"),
        ("1 mg/mL, highest: 4 mg/mL", "1 units/mL", "does not go with a vial of 10 mg/mL"),
        ("highest: 100 mL", "highest: 40 mL", "diluent_volume.highest: is below lowest, 50 mL"),
        ("highest: 40 mg", "highest: 10 mg", "premedication[0].highest: is below dose, 20 mg"),
        ("highest: 40 mg", "highest: 40 units", "premedication[0].highest: does not go with dose"),
        (", source: A label}\nconc", "}\nconc", "vials[0].source: is missing"),
        ("name: mine", "name: other", "name: is other, but the file is named mine.yaml"),
        ("diluent_volume", "diluent_volum", "did you mean diluent_volume?"),
    ],
)  # fmt: skip
def test_a_drug_file_that_contradicts_itself_is_refused_at_its_place(
    tmp_path: Path, right: str, wrong: str, says: str
) -> None:
    assert RIGHT.count(right) >= 1
    assert says in error_of(tmp_path, RIGHT.replace(right, wrong, 1))


# --------------------------------------------------------------------------------------- schemas


def complaints(kind: str, text: str) -> list[str]:
    tree = YAML(typ="safe", pure=True).load(text)
    schema = json.loads(schema_of(kind))
    return [error.message for error in Draft7Validator(schema).iter_errors(tree)]


@pytest.mark.parametrize(("kind", "path"), EVERY_FACT, ids=lambda it: getattr(it, "stem", it))
def test_each_shipped_file_of_facts_is_right_by_its_schema_and_points_to_it(
    kind: str, path: Path
) -> None:
    text = path.read_text("utf-8")
    assert complaints(kind, text) == []
    pointed = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / pointed).resolve() == schema_file(kind).resolve()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("drug", RIGHT.replace("10 mL", "10 mg")),
        ("drug", RIGHT.replace(", source: A label", "")),
        ("drug", RIGHT + "colour: blue\n"),
        ("pump", "{name: p, title: P, ends_by: clock, source: S}"),
        ("line", "{name: l, title: L, dead_volume: 20, source: S}"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(kind: str, text: str) -> None:
    assert complaints(kind, text)
