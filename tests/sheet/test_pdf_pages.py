"""The pages of a sheet as a person and a screen reader meet them."""

import re
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from rechallenge import Order, plan, read_protocol
from rechallenge.service.validation import read_cases, shipped_cases
from rechallenge.sheet.pdf import sheet as pdf_sheet
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.sheet import sheet_data
from rechallenge.sheet.pdf.validation import validation_data
from rechallenge.sheet.pdf.words import bare
from rechallenge.sheet.plan_json import fingerprint
from tests.sheet.tagged import Element, Tagged, read_tagged
from tests.tiers import slow_but

from .printed import LOOKED_AT, ORDERS, PAGES, golden, images, made, of_steps, sheet, tagged

TEMPLATES = Path(pdf_sheet.__file__).parent
_PARTS = ("H1", "H2", "H3", "P", "TR", "L", "LI", "Figure")
CLEARLY_OTHER = 64
"""Of 255 shades of grey: less is the edge of a letter."""
MOST_OTHER = 0.015
"""Share of a page that may differ: a fingerprint and its code do, a row of a table does not fit."""


@pytest.mark.parametrize("name", LOOKED_AT)
def test_each_page_looks_as_when_it_was_last_looked_at(name: str) -> None:
    pages = images(sheet(name))
    assert {golden(name, n) for n in range(1, len(pages) + 1)} == set(PAGES.glob(f"{name}-*.png"))
    for number, page in enumerate(pages, 1):
        kept = Image.open(golden(name, number)).convert("L")
        assert page.size == kept.size
        assert _share_that_differs(page, kept) <= MOST_OTHER, f"page {number}"


def test_a_row_of_a_table_more_would_be_seen() -> None:
    steps = ({"give": "10 mg", "over": "30 min"}, {"give": "rest", "over": "1 h"})
    one, two = (images(step_sheet_pdf(of_steps(*rows)))[1] for rows in (steps[1:], steps))
    assert _share_that_differs(one, two) > MOST_OTHER


def _share_that_differs(one: Image.Image, other: Image.Image) -> float:
    counts = ImageChops.difference(one.convert("L"), other).histogram()
    return sum(counts[CLEARLY_OTHER:]) / sum(counts)


@pytest.mark.parametrize("name", ORDERS)
def test_a_sheet_says_that_it_is_accessible_and_has_title_and_language(name: str) -> None:
    reader = PdfReader(BytesIO(sheet(name)))
    root: Any = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/Lang"] == "en-GB"
    read = tagged(name)
    assert read.title is not None
    assert read.title.startswith("Step sheet: ")
    assert read.stray == ()


@pytest.mark.parametrize("name", ORDERS)
def test_headings_go_down_one_level_at_a_time_and_follow_the_work(name: str) -> None:
    headings = tagged(name).headings()
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    order = ["Before the infusion", "Steps", "If the patient reacts",
             "Vital signs and symptoms", "Findings",
             "Source"]  # fmt: skip
    if made(name).preparation:
        order.append("Preparation worksheet")
    assert [text for _, text in headings if text in order] == order


@pytest.mark.parametrize("name", ORDERS)
def test_no_heading_is_the_last_thing_on_its_page(name: str) -> None:
    _no_orphans(sheet(name))


@pytest.mark.parametrize("name", slow_but(["case-2"], ["case-2", "twelve-steps"]))
def test_no_heading_is_the_last_thing_on_its_page_on_letter(name: str) -> None:
    _no_orphans(step_sheet_pdf(made(name), paper="letter"))


@pytest.mark.slow
def test_no_heading_is_orphaned_by_texts_of_any_length() -> None:
    for lines in range(1, 30, 3):
        steps = ({"give": "rest", "over": "1 h", "note": "word " * 22 * lines},)
        _no_orphans(step_sheet_pdf(of_steps(*steps)))


def _no_orphans(pdf: bytes) -> None:
    root = read_tagged(pdf).root
    # A finding is spans in a grid, with no paragraph; the spans of a heading do not follow it.
    own = {id(span) for heading in root.every("H1", "H2", "H3") for span in heading.every("Span")}
    parts = [
        part
        for part in root.every(*_PARTS, "Span")
        if (part.text or part.described) and id(part) not in own
    ]
    for heading, after in pairwise(parts):
        if heading.kind.startswith("H") and after.pages:
            assert min(after.pages) == max(heading.pages), heading.text


def test_the_steps_stand_with_the_stop_rule_on_one_page_where_they_fit() -> None:
    for name in ("case-2", "case-4", "three-bags", "by-drops"):
        pages = tagged(name).pages
        (number,) = [n for n, page in enumerate(pages) if "Rate to set" in page]
        assert "Then go to the box on the next page after the steps." in pages[number]
        assert "If the patient reacts" in pages[number + 1]


def test_a_short_plan_with_nothing_to_prepare_has_four_pages() -> None:
    order = Order(
        dose="375 mg", volume="250 mL", weight="60 kg", premed_lead="30 min", reaction_grade="2",
        reaction_kind="infusion-reaction", premed="famotidine 20 mg IV 30 min before",
    )  # fmt: skip
    it = plan(read_protocol("cadonilimab-stepwise"), order)
    assert len(PdfReader(BytesIO(step_sheet_pdf(it))).pages) == 4


