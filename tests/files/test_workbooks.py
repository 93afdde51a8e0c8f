"""A table is read from a workbook as the workbook shows it, and what is no number is named."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from rechallenge.audit.table import Cell
from rechallenge.files.reading import UnusableFile
from rechallenge.files.tables import TableFile, read_table, table_of
from tests.files.test_tables import texts

_FOLDER = Path(__file__).parent / "workbooks"
"""A table, saved by LibreOffice."""
_UNKNOWN = (
    "the number formats of these cells are not known here, so zeros at the end of a number may be "
    "missing"
)


def workbook(fill: Callable[[Any, Any], object], **sheets: list[list[object]]) -> bytes:
    """An .xlsx with a sheet that `fill` writes, and others of rows."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Steps"))
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


def column(values: list[object], number_format: str = "General") -> bytes:
    """A workbook with one column of values in one number format."""

    def fill(book: Any, sheet: Any) -> None:
        for row, value in enumerate(values):
            sheet.write(row, 0, value, book.add_format({"num_format": number_format}))

    return workbook(fill)


def read(raw: bytes, sheet: str | None = None, within: str | None = None) -> TableFile:
    return table_of(raw, Path("table"), sheet, within)


def only(raw: bytes) -> Cell:
    ((cell,),) = read(raw).table.rows
    return cell


def refused(raw: bytes, sheet: str | None = None, within: str | None = None) -> str:
    with pytest.raises(UnusableFile) as stopped:
        read(raw, sheet, within)
    return str(stopped.value)


