"""The sheets of an Excel workbook (.xlsx, .xlsm; ECMA-376): values as their formats show them."""

import posixpath
from typing import NamedTuple
from xml.etree import ElementTree as ET

from .number_formats import BUILT_IN, GENERAL, shown_number
from .packed import Packed, damaged, of, plain, under, whole_number
from .spreadsheet import MOST_COLUMNS, Found, Sheet, area_of, cell_name, raised

_WORKBOOK = "xl/workbook.xml"


class _Book(NamedTuple):
    """What all sheets of a workbook share. `uncalculated`: the program that wrote it left the
    formulas to be calculated when it is opened, so that a 0 may be no result."""

    texts: list[str]
    formats: list[str]
    since_1904: bool
    uncalculated: bool


def excel_sheets(packed: Packed) -> list[Sheet]:
    """Every sheet with cells, in the order of the workbook. Raises BadFile."""
    root = packed.tree(_WORKBOOK)
    parts = _parts(packed)
    settings = [*under(root, "workbookPr"), ET.Element("none")][0]
    calculation = [*under(root, "calcPr"), ET.Element("none")][0]
    book = _Book(
        _texts(packed, parts), _formats(packed, parts), _yes(of(settings, "date1904")),
        _yes(of(calculation, "fullCalcOnLoad")),
    )  # fmt: skip
    sheets = []
    for entry in under(root, "sheet"):
        kind, path = parts.get(of(entry, "id"), ("", ""))
        if kind == "worksheet":
            sheets.append(_sheet(of(entry, "name"), packed.tree(path), book))
    return sheets


def _yes(text: str) -> bool:
    return text in ("1", "true", "on")


def _parts(packed: Packed) -> dict[str, tuple[str, str]]:
    """The parts that the workbook is made of: kind and path by their ids."""
    folder, name = posixpath.split(_WORKBOOK)
    found = {}
    for entry in under(packed.tree(f"{folder}/_rels/{name}.rels"), "Relationship"):
        path = posixpath.normpath(posixpath.join("/", folder, of(entry, "Target"))).lstrip("/")
        found[of(entry, "Id")] = (of(entry, "Type").rpartition("/")[2], path)
    return found


def _texts(packed: Packed, parts: dict[str, tuple[str, str]]) -> list[str]:
    paths = [path for kind, path in parts.values() if kind == "sharedStrings"]
    return [_text(entry) for path in paths for entry in packed.tree(path)]


def _text(entry: ET.Element) -> str:
    """The text of runs, without how it is pronounced."""
    return "".join(map(_run, (part for part in entry if plain(part.tag) in ("t", "r"))))


def _run(part: ET.Element) -> str:
    text = "".join(one.text or "" for one in part.iter() if plain(one.tag) == "t")
    up = any(of(one, "val") == "superscript" for one in under(part, "vertAlign"))
    return raised(text) if up else text


def _formats(packed: Packed, parts: dict[str, tuple[str, str]]) -> list[str]:
    """The number format of each style of cells."""
    paths = [path for kind, path in parts.values() if kind == "styles"]
    formats: list[str] = []
    for path in paths:
        root = packed.tree(path)
        own = {of(one, "numFmtId"): of(one, "formatCode") for one in under(root, "numFmt")}
        for styles in under(root, "cellXfs"):
            for style in styles:
                number = of(style, "numFmtId") or "0"
                built_in = BUILT_IN.get(whole_number(number, 0), GENERAL)
                formats.append(own.get(number, built_in) or GENERAL)
    return formats


def _sheet(name: str, root: ET.Element, book: _Book) -> Sheet:
    sheet = Sheet(name)
    row = 0
    for entry in under(root, "row"):
        row = whole_number(of(entry, "r"), row + 1)
        if _yes(of(entry, "hidden")):
            sheet.hidden_rows.append(row)
        column = 0
        for cell in entry:
            if plain(cell.tag) == "c":
                at = area_of(of(cell, "r"))
                column = column + 1 if at is None else at.left
                found = _cell(cell, book)
                if found is not None:
                    sheet.cells[row, column] = found[0]
                    if not found[1]:
                        sheet.unformatted.append(cell_name(row, column))
    for entry in under(root, "col"):
        if _yes(of(entry, "hidden")):
            first = whole_number(of(entry, "min"), 1)
            last = min(whole_number(of(entry, "max"), first), first + MOST_COLUMNS)
            sheet.hidden_columns += range(first, last + 1)
    areas = (area_of(of(entry, "ref")) for entry in under(root, "mergeCell"))
    sheet.merged = [area for area in areas if area is not None]
    return sheet


def _cell(cell: ET.Element, book: _Book) -> tuple[Found, bool] | None:
    """What a cell shows, and whether its format is known; None for an empty one."""
    parts = {plain(part.tag): part for part in cell}
    kind, value = of(cell, "t") or "n", parts.get("v")
    text = "" if value is None else (value.text or "").strip()
    formula = parts.get("f")
    uncalculated = text == "0" and book.uncalculated and kind == "n"
    if formula is not None and (uncalculated or (not text and kind != "str")):
        return Found(f"={formula.text or ''}", "formula"), True
    if kind == "inlineStr":
        text = "".join(_text(part) for part in cell if plain(part.tag) == "is")
    elif kind == "s":
        number = whole_number(text, -1)
        if not 0 <= number < len(book.texts):
            raise damaged()
        text = book.texts[number]
    if not text:
        return None
    if kind in ("e", "d"):
        return Found(text, "error" if kind == "e" else "date"), True
    if kind == "b":
        return Found("TRUE" if _yes(text) else "FALSE", "error"), True
    if kind != "n":
        return Found(text), True
    style = whole_number(of(cell, "s"), 0)
    code = book.formats[style] if style < len(book.formats) else GENERAL
    shown = shown_number(text, code, since_1904=book.since_1904)
    return Found(shown.text, shown.why), shown.known
