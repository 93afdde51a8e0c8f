"""The pages that a nurse holds: large enough, black, with each change of bag, and no codes."""

import re
from functools import lru_cache

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.pdf.drawn import DrawnText
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.words.codes import FindingCode
from tests.sheet.tagged import read_tagged
from tests.tiers import slow_but

from .printed import ORDERS, made, sheet

CEFTAZIDIME = "ceftazidime"
RAMP = "ramp"
MORE = {
    CEFTAZIDIME: (
        "ceftazidime-12-step",
        Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared",
              start="2026-11-21 09:00"),
    ),
    RAMP: ("rituximab-first", Order(dose="700 mg", volume="500 mL", start="2026-11-21 09:00")),
}  # fmt: skip
EVERY = [*ORDERS, *MORE]
SMALLEST = 9
"""Points: what is acted on is not smaller (DESIGN, printed display)."""
KEYED = 17
"""Points: what is keyed into a pump is not smaller."""


@lru_cache
def planned(name: str) -> Plan:
    if name in ORDERS:
        return made(name)
    named, order = MORE[name]
    return plan(read_protocol(named), order)


@lru_cache
def pdf(name: str) -> bytes:
    return sheet(name) if name in ORDERS else step_sheet_pdf(planned(name))


def drawn(name: str) -> tuple[tuple[DrawnText, ...], ...]:
    """The texts that each page draws."""
    return read_tagged(pdf(name)).drawn


def nurse_pages(name: str) -> tuple[tuple[DrawnText, ...], ...]:
    """The pages before the one with the findings."""
    pages = drawn(name)
    of_pharmacist = next(n for n, page in enumerate(pages) if "Findings" in said(page))
    assert of_pharmacist > 1
    return pages[:of_pharmacist]


def said(page: tuple[DrawnText, ...]) -> list[str]:
    return [one.text.strip().replace("\u00a0", " ") for one in page]


def cells(name: str) -> list[list[str]]:
    """The rows of the step table, each cell on one line."""
    table = next(t for t in read_tagged(pdf(name)).tables() if t[0][0] == "Step")
    return [[" ".join(cell.split()) for cell in row] for row in table]


def shade(text: DrawnText) -> set[str]:
    """The colours a text is filled with: 0.0 is black, 1.0 is white."""
    return set(re.findall(r"'(?:scn|g)', \(([0-9.]+),\)", text.look))


@pytest.mark.parametrize("name", slow_but(["three-bags"], EVERY))
def test_no_text_of_a_nurse_page_is_smaller_than_nine_points(name: str) -> None:
    small = {one.text for page in nurse_pages(name) for one in page if one.size < SMALLEST}
    assert small == set()


@pytest.mark.parametrize("name", EVERY)
def test_no_text_of_a_sheet_is_grey(name: str) -> None:
    shades = set().union(*(shade(one) for page in drawn(name) for one in page))
    # White stands on black: the bar that says DRAFT.
    assert shades == {"0.0", "1.0"}


@pytest.mark.parametrize("name", EVERY)
def test_rate_and_volume_of_each_step_are_set_large(name: str) -> None:
    large = [one.text.strip() for page in nurse_pages(name) for one in page if one.size >= KEYED]
    for row in cells(name)[1:-1]:
        if len(row) > 8 and row[3]:
            assert row[2].split()[0] in large
            assert row[3].split()[0] in large


def test_each_bag_and_the_flush_have_a_row_that_says_what_is_done() -> None:
    # 20 mg in 250 mL is 0.08 mg/mL, and 200 mg 0.8 mg/mL. A pump takes 1.3 mL for the 1.25 mL of
    # steps 2 and 5, 36 s more at 5 mL/h, so A gives 9.3 mL with 0.744 mg, B 18.8 mL with 15.04 mg,
    # and C holds 2000 - 15.784 = 1984.216 mg in 250 mL. A and B run 60 min 36 s each, three steps
    # of C 45 min, and 232.5 mL at 80 mL/h 174.375 min: to 340.575 min, 14:40:34.5.
    rows = cells(CEFTAZIDIME)
    assert [(place, row[0]) for place, row in enumerate(rows) if "CONNECT" in row[0]] == [
        (1, "09:00 CONNECT bag A (0.08 mg/mL) SET 2 mL/h START"),
        (6, "~10:01 PAUSE CONNECT bag B (0.8 mg/mL) SET 5 mL/h START"),
        # One line more, in step 8: the first drug.
        (12, "~11:01 PAUSE CONNECT bag C (~7.937 mg/mL) SET 10 mL/h START"),
        (18, "~14:41 PAUSE CONNECT diluent SET 80 mL/h START"),
    ]
    # Actual time and two initials are left to be written.
    assert {tuple(row[1:]) for row in rows if "CONNECT" in row[0]} == {("", "", "")}


def test_a_bag_that_is_changed_while_nothing_runs_is_not_preceded_by_a_pause() -> None:
    changes = [row[0] for row in cells("case-2") if "CONNECT" in row[0]]
    assert [change.split()[1] for change in changes] == ["CONNECT", "PAUSE"]


def test_the_first_drug_to_reach_the_vein_stands_under_its_step() -> None:
    # 9.3 mL of A, 8.8 mL of B by step 7; 1.9 mL more at 40 mL/h are 2.85 min of step 8, from
    # 10:46:12 on.
    rows = cells(CEFTAZIDIME)
    at = rows.index(["First drug reaches the vein at ~10:49."])
    assert rows[at - 1][0] == "8"


@pytest.mark.parametrize("name", EVERY)
def test_no_page_has_a_code_of_a_finding_a_parameter_or_an_option(name: str) -> None:
    codes = {code for code in FindingCode if "-" in code}
    parameters = {parameter for parameter in planned(name).parameters if "_" in parameter}
    for page in read_tagged(pdf(name)).pages:
        words = set(re.findall(r"[\w-]+", page))
        # Cells that stand beside each other are read without a space between them.
        assert not [code for code in codes if code in page]
        assert not parameters & words
        assert not {word for word in words if re.fullmatch(r"--[a-z-]+", word)}


def test_a_dose_rate_stands_under_the_rate_where_the_label_speaks_in_mg_per_hour() -> None:
    # The rituximab label begins at 50 mg/h; 700 mg in 500 mL is 1.4 mg/mL, so 35.7 mL/h on a pump
    # of steps of 0.1 mL/h, and 35.7 x 1.4 = 49.98 mg/h.
    first = next(row for row in cells(RAMP) if row[0] == "1")
    assert first[2] == "35.7 mL/h 49.98 mg/h"


def test_a_dose_rate_does_not_stand_where_nobody_speaks_of_one() -> None:
    assert all("mg/h" not in cell for row in cells(CEFTAZIDIME) for cell in row)


@pytest.mark.parametrize("name", EVERY)
def test_what_the_protocol_has_as_written_stands_after_the_pages_of_the_nurse(name: str) -> None:
    assert not [text for page in nurse_pages(name) for text in said(page) if "As written" in text]
