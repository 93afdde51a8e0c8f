"""Each translation says what its English says, as far as a machine can hold one against the
other: the same values, the same numbers and units, the same limits, and no less a "not"."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from tools.words import brought_up, in_mo, in_po, missing, source_of

from rechallenge.words.languages import ENGLISH, LANGUAGES, compiled

TRANSLATIONS = tuple(tag for tag in LANGUAGES if tag != ENGLISH)
COMPLETE: tuple[str, ...] = ()
"""The translations in which nothing is missing."""


class Said(NamedTuple):
    """A text and its translation; `forms` are the text for one and for several."""

    context: str | None
    forms: tuple[str, ...]
    translation: str

    @property
    def english(self) -> str:
        """The text for several, if it has that."""
        return self.forms[-1]


@cache
def said(tag: str) -> tuple[Said, ...]:
    """Each text that has a translation."""
    with source_of(tag).open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"), abort_invalid=True)
    return tuple(
        Said(m.context, tuple(map(str, m.id if isinstance(m.id, tuple) else (m.id,))), text)
        for m in catalogue
        if m.id and (text := "".join(m.string or ""))
    )


def fields(text: str) -> Counter[tuple[str, str | None, str | None]]:
    """The values that a text takes: name, format and conversion, and how often."""
    return Counter(
        (name, how, conversion)
        for _text, name, how, conversion in Formatter().parse(text)
        if name is not None
    )


def bare(text: str) -> str:
    """The text without its values."""
    return "\0".join(part[0] for part in Formatter().parse(text))


class StandIn(str):
    """A value that can be set in any way."""

    def __format__(self, how: str) -> str:
        return "7"


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_a_translation_is_of_the_texts_of_now_and_is_compiled(tag: str) -> None:
    translation = brought_up(tag)
    assert in_po(translation) == source_of(tag).read_text("utf-8"), "run python -m tools.words"
    assert in_mo(translation) == compiled(tag).read_bytes(), "run python -m tools.words"


@pytest.mark.parametrize("tag", COMPLETE)
def test_no_text_is_without_a_translation(tag: str) -> None:
    assert not [(m.context, m.id) for m in missing(brought_up(tag))]


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_each_text_takes_the_same_values(tag: str) -> None:
    # A text for one may leave out the number, or say a thing twice that a translation says once.
    assert not [s for s in said(tag) if fields(s.translation).keys() != fields(s.english).keys()]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_text_can_be_said(tag: str) -> None:
    texts = (s.translation for s in said(tag)) if tag in TRANSLATIONS else english()
    for text in texts:
        values = {name: StandIn("7") for name, _how, _conversion in fields(text)}
        assert text.format(**values).count("7") >= len(values)


def english() -> Iterator[str]:
    """Every text of the English book."""
    return (form for s in said(TRANSLATIONS[0]) for form in s.forms)


NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(bare(text)))


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_each_text_says_the_same_numbers(tag: str) -> None:
    wrong = [s for s in said(tag) if numbers(s.translation) not in map(numbers, s.forms)]
    assert not wrong


UNIT = re.compile(r"(?<![A-Za-z'])(?:mg|mcg|g|kg|mL|L|cm|m2|mm|min|h|s|%)(?![A-Za-z0-9])")


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_each_text_says_the_same_units(tag: str) -> None:
    def units(text: str) -> set[str]:
        return set(UNIT.findall(bare(text)))

    assert not [s for s in said(tag) if units(s.translation) != units(s.english)]
