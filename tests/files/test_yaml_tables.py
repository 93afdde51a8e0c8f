"""A table in YAML is read as one in CSV, through the house's reader, with the line of each cell."""

from pathlib import Path

import pytest

from rechallenge.audit.understanding import understand
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import read_table
from rechallenge.files.tree import MOST_BYTES

_LIST = """\
- {Step: 1, Rate (mL/h): 2.50, Time (min): 15}
- {Step: 2, Rate (mL/h): 5, Time (min): 15, Dose (mg): 0.1}
"""
_BAGS = """\
title: Ward 4
bags:
  - {Solution: A, Volume (mL): 250, Holds (mg): 20}
steps:
  - Step: 1
    Rate (mL/h): 2.50
    Time (min): 15
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.yaml"


def test_a_list_of_rows_is_a_table_whose_digits_are_kept(path: Path) -> None:
    path.write_text(_LIST)
    rows = read_table(path).table.rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["Step", "Rate (mL/h)", "Time (min)", "Dose (mg)"],
        ["1", "2.50", "15", ""],
        ["2", "5", "15", "0.1"],
    ]
    # The header is where it is first written; a cell where its header is in its own row.
    assert [row[1].where for row in rows] == ["line 1, column 13"] * 2 + ["line 2, column 13"]
    assert rows[0][3].where == "line 2, column 45"
    assert [row[0].line for row in rows] == [1, 1, 2]


def test_a_list_of_bags_and_one_of_steps_are_one_table(path: Path) -> None:
    path.write_text(_BAGS)
    table = read_table(path).table
    assert table.rows[0][0].text == "title: Ward 4"
    assert {len(row) for row in table.rows} == {3}
    found = understand(table)
    assert [bag.name for bag in found.bags] == ["A"]
    assert [line.name for line in found.lines] == ["1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Step: 1\nsteps: {Rate: 2}\n", "ward.yaml:2:1: steps: is not a list of rows"),
        ("steps:\n  - 1\n", "ward.yaml:2:5: steps[0]: is not a row; write its headers and cells"),
        ("- {Step: [1, 2]}\n", "ward.yaml:1:4: [0].Step: is not one cell"),
        ("- {Step: 1, Step: 2}\n", "ward.yaml:1:13: [0].Step: Step is here twice"),
        ("", "the file is empty"),
        ("words\n", "is not a list of rows"),
        ("- &a {Step: 1}\n- *a\n", "&a names a value for reuse; leave it out"),
        ("#" * (MOST_BYTES + 1), "is 200,001 bytes, but a table in YAML may have 200,000 at most"),
    ],
)
def test_what_is_no_table_is_refused_at_its_line(path: Path, text: str, said: str) -> None:
    path.write_text(text)
    with pytest.raises(UnusableFile) as refused:
        read_table(path)
    assert said in str(refused.value)


def test_a_part_of_it_cannot_be_named_by_lines(path: Path) -> None:
    path.write_text(_LIST)
    with pytest.raises(UnusableFile, match="is YAML, of which no part can be named"):
        read_table(path, within="1-1")
