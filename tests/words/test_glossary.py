"""The Chinese book has the glossary's Chinese wherever a text has one of its terms."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "glossary-zh.md"
BOOK = ROOT / "src" / "rechallenge" / "words" / "zh_CN.po"

EXCEPTIONS = {
    ("above", "fact-key.overfill"): "what is added to a volume, not a comparison",
    ("above", "reaction.restart-by-grade"): "higher up on the page",
    ("above", "{product} is {strength} above"): "earlier in the file",
    ("above", "an amount above zero"): "greater than",
    ("below", "which of several tables below one another"): "lower down in the file",
    ("drops", "The infusion was stopped. Write what the pump shows"): "drops what was typed",
    ("goes on", "A finding that asks."): "the cursor goes on to the next field",
    ("hold", "The check by {initials}, {at}, does not hold"): "is valid no longer",
    ("hold", "The plan is saved. A plan file does not hold"): "record",
    ("light", "Dark, light, high contrast"): "a light theme",
    ("light", "another theme: dark, light, high contrast"): "a light theme",
    ("nothing runs", "order.no-line-needed"): "nothing runs through a line, but doses are given",
    ("order", "The steps as the pump is to be set, in order."): "one after the other",
    ("sets", "What the sheet says, in the order in which it is printed."): "determines the format",
    ("sheet", "has a document type or a style sheet"): "a style sheet",
    ("stop", "there is a full stop after the unit"): "a mark of punctuation",
}
"""A term, and the code or how the English begins of a text that has another Chinese for it; why."""

NO_PROSE = re.compile(r'"[^"]*"|`[^`]*`|--[\w-]+|\{[^{}]*\}')
"""What is typed, and what is put in: not words of the sentence."""


@cache
def terms() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """English, the Chinese forms and the sources of each row, the longest English first."""
    rows = (
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    )
    read = [(row[0], tuple(row[1].split("、")), row[4]) for row in rows]
    return tuple(sorted(read, key=lambda term: -len(term[0])))


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """The code or the English, the English and the Chinese of each text of the book."""
    with BOOK.open("rb") as book:
        messages = [message for message in read_po(book, locale="zh_CN") if message.id]
    return tuple(
        (message.context or english, english, chinese)
        for message in messages
        for english, chinese in [(_one(message.id), _one(message.string))]
    )


def _one(text: object) -> str:
    return text[-1] if isinstance(text, (tuple, list)) else str(text)


def has(chinese: str, term: str, forms: tuple[str, ...]) -> bool:
    """Whether a text has one of the forms, or the English itself as a word that is typed."""
    typed = re.compile(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])", re.IGNORECASE)
    return any(form in chinese.replace("\n", "") for form in forms) or bool(typed.search(chinese))


def terms_in(english: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The terms that stand in a text as whole words; a longer term hides those inside it."""
    left = NO_PROSE.sub(" ", english).lower().replace("\n", " ")
    for term, chinese, _ in terms():
        whole = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])", re.IGNORECASE)
        if whole.search(left):
            yield term, chinese
            left = whole.sub(" # ", left)


@cache
def terms_of_texts() -> tuple[tuple[str, str, dict[str, tuple[str, ...]]], ...]:
    """The code or the English and the Chinese of each text, and the terms in it."""
    return tuple((name, chinese, dict(terms_in(english))) for name, english, chinese in texts())


@pytest.mark.slow
def test_a_term_has_its_chinese_in_each_text() -> None:
    wrong = [
        (term, name, chinese)
        for name, chinese, found in terms_of_texts()
        for term, forms in found.items()
        if chinese
        and not has(chinese, term, forms)
        and not any(term == known and name.startswith(begin) for known, begin in EXCEPTIONS)
    ]
    assert wrong == []


@pytest.mark.parametrize(("term", "begin"), EXCEPTIONS)
def test_an_exception_is_needed(term: str, begin: str) -> None:
    """It is of one text, which has the term, and none of its Chinese."""
    forms = next(forms for known, forms, _ in terms() if known == term)
    of_one = [
        chinese
        for name, chinese, found in terms_of_texts()
        if name.startswith(begin) and term in found
    ]
    assert len(of_one) == 1
    assert not has(of_one[0], term, forms)


def test_the_page_counts_its_terms_and_their_sources() -> None:
    page = PAGE.read_text("utf-8")
    number = len(terms())
    opened = sum(source != "not opened" for *_, source in terms())
    assert number >= 150
    assert f"The {number} terms" in page
    assert f"**{opened} of the {number} terms" in page
    assert f"The other {number - opened} say" in page


def test_each_source_is_listed_and_each_listed_one_is_used() -> None:
    page = PAGE.read_text("utf-8")
    listed = {int(found) for found in re.findall(r"^(\d+)\. ", page, re.MULTILINE)}
    cited = {int(found) for *_, source in terms() for found in re.findall(r"\[(\d+)\]", source)}
    assert cited == listed == set(range(1, len(listed) + 1))


def test_each_term_stands_in_the_book() -> None:
    in_book = {term for *_, found in terms_of_texts() for term in found}
    assert [term for term, *_ in terms() if term not in in_book] == []
