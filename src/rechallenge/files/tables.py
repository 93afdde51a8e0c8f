"""A table that somebody else made, as texts in rows: from CSV, a Markdown page, pasted text, YAML,
or a workbook."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from rechallenge.audit.table import Cell, Table
from rechallenge.audit.turning import turned
from rechallenge.words import _
from rechallenge.words.shown import shown

from .pasted import Line, one_to_a_line, spaced_rows
from .reading import UnusableFile, read_bytes
from .spots import BadFile, Spot
from .spreadsheet import MOST_COLUMNS, MOST_ROWS, Area, area_of, clean
from .workbooks import OLD_OFFICE, PACKED, workbook_table
from .yaml_tables import YAML_ENDINGS, yaml_table

MOST_BYTES = 5_000_000
_ENCODINGS = ("gb18030", "cp1252", "big5")
"""Those that tables come in where it is not UTF-8 or UTF-16."""
_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_BEGINNING = 400
_PART = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
_RULE = re.compile(r"[\s|:+=-]+")
_QUOTED = re.compile(r'(?m)(?:^|\t)"[^"]*\n[^"]*"')
"""A cell with a line break in it, as a spreadsheet copies it."""


class TableFile(NamedTuple):
    """A table, and what has to be said of how it was read: its encoding, its other sheets."""

    table: Table
    notes: tuple[str, ...] = ()


def read_table(
    path: Path, sheet: str | None = None, within: str | None = None, across: int | None = None
) -> TableFile:
    """The table in a file; of a workbook the one of `sheet`, or of its only one.

    `within` names a part: cells of a workbook (`B3:H16`), or lines of a text (`12-30`). `across` is
    how many columns a text has that has one cell on each line. Raises UnusableFile for what holds
    no table, in words that say what to do.
    """
    return table_of(read_bytes(path, MOST_BYTES), path, sheet, within, across)


def table_of(
    raw: bytes, path: Path, sheet: str | None = None, within: str | None = None,
    across: int | None = None,
) -> TableFile:  # fmt: skip
    """The table in the bytes of a file. Raises UnusableFile."""
    try:
        if raw.startswith((PACKED, OLD_OFFICE)):
            return TableFile(*workbook_table(raw, path.name, sheet, _area(within)))
        if sheet is not None:
            raise _bad(_("is not a workbook and has no sheets; leave the sheet out"))
        if path.suffix in YAML_ENDINGS:
            if within is not None:
                raise _bad(_("is YAML, of which no part can be named; leave the part out"))
            return TableFile(yaml_table(raw, path.name))
        text, notes = _text(raw)
        return TableFile(_table(path.name, _split(_lines(text, within), across)), notes)
    except BadFile as bad:
        raise UnusableFile.of(path, bad) from None


def with_steps_below_one_another(read: TableFile) -> TableFile:
    """A table to audit: turned, and that said, if its steps stand side by side."""
    by_step = turned(read.table) if len(read.table.rows) <= MOST_COLUMNS else None
    if by_step is None:
        return read
    said = _("the steps stand side by side; the table was turned, so what was row 2 is column 2")
    return TableFile(by_step, (*read.notes, said))


def _area(within: str | None) -> Area | None:
    area = None if within is None else area_of(within)
    if area is None and within is not None:
        sentence = _("has cells, not lines; name the part as cells, such as B3:H16, not {text}")
        raise _bad(sentence.format(text=shown(within)))
    return area


def _lines(text: str, within: str | None) -> str:
    """The text with nothing on the lines that are not within the part named."""
    if within is None:
        return text
    matched = _PART.fullmatch(within)
    if matched is None:
        sentence = _("has lines, not cells; name the part as lines, such as 12-30, not {text}")
        raise _bad(sentence.format(text=shown(within)))
    first, last = (int(number) for number in matched.groups())
    lines = text.splitlines()
    return "\n".join(line if first <= number <= last else ""
                     for number, line in enumerate(lines, 1))  # fmt: skip


def _bad(sentence: str, line: int = 1) -> BadFile:
    return BadFile(Spot(line, 1), sentence)


def _text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and in which encoding where that is not UTF-8."""
    zeros = raw[:_BEGINNING].count(0), raw[:_BEGINNING:2].count(0)
    try:
        if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return raw.decode("utf-16"), ()
        if zeros[0]:
            # A letter of ASCII has its zero before it or after it, in one of the two orders.
            return raw.decode("utf-16-be" if zeros[1] * 2 > zeros[0] else "utf-16-le"), ()
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text, encoding = _other(raw)
        sentence = _("the file is not in UTF-8 and was read as {encoding}; compare what was read")
        return text, (sentence.format(encoding=encoding),)


def _other(raw: bytes) -> tuple[str, str]:
    """The text of a file in another encoding, and the name of that."""
    from charset_normalizer import from_bytes

    # Chinese in GB 18030 is nearly all pairs of such bytes; of \xb5g, which is "\u00b5g" in
    # Windows-1252, it would make one rare character.
    one_by_one = not _PAIR.search(raw) and b"\0" not in raw
    encodings = ["cp1252"] if one_by_one else list(_ENCODINGS)
    best = from_bytes(raw, cp_isolation=encodings).best()
    if best is None:
        sentence = _("is neither text nor a workbook; save it as CSV in UTF-8, or as .xlsx")
        raise _bad(sentence) from None
    return str(best), best.encoding


def _split(text: str, across: int | None) -> Iterator[tuple[int, Sequence[str]]]:
    """Each line that is not blank by its number, in cells."""
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), 1)
             if line.strip() and not _RULE.fullmatch(line)]  # fmt: skip
    texts = [line.text for line in lines]
    if across is not None:
        starts = range(0, len(lines), across)
        return ((lines[one].number, texts[one : one + across]) for one in starts)
    if sum(line.count("|") >= 2 for line in texts) * 2 > len(texts):
        return ((number, _piped(line)) for number, line in lines)
    if any("\t" in line for line in texts):
        if _QUOTED.search(text):
            return _csv(text, "\t")
        return ((number, line.split("\t")) for number, line in lines)
    if delimiter := _delimiter(texts):
        return _csv(text, delimiter)
    if one_to_a_line(lines):
        sentence = _("has one cell on each line; say how many columns the table has")
        raise _bad(sentence, lines[0].number)
    return spaced_rows(lines)


def _piped(line: str) -> list[str]:
    """The cells of a line of Markdown; a stroke after a backslash belongs to its cell."""
    inner = re.sub(r"^\||(?<!\\)\|$", "", line.strip())
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


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
        if len(taken) > MOST_ROWS:
            sentence = _("has more than {most} rows; leave in what belongs to the table")
            raise _bad(sentence.format(most=f"{MOST_ROWS:,}"), number)
        if len(cells) > MOST_COLUMNS:
            sentence = _("has {count} columns here, more than {most}")
            raise _bad(sentence.format(count=len(cells), most=MOST_COLUMNS), number)
    if not taken:
        raise _bad(_("is empty"))
    width = max(len(cells) for _number, cells in taken)
    return Table(name, tuple(_row(number, cells, width) for number, cells in taken))


def _row(number: int, cells: Sequence[str], width: int) -> tuple[Cell, ...]:
    texts = [*cells, *[""] * (width - len(cells))]
    where = _("line {line}, column {column}")
    return tuple(
        Cell(clean(text), where.format(line=number, column=column), number)
        for column, text in enumerate(texts, 1)
    )
