"""A printed sheet read back, and compared with a plan, number by number.

What is printed is read as a number and compared with the exact amount of the plan, not with the
text that a plan would print: a fault in how amounts are written is found too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from rechallenge.model.plan import Plan
from rechallenge.quantities import display
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.text.flush import FLUSH

from .compared import Compared, name_and_amount, plain, same_amount, same_name
from .compared_tables import compared_bags, compared_flush, compared_steps, compared_totals
from .fonts import Unprintable
from .sheet import SHORT, Paper, sheet_data
from .steps import TOTAL
from .tagged import Tagged, read_tagged
from .words import Data, bare, every_text, runs_to_the_left

_FINGERPRINT = re.compile(rf"plan\s*([0-9a-f]{{{SHORT}}})")
_STEP_HEADS = ("Step", "Bag", "Rate to set", "Planned start", "Duration", "Volume to infuse",
               "Dose", "Dose so far")  # fmt: skip
_BAG_HEADS = ("Bag", "Holds", "In", "Used", "Discard", "Label")
_NOT_IN_THE_TEXT = ("paper", "code", "chart", "patient", "protocol", "protocol_print", "software",
                    "plan_print", "title", "draft", "bags", "steps")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """What a sheet says: the short fingerprint on each page (empty where there is none), the rows
    of its tables of bags and steps and of the flush as printed, its text without spaces, that of
    each page with its header, and whatever was drawn on it that is no part of it."""

    fingerprints: tuple[str, ...]
    dose: str
    bags: tuple[tuple[str, ...], ...]
    steps: tuple[tuple[str, ...], ...]
    flush: tuple[str, ...]
    totals: tuple[str, ...]
    text: str
    pages: tuple[str, ...]
    stray: tuple[str, ...]


def printed_numbers(pdf: bytes) -> PrintedSheet:
    """What a sheet says. Raises Unreadable for a file that is no sheet of ours."""
    return _sheet(read_tagged(pdf))


def is_reprint(plan: Plan, pdf: bytes) -> bool:
    """Whether the file is, byte for byte, what this version prints for the plan."""
    from .render import step_sheet_pdf

    try:
        return any(step_sheet_pdf(plan, paper=paper) == pdf for paper in get_args(Paper))
    except Unprintable:
        return False


def comparisons(plan: Plan, pdf: bytes) -> tuple[Compared, ...]:
    """Everything compared: fingerprints, the dose, every number of bags, steps and totals, and all
    other text with a digit in it. Text in a script written from right to left is not compared: a
    page has its letters in another order. Raises Unreadable."""
    return tuple(_compared(plan, printed_numbers(pdf)))


def differences(plan: Plan, pdf: bytes) -> tuple[Compared, ...]:
    """What does not agree; empty for a sheet of this plan. Raises Unreadable."""
    return tuple(found for found in comparisons(plan, pdf) if not found.agrees)


def _sheet(read: Tagged) -> PrintedSheet:
    prints = [_FINGERPRINT.search(page) for page in read.pages]
    first = next((text for level, text in read.headings() if level == 1), "")
    tables = [[[plain(cell) for cell in row] for row in table] for table in read.tables()]
    steps = [row for table in tables if tuple(table[0][:8]) == _STEP_HEADS for row in table[1:]]
    full = [row for row in steps if len(row) > 8]
    bags = [row for table in tables if tuple(table[0]) == _BAG_HEADS for row in table[1:]]
    return PrintedSheet(
        fingerprints=tuple(found[1] if found else "" for found in prints),
        dose=plain(first),
        bags=tuple(map(tuple, bags)),
        steps=tuple(tuple(row[:8]) for row in full if row[0] != FLUSH),
        flush=next((tuple(row[:8]) for row in full if row[0] == FLUSH), ()),
        totals=tuple(steps[-1][1:5]) if steps and steps[-1][0] == TOTAL else (),
        text=bare(read.root.text),
        pages=tuple(map(bare, read.pages)),
        stray=read.stray,
    )


def _compared(plan: Plan, sheet: PrintedSheet) -> Iterator[Compared]:
    data = sheet_data(plan, "a4")
    drug = plain(str(data["drug"]))
    yield from _headers(plan, sheet, drug)
    for text in sheet.stray:
        yield Compared("drawn over the sheet", text, "", agrees=False)
    name, dose = name_and_amount(sheet.dose)
    yield same_name("drug", name, drug)
    yield same_amount("dose", dose, plan.totals.dose)
    yield from compared_bags(plan, sheet.bags)
    yield from compared_steps(plan, sheet.steps)
    yield from compared_flush(plan, sheet.flush)
    yield from compared_totals(plan, sheet.totals)
    yield from _other_text(data, sheet)


def _headers(plan: Plan, sheet: PrintedSheet, drug: str) -> Iterator[Compared]:
    """What stands at the head of every page: the plan, drug and dose, and the patient."""
    own = fingerprint(plan)[:SHORT]
    needed = {"drug and dose": f"{drug} {display(plan.totals.dose)}"}
    if plan.order.patient is not None:
        needed["patient"] = plan.order.patient
    for number, (found, page) in enumerate(zip(sheet.fingerprints, sheet.pages, strict=True), 1):
        yield Compared(f"page {number}, plan", found, own, found == own)
        for what, text in needed.items():
            if not runs_to_the_left(text):
                stands = bare(text) in page
                yield Compared(f"page {number}, {what}", text if stands else "", text, stands)


def _other_text(data: Data, sheet: PrintedSheet) -> Iterator[Compared]:
    """Notes to steps, premedication, worksheet, findings: each text with a digit must stand."""
    places = {name: part for name, part in data.items() if name not in _NOT_IN_THE_TEXT}
    steps = data["steps"]
    assert isinstance(steps, dict)
    rows = steps["rows"]
    assert isinstance(rows, list)
    places["notes"] = [row["notes"] for row in rows if isinstance(row, dict)]
    for where, part in places.items():
        for text in every_text(part):
            if any(c.isdigit() for c in text) and not runs_to_the_left(text):
                stands = bare(text) in sheet.text
                yield Compared(where, plain(text) if stands else "", plain(text), stands)
