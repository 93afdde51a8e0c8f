"""Labels to stick on bags: what each says, where it stands on its sheet, and that it fits."""

from fractions import Fraction as F
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.service.export_formats import NotExported, export
from rechallenge.service.sheet_check import check_sheet
from rechallenge.sheet.pdf.label_sheets import LABEL_SHEETS
from rechallenge.sheet.pdf.render import labels_pdf
from rechallenge.sheet.view import Label
from rechallenge.sheet.view.labels import label_rows

BAGS = {"volume_a": "50 mL", "volume_b": "100 mL", "volume_c": "300 mL"}
POINT = F("25.4") / 72


def carboplatin(**more: Any) -> Plan:
    order = {"dose": "600 mg", "settings": BAGS, "strength": "10 mg/mL",
             "technique": "final volume"} | more  # fmt: skip
    return plan(read_protocol("carboplatin-13-step"), Order(**order))


MADE = carboplatin()


def said(number: int, of: Plan = MADE) -> dict[Label, str]:
    """The rows of one bag's label, the last of several under one name."""
    return {fact.code: fact.text.replace("\u00a0", " ")
            for fact in label_rows(of, of.preparation[number])}  # fmt: skip


def pages(of: Plan, layout: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(labels_pdf(of, layout))).pages]


def test_a_label_has_drug_bag_rates_and_places_to_write_in() -> None:
    rows = said(0)
    assert rows[Label.DRUG] == "CARBOplatin 5 mg in 50 mL (0.1 mg/mL)"
    assert rows[Label.BAG] == "A (Solution A) of 3"
    assert rows[Label.RATES] == "1.3 to 80 mL/h"
    for code in (Label.MADE_AT, Label.BATCH_OF_DRUG, Label.BATCH_OF_DILUENT, Label.PREPARED_BY,
                 Label.CHECKED_BY):  # fmt: skip
        assert rows[code].strip("_ ") == ""


def test_an_expiry_is_printed_only_for_a_concentration_that_the_label_states() -> None:
    # The file has 8 h, and bags from 0.5 mg/mL on; bag A is of 0.1 mg/mL.
    assert "not on file for 0.1 mg/mL" in said(0)[Label.EXPIRES]
    assert said(1)[Label.EXPIRES].startswith("8 h after it is made, at 25 C")


@pytest.mark.parametrize("layout", LABEL_SHEETS)
def test_a_sheet_is_as_wide_and_as_high_as_its_labels_and_margins(layout: str) -> None:
    sheet = LABEL_SHEETS[layout]
    for size, count, label, first, pitch in (
        (sheet.wide, sheet.columns, sheet.label[0], sheet.first[0], sheet.pitch[0]),
        (sheet.high, sheet.rows, sheet.label[1], sheet.first[1], sheet.pitch[1]),
    ):
        # The last label ends as far from the edge as the first begins, to a twentieth of a mm.
        ends = first + (count - 1) * pitch + label
        assert abs(size - ends - first) <= F(1, 20)
        assert pitch >= label


@pytest.mark.parametrize("layout", LABEL_SHEETS)
def test_the_page_has_the_size_of_the_sheet(layout: str) -> None:
    sheet = LABEL_SHEETS[layout]
    (page,) = PdfReader(BytesIO(labels_pdf(MADE, layout))).pages
    size = (F(str(page.mediabox.width)) * POINT, F(str(page.mediabox.height)) * POINT)
    assert abs(size[0] - sheet.wide) < F(1, 10)
    assert abs(size[1] - sheet.high) < F(1, 10)


def test_each_bag_has_one_label_and_a_draft_says_so_on_each() -> None:
    (page,) = pages(MADE, "L7165")
    assert [page.count(f"Bag {letter} (") for letter in "ABC"] == [1, 1, 1]
    assert page.count("DRAFT: do not put on a bag") == 3


def test_nothing_on_a_label_is_smaller_than_8_pt() -> None:
    sizes: set[float] = set()

    def collect(text: str, _matrix: Any, _text: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.add(size)

    PdfReader(BytesIO(labels_pdf(MADE, "L7165"))).pages[0].extract_text(visitor_text=collect)
    assert min(sizes) >= 8
    assert max(sizes) >= 11


@pytest.mark.usefixtures("each_sheet_is_set_anew")
def test_the_same_plan_gives_the_same_bytes() -> None:
    assert labels_pdf(MADE, "5164") == labels_pdf(carboplatin(), "5164")


def test_a_text_that_does_not_fit_is_refused_and_never_cut() -> None:
    with pytest.raises(NotExported, match="does not fit"):
        export(carboplatin(patient="Name " * 110), "pdf", labels="L7165")


def test_a_plan_whose_bags_were_not_worked_out_has_no_labels() -> None:
    bare = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    with pytest.raises(NotExported, match="state the strength and the technique"):
        export(bare, "pdf", labels="L7165")


@pytest.mark.slow
def test_verify_knows_the_labels_of_a_plan_and_no_other(tmp_path: Any) -> None:
    path = tmp_path / "labels.pdf"
    path.write_bytes(labels_pdf(MADE, "5164"))
    report = check_sheet(MADE, path)
    assert report.same
    assert "sheet of labels (5164)" in report.verdict
    other = carboplatin(patient="Bed 5")
    assert not check_sheet(other, path).same
