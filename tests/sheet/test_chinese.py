"""Chinese in every form: no letter is cut, missing or set over another."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from rechallenge.files.find import DRUGS, Shelves
from rechallenge.files.headings import listed
from rechallenge.files.summaries import generic_names
from rechallenge.sheet.names import shown_drug
from rechallenge.sheet.note import WIDTH as NOTE_WIDTH
from rechallenge.sheet.pdf.render import Unprintable, labels_pdf, typeset
from rechallenge.sheet.pdf.words import JsonValue
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.sheet.text.columns import columns_of
from rechallenge.sheet.text.layout import WIDTH
from rechallenge.words import speaking
from rechallenge.words.file_texts import FileText
from rechallenge.words.languages import CHINESE, book_in
from tests.sheet.chinese import GOLDENS, KEPT, ORDERS, forms, made, sheet, written
from tests.sheet.drawn_over import drawn_over
from tests.sheet.printed import images, page_texts
from tests.sheet.printed import made as made_in_english
from tests.tiers import slow_but

NEVER_FIRST = "，。；：！？、）」』】》"
BOOK = book_in(CHINESE)


def book() -> Iterator[str]:
    """Every Chinese text of the program."""
    catalogue = vars(BOOK)["_catalog"]
    return (text for key, text in catalogue.items() if key != "")


def names_and_titles() -> Iterator[str]:
    """Every Chinese name of a shipped drug and title of a shipped protocol."""
    shelves = Shelves.found()
    for path in shelves.facts(DRUGS).values():
        yield from generic_names(path).values()
    for entry in listed(shelves):
        if isinstance(entry.title, FileText):
            yield from entry.title.others.values()


def page_of(texts: list[str]) -> bytes:
    """A page that has these texts, as the page of a day has them: plain, and bold as a title."""
    blocks: list[JsonValue] = [{"kind": "items", "items": list[JsonValue](texts)}]
    return typeset(
        {
            "language": {"lang": "zh", "region": "CN"},
            "page_of": "第 {page} 页，共 {pages} 页",
            "paper": "a4",
            "title": texts[0],
            "about": ["-"],
            "software": "-",
            "sections": [{"heading": "".join(texts), "timelines": False, "blocks": blocks}],
            "timelines": [],
        },
        "day.typ",
    )


def test_every_letter_of_the_chinese_book_and_of_names_and_titles_is_in_a_shipped_font() -> None:
    letters = sorted(
        {c for text in (*book(), *names_and_titles()) for c in text if c.isprintable()}
    )
    assert len(letters) > 800
    drawn = "".join(page.extract_text() for page in PdfReader(BytesIO(page_of(letters))).pages)
    assert [letter for letter in letters if letter.strip() and letter not in drawn] == []


def test_a_letter_that_no_font_has_stops_the_page_instead_of_leaving_a_gap() -> None:
    with pytest.raises(Unprintable, match="龘"):
        page_of(["卡度尼利单抗龘"])


@pytest.mark.parametrize("name", ORDERS)
def test_no_line_of_a_chinese_plan_is_too_wide_or_begins_with_a_comma(name: str) -> None:
    for form, width in (("txt", WIDTH), ("note.txt", NOTE_WIDTH)):
        lines = forms(made(name))[form].split("\n")
        assert [line for line in lines if columns_of(line) > width] == []
        assert [line for line in lines if line.lstrip()[:1] in {*NEVER_FIRST}] == []


def test_every_column_of_a_boxed_label_ends_under_its_corner() -> None:
    lines = forms(made(KEPT))["txt"].split("\n")
    edges = [number for number, line in enumerate(lines) if line.strip().startswith("+--")]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        ends = {columns_of(line) for line in lines[first : last + 1]}
        assert len(ends) == 1


@pytest.mark.parametrize("name", slow_but(list(ORDERS)[:1], ORDERS))
def test_a_chinese_sheet_is_printed_with_every_rate_and_in_its_language(name: str) -> None:
    pdf = sheet(name)
    assert PdfReader(BytesIO(pdf)).root_object["/Lang"] == "zh-CN"
    text = " ".join(page_texts(pdf))
    for step in made(name).steps:
        if step.rate is not None:
            number = float(step.rate.to("mL/h").magnitude)
            assert re.search(rf"(?<![\d.]){re.escape(f'{number:g}')} mL/h", text)


@pytest.mark.parametrize("name", ORDERS)
def test_no_letter_on_paper_is_drawn_over_a_line_or_another_letter(name: str) -> None:
    assert drawn_over(sheet(name)) == []


def test_no_line_on_paper_begins_with_a_comma_or_a_full_stop() -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument(sheet(KEPT))
    lines = [line for page in pages for line in page.get_textpage().get_text_bounded().splitlines()]
    assert [line for line in lines if line.strip()[:1] in {*NEVER_FIRST}] == []


def test_no_label_parts_a_unit_at_its_stroke() -> None:
    import pypdfium2

    with speaking(BOOK):
        pdf = labels_pdf(made_in_english("three-bags"), "L7165")
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    # Of three bags each has its concentration and its rates.
    assert len(re.findall(r"mg/mL", text)) >= 3
    assert not re.search(r"/\s*\n\s*mL|/\s*\n\s*h\b", text)


def test_a_drug_has_its_chinese_name_before_the_international_one() -> None:
    it = made("case-2")
    with speaking(BOOK):
        assert shown_drug(it, "cadonilimab") == "卡度尼利单抗 cadonilimab"
        assert shown_drug(it, "开坦尼") == "卡度尼利单抗 cadonilimab（开坦尼）"
        # Tall-man letters are for Latin names.
        assert shown_drug(it, "methylprednisolone") == "甲泼尼龙 methylPREDNISolone"
        assert shown_drug(it, "unheard-of") == "unheard-of"
    assert shown_drug(it, "cadonilimab") == "cadonilimab"


def test_the_fingerprint_of_a_plan_is_the_same_in_both_languages() -> None:
    for name in ORDERS:
        with speaking(BOOK):
            chinese = fingerprint(made(name))
        assert chinese == fingerprint(made(name))


def test_a_date_is_written_from_the_year_and_a_time_with_24_hours() -> None:
    text = forms(made("case-4"))["txt"]
    assert "2026-12-31 23:00" in text
    # 23:00 and 60 min of observation end after midnight.
    assert "00:" in text
    assert not re.search(r"年|月[0-9]|上午|下午|[0-9] ?ml\b|毫升", text)


@pytest.mark.parametrize(("file_name", "text"), [*written()])
def test_each_form_in_chinese_is_as_it_was_last_read(file_name: str, text: str) -> None:
    assert text == (GOLDENS / file_name).read_bytes().decode()


def test_the_pages_in_chinese_are_as_they_were_last_looked_at() -> None:
    from PIL import Image, ImageChops

    pages = images(sheet(KEPT))
    known = sorted(GOLDENS.glob(f"{KEPT}-*.png"))
    assert len(pages) == len(known)
    for page, path in zip(pages, known, strict=True):
        difference = ImageChops.difference(page, Image.open(path))
        assert max(difference.tobytes()) <= 40, path.name
