"""The last pages: every number that is compared, beside that of the plan; and the findings."""

from rechallenge.sheet.view import Column, SectionCode, View
from rechallenge.words import word

from .pages import (
    AGREES,
    DIFFERS,
    FIRST,
    HEADS,
    UNITS,
    Book,
    Cell,
    Style,
    columns,
    in_formula,
)

_AT = columns("page", "row", "what", "workbook", "plan", "unit", "on-sheet", "verdict")
_FINDINGS = (Column.SEVERITY, Column.CODE, Column.PLACE, Column.FINDING, Column.SOURCE,
             Column.ACKNOWLEDGED)  # fmt: skip
_NINE_DIGITS = "1E-9"


def findings_page(book: Book, view: View) -> None:
    page = book.page(SectionCode.FINDINGS, (11, 22, 20, 56, 44, 26))
    for letter, column in zip("ABCDEF", _FINDINGS, strict=True):
        page.text(letter, HEADS, column.head, Style.HEAD)
        page.text(letter, UNITS, "", Style.UNIT)
    for row, item in enumerate(view.findings, FIRST):
        said = (item.severity_word, item.code, item.place, item.text, item.source,
                item.answer.text if item.answer else "")  # fmt: skip
        for letter, text in zip("ABCDEF", said, strict=True):
            page.text(letter, row, text, Style.LONG)


def compared_page(book: Book) -> None:
    """Lay out what is compared. Two numbers agree where nine digits are the same: what doubles
    lose is less, and any change of an input is more."""
    page = book.compared_page
    book.pages.append(page)
    page.heads(_AT)
    for row, one in enumerate(book.compared, FIRST):
        for letter, text in (("A", one.page), ("B", one.row), ("C", one.what), ("F", one.unit),
                             ("G", one.shown)):  # fmt: skip
            page.text(letter, row, text)
        for letter, formula in (("D", one.cell), ("E", "")):
            page.number(letter, row, one.value, formula, style=one.style, places=one.places)
        apart = f"ABS(D{row}-E{row})<=IF(E{row}=0,1,ABS(E{row}))*{_NINE_DIGITS}"
        agrees, differs = in_formula(word(AGREES)), in_formula(word(DIFFERS))
        formula = f"IFERROR(IF({apart},{agrees},{differs}),{differs})"
        page.cells["H", row] = Cell(Style.VERDICT, word(AGREES), formula)


def agreement(book: Book) -> Cell:
    """Whether all that is compared agrees, in a sentence that counts."""
    number = len(book.compared)
    first = book.compared_page.at("H", FIRST)
    all_of_them = f"{first}:$H${FIRST + number - 1}"
    agree = f"COUNTIF({all_of_them},{in_formula(word(AGREES))})"
    said = word("workbook.all-agree", number=number)
    differ = in_formula(f" {word('workbook.some-differ', number=number)}")
    formula = f"IF({agree}={number},{in_formula(said)},{number}-{agree}&{differ})"
    return Cell(Style.HEADING, said, formula, across=True)
