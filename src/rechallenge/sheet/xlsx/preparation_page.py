"""How each bag is made: from the volumes that are measured to what it really holds."""

from fractions import Fraction

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.quantities import ML, Quantity, number_in, unit_label
from rechallenge.sheet.view import (
    Amount,
    Facts,
    Instructions,
    Label,
    Paragraph,
    Part,
    SectionCode,
    View,
    run_text,
)
from rechallenge.sheet.view.bags import strength
from rechallenge.words import word

from .bags_page import rule_of
from .order_page import Inputs
from .pages import FIRST, Book, Page, Style, columns, sheet_name
from .places import Made, Places

_AT = columns("bag", "to-hold", "drawn-from", "exact-draw", "draw", "holds", "container",
              "overfill", "withdraw", "add", "volume", "concentration", "verdict")  # fmt: skip
_INPUTS = ("drawn-from", "draw", "container", "overfill", "withdraw", "add")


def bags_made(plan: Plan) -> dict[str, Made]:
    """Where the page will have each bag whose making is worked out."""
    if plan.stops or plan.begun is not None:
        return {}
    name = sheet_name(SectionCode.PREPARATION)
    return {
        made.bag: Made(f"{name}!{_AT['holds']}{row}", f"{name}!{_AT['volume']}{row}")
        for row, made in enumerate(plan.preparation, FIRST)
    }


def preparation_page(book: Book, plan: Plan, view: View, inputs: Inputs, places: Places) -> None:
    page = book.page(SectionCode.PREPARATION, (16, 12, 13, 12, 12, 12, 13, 11, 12, 11, 12, 14, 11))
    row = FIRST
    if places.prepared:
        drug = unit_label(plan.dose.total)
        units = dict.fromkeys(_AT, "mL") | {
            "to-hold": drug, "drawn-from": f"{drug}/mL", "holds": drug,
            "concentration": f"{drug}/mL", "bag": "", "verdict": "",
        }  # fmt: skip
        page.heads(_AT, units)
        for row, made in enumerate(plan.preparation, FIRST):
            _row(book, page, plan, made, row, inputs, places)
        page.ruled(_AT, row)
        row = _vials(page, plan, row + 2)
    section = view.section(SectionCode.PREPARATION)
    for block in () if section is None else section.blocks:
        row += 1
        row = _worksheet(page, row, block)


def _row(
    book: Book, page: Page, plan: Plan, made: Preparation, row: int, inputs: Inputs, places: Places
) -> None:
    since, unit, bag = len(book.compared), plan.dose.unit, plan.bag(made.bag)
    strong = unit / ML
    page.text(_AT["bag"], row, bag.letter)
    rule = rule_of(
        plan,
        bag,
        inputs,
        places.dose_before(plan, made.bag),
        bags_of=f"{sheet_name(SectionCode.BAGS)}!",
    )
    to_hold, draw, holds, volume = (
        f"{_AT[c]}{row}" for c in ("to-hold", "draw", "holds", "volume")
    )
    drawn_from = f"{_AT['drawn-from']}{row}"
    begun = "+".join(f"{_AT[c]}{row}" for c in ("container", "overfill"))
    added = "+".join(f"{_AT[c]}{row}" for c in ("draw", "add"))
    numbers: dict[str, tuple[Quantity | None, str]] = {
        "to-hold": (made.ordered, rule.formula),
        "drawn-from": (made.drawn_from, ""),
        "exact-draw": (made.ordered / made.drawn_from, f"{to_hold}/{drawn_from}"),
        "draw": (made.draw, ""),
        "holds": (made.drug, f"{draw}*{drawn_from}"),
        "container": (made.container, ""),
        "overfill": (made.overfill if made.container is not None else None, ""),
        "withdraw": (made.withdraw if made.container is not None else None, ""),
        "add": (made.add, ""),
        "volume": (made.final_volume, f"{begun}-{_AT['withdraw']}{row}+{added}"),
        "concentration": (made.concentration, f"{holds}/{volume}"),
    }
    of = {"to-hold": unit, "holds": unit, "drawn-from": strong, "concentration": strong}
    for name, (value, formula) in numbers.items():
        if value is None:
            continue
        its = of.get(name, ML)
        if name == "exact-draw":
            page.number(_AT[name], row, number_in(value, its), formula)
            continue
        shown = strength(plan, value) if name == "concentration" else None
        book.amount(page, _AT[name], row, value, its, formula, f"{word(Label.BAG)} {bag.letter}",
                    word(f"workbook.{name}"), is_input=name in _INPUTS or not formula,
                    shown=shown)  # fmt: skip
    book.verdict(page, _AT["verdict"], row, since)


def _vials(page: Page, plan: Plan, row: int) -> int:
    """The vials that are opened, and what they hold. Returns the row after."""
    if not plan.vials:
        return row - 1
    page.text("A", row, word("workbook.vials"), Style.HEADING)
    for vials in plan.vials:
        row += 1
        page.text("A", row, word("workbook.vials-of", volume=Amount(vials.volume).text))
        page.number("B", row, Fraction(vials.count), is_input=True, places=0)
        page.number("C", row, number_in(vials.volume, ML), is_input=True)
        held = vials.volume * vials.count
        page.number("D", row, number_in(held, ML), f"B{row}*C{row}")
        page.text("E", row, "mL")
    return row + 1


def _worksheet(page: Page, row: int, block: object) -> int:
    """The worksheet as on the sheet. Returns the last row."""
    if isinstance(block, Part):
        row += 1
        page.text("A", row, block.text, Style.HEADING)
        for inner in block.blocks:
            row = _worksheet(page, row + 1, inner)
    elif isinstance(block, Facts):
        for at, fact in enumerate(block.rows, row):
            page.text("A", at, fact.label)
            page.text("B", at, fact.text, Style.LONG, across=True)
        row += len(block.rows) - 1
    elif isinstance(block, Instructions):
        for number, item in enumerate(block.items, 1):
            page.text("A", row + number - 1, str(number))
            page.text("B", row + number - 1, run_text(item), Style.LONG, across=True)
        row += len(block.items) - 1
    elif isinstance(block, Paragraph):
        page.text("A", row, block.text, Style.LONG, across=True)
    return row
