"""A page in the ordinary shapes is read as pypdf reads it; any other is left to pypdf."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from rechallenge.sheet.pdf import drawn
from rechallenge.sheet.pdf.drawn import drawn_on
from rechallenge.sheet.pdf.operations import ordinary_operations
from tests.tiers import slow_but

from .damage import resaved
from .printed import sheet


@pytest.mark.parametrize("again", slow_but([False], [False, True]), ids=["printed", "saved again"])
def test_every_page_of_a_sheet_is_read_as_pypdf_reads_it(
    again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = resaved(sheet("by-drops")) if again else sheet("by-drops")
    pages = list(PdfReader(BytesIO(pdf)).pages)
    for page in pages:
        content = page.get_contents()
        assert content is not None
        assert ordinary_operations(content.get_data()) is not None
    ours = [list(drawn_on(page)) for page in pages]
    monkeypatch.setattr(drawn, "ordinary_operations", lambda _content: None)
    assert ours == [list(drawn_on(page)) for page in pages]


def test_numbers_names_texts_lists_and_mappings_are_operands() -> None:
    # \101 is A in octal, and <4142> is AB in hexadecimal.
    content = rb"/Span<</MCID 3/Lang(en)>>BDC 1 -2.5 m[(\101\)(b))-4<4142>]TJ"
    assert ordinary_operations(content) == [
        (["/Span", {"/MCID": 3, "/Lang": b"en"}], b"BDC"),
        ([1, -2.5], b"m"),
        ([[b"A)(b)", -4, b"AB"]], b"TJ"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"(a", b"[1", b"1 2", b"[1>>", b">> q", b"1e5 w", b"% remark\nq", b"BI /W 1 ID x EI",
     b"[q] TJ", b"/OC /Layer BDC", rb"(\1)Tj", b"(a\nb)Tj", b"<4>Tj", b"/A#20 gs", b"true gs",
     b"\xff"],
    ids=ascii,
)  # fmt: skip
def test_content_in_another_shape_is_left_to_pypdf(content: bytes) -> None:
    assert ordinary_operations(content) is None
