"""Tables are read as people have them: CSV, Markdown, pasted text, other encodings."""

from pathlib import Path

import pytest

from rechallenge.audit.table import Table
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import TableFile, read_table, table_of, with_steps_below_one_another

_ROWS = [["Step", "Rate (mL/h)", "Dose, mg"], ["1", "2.5", "0.05"], ["2", "5", "0.1"]]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def read(raw: bytes) -> TableFile:
    return table_of(raw, Path("table"))


def to_audit(raw: bytes) -> TableFile:
    return with_steps_below_one_another(read(raw))


@pytest.mark.parametrize(
    "text",
    [
        'Step,Rate (mL/h),"Dose, mg"\r\n1,2.5,0.05\r\n2,5,0.1\r\n',
        "Step;Rate (mL/h);Dose, mg\n1;2.5;0.05\n2;5;0.1",
        "Step\tRate (mL/h)\tDose, mg\n1\t2.5\t0.05\n\n2\t5\t0.1",
        "| Step | Rate (mL/h) | Dose, mg |\n|---|--:|:--|\n| 1 | 2.5 | **0.05** |\n| 2 | 5 | 0.1 |",
        "Step   Rate (mL/h)   Dose, mg\n----------\n1      2.5           0.05\n2      5   0.1\n",
        '\ufeffStep,Rate (mL/h),"Dose, mg"\n1,2.5,0.05\n2,5,0.1',
    ],
    ids=["csv", "semicolons", "tabs", "markdown", "pasted", "mark"],
)
def test_each_way_of_writing_gives_the_same_cells(text: str) -> None:
    assert texts(read(text.encode()).table) == _ROWS


def test_a_stroke_after_a_backslash_belongs_to_its_cell_of_markdown() -> None:
    raw = b"| Rate \\| mL/h | Time (min) |\n|---|---|\n| 10 | 15 \\| |\n"
    rows = texts(table_of(raw, Path("a.md")).table)
    assert rows == [["Rate | mL/h", "Time (min)"], ["10", "15 |"]]


def test_a_cell_knows_its_line_in_the_file() -> None:
    raw = b'Step,Note\n1,"two\nlines"\n\n2,x\n'
    rows = read(raw).table.rows
    assert [row[1].where for row in rows] == [
        "line 1, column 2", "line 2, column 2", "line 5, column 2",
    ]  # fmt: skip
    assert [cell.line for row in rows for cell in row] == [1, 1, 2, 2, 5, 5]


_CHINESE = "步骤,速度 (mL/h),剂量 (mg)\n1,2.5,0.05\n2,5,0.1\n输注时间,每步剂量,累积剂量\n"
_FRENCH = "Étape,Débit (mL/h),Dose cumulée (mg)\n1,2.5,0.05\n2,5,0.1\nsoluté,glucosé,\n"


_GERMAN = "Schritt,Rate (mL/h),Dosis (µg)\n1,2.5,0.05\n2,5,0.1\n"
_TAIWANESE = "步驟,濃度(mg/ml),滴速(ml/h),累積劑量(mg)\n1,2.5,0.05\n2,5,0.1\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("gb18030", _CHINESE), ("cp1252", _FRENCH), ("cp1252", _GERMAN), ("big5", _TAIWANESE)],
)
def test_another_encoding_is_read_and_said(encoding: str, text: str) -> None:
    found = read(text.encode(encoding))
    assert [cell.text for cell in found.table.rows[0]] == text.splitlines()[0].split(",")
    assert found.notes == (
        f"the file is not in UTF-8 and was read as {encoding}; compare what was read",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_a_mark_or_without(encoding: str) -> None:
    assert texts(read("\n".join("\t".join(row) for row in _ROWS).encode(encoding)).table) == _ROWS


def test_a_part_of_a_text_is_read_by_its_lines() -> None:
    raw = b"Ward 7, tea and coffee\nStep,Dose\n1,2\nnote,\n"
    table = table_of(raw, Path("table"), within="2-3").table
    assert texts(table) == [["Step", "Dose"], ["1", "2"]]
    assert table.rows[1][1].where == "line 3, column 2"
    with pytest.raises(UnusableFile, match="has lines, not cells; name the part as lines"):
        table_of(raw, Path("table"), within="A1:B2")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b'a,b\n"x,y\n', "table:2:1: cannot be read as CSV"),
        (b"a,b\n" * 12_001, "table:12001:1: has more than 12,000 rows"),
        (b"x," * 80 + b"\n", "has 81 columns here, more than 60"),
        (bytes(range(128, 256)) * 3, "is neither text nor a workbook"),
    ],
    ids=["empty", "blank", "quote", "rows", "columns", "binary"],
)
def test_what_holds_no_table_is_a_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(raw)
    assert said in str(refused.value)


def test_a_sheet_of_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Step,Dose\n1,2\n")
    with pytest.raises(UnusableFile, match="is not a workbook and has no sheets"):
        read_table(tmp_path / "a.csv", "Steps")


def test_what_could_move_a_cursor_is_shown_and_not_obeyed() -> None:
    (row,) = read("a\x1b[2Jb,c\u202ed,e\n".encode()).table.rows
    assert "\x1b" not in row[0].text
    assert "\u202e" not in row[1].text


def test_a_table_whose_steps_stand_side_by_side_is_turned_and_that_is_said() -> None:
    found = to_audit(b"Step,1,2,3\nRate (mL/h),2,5,10\nTime (min),15,15,20\n")
    assert texts(found.table) == [
        ["Step", "Rate (mL/h)", "Time (min)"],
        ["1", "2", "15"], ["2", "5", "15"], ["3", "10", "20"],
    ]  # fmt: skip
    assert found.table.rows[3][1].where == "line 2, column 4"
    assert "the table was turned" in found.notes[0]


def test_a_table_with_a_step_to_a_row_is_not_turned_nor_is_one_without_names() -> None:
    for raw in (b"Step,Rate (mL/h),Time (min)\n1,2,15\n2,5,15\n", b"1,2,15\n2,5,15\n"):
        found = to_audit(raw)
        assert found.notes == ()
        assert found.table.rows[1][0].where == "line 2, column 1"
