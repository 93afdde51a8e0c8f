"""The cells of a workbook before they are written: numbers with formulas, inputs and texts."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from rechallenge.quantities import Quantity, Unit, display_number, number_in, unit_label
from rechallenge.sheet.view import Amount
from rechallenge.words import word

HEADS, UNITS, FIRST = 6, 7, 8
"""The rows of a page that hold the heads of its table, their units, and its first line."""
_EPOCH = datetime(1899, 12, 30)
_SECONDS_A_DAY = 24 * 60 * 60
AGREES, DIFFERS = "workbook.agrees", "workbook.differs"


class Style(Enum):
    """How a cell is set."""

    TITLE = "title"
    STATUS = "status"
    HEADING = "heading"
    PLAIN = "plain"
    HEAD = "head"
    UNIT = "unit"
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    TOTAL = "total"
    CLOCK = "clock"
    VERDICT = "verdict"


class Cell(NamedTuple):
    """One cell. `value` is what it shows: a text, a number, or nothing but its frame. `formula`
    gives that value, without its `=`; `places` are the decimals of a number; `is_input` marks what
    a reader may change; one that goes `across` takes all columns up to the last.
    `rounded` is the condition on which a time of the clock is shown as rounded."""

    style: Style
    value: Fraction | str | None
    formula: str = ""
    is_input: bool = False
    places: int = 3
    across: bool = False
    rounded: str = ""


class Compared(NamedTuple):
    """A number of the workbook beside that of the plan; `shown` is the latter as on the sheet."""

    page: str
    row: str
    what: str
    cell: str
    value: Fraction
    unit: str
    shown: str
    style: Style
    places: int


Columns: TypeAlias = dict[str, str]
"""The letter of each column of a table by its name."""


class Page:
    """One sheet: its cells by letter and row, as they are laid out."""

    def __init__(self, code: str, widths: tuple[float, ...]) -> None:
        self.name = _name_of(code)
        self.widths = widths
        self.cells: dict[tuple[str, int], Cell] = {}

    def text(
        self, letter: str, row: int, text: str, style: Style = Style.TEXT, *, across: bool = False
    ) -> None:
        """Set a text, `across` all columns from there on."""
        self.cells[letter, row] = Cell(style, text, across=across)

    def ruled(self, columns: Columns, last: int) -> None:
        """Draw the rows of a table through where they have no cell."""
        for row in range(FIRST, last + 1):
            style = self.cells["A", row].style
            for letter in columns.values():
                self.cells.setdefault((letter, row), Cell(style, None))

    def number(
        self,
        letter: str,
        row: int,
        value: Fraction,
        formula: str = "",
        *,
        is_input: bool = False,
        places: int = 3,
        style: Style = Style.NUMBER,
    ) -> str:
        """Set a number: one that `formula` gives, or an input, or one that is only stated. Returns
        its address on another page."""
        shown = places if style is Style.CLOCK else decimals(value, places)
        self.cells[letter, row] = Cell(style, value, formula, is_input, shown)
        return self.at(letter, row)

    def heads(self, columns: Columns, units: Mapping[str, str] = {}) -> None:
        """Set the heads of a table, and the units of columns that have one, by their names."""
        for name, letter in columns.items():
            self.text(letter, HEADS, word(f"workbook.{name}"), Style.HEAD)
            self.text(letter, UNITS, units.get(name, ""), Style.UNIT)

    def at(self, letter: str, row: int) -> str:
        """The address of a cell as another page writes it."""
        return f"{quoted(self.name)}!${letter}${row}"

    @property
    def last(self) -> int:
        return max(row for _letter, row in self.cells)

    @property
    def last_letter(self) -> str:
        return chr(ord("A") + len(self.widths) - 1)

    def room(self, letter: str, cell: Cell) -> float:
        """The characters that fit on one line of a cell."""
        first = ord(letter) - ord("A")
        return sum(self.widths[first:]) if cell.across else self.widths[first]


class Book:
    """The pages of a workbook, and all that is compared with the plan. `compared_page` is where."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.compared: list[Compared] = []
        self.compared_page = Page("compared", (13, 13, 28, 15, 15, 10, 20, 14))

    def page(self, code: str, widths: tuple[float, ...]) -> Page:
        """A new page, after the others."""
        self.pages.append(Page(code, widths))
        return self.pages[-1]

    def amount(
        self, page: Page, letter: str, row: int, value: Quantity, unit: Unit, formula: str,
        said: str, what: str, *, is_input: bool = False, places: int = 3,
        style: Style = Style.NUMBER, shown: Amount | None = None,
    ) -> str:  # fmt: skip
        """Set an amount in a unit. One that a formula gives is compared with the plan: `said` is of
        which row it is and `what` it is, `shown` the amount as on the sheet. Returns its address on
        another page."""
        at = page.number(letter, row, number_in(value, unit), formula, is_input=is_input,
                         places=places, style=style)  # fmt: skip
        if formula:
            on_sheet = Amount(value, places) if shown is None else shown
            self.compare(page, letter, row, said, what, unit_label(value.to(unit)), on_sheet.alone)
        return at

    def compare(
        self, page: Page, letter: str, row: int, said: str, what: str, unit: str, shown: str
    ) -> None:
        """Compare a number of a page with the plan's own: the one that it was set with."""
        cell = page.cells[letter, row]
        assert isinstance(cell.value, Fraction)
        self.compared.append(
            Compared(page.name, said, what, page.at(letter, row), cell.value, unit, shown,
                     Style.CLOCK if cell.style is Style.CLOCK else Style.NUMBER, cell.places)
        )  # fmt: skip

    def verdict(self, page: Page, letter: str, row: int, since: int) -> None:
        """Say beside a row whether all of it that was compared agrees: what was added `since`."""
        number = len(self.compared) - since
        if number:
            first, last = FIRST + since, FIRST + len(self.compared) - 1
            name = self.compared_page.at("H", first), f"$H${last}"
            agree = f"COUNTIF({':'.join(name)},{in_formula(word(AGREES))})"
            said = f"{in_formula(word(AGREES))},{in_formula(word(DIFFERS))}"
            formula = f"IF({agree}={number},{said})"
            page.cells[letter, row] = Cell(Style.VERDICT, word(AGREES), formula)


def _name_of(code: str) -> str:
    return word(f"workbook.sheet-{code.rpartition('.')[2]}")


def sheet_name(code: str) -> str:
    """The name of a sheet as formulas write it."""
    return quoted(_name_of(code))


def quoted(name: str) -> str:
    """A name with the quotes that formulas need around it."""
    return name if name.isascii() and name.isalnum() else "'" + name.replace("'", "''") + "'"


def in_formula(text: str) -> str:
    """A text of the book as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def columns(*names: str | None) -> Columns:
    """The columns of a table in order, from A; a name that is None is left out."""
    return {name: chr(ord("A") + at) for at, name in enumerate(filter(None, names))}


def decimals(value: Fraction, places: int) -> int:
    """The decimals with which a sheet shows a number, and no fewer than `places`."""
    shown = display_number(value, places, grouped=False).partition(".")[2]
    return len(shown) if len(shown) > places else places


def serial(moment: datetime) -> Fraction:
    """A time of day as spreadsheets count it: days, from the end of 1899."""
    passed = moment.replace(tzinfo=None) - _EPOCH
    return passed.days + Fraction(passed.seconds, _SECONDS_A_DAY)
