"""Every text of a translation, with long but real values in it, in every form: nothing is cut, too
wide, drawn over something else or parted within a number."""

import re

import pypdfium2
import pytest
from markdown_it import MarkdownIt

from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.markdown import table
from rechallenge.sheet.note import WIDTH as NOTE_WIDTH
from rechallenge.sheet.pdf.render import labels_pdf, step_sheet_pdf
from rechallenge.sheet.pdf.words import BREAK
from rechallenge.sheet.text.columns import columns_of
from rechallenge.sheet.text.layout import WIDTH, wrapped
from rechallenge.words import speaking
from rechallenge.words.languages import CHINESE, book_in
from tests.sheet.chinese import forms, made
from tests.sheet.drawn_over import drawn_over
from tests.words.long_values import every_text, with_every_finding

NEVER_FIRST = "，。；：！？、）」』】》"
PARTED = re.compile(r"[0-9]\n(?:[0-9]|[.,][0-9]|(?:mg|mcg|mL|kg|min|h)\b)|[0-9][.,]\n[0-9]")
"""A line that ends within a number, or between a number and its unit."""
VALUE_PARTED = re.compile(r"1,?841(?!\.(?:263|3)|\s?m)|841\.(?:263|3)\s*\n\s*m[gL]")
"""The same for the value that the findings hold, where lines of a page are beside one another."""
PLAN = with_every_finding(made("case-2"))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [WIDTH, NOTE_WIDTH, 40])
def test_every_text_is_set_whole_at_every_width(width: int) -> None:
    for text in every_text(CHINESE):
        for line in text.split("\n"):
            lines = wrapped(line, 2, 4, width).split("\n")
            assert all(columns_of(one) <= width for one in lines), text
            assert not [one for one in lines[1:] if one.lstrip()[:1] in {*NEVER_FIRST}], text
            assert bare("".join(lines)) == bare(line), text
            assert not PARTED.search("\n".join(map(str.strip, lines))), text


def test_every_text_is_read_back_from_a_cell_of_markdown() -> None:
    texts = [text for text in every_text(CHINESE) if text.isprintable()]
    written = "\n".join(table(["text"], [[text] for text in texts]))
    tokens = MarkdownIt("commonmark").enable("table").parse(written)
    read = [
        bare("".join(child.content for child in token.children or ()))
        for token in tokens
        if token.type == "inline"
    ]
    assert read[1:] == list(map(bare, texts))


def test_every_finding_is_whole_in_text_and_markdown_and_no_line_is_too_wide() -> None:
    with speaking(book_in(CHINESE)):
        said = [finding_text(finding) for finding in PLAN.findings]
    shown = forms(PLAN)
    for form, width in (("txt", WIDTH), ("note.txt", NOTE_WIDTH)):
        lines = shown[form].split("\n")
        assert [line for line in lines if columns_of(line) > width] == []
        assert not PARTED.search("\n".join(map(str.strip, lines)))
    in_text, in_markdown = bare(shown["txt"]), bare(shown["md"].replace("\\", ""))
    assert [text for text in said if bare(text) not in in_text] == []
    assert [text for text in said if bare(text) not in in_markdown] == []


@pytest.mark.slow
def test_every_finding_is_whole_on_paper_and_nothing_is_drawn_over_it() -> None:
    with speaking(book_in(CHINESE)):
        said = [finding_text(finding) for finding in PLAN.findings]
        pdf = step_sheet_pdf(PLAN)
    assert drawn_over(pdf) == []
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    on_paper = bare("".join(pages)).replace(BREAK, "")
    assert [text for text in said if bare(text) not in on_paper] == []
    assert [parted[0] for page in pages for parted in VALUE_PARTED.finditer(page)] == []


@pytest.mark.parametrize("sheet", ["L7165", "5164"])
def test_nothing_on_a_label_is_drawn_over_anything_else(sheet: str) -> None:
    with speaking(book_in(CHINESE)):
        assert drawn_over(labels_pdf(made("case-2"), sheet)) == []


def test_a_parted_number_would_be_found() -> None:
    assert PARTED.search("剂量为1,841\n.263 mg")
    assert PARTED.search("剂量为1,841.263\nmg")
    assert not PARTED.search("步骤1、6\n和11")
    assert VALUE_PARTED.search("为1,841\n.263 mg")
    assert VALUE_PARTED.search("为1,841.263\r\nmg")
