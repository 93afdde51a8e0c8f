"""The first page: the numbers of the order, which the other pages begin from, and the order as the
sheet has it."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.consistency import VOLUME
from rechallenge.model.plan import Plan
from rechallenge.planning.timeline.clock import change_of_clocks, whole_time
from rechallenge.quantities import (
    CM,
    KG,
    M2,
    ML,
    Quantity,
    Unit,
    is_amount,
    per_body,
    unit_label,
    unit_like,
)
from rechallenge.sheet.view import Moment, SectionCode, View
from rechallenge.words import word

from .pages import FIRST, Book, Page, Style, columns, serial

_COLUMNS = columns("what", "value", "unit", "how", "verdict")
_HOW = "D"


class Inputs(NamedTuple):
    """Where the other pages find the numbers of the order; None where it has none."""

    dose: str
    to_give: str
    given: str | None = None
    weight: str | None = None
    area: str | None = None
    volume: str | None = None
    start: str | None = None
    dead_volume: str | None = None

    def per(self, body: str) -> str | None:
        """The size of the patient that an amount per `kg` or `m2` is multiplied by."""
        return self.weight if body == "kg" else self.area


class _Rows:
    """The rows of the table, one after another."""

    def __init__(self, book: Book, page: Page) -> None:
        self.book, self.page, self.row = book, page, FIRST

    def add(
        self, what: str, value: Quantity, unit: Unit, how: str, formula: str = "",
        *, is_input: bool = False,
    ) -> str:  # fmt: skip
        """One number with its unit; what a formula gives is compared."""
        page, row = self.page, self.row
        self.row += 1
        since = len(self.book.compared)
        page.text("A", row, word(what))
        at = self.book.amount(page, "B", row, value, unit, formula, "", word(what),
                              is_input=is_input)  # fmt: skip
        page.text("C", row, unit_label(value.to(unit)))
        page.text(_HOW, row, how, Style.LONG)
        self.book.verdict(page, "E", row, since)
        return at


def order_page(book: Book, plan: Plan, view: View) -> Inputs:
    page = book.page(SectionCode.ORDER, (24, 19, 10, 66, 14))
    page.heads(_COLUMNS)
    rows = _Rows(book, page)
    inputs = _dose(rows, plan)
    inputs = inputs._replace(to_give=_to_give(rows, plan, inputs.dose))
    ordered = word("workbook.ordered")
    if plan.begun is not None:
        unit = plan.dose.unit
        given = rows.add("order.given", plan.given_before, unit, ordered, is_input=True)
        inputs = inputs._replace(given=given)
    volume = plan.parameters.get(VOLUME)
    if is_amount(volume) and per_body(volume) is None and plan.bags and plan.order.left is None:
        at = rows.add("order.volume", volume, ML, ordered, is_input=True)
        inputs = inputs._replace(volume=at)
    if plan.line is not None:
        how = word(f"workbook.line-{plan.line.primed}")
        dead = rows.add("workbook.dead-volume", plan.line.dead_volume, ML, how, is_input=True)
        inputs = inputs._replace(dead_volume=dead)
    if plan.order.begins is not None and not _clocks_change(plan):
        page.text("A", rows.row, word("order.start"))
        at = page.number("B", rows.row, serial(plan.order.begins), is_input=True,
                         style=Style.CLOCK, places=2)  # fmt: skip
        page.text(_HOW, rows.row, ordered, Style.LONG)
        inputs = inputs._replace(start=at)
        rows.row += 1
    page.ruled(_COLUMNS, rows.row - 1)
    _as_on_the_sheet(page, rows.row + 1, view)
    return inputs


def _dose(rows: _Rows, plan: Plan) -> Inputs:
    """The dose with what it was worked out from. An amount per kg or m2 is in the unit of the dose,
    so that the formula is a plain product."""
    order, total, ordered = plan.order, plan.dose.total, word("workbook.ordered")
    unit, per = unit_like(total), per_body(order.dose)
    weight = area = None
    if order.weight is not None:
        weight = rows.add("order.weight", order.weight, KG, ordered, is_input=True)
    surface = plan.dose.body_surface
    if surface is not None:
        height = rows.add("order.height", surface.height, CM, ordered, is_input=True)
        formula = f"ROUND(SQRT({_here(height)}*{_here(str(weight))}/3600),2)"
        area = rows.add("order.bsa", surface.area, M2, surface.formula, formula)
    elif order.bsa is not None:
        area = rows.add("order.bsa", order.bsa, M2, ordered, is_input=True)
    size = {"kg": weight, "m2": area}.get(per or "")
    if size is None:
        at = rows.add("workbook.dose-to-give", total, unit, ordered, is_input=True)
    else:
        each = unit / (KG if per == "kg" else M2)
        stated = rows.add("order.dose", order.dose, each, ordered, is_input=True)
        how = word(f"workbook.dose-by-{per}")
        formula = f"{_here(stated)}*{_here(size)}"
        at = rows.add("workbook.dose-to-give", total, unit, how, formula)
    return Inputs(at, at, weight=weight, area=area)


def _to_give(rows: _Rows, plan: Plan, dose: str) -> str:
    """What the steps give in all: the dose, unless the protocol states another amount."""
    if plan.to_give == plan.dose.total:
        return dose
    unit, how = plan.dose.unit, word("workbook.as-protocol-states")
    return rows.add("label.gives-in-all", plan.to_give, unit, how, is_input=True)


def _here(at: str) -> str:
    """An address without its page, for a formula on the same page."""
    return at.partition("!")[2].replace("$", "")


def _clocks_change(plan: Plan) -> bool:
    """Whether the clocks change while the plan runs: minutes then do not add up to clock times."""
    begins = plan.order.begins
    if begins is None:
        return False
    end = Moment(whole_time(plan), begins).at
    return end is not None and change_of_clocks(begins, end) is not None


def _as_on_the_sheet(page: Page, row: int, view: View) -> None:
    """The facts of the order, the legend of this workbook, and the closing sentences."""
    page.text("A", row, word("workbook.as-on-sheet"), Style.HEADING)
    for fact in view[SectionCode.ORDER].all_facts:
        row += 1
        page.text("A", row, fact.label)
        page.text("B", row, fact.text, Style.LONG, across=True)
    row += 2
    page.text("A", row, word("workbook.legend"), Style.HEADING)
    row += 1
    page.number("B", row, Fraction(5, 2), is_input=True)
    page.text("C", row, word("workbook.legend-input"), Style.LONG, across=True)
    row += 1
    page.number("B", row, Fraction(5, 2))
    page.text("C", row, word("workbook.legend-formula"), Style.LONG, across=True)
    for code in ("agrees", "rounded", "not-compared", "inputs-change"):
        row += 1
        page.text("C", row, word(f"workbook.legend-{code}"), Style.LONG, across=True)
    for closing in view.closing:
        row += 1
        page.text("C", row, closing.text, Style.LONG, across=True)
