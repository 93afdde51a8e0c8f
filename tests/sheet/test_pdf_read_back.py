"""A sheet read back: every number of its own plan agrees, and no other sheet passes for it."""

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, NameObject, NumberObject

from rechallenge import Order, plan, read_protocol
from rechallenge.quantities import quantity, unit_of
from rechallenge.sheet.pdf.compared import same_amount
from rechallenge.sheet.pdf.compared_tables import compared_bags, compared_steps
from rechallenge.sheet.pdf.read_back import (
    comparisons,
    differences,
    is_reprint,
    printed_numbers,
)
from rechallenge.sheet.pdf.render import step_sheet_pdf
from rechallenge.sheet.pdf.tagged import Unreadable
from rechallenge.sheet.plan_json import fingerprint

from .printed import ORDERS, made, sheet


@pytest.mark.parametrize("name", ORDERS)
def test_a_sheet_agrees_with_its_plan_in_every_number(name: str) -> None:
    it = made(name)
    assert differences(it, sheet(name)) == ()
    found = comparisons(it, sheet(name))
    infusing = [step for step in it.steps if step.rate is not None and not step.clears_line]
    amounts = ("rate", "planned start", "duration", "volume", "dose", "dose so far", "share so far")
    for step in infusing:
        for what in amounts:
            assert [f for f in found if f.where == f"step {step.number}, {what}"]
    compared = {f.where for f in found}
    of_bags = ("name", "holds", "concentration", "volume", "used", "discarded", "label")
    assert {f"bag {bag.name}, {what}" for bag in it.bags for what in of_bags} <= compared
    assert {"drug", "dose", "total duration", "total volume", "total dose"} <= compared
    assert is_reprint(it, sheet(name))


def test_us_letter_agrees_too_and_is_a_reprint() -> None:
    pdf = step_sheet_pdf(made("case-2"), paper="letter")
    assert differences(made("case-2"), pdf) == ()
    assert is_reprint(made("case-2"), pdf)


def test_a_sheet_of_another_plan_is_told_by_its_fingerprint_and_its_numbers() -> None:
    other = plan(
        read_protocol("cadonilimab-stepwise"),
        Order(dose="370 mg", volume="250 mL", start="2026-11-23 09:00"),
    )
    found = differences(other, sheet("case-2"))
    print_ = fingerprint(made("case-2"))[:12]
    assert ("page 1, plan", print_) in [(f.where, f.printed) for f in found]
    # 10% of 370 mg is 37 mg; its 25 mL at 50 mL/h are the same.
    dose = next(f for f in found if f.where == "step 1, dose")
    assert (dose.printed, dose.planned) == ("37.5 mg", "37 mg")
    # 370 mg / 250 mL
    told = {f.where: f.planned for f in found}
    assert told["bag Bag 1, holds"] == told["total dose"] == told["dose"] == "370 mg"
    assert told["bag Bag 1, concentration"] == "1.48 mg/mL"
    assert "total volume" not in told
    assert "step 1, rate" not in [f.where for f in found]


def test_a_sheet_of_another_patient_is_told_on_every_page() -> None:
    it = made("case-2")
    order = it.order.model_copy(update={"patient": "Bed 99, somebody else"})
    told = [f.where for f in differences(it.model_copy(update={"order": order}), sheet("case-2"))]
    pages = len(printed_numbers(sheet("case-2")).pages)
    assert {f"page {n}, patient" for n in range(1, pages + 1)} <= set(told)


def test_a_bag_or_step_too_many_or_renamed_and_drops_of_another_set_are_found() -> None:
    it, read = made("three-bags"), printed_numbers(sheet("three-bags"))
    last, end = it.bags[-1], it.steps[-1].number
    fewer = it.model_copy(update={"bags": it.bags[:-1], "steps": it.steps[:-1]})
    # Each label says of how many bags it is one.
    assert [f.where for f in compared_bags(fewer, read.bags) if not f.agrees] == [
        *(f"bag {bag.name}, label" for bag in it.bags[:-1]),
        f"bag {last.name}",
    ]
    assert [f.where for f in compared_bags(it, read.bags[:-1]) if not f.agrees] == [
        f"bag {last.name}"
    ]
    assert [f.where for f in compared_steps(fewer, read.steps) if not f.agrees] == [f"step {end}"]
    renamed = it.model_copy(
        update={"bags": (*it.bags[:-1], last.model_copy(update={"name": "Other"}))}
    )
    assert "bag Other, name" in [f.where for f in compared_bags(renamed, read.bags) if not f.agrees]
    # 51 mL/h are 17 drops/min at 20 drops/mL, and 51 at 60.
    drops, rows = made("by-drops"), printed_numbers(sheet("by-drops")).steps
    assert drops.pump is not None
    assert drops.pump.drops is not None
    finer = drops.pump.model_copy(update={"drops": drops.pump.drops * 3})
    told = [f for f in compared_steps(drops.model_copy(update={"pump": finer}), rows)
            if f.where == "step 1, rate" and not f.agrees]  # fmt: skip
    assert [(f.printed, f.planned) for f in told] == [("17 drops/min", "51 drops/min")]


def test_text_with_a_number_that_is_in_no_table_is_compared_too() -> None:
    it = made("case-2")
    first = it.premedication[0]
    doubled = first.model_copy(update={"dose": first.dose * 2})
    other = it.model_copy(update={"premedication": (doubled, *it.premedication[1:])})
    assert "premedication" in [f.where for f in differences(other, sheet("case-2"))]


