"""A plan as the pages of a workbook."""

import re

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SHORT, Head, view_of
from rechallenge.words import word
from rechallenge.words.lists import in_sentences, with_label

from .bags_page import bags_page
from .compared_page import agreement, compared_page, findings_page
from .delivery_page import DeliveryPage
from .order_page import order_page
from .pages import FIRST, Book, Style
from .places import Places, step_cells
from .preparation_page import bags_made, preparation_page
from .steps_page import StepsPage


def book_of(plan: Plan) -> tuple[Book, Head]:
    """The pages of a plan, in the order in which they are read, and the plan's head."""
    view, book, cells = view_of(plan), Book(), step_cells(plan)
    inputs = order_page(book, plan, view)
    places = Places(cells, inputs.given, bags_made(plan))
    if plan.bags:
        bags_page(book, plan, inputs, places)
    StepsPage(book, plan, inputs, cells).lay_out()
    if plan.delivery is not None:
        DeliveryPage(book, plan, inputs, cells).lay_out(view)
    if plan.bags:
        preparation_page(book, plan, view, inputs, places)
    findings_page(book, view)
    _frame_what_is_used(book)
    compared_page(book)
    for page in book.pages:
        page.text("A", 1, word("workbook.title", drug=view.head.drug, dose=view.head.dose.text),
                  Style.TITLE)  # fmt: skip
        page.text("A", 2, view.head.status.line, Style.STATUS, across=True)
        page.text("A", 3, _named(view.head), Style.PLAIN, across=True)
        page.cells["A", 4] = agreement(book)
    return book, view.head


def _frame_what_is_used(book: Book) -> None:
    """Leave a number of the order without a frame where nothing follows from it, such as a weight
    that no amount is per kg of: nothing would change with it."""
    order, row = book.pages[0], FIRST
    formulas = [(page, cell.formula) for page in book.pages for cell in page.cells.values()]
    while ("B", row) in order.cells:
        own = re.compile(rf"\bB{row}\b")
        used = any(order.at("B", row) in f or (p is order and own.search(f)) for p, f in formulas)
        if not used:
            order.cells["B", row] = order.cells["B", row]._replace(is_input=False)
        row += 1


def _named(head: Head) -> str:
    """Patient, protocol and fingerprints, as at the head of each printed page."""
    prints = {"plan": head.fingerprint[:SHORT], "protocol": head.protocol_fingerprint[:SHORT]}
    patient = with_label(word("label.patient"), head.patient) if head.patient else ""
    named = [patient, head.protocol, word("closing.fingerprints", **prints)]
    return in_sentences([*filter(None, named)])
