"""A workbook as text: each cell on a line, with what it shows and its formula."""

from fractions import Fraction

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.quantities import display_number
from rechallenge.sheet.xlsx.layout import book_of


def workbook_order() -> Plan:
    """The plan whose workbook is kept: 10 mg/kg x 37.5 kg = 375 mg, through a line."""
    order = Order(dose="10 mg/kg", weight="37.5 kg", volume="250 mL", line="20 mL",
                  primed="diluent", start="2026-11-23 09:00", patient="Bed 4")  # fmt: skip
    return plan(read_protocol("cadonilimab-stepwise"), order)


def workbook_text(of: Plan) -> str:
    """Every cell that says something, page by page, row by row."""
    lines = []
    for page in book_of(of)[0].pages:
        lines.append(f"== {page.name}")
        for (letter, row), cell in sorted(page.cells.items(), key=lambda one: one[0][::-1]):
            if cell.value is None:
                continue
            said = cell.value
            if isinstance(said, Fraction):
                said = display_number(said, 6, grouped=False)
            mark = " [input]" if cell.is_input else ""
            formula = f"   ={cell.formula}" if cell.formula else ""
            lines.append(f"{letter}{row}{mark} {said}{formula}".replace("\n", " / "))
    return "\n".join(lines) + "\n"