@pytest.mark.parametrize(
    ("printed", "number", "unit", "agrees"),
    [
        # 125/48 = 2.6041666...
        ("~2.604 mL/h", "125/48", {"mL": 1, "h": -1}, True),
        ("~2.605 mL/h", "125/48", {"mL": 1, "h": -1}, False),
        ("2.604 mL/h", "125/48", {"mL": 1, "h": -1}, False),
        ("~3 mL/h", "125/48", {"mL": 1, "h": -1}, True),
        ("1,250 mg", "1250", {"mg": 1}, True),
        ("1,250 mg", "125", {"mg": 1}, False),
        ("1,250 mL", "1250", {"mg": 1}, False),
        ("1.5 mg per mL", "3/2", {"mg": 1, "mL": -1}, True),
        ("1 unit", "1", {"units": 1}, True),
        ("2 unit", "2", {"units": 1}, False),
        ("10%", "10", {"percent": 1}, True),
        ("", "10", {"mg": 1}, False),
    ],
)
def test_a_printed_amount_is_the_exact_one_to_the_digits_it_shows(
    printed: str, number: str, unit: dict[str, int], agrees: bool
) -> None:
    exact = quantity(Fraction(number), unit_of(unit))
    assert same_amount("here", printed, exact).agrees is agrees


def test_the_numbers_of_a_sheet_can_be_had_without_a_plan() -> None:
    read = printed_numbers(sheet("case-2"))
    assert set(read.fingerprints) == {fingerprint(made("case-2"))[:12]}
    assert read.dose == "cadonilimab 375 mg"
    assert [row[2] for row in read.steps] == ["50 mL/h", "observe nothing runs", "150 mL/h"]
    assert read.totals == ("end 11:30", "150 min", "250 mL", "375 mg")


def changed(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def swap_first_two_glyphs(pdf: bytes, wanted: int) -> bytes:
    """The file with the first two glyphs of its `wanted`th large piece of three glyphs swapped:
    150 becomes 510."""

    def change(writer: PdfWriter) -> None:
        page = next(p for p in writer.pages if "Rate to set" in p.extract_text())
        content = ContentStream(page.get_contents(), writer)
        size, seen = 0.0, 0
        for place, (operands, operator) in enumerate(content.operations):
            if operator == b"Tf":
                size = float(operands[1])
            if operator not in (b"Tj", b"TJ") or size < 16:
                continue
            pieces: Any = operands[0] if operator == b"TJ" else operands
            codes = b"".join(p.original_bytes for p in pieces if hasattr(p, "original_bytes"))
            if len(codes) != 6:
                continue
            seen += 1
            if seen == wanted:
                other = ByteStringObject(codes[2:4] + codes[:2] + codes[4:])
                content.operations[place] = ([ArrayObject([other])], b"TJ")
        assert seen >= wanted
        page[NameObject("/Contents")] = writer._add_object(content)

    return changed(pdf, change)


def test_a_number_that_was_changed_in_the_file_is_found() -> None:
    tampered = swap_first_two_glyphs(sheet("case-2"), 1)
    found = differences(made("case-2"), tampered)
    assert [(f.where, f.printed, f.planned) for f in found] == [
        ("step 3, rate", "510 mL/h", "150 mL/h")
    ]
    assert not is_reprint(made("case-2"), tampered)


def test_text_drawn_over_a_sheet_is_found() -> None:
    def draw(writer: PdfWriter) -> None:
        page = writer.pages[1]
        drawn = ContentStream(page.get_contents(), writer)
        resources: Any = page["/Resources"]
        font = next(iter(resources["/Font"]))
        more: list[tuple[Any, bytes]] = [
            ([], b"BT"),
            ([NameObject(font), NumberObject(12)], b"Tf"),
            ([ByteStringObject(b"\0\1\0\2")], b"Tj"),
            ([], b"ET"),
        ]
        drawn.operations.extend(more)
        page[NameObject("/Contents")] = writer._add_object(drawn)

    found = differences(made("case-2"), changed(sheet("case-2"), draw))
    assert [f.where for f in found] == ["drawn over the sheet"]


def test_a_note_put_on_a_page_is_found() -> None:
    def note(writer: PdfWriter) -> None:
        writer.add_annotation(0, FreeText(text="60 mL/h", rect=(100, 100, 200, 150)))

    found = differences(made("case-2"), changed(sheet("case-2"), note))
    assert [(f.where, f.printed) for f in found] == [("drawn over the sheet", "a note")]


def test_a_flush_that_was_changed_in_the_file_is_found() -> None:
    # The second piece of three large figures is the rate of the flush.
    found = differences(made("case-2"), swap_first_two_glyphs(sheet("case-2"), 2))
    assert [(f.where, f.printed, f.planned) for f in found] == [
        ("flush, rate", "510 mL/h", "150 mL/h")
    ]


def test_a_page_that_was_taken_out_is_found() -> None:
    def take_out(writer: PdfWriter) -> None:
        writer.remove_page(0)

    try:
        found = differences(made("case-2"), changed(sheet("case-2"), take_out))
    except Unreadable:
        return
    assert "step 1" in [f.where for f in found]


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n", b"\0" * 100])
def test_what_is_no_pdf_is_refused_and_not_compared(content: bytes) -> None:
    with pytest.raises(Unreadable, match="is not a PDF that can be read"):
        printed_numbers(content)


def test_a_truncated_sheet_is_refused_or_differs() -> None:
    whole = sheet("case-2")
    for share in (0.2, 0.5, 0.9):
        try:
            found = differences(made("case-2"), whole[: int(len(whole) * share)])
        except Unreadable:
            continue
        assert found


def test_a_pdf_without_tags_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    written = BytesIO()
    writer.write(written)
    with pytest.raises(Unreadable, match="has no tags"):
        printed_numbers(written.getvalue())