def test_the_worksheet_of_three_bags_is_one_page_with_a_label_for_each() -> None:
    pages = [bare(page) for page in tagged("three-bags").pages]
    assert [page.count("cutoutalongtheline") for page in pages if "cutout" in page] == [3]
    # A label leaves its page, so it says itself that the plan is a draft.
    assert sum(page.count("DRAFT:donotputonabag") for page in pages) == 3


@pytest.mark.parametrize("name", ORDERS)
def test_every_table_has_a_header_and_every_figure_a_description(name: str) -> None:
    root = tagged(name).root
    for table in root.every("Table"):
        first, *others = table.every("TR")
        assert {cell.kind for cell in first.below} == {"TH"}
        assert {cell.scope for cell in first.below} == {"Column"}
        assert {cell.kind for row in others for cell in row.below} == {"TD"}
    figures = list(root.every("Figure"))
    code, chart = figures
    assert code.described == "QR code of the plan's fingerprint"
    assert chart.described.startswith("Chart of the planned rate in mL/h")


@pytest.mark.parametrize("name", ORDERS)
def test_state_patient_date_and_plan_are_read_out_once_before_all_else(name: str) -> None:
    it, read = made(name), tagged(name).root.text
    begin, _, rest = read.partition("Allergies")
    needed = ["DRAFT: ", "Patient: ", it.order.patient or "", f"plan {fingerprint(it)[:12]}",
              f"{it.order.start:%Y-%m-%d}" if it.order.start else "Date:"]  # fmt: skip
    for said in needed:
        assert bare(said) in bare(begin)
    assert "DRAFT: " not in rest.replace("DRAFT: do not put on a bag", "")


def test_the_chart_is_described_by_its_values() -> None:
    # Case 2: 37.5 mg in the first 30 min at 50 mL/h, 30 min of nothing, 375 mg at the end. 20 mL
    # of diluent in the line at 50 mL/h take 24 min: 09:24.
    *_, chart = tagged("case-2").root.every("Figure")
    assert chart.described.endswith(
        "Step 1 from 09:00: 50 mL/h; dose given by its end: 37.5 mg. "
        "Step 2 from 09:30: observe; dose given by its end: 37.5 mg. "
        "Step 3 from 10:00: 150 mL/h; dose given by its end: 375 mg. "
        "The first drug reaches the vein at 09:24."
    )


@lru_cache
def sixty_steps() -> Tagged:
    """The sheet of 1 mg and 59 steps more, some of which have a condition."""
    steps = [{"give": "1 mg", "over": "10 min"} for _ in range(59)]
    for step in steps[::3]:
        step["go_on_if"] = "No rash, no wheeze, pressure as before"
    last = {"give": "rest", "over": "10 min"}
    return read_tagged(step_sheet_pdf(of_steps(*steps, last, order={"start": "2026-11-23 09:00"})))


def test_sixty_steps_are_all_there_and_no_row_is_split_or_parted_from_its_condition() -> None:
    read = sixty_steps()
    table = next(t for t in read.root.every("Table") if len(list(t.every("TR"))) > 60)
    _, *rows, _ = table.every("TR")
    numbers = [row.below[0].text for row in rows if len(row.below) == 11]
    assert numbers == [str(number) for number in range(1, 61)]
    assert len(_all_pages(rows)) > 3
    for number, row in enumerate(rows):
        assert len(row.pages) == 1
        if len(row.below) == 1:
            assert row.text.startswith("Go on only if:")
            assert row.pages == rows[number - 1].pages


def _all_pages(rows: list[Element]) -> set[int]:
    return set().union(*(row.pages for row in rows))


def test_the_header_of_the_step_table_is_repeated_on_every_page_of_it() -> None:
    read = sixty_steps()
    table = next(t for t in read.root.every("Table") if len(list(t.every("TR"))) > 60)
    for page in _all_pages(list(table.every("TR"))):
        assert "Rate to set" in read.pages[page]


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("letter", (792, 612))])
def test_a_sheet_is_landscape_of_its_paper(paper: str, size: tuple[int, int]) -> None:
    pdf = step_sheet_pdf(made("case-2"), paper="letter" if paper == "letter" else "a4")
    for page in PdfReader(BytesIO(pdf)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.usefixtures("each_sheet_is_set_anew")
def test_the_same_plan_gives_the_same_bytes() -> None:
    assert step_sheet_pdf(made("three-bags")) == sheet("three-bags")


def test_a_sheet_states_no_date_of_its_making() -> None:
    reader = PdfReader(BytesIO(sheet("case-2")))
    assert reader.metadata is not None
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)


def test_each_text_that_the_templates_name_is_handed_to_them_and_they_say_nothing_else() -> None:
    templates = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.typ"))
    cases = read_cases(shipped_cases())
    of_sheet: Any = sheet_data(made("case-2"), "a4")["words"]
    of_page: Any = validation_data(cases, (), (), form=False, paper="a4")["words"]
    named = set(re.findall(r"\bwords\.([a-z-]+)", templates))
    assert named <= {*of_sheet, *of_page}
    code = re.sub(r"//.*", "", templates)
    # Words between brackets would be set as they are: only data, and marks such as `(`, may stand.
    set_as_is = [re.sub(r"#[a-zA-Z-]+(?:\.[a-zA-Z_-]+)*", "", text)
                 for text in re.findall(r"\[([^\[\]]*)\]", code)]  # fmt: skip
    assert not [text for text in set_as_is if re.search(r"\b[A-Z][a-z]{3,}", text)]
