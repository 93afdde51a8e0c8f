"""A table that somebody else made, as texts in rows: from CSV, a Markdown page, pasted text, or a
workbook."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple

from rechallenge.audit.table import Cell, Table
from rechallenge.words import _
from rechallenge.words.shown import printable

from .reading import UnusableFile, read_bytes
from .spots import BadFile, Spot

MOST_BYTES = 5_000_000
_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 300, 60, 400
_ENCODINGS = ("gb18030", "cp1252", "utf_16")
"""Those that tables come in where it is not UTF-8."""
_WORKBOOK = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RULE = re.compile(r"[\s|:+=-]+")
_GAPS = re.compile(r"\t|\s{2,}")


class TableFile(NamedTuple):
    """A table, and what has to be said of how it was read: its encoding, its other sheets."""

    table: Table
    notes: tuple[str, ...] = ()


def read_table(path: Path, sheet: str | None = None) -> TableFile:
    """The table in a file; of a workbook the one of `sheet`, or of its only one.

    Raises UnusableFile for what holds no table, in words that say what to do.
    """
    return table_of(read_bytes(path, MOST_BYTES), path, sheet)


def table_of(raw: bytes, path: Path, sheet: str | None = None) -> TableFile:
    """The table in the bytes of a file. Raises UnusableFile."""
    try:
        if raw.startswith((_WORKBOOK, _OLD_OFFICE)):
            return _from_workbook(raw, path.name, sheet)
        if sheet is not None:
            raise _bad(_("is no workbook and has no sheets; leave out which sheet"))
        text, notes = _text(raw)
        return TableFile(_table(path.name, _split(text)), notes)
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None


def _bad(sentence: str, line: int = 1) -> BadFile:
    return BadFile(Spot(line, 1), sentence)


def _text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and in which encoding where that is not UTF-8."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw, cp_isolation=list(_ENCODINGS)).best()
        if best is None:
            sentence = _("is neither text nor a workbook; save it as CSV in UTF-8, or as .xlsx")
            raise _bad(sentence) from None
        sentence = _("is not in UTF-8 and was read as {encoding}: compare what it is read as")
        return str(best), (sentence.format(encoding=best.encoding),)


def _split(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Each line that is not blank by its number, in cells."""
    lines = text.splitlines()
    filled = [line for line in lines if line.strip()]
    if sum(line.count("|") >= 2 for line in filled) * 2 > len(filled):
        split = _bars
    elif any("\t" in line for line in filled):
        split = _tabs
    elif delimiter := _delimiter(filled):
        yield from _csv(text, delimiter)
        return
    else:
        split = _gaps
    for number, line in enumerate(lines, 1):
        if line.strip() and not _RULE.fullmatch(line):
            yield number, split(line)


def _bars(line: str) -> list[str]:
    return line.strip().strip("|").split("|")


def _tabs(line: str) -> list[str]:
    return line.split("\t")


def _gaps(line: str) -> list[str]:
    return _GAPS.split(line.strip())


def _delimiter(lines: Sequence[str]) -> str:
    """`;` or `,`, where most lines have one and the first has too: decimal commas stand in numbers
    only."""
    return next((mark for mark in ";," if lines and mark in lines[0]
                 and sum(mark in line for line in lines) * 2 > len(lines)), "")  # fmt: skip


def _csv(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        sentence = _("cannot be read as CSV: {cause}")
        raise _bad(sentence.format(cause=error), before + 1) from None


def _table(name: str, rows: Iterator[tuple[int, Sequence[str]]]) -> Table:
    taken: list[tuple[int, Sequence[str]]] = []
    for number, cells in rows:
        taken.append((number, cells))
        if len(taken) > _MOST_ROWS:
            sentence = _("has more than {most} rows; leave in what belongs to the table")
            raise _bad(sentence.format(most=f"{_MOST_ROWS:,}"), number)
        if len(cells) > _MOST_COLUMNS:
            sentence = _("has {count} columns here, more than {most}")
            raise _bad(sentence.format(count=len(cells), most=_MOST_COLUMNS), number)
    if not taken:
        raise _bad(_("is empty"))
    width = max(len(cells) for _number, cells in taken)
    return Table(name, tuple(_row(number, cells, width) for number, cells in taken))


def _row(number: int, cells: Sequence[str], width: int) -> tuple[Cell, ...]:
    texts = [*cells, *[""] * (width - len(cells))]
    where = _("line {line}, column {column}")
    return tuple(
        Cell(_clean(text), where.format(line=number, column=column), number)
        for column, text in enumerate(texts, 1)
    )


def _clean(text: str) -> str:
    return printable(" ".join(text.replace("**", "").split())[:_LONGEST])


def _from_workbook(raw: bytes, name: str, sheet: str | None) -> TableFile:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        named = [one for one in book.sheet_names if sheet in (None, one)]
        sheets = {one: book.get_sheet_by_name(one).to_python() for one in named}
    except CalamineError as error:
        sentence = _("cannot be read as a workbook ({cause}); is it encrypted? Save it as .xlsx")
        raise _bad(sentence.format(cause=printable(str(error)))) from None
    filled = {one: rows for one, rows in sheets.items() if any(map(any, rows))}
    if len(filled) != 1:
        names = ", ".join(map(printable, filled or book.sheet_names))
        sentence = _("has these sheets: {names}; say which one is meant")
        raise _bad(sentence.format(names=names) if names else _("is empty"))
    ((chosen, rows),) = filled.items()
    if len(rows) > _MOST_ROWS or max(map(len, rows)) > _MOST_COLUMNS:
        sentence = _("has more than {rows} rows or {columns} columns")
        raise _bad(sentence.format(rows=f"{_MOST_ROWS:,}", columns=_MOST_COLUMNS))
    width = max(map(len, rows))
    cells = (
        tuple(Cell(_clean(_shown(value)), f"{_letters(column)}{number}", number)
              for column, value in enumerate([*row, *[""] * (width - len(row))]))
        for number, row in enumerate(rows, 1)
        if any(row)
    )  # fmt: skip
    return TableFile(Table(f"{name}, {printable(chosen)}", tuple(cells)))


def _shown(value: object) -> str:
    """A cell's value. A workbook keeps numbers in binary: twelve figures of them mean something."""
    if isinstance(value, float):
        text = f"{value:.12g}"
        return text if "e" not in text else f"{value:f}".rstrip("0").rstrip(".")
    return str(value)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
