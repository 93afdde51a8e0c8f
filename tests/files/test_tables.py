"""Tables are read as people have them: CSV, Markdown, pasted text, workbooks, other encodings."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from rechallenge.audit.table import Table
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import TableFile, read_table, table_of

_ROWS = [["Step", "Rate (mL/h)", "Dose, mg"], ["1", "2.5", "0.05"], ["2", "5", "0.1"]]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def read(raw: bytes, sheet: str | None = None) -> TableFile:
    return table_of(raw, Path("table"), sheet)


def workbook(**sheets: list[list[object]]) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


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


def test_a_cell_knows_its_line_in_the_file() -> None:
    raw = b'Step,Note\n1,"two\nlines"\n\n2,x\n'
    rows = read(raw).table.rows
    assert [row[1].where for row in rows] == [
        "line 1, column 2", "line 2, column 2", "line 5, column 2",
    ]  # fmt: skip
    assert [cell.line for row in rows for cell in row] == [1, 1, 2, 2, 5, 5]


def test_a_workbook_gives_its_numbers_as_shown_and_its_cells_by_name() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 in binary; nobody sees or means that.
    raw = workbook(Steps=[["Step", "Dose (mg)"], [1, 0.1 + 0.2], [2, 1845.362]])
    table = read(raw).table
    assert texts(table) == [["Step", "Dose (mg)"], ["1", "0.3"], ["2", "1845.362"]]
    assert table.rows[2][1].where == "B3"
    assert table.name == "table, Steps"


def test_a_workbook_of_several_sheets_asks_which_one_is_meant() -> None:
    raw = workbook(A=[["Step"], [1]], B=[["Step"], [2]], Empty=[])
    with pytest.raises(UnusableFile, match=r"has these sheets: A, B; say which one is meant"):
        read(raw)
    assert texts(read(raw, "B").table) == [["Step"], ["2"]]
    with pytest.raises(UnusableFile, match="has these sheets: A, B, Empty"):
        read(raw, "C")


_CHINESE = "步骤,速度 (mL/h),剂量 (mg)\n1,2.5,0.05\n2,5,0.1\n输注时间,每步剂量,累积剂量\n"
_FRENCH = "Étape,Débit (mL/h),Dose cumulée (mg)\n1,2.5,0.05\n2,5,0.1\nsoluté,glucosé,\n"


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", _CHINESE), ("cp1252", _FRENCH)])
def test_another_encoding_is_read_and_said(encoding: str, text: str) -> None:
    found = read(text.encode(encoding))
    assert texts(found.table)[0][0] == text.partition(",")[0]
    (note,) = found.notes
    assert note.startswith("is not in UTF-8 and was read as ")


def _zip(**files: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is it encrypted? Save it as .xlsx"),
        (_zip(a=b"nothing"), "cannot be read as a workbook"),
        (b'a,b\n"x,y\n', "table:2:1: cannot be read as CSV"),
        (b"a,b\n" * 301, "table:301:1: has more than 300 rows"),
        (b"x," * 80 + b"\n", "has 81 columns here, more than 60"),
        (bytes(range(128, 256)) * 3, "is neither text nor a workbook"),
    ],
    ids=["empty", "blank", "old", "zip", "quote", "rows", "columns", "binary"],
)
def test_what_holds_no_table_is_a_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read(raw)
    assert said in str(refused.value)


def test_a_sheet_of_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Step,Dose\n1,2\n")
    with pytest.raises(UnusableFile, match="is no workbook and has no sheets"):
        read_table(tmp_path / "a.csv", "Steps")


def test_what_could_move_a_cursor_is_shown_and_not_obeyed() -> None:
    (row,) = read("a\x1b[2Jb,c\u202ed,e\n".encode()).table.rows
    assert "\x1b" not in row[0].text
    assert "\u202e" not in row[1].text
