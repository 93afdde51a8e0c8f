"""The table in a workbook: which of its sheets, and what has to be said of how it was read."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from rechallenge.audit.table import Table
from rechallenge.words import _
from rechallenge.words.shown import printable

from .excel import excel_sheets
from .number_formats import plain_number
from .opendocument import opendocument_sheets
from .packed import Packed, damaged, encrypted
from .spots import BadFile, Spot
from .spreadsheet import Area, Found, Sheet, cell_name, column_letters, table_of_sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

PACKED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FEW = 8


def workbook_table(
    raw: bytes, name: str, sheet: str | None, area: Area | None
) -> tuple[Table, tuple[str, ...]]:
    """The table of one sheet, or of an area of it; and what is to be said of it. Raises BadFile."""
    macros, pictures = False, False
    if raw.startswith(OLD_OFFICE):
        sheets = _old_sheets(raw)
        macros = "_VBA_PROJECT".encode("utf-16-le") in raw
    else:
        packed = Packed(raw)
        macros = any(part.endswith("vbaProject.bin") for part in packed.names)
        pictures = any(part.startswith(("xl/media/", "Pictures/")) for part in packed.names)
        sheets = _packed_sheets(packed)
    chosen = _chosen(sheets, sheet, pictures)
    table = table_of_sheet(f"{name}, {printable(chosen.name)}", chosen, area)
    return table, tuple(_notes(chosen, macros))


def _packed_sheets(packed: Packed) -> list[Sheet]:
    if "xl/workbook.xml" in packed.names:
        return excel_sheets(packed)
    if "content.xml" in packed.names:
        return opendocument_sheets(packed)
    raise damaged()


def _old_sheets(raw: bytes) -> list[Sheet]:
    """The sheets of an .xls, which is read without its number formats."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise encrypted()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        return [_old_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except PasswordError:
        raise encrypted() from None
    except CalamineError:
        raise damaged() from None


def _old_sheet(read: "CalamineSheet") -> Sheet:
    sheet = Sheet(read.name)
    for number, row in enumerate(read.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str):
                found = Found(value, "error" if value.startswith("#") else "")
            elif isinstance(value, int | float) and not isinstance(value, bool):
                found = Found(plain_number(Decimal(repr(value))))
                sheet.unformatted.append(cell_name(number, column))
            else:
                found = Found(str(value), "error" if isinstance(value, bool) else "date")
            if found.text:
                sheet.cells[number, column] = found
    for (top, left), (bottom, right) in read.merged_cell_ranges or ():
        sheet.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    return sheet


def _chosen(sheets: Sequence[Sheet], named: str | None, pictures: bool) -> Sheet:
    filled = [one for one in sheets if one.cells and named in (None, one.name)]
    if len(filled) == 1:
        return filled[0]
    if not filled and named is None:
        if pictures:
            sentence = _("has a picture and no cells; a picture of a table is not read: type the "
                         "table, or paste its text")  # fmt: skip
            raise BadFile(Spot(1, 1), sentence)
        raise BadFile(Spot(1, 1), _("is empty"))
    names = ", ".join(printable(one.name) for one in filled or sheets)
    sentence = _("has these sheets: {names}; say which one is meant")
    raise BadFile(Spot(1, 1), sentence.format(names=names))


def _notes(sheet: Sheet, macros: bool) -> list[str]:
    notes = []
    if macros:
        notes.append(_("the workbook has macros; they were not run"))
    used_rows, used_columns = ({place[way] for place in sheet.cells} for way in (0, 1))
    if rows := [str(row) for row in sheet.hidden_rows if row in used_rows]:
        sentence = _("these rows are hidden in the workbook, and were read: {rows}")
        notes.append(sentence.format(rows=_few(rows)))
    if columns := [column_letters(one) for one in sheet.hidden_columns if one in used_columns]:
        sentence = _("these columns are hidden in the workbook, and were read: {columns}")
        notes.append(sentence.format(columns=_few(columns)))
    if sheet.unformatted:
        sentence = _("the number formats of these cells are not known here, so zeros at the end of "
                     "a number may be missing: {cells}")  # fmt: skip
        notes.append(sentence.format(cells=_few(sheet.unformatted)))
    return notes


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return shown if len(names) <= _FEW else f"{shown}, ... ({len(names):,})"
