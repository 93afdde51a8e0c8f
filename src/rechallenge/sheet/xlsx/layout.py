"""A plan as the pages of a workbook."""

from rechallenge.model.plan import Plan
from rechallenge.sheet.view import SHORT, Head, view_of
from rechallenge.words import word

from .bags_page import bags_page
from .compared_page import agreement, compared_page, findings_page
from .delivery_page import DeliveryPage
from .order_page import order_page
from .pages import Book, Style
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
    compared_page(book)
    for page in book.pages:
        page.text("A", 1, word("workbook.title", drug=view.head.drug, dose=view.head.dose.text),
                  Style.TITLE)  # fmt: skip
        page.text("A", 2, view.head.status.line, Style.STATUS, across=True)
        page.text("A", 3, _named(view.head), Style.PLAIN, across=True)
        page.cells["A", 4] = agreement(book, page)
    return book, view.head


def _named(head: Head) -> str:
    """Patient, protocol and fingerprints, as at the head of each printed page."""
    prints = {"plan": head.fingerprint[:SHORT], "protocol": head.protocol_fingerprint[:SHORT]}
    named = [f"{word('paper.patient')} {head.patient}" if head.patient else "", head.protocol,
             word("closing.fingerprints", **prints)]  # fmt: skip
    return ". ".join(filter(None, named))
