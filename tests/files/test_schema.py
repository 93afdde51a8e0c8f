"""The JSON Schema that editors read: generated, committed, and of one mind with the reader."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from rechallenge.files.find import protocol_paths, schema_file, shipped_folder
from rechallenge.files.reading import UnusableFile, read_protocol
from rechallenge.files.schema import KINDS, schema_of
from tests.files.protocol_files import RIGHT, with_line, write

SHIPPED = list(protocol_paths(shipped_folder()))
SCHEMA = json.loads(schema_of("protocol"))


def as_an_editor_reads_it(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def complaints(text: str) -> list[str]:
    return [
        error.message for error in Draft7Validator(SCHEMA).iter_errors(as_an_editor_reads_it(text))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_the_generated_one(kind: str) -> None:
    fix = "run: python -m rechallenge.files.schema"
    assert schema_file(kind).read_text("utf-8") == schema_of(kind), fix


def test_there_is_a_schema_for_each_kind_of_file_and_no_other() -> None:
    assert {path.stem for path in schema_file().parent.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_draft_07_all_through(kind: str) -> None:
    text = schema_of(kind)
    Draft7Validator.check_schema(json.loads(text))
    for newer in ("$defs", "prefixItems", "unevaluatedProperties", "dependentRequired"):
        assert newer not in text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_file_is_right_by_the_schema_and_points_to_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert complaints(text) == []
    first, _, _ = text.partition("\n")
    pointed = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / pointed).resolve() == schema_file().resolve()


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (3, ""),
        (4, "strategy: fast"),
        (6, "scop: Adults"),
        (7, "source: {where: Table 1}"),
        (9, "parameters: {volume: required, first_time: 30}"),
        (11, "  - {give: 10 mg/h, over: $first_time}"),
        (11, "  - {give: 10 %, over: 30 mL}"),
        (12, "  - {observe: 30}"),
        (12, "  - {observ: 30 min}"),
        (13, "  - {rates: [5 mL/h, 5 mL], every: 15 min}"),
        (13, "  - {rate: 5 mL/h, increase: 5 mL/h, up_to: 20 mL/h, give: rest}"),
    ],
)
def test_what_an_editor_marks_the_reader_refuses_too(
    tmp_path: Path, number: int, line: str
) -> None:
    content = with_line(number, line)
    assert complaints(content)
    with pytest.raises(UnusableFile):
        read_protocol(write(tmp_path, content))


@pytest.mark.parametrize(
    "line",
    [
        "  - {rates: [2 mL/h, 1/40, $first_time], every: 15 min}",
        "  - {rate: 50 mg/h, increase: 50 mg/h, every: 30 min, up_to: 400 mg/h, give: rest}",
        "  - {give: 1.5 mg/kg, rate: 0.01 mL/kg/min}",
        "  - {bag: A, give: bag, until: 2 h, go_on_if: No rash, note: Slowly}",
        "  - {give: 500 units, rate: 100 units/kg/h}",
        "  - {give: 5 ug, over: 1 day}",
    ],
)
def test_every_way_of_writing_a_step_is_right_by_the_schema(line: str) -> None:
    assert complaints(with_line(13, line)) == []


def test_the_file_the_others_are_made_from_is_right_by_the_schema() -> None:
    assert complaints(RIGHT) == []