@pytest.mark.parametrize("offset", [2**32, 2**63, 2**64 - 1])
def test_a_part_that_is_said_to_stand_beyond_the_file_is_no_workbook(offset: int) -> None:
    raw = opendocument("")
    listed, end = raw.rindex(b"PK\x01\x02"), raw.rindex(b"PK\x05\x06")
    # The offset as ZIP64 has it: ones in its place, and eight bytes in a field after the name.
    entry = raw[listed : listed + 30] + struct.pack("<H", 12) + raw[listed + 32 : listed + 42]
    entry += b"\xff" * 4 + raw[listed + 46 : end] + struct.pack("<HHQ", 1, 8, offset)
    closing = raw[end : end + 12] + struct.pack("<L", len(entry)) + raw[end + 16 :]
    assert "cannot be read as a workbook" in refused(raw[:listed] + entry + closing)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_as_no_spreadsheet_does_is_not_unpacked(method: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as packed:
        packed.writestr("content.xml", _OPENDOCUMENT.format(""))
    assert "cannot be read as a workbook" in refused(written.getvalue())


def repacked(raw: bytes, **changed: bytes | None) -> bytes:
    """A packed file with parts in place of its own, by the ends of their names."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            key = Path(name).stem
            content = changed.pop(key) if key in changed else old.read(name)
            if content is not None:
                new.writestr(name, content)
        for name, content in changed.items():
            new.writestr(name, content or b"")
    return written.getvalue()


def test_a_number_is_read_with_the_digits_that_its_format_shows() -> None:
    shown = {
        "0.00": "2.50", "0": "3", "0.0##": "2.5", "#,##0.000": "2.500", "General": "2.5",
        '0.0" mL/h"': "2.5 mL/h", "0%": "250%", "0.0 %": "250.0 %", "_-0.00_-": "2.50",
        "[Red]0.00;-0.00": "2.50", r"0.0\ \m\L": "2.5 mL", "@": "2.5", 'General" mg"': "2.5 mg",
    }  # fmt: skip
    assert {code: only(column([2.5], code)).text for code in shown} == shown
    assert all(only(column([2.5], code)).why == "" for code in shown)


def test_a_raised_figure_is_a_footnote_and_makes_no_other_number() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_rich_string(0, 0, "20", book.add_format({"font_script": 1}), "2", " mL")

    assert texts(read(workbook(fill)).table) == [["20² mL"]]
    styles = "".join(
        f'<style:style style:name="{name}">'
        f'<style:text-properties style:text-position="{where}"/></style:style>'
        for name, where in (("up", "33% 58%"), ("above", "super 58%"), ("down", "-33% 58%"))
    )
    cells = "".join(
        f'<table:table-cell><text:p>20<text:span text:style-name="{name}">2</text:span></text:p>'
        "</table:table-cell>"
        for name in ("up", "above", "down")
    )
    raw = opendocument(f"{styles}<table:table-row>{cells}</table:table-row>")
    assert texts(read(raw).table) == [["20²", "20²", "202"]]


def test_a_number_is_rounded_as_the_workbook_rounds_it() -> None:
    # 2.675 is 2.67499999999999982 in binary, and every spreadsheet shows 2.68.
    assert texts(read(column([2.675, 0.125, 1.005], "0.00")).table) == [
        ["2.68"],
        ["0.13"],
        ["1.01"],
    ]
    # 0.1 + 0.2 is 0.30000000000000004 in binary; nobody sees or means that.
    assert texts(read(column([0.1 + 0.2, 1845.362, 1e-7, 0])).table) == [
        ["0.3"], ["1845.362"], ["0.0000001"], ["0"],
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["0.00E+00", "# ?/?", '0.0,"k"'])
def test_a_format_that_is_not_known_is_said_and_the_value_read_in_full(code: str) -> None:
    found = read(column([1234.5], code))
    assert texts(found.table) == [["1234.5"]]
    assert found.notes == (f"{_UNKNOWN}: A1",)


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [("d-mmm", 45000, "2023-03-15"), ("yyyy-mm-dd hh:mm", 45000.5, "2023-03-15 12:00"),
     ("h:mm", 0.25, "06:00"), ("[h]:mm", 0.5, "12:00"),
     ("dd/mm/yyyy", 1e14, "1" + 14 * "0")],
)  # fmt: skip
def test_what_a_workbook_has_made_a_date_of_is_no_number(
    code: str, value: float, text: str
) -> None:
    cell = only(column([value], code))
    assert (cell.text, cell.why) == (text, "date")


def test_a_number_that_is_kept_as_text_is_read() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, " 2.50 ")
        sheet.write_rich_string(1, 0, "5", _book.add_format({"bold": True}), ".0", " mL")

    assert texts(read(workbook(fill)).table) == [["2.50"], ["5.0 mL"]]


def test_a_formula_without_its_result_is_not_taken_for_0() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, [2, 15])
        # XlsxWriter writes the result 0 where none is given, and leaves it to Excel to calculate.
        sheet.write_formula(0, 2, "=A1*B1/60")
        sheet.write_formula(0, 3, "=A1*B1/60", None, 0.5)

    raw = workbook(fill)
    (row,) = read(raw).table.rows
    assert [(cell.text, cell.why) for cell in row[2:]] == [("=A1*B1/60", "formula"), ("0.5", "")]
    sheet = _part(raw, "sheet1").replace(b"<v>0</v>", b"")
    book = _part(raw, "workbook").replace(b' fullCalcOnLoad="1"', b"")
    (row,) = read(repacked(raw, sheet1=sheet, workbook=book)).table.rows
    assert [cell.why for cell in row] == ["", "", "formula", ""]
    (row,) = read(repacked(raw, workbook=book)).table.rows
    # A workbook that was calculated may have the result 0.
    assert [cell.text for cell in row] == ["2", "15", "0", "0.5"]


def _part(raw: bytes, stem: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return packed.read(next(name for name in packed.namelist() if Path(name).stem == stem))


def test_an_error_and_a_truth_value_are_no_numbers() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(0, 1, True)

    (row,) = read(workbook(fill)).table.rows
    assert [(cell.text, cell.why) for cell in row] == [("#DIV/0!", "error"), ("TRUE", "error")]


def test_merged_cells_are_one_text_and_hidden_ones_are_read_and_said() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(1, 1, ["Bag", "Rate", ""])
        sheet.merge_range("C2:D2", "Rate")
        sheet.merge_range("B3:B4", "Bag 1")
        sheet.write_row(2, 2, [2, 5])
        sheet.write_row(3, 2, [3, 6])
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("D:XFD", None, None, {"hidden": True})

    found = read(workbook(fill))
    assert texts(found.table) == [["Bag", "Rate", ""], ["Bag 1", "2", "5"], ["", "3", "6"]]
    header, first, second = found.table.rows
    assert (header[2].of, header[2].where, header[1].rows) == ("Rate", "D2", 1)
    assert (first[0].where, first[0].rows, second[0].of) == ("B3:B4", 2, "Bag 1")
    assert found.notes == (
        "these rows are hidden in the workbook, and were read: 4",
        "these columns are hidden in the workbook, and were read: D",
    )


def test_merged_cells_that_overlap_are_refused() -> None:
    raw = workbook(lambda _book, sheet: sheet.write_row(0, 0, [1, 2, 3]))
    merges = b'<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/></mergeCells>'
    sheet = _part(raw, "sheet1").replace(b"</sheetData>", b"</sheetData>" + merges)
    assert "has merged cells that overlap at B1; unmerge them" in refused(
        repacked(raw, sheet1=sheet)
    )


def test_a_workbook_of_several_sheets_asks_which_one_is_meant() -> None:
    raw = workbook(lambda *_: None, A=[["Step"], [1]], B=[["Step"], [2]])
    assert "has these sheets: A, B; say which one is meant" in refused(raw)
    assert texts(read(raw, "B").table) == [["Step"], ["2"]]
    assert "has these sheets: Steps, A, B" in refused(raw, "C")


def test_the_only_sheet_with_numbers_is_read_and_the_others_are_named() -> None:
    raw = workbook(lambda *_: None, A=[["Step"], [1]], B=[["checked by two"]])
    found = read(raw)
    assert texts(found.table) == [["Step"], ["1"]]
    assert found.notes == ("only the sheet A has numbers; these were not read: B",)
    assert read(raw, "A").notes == ()


def test_a_part_of_a_sheet_is_read_by_its_cells() -> None:
    raw = workbook(lambda *_: None, A=[["Tea", "Step"], [1, 2], ["", 3], ["", "note"]])
    found = read(raw, None, "B1:b3").table
    assert [[cell.where for cell in row] for row in found.rows] == [["B1"], ["B2"], ["B3"]]
    assert "has cells, not lines; name the part as cells, such as B3:H16" in refused(
        raw, None, "1-3"
    )
    assert "is empty" in refused(raw, None, "F1:H9")


def test_libreoffice_and_excel_files_of_one_table_give_the_same_cells() -> None:
    def fill(book: Any, sheet: Any) -> None:
        ward, mg, so_far = (book.add_format({"num_format": code})
                            for code in ('0.0" mL/h"', "0.00", "0.000"))  # fmt: skip
        sheet.write(0, 0, "Ceftazidime, 3 bags")
        sheet.merge_range("D2:E2", "Dose")
        sheet.write_row(2, 0, ["Step", "Rate", "Time (min)", "mg", "so far (mg)"])
        rows = [(1, 2, 15, 0.04, 0.04), (2, 5, 15, 0.1, 0.14), (3, 10, 15, 0.2, 0.34)]
        for row, values in enumerate(rows, 3):
            sheet.write_row(row, 0, values)
            for place, form in ((1, ward), (3, mg), (4, so_far)):
                sheet.write(row, place, values[place], form)
        sheet.set_row(4, None, None, {"hidden": True})

    excel = read(workbook(fill))
    opendocument = read_table(_FOLDER / "steps.ods")
    assert texts(excel.table)[3:] == [
        ["1", "2.0 mL/h", "15", "0.04", "0.040"],
        ["2", "5.0 mL/h", "15", "0.10", "0.140"],
        ["3", "10.0 mL/h", "15", "0.20", "0.340"],
    ]
    assert opendocument.table.rows == excel.table.rows
    assert opendocument.notes == excel.notes == (
        "these rows are hidden in the workbook, and were read: 5",
    )  # fmt: skip


def test_values_are_those_that_another_reader_finds() -> None:
    rows: list[list[object]] = [[row * column / 7 for column in range(1, 9)] for row in range(40)]
    raw = workbook(lambda *_: None, A=rows)
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name("A").to_python()
    ours = [[float(text) for text in row] for row in texts(read(raw).table)]
    assert ours == [[float(f"{value:.12g}") for value in row] for row in calamine]


_OPENDOCUMENT = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Schritte">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def opendocument(rows: str, **parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("content.xml", _OPENDOCUMENT.format(rows))
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return written.getvalue()


def _ods_cell(value: str, text: str, kind: str = "float") -> str:
    return (f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
            f"<text:p>{text}</text:p></table:table-cell>")  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text", "kind", "read_as"),
    [("2.5", "2,50", "float", "2.50"), ("1234.5", "1.234,50", "float", "1234.50"),
     ("1234", "1.234", "float", "1234"), ("1.234", "1,234", "float", "1.234"),
     ("0.125", "12,5 %", "percentage", "12.5%"), ("2.5", "2,5 ml/h", "float", "2.5 ml/h"),
     ("2.678", "2.68", "float", "2.68")],
)  # fmt: skip
def test_a_decimal_comma_of_an_opendocument_sheet_is_known_by_its_value(
    value: str, text: str, kind: str, read_as: str
) -> None:
    rows = f"<table:table-row>{_ods_cell(value, text, kind)}</table:table-row>"
    assert texts(read(opendocument(rows)).table) == [[read_as]]


def test_an_opendocument_sheet_says_what_is_no_number() -> None:
    rows = """<table:table-row>
    <table:table-cell table:formula="of:=[.A1]*2"/>
    <table:table-cell office:value-type="date" office:date-value="2023-02-01"><text:p>1/2</text:p>
    </table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048575">
    <table:table-cell table:number-columns-repeated="16384"/></table:table-row>"""
    (row,) = read(opendocument(rows)).table.rows
    assert [(cell.text, cell.why) for cell in row] == [("=[.A1]*2", "formula"), ("1/2", "date")]


@pytest.mark.parametrize("spanned", ["²", "9" * 5000, "-1", ""])
def test_a_count_that_is_no_whole_number_spans_one_cell(spanned: str) -> None:
    cell = _ods_cell("1", "1").replace(" ", f' table:number-rows-spanned="{spanned}" ', 1)
    (row,) = read(opendocument(f"<table:table-row>{cell}</table:table-row>")).table.rows
    assert [(one.text, one.where) for one in row] == [("1", "A1")]


@pytest.mark.slow
def test_rows_that_are_repeated_without_end_are_refused() -> None:
    rows = (f'<table:table-row table:number-rows-repeated="99999999">{_ods_cell("1", "1")}'
            "</table:table-row>")  # fmt: skip
    assert "has more than 12,000 rows or 60 columns" in refused(opendocument(rows * 80))


def test_an_encrypted_workbook_is_named_as_such() -> None:
    locked = io.BytesIO()
    plain = io.BytesIO(column([1]))
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", locked)
    said = "is encrypted; open it with its password and save a copy without one"
    assert said in refused(locked.getvalue())
    manifest = b"<manifest:encryption-data/>"
    assert said in refused(opendocument("", **{"META-INF__manifest": manifest}))


def test_an_old_workbook_is_refused_with_what_to_do() -> None:
    old = (_FOLDER / "steps.xls").read_bytes()
    assert "is an old Office file" in refused(old)
    assert "save it as .xlsx" in refused(old[:600])


def test_a_picture_of_a_table_is_not_read() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    raw = repacked(workbook(lambda *_: None), **{"xl/media/image1.png": picture})
    assert "has a picture and no cells; a picture of a table is not read" in refused(raw)


def test_macros_are_said_and_not_run() -> None:
    raw = repacked(column([1]), **{"xl/vbaProject.bin": b"Sub Workbook_Open()"})
    assert read(raw).notes == ("the workbook has macros; they were not run",)


def _bomb(size: int, declared: int) -> bytes:
    """A workbook whose sheet unpacks to `size` bytes and says that they are `declared`."""
    raw = workbook(lambda *_: None)
    packed = repacked(raw, sheet1=b"<worksheet>" + b" " * size)
    return packed.replace((size + 11).to_bytes(4, "little"), declared.to_bytes(4, "little"))


def test_what_unpacks_to_more_than_a_table_needs_is_refused() -> None:
    size = 50_000_000
    assert "unpacks to more than 40,000,000 bytes" in refused(_bomb(size, size + 11))
    # The size that it declares is not trusted.
    assert "cannot be read as a workbook" in refused(_bomb(size, 1_000))


@pytest.mark.parametrize(
    "cells",
    ["<b/>" * 300_000, '<b a="1" c="2"/>' * 200_001, "<b>" * 100],
    ids=["elements", "attributes", "levels"],
)
def test_a_sheet_of_more_than_a_table_needs_is_refused_before_it_fills_the_memory(
    cells: str,
) -> None:
    assert "has more cells than a table needs" in refused(opendocument(cells))


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04" + bytes(200),
        repacked(column([1]), workbook=None),
        repacked(column([1]), sheet1=None),
        repacked(column([1]), sheet1=b"<worksheet><sheetData>"),
        repacked(column([1]), sheet1=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        repacked(column(["text"]), sharedStrings=b"<sst/>"),
        repacked(column([1]), **{"xl/workbook.bin": b""})[:-40],
    ],
    ids=["zeros", "no book", "no sheet", "half", "entities", "no text", "cut off"],
)
def test_a_damaged_workbook_is_a_sentence(raw: bytes) -> None:
    assert refused(raw) == (
        "table:1:1: cannot be read as a workbook; open it in a spreadsheet and save it as .xlsx"
    )


@pytest.mark.slow
def test_a_sheet_with_a_cell_in_the_last_corner_is_refused() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)

    assert (
        "table:1048576:16384: has more than 12,000 rows or 60 columns; name the cells"
        in refused(workbook(fill))
    )


@pytest.mark.slow
def test_ten_thousand_rows_are_read() -> None:
    assert len(read(column(list(range(10_000)), "0.0")).table.rows) == 10_000
