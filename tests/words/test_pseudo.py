"""Every text comes from the book: in the made-up language nothing stands outside brackets."""

import json
from pathlib import Path

import pytest

from tests.cli.running import command
from tests.words.greek import ORDER, greek_site, past_the_book, whole


def said(site: Path, *arguments: str) -> str:
    done = command(
        "plan", *ORDER, *arguments, RECHALLENGE_LANGUAGE="pseudo", RECHALLENGE_PROTOCOLS=str(site)
    )
    assert done.code == 0, done
    return done.out


def citations(site: Path) -> list[str]:
    """Whom findings and limits rest on: citations are printed as they are, in any language."""
    tree = json.loads(said(site, "--format", "json"))
    return [finding["source"] for finding in tree["findings"] if finding["source"]]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_text_of_a_plan_is_from_the_book_and_none_is_cut(form: str, tmp_path: Path) -> None:
    site = greek_site(tmp_path)
    text = " ".join(said(site, "--format", form).replace("\\", "").split())
    assert not past_the_book(text, *(" ".join(source.split()) for source in citations(site)))
    assert whole(text)


def test_a_word_past_the_book_would_be_found() -> None:
    assert past_the_book("«Doseøø» 375 mg given") == ["given"]
    assert not whole("«Dose")
