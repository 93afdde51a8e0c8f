"""The pages as a file: only this module knows XlsxWriter. The same plan gives the same bytes."""

import io
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

import xlsxwriter

from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.sheet.plan_csv import taken_for_formula
from rechallenge.sheet.text.columns import columns_of
from rechallenge.sheet.view import SHORT, Head
from rechallenge.words import word

from .layout import book_of
from .pages import DIFFERS, FIRST, HEADS, UNITS, Book, Cell, Page, Style
from .style import DIFFERS as LOOK_OF_DIFFERS
from .style import conditions, look_of

_PAPERS = {"a4": 9, "letter": 1}
_CREATED = datetime(2000, 1, 1)
"""A date that says nothing, so that the bytes are those of the plan alone."""
_LONGEST = 255
"""Characters that a page's head or foot may have."""
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False}  # fmt: skip


def plan_workbook(plan: Plan, paper: Paper) -> bytes:
    book, head = book_of(plan)
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, _SAFE)
    workbook.set_properties({"title": word("workbook.title", drug=head.drug, dose=head.dose.text),
                             "keywords": f"{head.software} {head.fingerprint}",
                             "created": _CREATED})  # fmt: skip
    _Writer(workbook, head, paper).write(book)
    workbook.close()
    return file.getvalue()


class _Writer:
    def __init__(self, workbook: Any, head: Head, paper: Paper) -> None:
        self.workbook, self.head, self.paper = workbook, head, paper
        self.looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self, book: Book) -> None:
        """Write all pages; names first, because formulas refer to pages that come later."""
        sheets = [self.workbook.add_worksheet(page.name) for page in book.pages]
        clocks = [c.value for p in book.pages for c in p.cells.values() if c.style is Style.CLOCK]
        days = len({int(value) for value in clocks if isinstance(value, Fraction)}) > 1
        for sheet, page in zip(sheets, book.pages, strict=True):
            for at, width in enumerate(page.widths):
                sheet.set_column(at, at, width)
            self._cells(sheet, page, days=days)
            self._numbers(sheet, page, days=days)
            self._print(sheet, page)
            sheet.freeze_panes(UNITS, 0)
            sheet.hide_gridlines(2)
            marks = ("number_stored_as_text", "formula_differs", "formula_range")
            sheet.ignore_errors(dict.fromkeys(marks, "A1:Z1000"))
            # Against accidents: no password, and columns may be made wider.
            sheet.protect("", {"format_columns": True, "format_rows": True})

    def _look(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.looks:
            self.looks[key] = self.workbook.add_format(look)
        return self.looks[key]

    def _cells(self, sheet: Any, page: Page, *, days: bool) -> None:
        with_numbers = {letter for (letter, row), cell in page.cells.items()
                        if (row >= FIRST and isinstance(cell.value, Fraction))
                        or (row == UNITS and cell.value)}  # fmt: skip
        lines: dict[int, int] = {}
        for (letter, row), cell in sorted(page.cells.items()):
            look = look_of(cell, draft=self.head.status.is_draft, days=days,
                           numbers=letter in with_numbers)  # fmt: skip
            at = f"{letter}{row}"
            if cell.across and letter != page.last_letter:
                sheet.merge_range(f"{at}:{page.last_letter}{row}", "", self._look(look))
            self._cell(sheet, at, cell, look)
            wraps = isinstance(cell.value, str) and look.get("text_wrap")
            needs = _lines(str(cell.value), page.room(letter, cell)) if wraps else 1
            lines[row] = max(lines.get(row, 1), needs)
        for row, number in lines.items():
            sheet.set_row(row - 1, _height(page, row, number))

    def _cell(self, sheet: Any, at: str, cell: Cell, look: dict[str, Any]) -> None:
        value = float(cell.value) if isinstance(cell.value, Fraction) else cell.value
        if cell.formula:
            if isinstance(value, str):
                # A program that shows what is stored has compared nothing, and must not say so.
                value = word(f"workbook.not-calculated-{cell.style.value}")
            sheet.write_formula(at, f"={cell.formula}", self._look(look), value)
        elif isinstance(value, float):
            sheet.write_number(at, value, self._look(look))
        elif not value:
            sheet.write_blank(at, None, self._look(look))
        else:
            if taken_for_formula(value):
                look["quote_prefix"] = True
            written = sheet.write_string(at, value, self._look(look))
            assert written == 0, "a cell holds 32,767 characters, and no text is a fifth as long"

    def _numbers(self, sheet: Any, page: Page, *, days: bool) -> None:
        """Show numbers as on a sheet, whatever they become: whole ones without a point, and `~`
        before one that is rounded; and make a difference stand out."""
        for first, last, cell in _runs(page):
            for condition, shown in conditions(first, cell, days=days):
                rule = {"type": "formula", "criteria": f"={condition}",
                        "format": self._look({"num_format": shown})}  # fmt: skip
                sheet.conditional_format(f"{first}:{last}", rule)
        differs = {"type": "cell", "criteria": "==", "value": f'"{word(DIFFERS)}"',
                   "format": self._look(LOOK_OF_DIFFERS)}  # fmt: skip
        sheet.conditional_format(f"A{FIRST}:Z{page.last}", differs)
        sheet.conditional_format("A4", {"type": "text", "criteria": "containing",
                                        "value": word(DIFFERS),
                                        "format": self._look(LOOK_OF_DIFFERS)})  # fmt: skip

    def _print(self, sheet: Any, page: Page) -> None:
        sheet.set_paper(_PAPERS[self.paper])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.45, right=0.45, top=0.9, bottom=0.7)
        if any(letter == "A" and row == HEADS for letter, row in page.cells):
            sheet.repeat_rows(HEADS - 1, UNITS - 1)
        head, plain = self.head, self.head.status
        prints = (f"{word('paper.plan')} {head.fingerprint[:SHORT]} "
                  f"{word('paper.protocol')} {head.protocol_fingerprint[:SHORT]}")  # fmt: skip
        sheet.set_header(_within(f"&L&B{_plain(plain.line)}", f"&R{_plain(prints)}"))
        printed = word("paper.printed-by", protocol=head.protocol, software=head.software)
        count = f"&R{_plain(word('paper.page-of')).format(page='&P', pages='&N')}"
        sheet.set_footer(_within(f"&L{_plain(printed)}", count))


