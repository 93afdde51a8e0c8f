"""The table in a workbook: which of its sheets, and what has to be said of how it was read."""

from collections.abc import Sequence

from rechallenge.audit.table import Table
from rechallenge.words import _
from rechallenge.words.shown import printable

from .excel import excel_sheets
from .opendocument import opendocument_sheets
from .packed import Packed, damaged, encrypted
from .spots import BadFile, Spot
from .spreadsheet import Area, Sheet, column_letters, table_of_sheet

PACKED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FEW = 8


def workbook_table(
    raw: bytes, name: str, sheet: str | None, area: Area | None
) -> tuple[Table, tuple[str, ...]]:
    """The table of one sheet, or of an area of it; and what is to be said of it. Raises BadFile."""
    if raw.startswith(OLD_OFFICE):
        raise _old(raw)
    packed = Packed(raw)
    macros = any(part.endswith("vbaProject.bin") for part in packed.names)
    pictures = any(part.startswith(("xl/media/", "Pictures/")) for part in packed.names)
    sheets = _packed_sheets(packed)
    chosen = _chosen(sheets, sheet, pictures)
    table = table_of_sheet(f"{name}, {printable(chosen.name)}", chosen, area)
    others = [one.name for one in sheets if one.cells and one is not chosen and sheet is None]
    return table, tuple(_notes(chosen, others, macros))


def _packed_sheets(packed: Packed) -> list[Sheet]:
    if "xl/workbook.xml" in packed.names:
        return excel_sheets(packed)
    if "content.xml" in packed.names:
        return opendocument_sheets(packed)
    raise damaged()


def _old(raw: bytes) -> BadFile:
    """What is said of a file in the container of old Offices, which newer ones encrypt in."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return encrypted()
    sentence = _("is an old Office file, such as .xls, which is not read; open it in a spreadsheet "
                 "and save it as .xlsx")  # fmt: skip
    return BadFile(Spot(1, 1), sentence)


def _chosen(sheets: Sequence[Sheet], named: str | None, pictures: bool) -> Sheet:
    filled = [one for one in sheets if one.cells and named in (None, one.name)]
    numbered = [one for one in filled if any(cell.text[0].isdigit() for cell in one.cells.values())]
    for some in (filled, numbered):
        if len(some) == 1:
            return some[0]
    if not filled and named is None:
        if pictures:
            sentence = _("has a picture and no cells; a picture of a table is not read: type the "
                         "table, or paste its text")  # fmt: skip
            raise BadFile(Spot(1, 1), sentence)
        raise BadFile(Spot(1, 1), _("is empty"))
    names = ", ".join(printable(one.name) for one in filled or sheets)
    sentence = _("has these sheets: {names}; say which one is meant")
    raise BadFile(Spot(1, 1), sentence.format(names=names))


def _notes(sheet: Sheet, others: Sequence[str], macros: bool) -> list[str]:
    notes = []
    if others:
        sentence = _("only the sheet {name} has numbers; these were not read: {others}")
        names = _few([printable(one) for one in others])
        notes.append(sentence.format(name=printable(sheet.name), others=names))
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
