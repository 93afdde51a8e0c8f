"""The pages as a file: only this module knows XlsxWriter. The same plan gives the same bytes."""

import io
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

import xlsxwriter

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SHORT, Head
from rechallenge.words import word

from .layout import book_of
from .pages import DIFFERS, FIRST, HEADS, UNITS, Book, Cell, Page, Style
from .style import DIFFERS as LOOK_OF_DIFFERS
from .style import WHOLE, decimal, look_of

_PAPERS = {"a4": 9, "letter": 1}
_CREATED = datetime(2000, 1, 1)
"""A date that says nothing, so that the bytes are those of the plan alone."""
_LONGEST = 255
"""Characters that a page's head or foot may have."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False}  # fmt: skip


class TooLong(ValueError):
    """A text that a cell cannot hold."""


def plan_workbook(plan: Plan, paper: Literal["a4", "letter"]) -> bytes:
    """The workbook of a plan. Raises TooLong."""
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
    def __init__(self, workbook: Any, head: Head, paper: str) -> None:
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
            self._numbers(sheet, page)
            self._print(sheet, page)
            sheet.freeze_panes(UNITS, 0)
            sheet.hide_gridlines(2)
            # Against accidents: no password, and columns may be made wider.
            sheet.protect("", {"format_columns": True, "format_rows": True})

    def _look(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.looks:
            self.looks[key] = self.workbook.add_format(look)
        return self.looks[key]

    def _cells(self, sheet: Any, page: Page, *, days: bool) -> None:
        with_numbers = {letter for (letter, row), cell in page.cells.items()
                        if row >= FIRST and isinstance(cell.value, Fraction)}  # fmt: skip
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
            sheet.write_formula(at, f"={cell.formula}", self._look(look), value)
        elif isinstance(value, float):
            sheet.write_number(at, value, self._look(look))
        elif not value:
            sheet.write_blank(at, None, self._look(look))
        else:
            if value.startswith(_BEGINS_A_FORMULA):
                look["quote_prefix"] = True
            if sheet.write_string(at, value, self._look(look)) != 0:
                raise TooLong(value)

    def _numbers(self, sheet: Any, page: Page) -> None:
        """Show numbers as on a sheet, whatever they become: whole ones without a point, and `~`
        before one that is rounded; and make a difference stand out."""
        rounded = {}
        for at, cell in _runs(page):
            letter, row = at.split(":")[0][0], int(at.split(":")[0][1:])
            here, places = f"{letter}{row}", cell.places
            if places not in rounded:
                rounded[places] = self.workbook.add_format({"num_format": f'"~"{decimal(places)}'})
            whole = self._look({"num_format": WHOLE})
            is_whole = f"=AND(ISNUMBER({here}),ABS({here}-ROUND({here},0))<0.0000001)"
            is_rounded = f"=AND(ISNUMBER({here}),ABS({here}-ROUND({here},{places}))>0.0000001)"
            for criteria, look in ((is_whole, whole), (is_rounded, rounded[places])):
                rule = {"type": "formula", "criteria": criteria, "format": look}
                sheet.conditional_format(at, rule)
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
        count = f"&R{_plain(word('paper.page'))} &P {_plain(word('paper.of'))} &N"
        sheet.set_footer(_within(f"&L{_plain(printed)}", count))


def _runs(page: Page) -> Iterator[tuple[str, Cell]]:
    """The ranges of numbers with as many decimals, under one another in a column."""
    numbers = sorted(
        (letter, row, cell) for (letter, row), cell in page.cells.items()
        if isinstance(cell.value, Fraction) and cell.style is not Style.CLOCK
    )  # fmt: skip
    by_place = groupby(
        enumerate(numbers), lambda one: (one[1][0], one[1][1] - one[0], one[1][2].places)
    )
    for (letter, _place, _places), group in by_place:
        cells = [cell for _at, cell in group]
        yield f"{letter}{cells[0][1]}:{letter}{cells[-1][1]}", cells[0][2]


def _lines(text: str, room: float) -> int:
    """The lines that a text takes; a letter is about as wide as a figure, by which cells are
    measured."""
    return sum(max(1, -(-len(part) // int(room - 1))) for part in text.split("\n"))


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