def _runs(page: Page) -> Iterator[tuple[str, str, Cell]]:
    """The first and the last place of numbers that are shown alike, under one another."""
    numbers = sorted(
        (letter, row, cell) for (letter, row), cell in page.cells.items()
        if isinstance(cell.value, Fraction)
    )  # fmt: skip
    alike = groupby(enumerate(numbers), _shown_like)
    for (letter, *_), group in alike:
        cells = [cell for _at, cell in group]
        yield f"{letter}{cells[0][1]}", f"{letter}{cells[-1][1]}", cells[0][2]


def _shown_like(one: tuple[int, tuple[str, int, Cell]]) -> tuple[str, int, bool, int]:
    """What numbers one below the other have in common where they are shown alike."""
    at, (letter, row, cell) = one
    return letter, row - at, cell.style is Style.CLOCK, cell.places


def _lines(text: str, room: float) -> int:
    """The lines that a text takes. Cells are measured by the width of a figure; on the average a
    Latin letter is a little narrower, and a Chinese one as wide as 1.8 figures."""
    fits = int(room * Fraction(5, 4)) - 1
    return sum(max(1, -(-_width(part) // fits)) for part in text.split("\n"))


def _width(text: str) -> int:
    """How wide a text is, in Latin letters: 1.8 figures are 2.25 letters."""
    wide = columns_of(text) - len(text)
    return len(text) - wide + -(-wide * 9 // 4)


def _height(page: Page, row: int, lines: int) -> float:
    """The height of a row in points. Without units, the row for them is only a gap."""
    if row == UNITS and not any(c.value for (_l, r), c in page.cells.items() if r == UNITS):
        return 3
    return {1: 21.0, 2: 8.0 + 13 * lines, HEADS: 30.0}.get(row, 3.0 + 13 * lines)


def _plain(text: str) -> str:
    """A text in the head of a page, where `&` begins a code."""
    return text.replace("&", "&&")


def _within(left: str, right: str) -> str:
    """The two parts of a head; the left one is cut where both are longer than a page may have."""
    room = _LONGEST - len(right)
    return (left if len(left) <= room else f"{left[: room - 3].rstrip('&')}...") + right
