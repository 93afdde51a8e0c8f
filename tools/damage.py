"""Every damage to sheets and plan files that the tests know, and how many were found:
`python -m tools.damage`.

The tests try a sample. This takes some minutes and tries everything: each text of each page of each
sheet in each way, each page as a whole, and each value of a plan file. It ends with exit code 1 if
any damage was not found, and names it.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from tests.service.damage import Damage, damages, file_of, leaves, one_of_each_kind, rows
from tests.service.test_damaged_plan_files import PLANS, is_made_again, opened, told
from tests.sheet.damage import resaved
from tests.sheet.damaged_cells import WAYS, damaged, is_told
from tests.sheet.damaged_pages import PAGE_DAMAGES, PageDamage, page_orders, reordered
from tests.sheet.printed import ORDERS, sheet

from rechallenge.sheet.pdf import same_pages
from rechallenge.sheet.pdf.same_pages import compared
from rechallenge.sheet.plan_json import plan_json

AT_ONCE = 4
"""Every fourth text is damaged in the same file. With every second, one of two worksheet pages that
are much alike is taken for the other, and reported as such."""


def main() -> int:
    """Try everything, and print a line for each way."""
    # The same fresh print is read for each of its damaged copies.
    same_pages._read = lru_cache(maxsize=4)(same_pages._read)
    missed = []
    for name in ORDERS:
        missed += _tried(f"{name}, a text of the sheet", cells(name))
        missed += _tried(f"{name}, a page of the sheet", pages(name))
    for name in PLANS:
        missed += _tried(f"{name}, a value of the plan file", values(name))
    for what in missed:
        print(f"NOT FOUND: {what}")
    return 1 if missed else 0


def cells(name: str) -> Iterator[tuple[str, str, str]]:
    """Each text of each page in each way: the way, how it was found, and what it was."""
    pdf = sheet(name)
    for way in WAYS:
        for turn in range(AT_ONCE):
            other, done = damaged(pdf, partial(_in_turn, way, turn))
            differences = compared(other, pdf).differences
            for change in done:
                found = "named" if is_told(change, differences) else ""
                yield way, found, f"page {change.page}, {change.was!r}, {change.now!r}"


def _in_turn(way: str, turn: int, page: int, nth: int, ways: Collection[str]) -> str | None:
    """The way, for every text whose turn it is and that can be damaged so."""
    return way if nth % AT_ONCE == turn and way in ways else None


def pages(name: str) -> Iterator[tuple[str, str, str]]:
    """Each page as a whole, laid over or shown otherwise, exchanged, doubled and left out."""
    pdf = sheet(name)
    last = compared(pdf, pdf).pages
    for what, (damage, tells) in PAGE_DAMAGES.items():

        def every_page(writer: PdfWriter, damage: PageDamage = damage) -> None:
            for page in range(1, last + 1):
                damage(writer, page)

        check = compared(resaved(pdf, every_page), pdf)
        for page in range(1, last + 1):
            there = any((one.what, one.page) == (tells, page) for one in check.differences)
            yield what, "named" if there else "", f"page {page}"
    for what, (order, tells, page) in page_orders(last).items():
        check = compared(resaved(pdf, reordered(*order)), pdf)
        there = any((one.what, one.page) == (tells, page) for one in check.differences)
        yield what.split()[-1], "named" if there else "", f"page {page}"


def values(name: str) -> Iterator[tuple[str, str, str]]:
    """Each value of a plan file in each way. What the plan is made from is opened, because any
    other plan may come out; so are keys that stand twice, one of each kind. All else is
    compared."""
    plan, _one_in = PLANS[name]
    made = file_of(plan_json(plan))
    kinds = set(one_of_each_kind(made))
    with tempfile.TemporaryDirectory() as folder:
        for place in (*leaves(made), *rows(made)):
            for damage in damages(made, place) if place[0] != "checks" else ():
                if damage.twice and place not in kinds:
                    continue
                if damage.twice or place[0] == "inputs":
                    found = opened(plan, damage, Path(folder))
                    if found == "made again" and not is_made_again(made, damage):
                        found = ""
                else:
                    found = _told(made, damage)
                yield damage.way, found, str(place)


def _told(made: Any, damage: Damage) -> str:
    try:
        return told(made, damage)
    except AssertionError:
        return ""


def _tried(what: str, damages: Iterator[tuple[str, str, str]]) -> list[str]:
    counts, missed = Counter[tuple[str, str]](), []
    for way, found, where in damages:
        counts[way, found or "NOT FOUND"] += 1
        if not found:
            missed.append(f"{what}, {way}: {where}")
    for (way, found), count in sorted(counts.items()):
        print(f"{what:45} {way:25} {found:22} {count:6}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
