"""The sheets of an OpenDocument spreadsheet (.ods): each cell keeps the text that it shows."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree import ElementTree as ET

from .number_formats import plain_number
from .packed import Packed, encrypted, of, plain, under, whole_number
from .spreadsheet import MOST_COLUMNS, MOST_ROWS, Area, Found, Sheet, cell_name, raised

_MANIFEST = "META-INF/manifest.xml"
_FIGURES = re.compile(r"\d[\d.,'\s\u00a0\u202f]*\d|\d")
_RAISED = re.compile(r"super|[1-9]\d*%")
_NUMBERS = ("float", "percentage", "currency")


class _Read(NamedTuple):
    """A cell that was read once, for all rows and columns that repeat it: what it shows, whether
    its format is known, and how many rows and columns it spans."""

    found: Found
    known: bool
    down: int
    across: int


def opendocument_sheets(packed: Packed) -> list[Sheet]:
    """Every sheet, in the order of the document. Raises BadFile."""
    if _MANIFEST in packed.names and b"encryption-data" in packed.read(_MANIFEST):
        raise encrypted()
    root = packed.tree("content.xml")
    _raise(root)
    return [_sheet(table) for table in under(root, "table")]


def _raise(root: ET.Element) -> None:
    """Write what is shown raised in letters that are."""
    up = {
        of(style, "name")
        for style in under(root, "style")
        if any(_RAISED.match(of(one, "text-position")) for one in under(style, "text-properties"))
    }
    for span in under(root, "span") if up else ():
        if of(span, "style-name") in up:
            span.text = raised(span.text or "")


def _sheet(table: ET.Element) -> Sheet:
    sheet = Sheet(of(table, "name"))
    column = 1
    for entry in under(table, "table-column"):
        times = _times(entry, "columns")
        if of(entry, "visibility") in ("collapse", "filter"):
            sheet.hidden_columns += range(column, column + min(times, MOST_COLUMNS + 1))
        column += times
    row = 1
    for entry in under(table, "table-row"):
        times = _times(entry, "rows")
        cells = [(column, _read(cell)) for column, cell in _cells(entry)]
        for number in range(row, row + min(times, MOST_ROWS + 1 if cells else 0)):
            for column, read in cells:
                _keep(sheet, number, column, read)
        if of(entry, "visibility") in ("collapse", "filter") and cells:
            sheet.hidden_rows += range(row, row + min(times, MOST_ROWS + 1))
        row += times
        if len(sheet.cells) > MOST_ROWS * MOST_COLUMNS:
            break
    return sheet


def _times(entry: ET.Element, of_what: str) -> int:
    return whole_number(of(entry, f"number-{of_what}-repeated"), 1)


def _cells(row: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    """The cells of a row that hold something, by their columns from 1."""
    column = 1
    for cell in row:
        if plain(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(cell, "columns")
        if plain(cell.tag) == "table-cell" and (len(cell) or of(cell, "formula") or _stored(cell)):
            for one in range(column, column + min(times, MOST_COLUMNS + 1)):
                yield one, cell
        column += times


def _stored(cell: ET.Element) -> str:
    names = ("value", "date-value", "time-value", "boolean-value", "string-value")
    return next((of(cell, name) for name in names if of(cell, name)), "")


def _read(cell: ET.Element) -> _Read:
    lines = [part for part in cell if plain(part.tag) == "p"]
    text = " ".join("".join(line.itertext()) for line in lines)
    kind, known = of(cell, "value-type"), True
    if of(cell, "formula") and not text and not _stored(cell):
        found = Found(of(cell, "formula").partition(":")[2], "formula")
    elif kind in _NUMBERS:
        digits, known = _digits(of(cell, "value"), text, kind == "percentage")
        found = Found(digits)
    elif kind in ("date", "time", "boolean"):
        found = Found(text or _stored(cell), "error" if kind == "boolean" else "date")
    else:
        found = Found(text, "error" if kind == "error" else "")
    down, across = (whole_number(of(cell, f"number-{one}-spanned"), 1)
                    for one in ("rows", "columns"))  # fmt: skip
    return _Read(found, known, down, across)


def _keep(sheet: Sheet, row: int, column: int, read: _Read) -> None:
    if not read.known:
        sheet.unformatted.append(cell_name(row, column))
    if not read.found.text:
        return
    sheet.cells[row, column] = read.found
    if read.down > 1 or read.across > 1:
        area = Area(row, column, row + read.down - 1, column + read.across - 1)
        sheet.merged.append(area)


def _digits(stored: str, text: str, percent: bool) -> tuple[str, bool]:
    """The text of a number with a point before its decimals, whatever its own language has there;
    and whether its zeros at the end are known."""
    try:
        value = Decimal(stored) * (100 if percent else 1)
        exact = plain_number(value)
    except InvalidOperation:
        return stored, False
    shown = _FIGURES.search(text)
    if shown is None:
        return f"{exact}{'%' * percent}", False
    figures = re.sub(r"\D", "", shown[0])
    for places in (len(re.split(r"[.,]", shown[0])[-1]) if re.search("[.,]", shown[0]) else 0, 0):
        written = f"{Decimal(exact):.{places}f}"
        near = abs(Decimal(int(figures)).scaleb(-places) - value) <= Decimal(1).scaleb(-places)
        if near and len(re.sub(r"\D", "", written)) == len(figures):
            own = f"{figures[: len(figures) - places]}.{figures[len(figures) - places :]}"
            after = text[shown.end() :].strip()
            return f"{own.rstrip('.')} {after}".strip().replace(" %", "%"), True
    return f"{exact}{'%' * percent}", False
