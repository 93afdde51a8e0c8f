"""Columns that only spaces part are told by their places or by their numbers, or not at all."""

from pathlib import Path

import pytest

from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import table_of


def read(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table_of(text.encode(), Path("t")).table.rows]


def test_a_header_stands_over_the_cells_it_is_next_to() -> None:
    assert read("""\
                    Table 3. Drug X
            Flow rate (mL/h) Time (min)   Dose
   Step                                   given (mg)
   1          2.5             15          0.04
   2          5               15          0.1
   Bag two, after a check
   3                          15          0.1""") == [
        ["Table 3. Drug X", "", "", ""],
        ["", "Flow rate (mL/h)", "Time (min)", "Dose"],
        ["Step", "", "", "given (mg)"],
        ["1", "2.5", "15", "0.04"],
        ["2", "5", "15", "0.1"],
        ["Bag two, after a check", "", "", ""],
        ["3", "", "15", "0.1"],
    ]  # fmt: skip


def test_a_header_with_single_spaces_is_divided_as_its_rows_are() -> None:
    assert read("""\
Drug X over 4 h in 3 bags
Step Bag Infusion rate (mL/h) Time (min) Total dose given (mg)
1 A 2 15 0.04
2 A 5 15 min 0.1
Check the patient now
3 Bag 2 5 15 0.1""") == [
        ["Drug X over 4 h in 3 bags", "", "", "", ""],
        ["Step", "Bag", "Infusion rate (mL/h)", "Time (min)", "Total dose given (mg)"],
        ["1", "A", "2", "15", "0.04"],
        ["2", "A", "5", "15 min", "0.1"],
        ["Check the patient now", "", "", "", ""],
        ["3", "Bag 2", "5", "15", "0.1"],
    ]  # fmt: skip


def test_a_header_that_could_be_divided_otherwise_is_left_whole() -> None:
    # `Rate` or `Rate time` may be the second column, and `time volume` or `volume` the third.
    assert read("Step Rate time volume\n1 2 15\n2 5 15")[0][0] == "Step Rate time volume"


@pytest.mark.parametrize("short", ["3 15 0.1", "3 A 5 15 0.1 7"])
def test_a_row_whose_cells_cannot_be_told_apart_is_refused(short: str) -> None:
    text = f"Step Bag Rate (mL/h) Time (min) Dose (mg)\n1 A 2 15 0.04\n2 A 5 15 0.1\n{short}\n"
    with pytest.raises(UnusableFile, match=r"t:4:1: has \d cells here and 5 above"):
        read(text)


def test_cells_may_be_missing_at_the_end_where_units_say_which_are_there() -> None:
    assert read("Dose # Dose Volume Bag #\n1 1 mg 2 mL Bag 1 (0.5 mg/mL)\n2 2 mg 4 mL")[1:] == [
        ["1", "1 mg", "2 mL", "Bag 1 (0.5 mg/mL)"],
        ["2", "2 mg", "4 mL", ""],
    ]


def test_one_cell_on_each_line_is_asked_about_and_read_across() -> None:
    raw = b"Rate (mL/h)\nTime (min)\n2\n15\n\n5\n15\n"
    with pytest.raises(UnusableFile, match="one cell on each line; say how many columns"):
        table_of(raw, Path("t"))
    table = table_of(raw, Path("t"), across=2).table
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Rate (mL/h)", "Time (min)"], ["2", "15"], ["5", "15"],
    ]  # fmt: skip
    assert table.rows[2][0].line == 6


def test_a_cell_that_a_spreadsheet_copies_with_a_line_break_is_one_cell() -> None:
    assert read('Step\t"Rate\n(mL/h)"\n1\t2\n') == [["Step", "Rate (mL/h)"], ["1", "2"]]
