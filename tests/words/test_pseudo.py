"""Every text comes from the book: in the made-up language nothing stands outside brackets."""

import json
from collections.abc import Iterator
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.pdf.render import typeset
from rechallenge.sheet.pdf.sheet import sheet_data
from rechallenge.sheet.pdf.words import BREAK, every_text
from rechallenge.words import speak
from rechallenge.words.languages import CLOSE, OPEN, Pseudo
from tests.cli.running import command
from tests.tiers import slow_but
from tests.words.greek import ORDER, greek_site, past_the_book, whole

BAG = "Bag 1"
"""The name that a bag has in the plan itself, where a protocol names none."""


LOOKS = ("a4", "acted on", "small", "en", "GB")
"""What the templates are told of paper, of the look of a text and of its language."""


@pytest.fixture
def pseudo() -> Iterator[None]:
    speak(Pseudo())
    yield
    speak(NullTranslations())


def said(site: Path, *arguments: str) -> str:
    done = command(
        "plan", *ORDER, *arguments, RECHALLENGE_LANGUAGE="pseudo", RECHALLENGE_PROTOCOLS=str(site)
    )
    assert done.code == 0, done
    return done.out


def identifiers(site: Path) -> list[str]:
    """What is printed as it is in any language: citations, and the codes and places of findings,
    by which they are answered."""
    findings = json.loads(said(site, "--format", "json"))["findings"]
    named = [finding[key] for finding in findings for key in ("source", "code", "where")]
    return [" ".join(name.split()) for name in named if name]


@pytest.mark.parametrize("form", slow_but(["text"], ["text", "markdown", "note"]))
def test_every_text_of_a_plan_is_from_the_book_and_none_is_cut(form: str, tmp_path: Path) -> None:
    site = greek_site(tmp_path)
    text = " ".join(said(site, "--format", form).replace("\\", "").split())
    assert not past_the_book(text, BAG, *identifiers(site))
    assert whole(text)


@pytest.mark.slow
@pytest.mark.usefixtures("pseudo")
def test_every_text_of_a_sheet_is_from_the_book_and_none_is_cut(tmp_path: Path) -> None:
    site, file = greek_site(tmp_path / "site"), tmp_path / "plan.json"
    file.write_text(said(site, "--format", "json"), "utf-8")
    plan = read_plan(file).plan
    data = sheet_data(plan, "a4")
    texts = [
        " ".join(text.replace(BREAK, "").split())
        for text in every_text(data)
        if text not in LOOKS and not text.startswith("<svg")
    ]
    known = (BAG, "rechallenge", *identifiers(site))
    assert not [text for text in texts if past_the_book(text, *known)]
    drawn = "".join(page.extract_text() for page in PdfReader(BytesIO(typeset(data))).pages)
    assert drawn.count(OPEN) == drawn.count(CLOSE) >= sum(text.count(OPEN) for text in texts) / 2


def test_a_word_past_the_book_would_be_found() -> None:
    assert past_the_book("«Doseøø» 375 mg given") == ["given"]
    assert not whole("«Dose")
