"""Each translation says what its English says, as far as a machine can hold one against the
other: the same values, the same numbers and units, the same limits, and no less a "not"."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from tools.words import brought_up, in_mo, in_po, missing, source_of

from rechallenge.words.book import BOOK
from rechallenge.words.languages import ENGLISH, LANGUAGES, compiled

TRANSLATIONS = tuple(tag for tag in LANGUAGES if tag != ENGLISH)
COMPLETE = TRANSLATIONS
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


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("paper.title", "A sheet of steps: {drug} {dose}"),
        ("batch.done", ("{number} order planned", "{number} orders were planned")),
    ],
)
def test_a_text_that_changes_is_english_until_it_is_translated_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, changed: str | tuple[str, str]
) -> None:
    monkeypatch.setattr("tools.words.compiled", lambda _tag: tmp_path / "zh_CN.mo")
    po = tmp_path / "zh_CN.po"
    po.write_bytes(compiled("zh-CN").with_suffix(".po").read_bytes())

    def without() -> list[str | None]:
        translation = brought_up("zh-CN")
        po.write_text(in_po(translation), "utf-8")
        return [message.context for message in missing(translation)]

    translated = without()
    with monkeypatch.context() as other:
        other.setitem(BOOK, code, changed)
        assert set(without()) - set(translated) == {code}
        # What was said for the old text is kept, and no part of it is said for the new one.
        assert "#~ msgctxt" in po.read_text("utf-8")
    assert without() == translated


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
TEN = re.compile(r"\bten(?:fold)?\b|十(?=[倍的])")


def numbers(text: str) -> Counter[str]:
    """The numbers in a text, in digits; and a ten in words."""
    return Counter([*NUMBER.findall(bare(text)), *("10" for _ten in TEN.findall(text))])


def wrong_numbers(one: Said) -> bool:
    """Whether a translation has a number that its English has not, or lacks one. It may repeat one:
    of what is typed in English, it also says what that means."""
    has = numbers(one.translation)
    return not any(has >= due and has.keys() == due.keys() for due in map(numbers, one.forms))


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_each_text_says_the_same_numbers(tag: str) -> None:
    assert not [one for one in said(tag) if wrong_numbers(one)]


UNIT = re.compile(r"(?<![A-Za-z'])(?:mg|mcg|g|kg|mL|L|cm|m2|mm|min|h|s|%)(?![A-Za-z0-9])")


def units(text: str) -> set[str]:
    return set(UNIT.findall(bare(text)))


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_each_text_says_the_same_units(tag: str) -> None:
    assert not [one for one in said(tag) if units(one.translation) != units(one.english)]


class Sense(NamedTuple):
    """English that a mistake in the translation would turn into its opposite; what a translation
    may say for it; and texts, by the beginning of their context or English, in which it means
    something else."""

    english: str
    translation: str
    other: tuple[str, ...] = ()


SENSES = {
    "zh-CN": (
        Sense(
            "at most|no more than|not more than|up to",
            "至多|最多|不超过|最高|不多于|至(?!少)|以内",
            ("fhir.past", "claim.shares", "working.rounded-up"),
        ),
        Sense("at least|no less than", "至少|不少于|不低于|最少|以上"),
        Sense(
            "above", "高于|超过|以上|大于|上方|上面|上移",
            ("fact-key.overfill", "reaction.restart-by-grade", "{product} is {strength} above;"),
        ),
        Sense("below", "低于|以下|小于|下方|下面|之下", ("which of several tables below",)),
        Sense(
            "more than", "多于|超过|大于|高于|不止|更多",
            ("is one value more than a file", "planner.answer"),
        ),
        Sense("less than|fewer than", "少于|低于|不足|小于|不到"),
        Sense("slow|slower|slowest", "慢|最低"),
        Sense("faster|fastest", "快|最高|升高"),
        Sense(
            "highest|largest|longest", "最高|最大|最长|最快|上限",
            ("goes with a dose per kg", "is empty; write dose", "states neither lowest"),
        ),
        Sense("lowest|smallest|shortest", "最低|最小|最短|最慢|下限", ("states neither lowest",)),
        Sense("stop|stopped|stops", "停|止", ("there is a full stop",)),
        Sense("discard|discarded", "弃"),
        Sense(
            "never|nobody|nothing|without|cannot|must not|do not|does not|has not|is not|are not",
            "不|未|无|没|非|勿|免|除|缺|禁",
            ("premedication.", "the number without its first", "show.only-the-dose", "goes back,"),
        ),
    ),
}  # fmt: skip
FORBIDS = {
    "zh-CN": (
        "不得|不能",
        r"\b(?:not?|never|none|nothing|nobody|cannot|without|neither|nor|refuse[sd]?|un\w+|beyond)\b",
    ),
}
"""What forbids in a translation, and English that does."""


def turned(one: Said, sense: Sense) -> bool:
    """Whether the English has this sense and the translation does not."""
    if any((one.context or one.english).startswith(other) for other in sense.other):
        return False
    has = re.search(rf"\b(?:{sense.english})\b", bare(one.english), re.IGNORECASE)
    return bool(has) and not re.search(sense.translation, one.translation)


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_no_text_says_the_opposite(tag: str) -> None:
    assert not [(one, s.english) for s in SENSES[tag] for one in said(tag) if turned(one, s)]


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_nothing_is_forbidden_that_the_english_allows(tag: str) -> None:
    forbids, english = FORBIDS[tag]
    assert not [
        one
        for one in said(tag)
        if re.search(forbids, one.translation) and not re.search(english, bare(one.english), re.I)
    ]


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("Give at most {most}.", "给予至少{most}。"),
        ("Not above {most}.", "不得低于{most}。"),
        ("Do not run it.", "输注。"),
    ],
)
def test_an_opposite_would_be_found(english: str, translation: str) -> None:
    one = Said(None, (english,), translation)
    assert any(turned(one, sense) for sense in SENSES["zh-CN"])


@pytest.mark.parametrize(
    ("english", "translation"),
    [("Wait 30 min.", "等待3 min。"), ("Tenfold.", "十倍，2。"), ("Up to 4.", "至。")],
)
def test_another_number_would_be_found(english: str, translation: str) -> None:
    assert wrong_numbers(Said(None, (english.lower(),), translation))
