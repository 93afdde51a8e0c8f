"""Text in a file or an order that is kept as text: sentences, and names of files."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, PlainSerializer, PlainValidator, WithJsonSchema

from rechallenge.words import _
from rechallenge.words.file_texts import FileText
from rechallenge.words.languages import ENGLISH
from rechallenge.words.shown import is_hidden

from .frozen import FrozenDict, WrongAt

_LONGEST_TEXT = 4000
_MOST_MARKS = 4
"""Nonspacing marks on one letter: Unicode Technical Standard 39, 5.4 "Optional Detection"."""
_WHITE_SPACE = re.compile("[ \t\r\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_COVERS = re.compile("[\u0334-\u0338\u20d0-\u20ff]")
"""Combining overlays, which strike a letter through, and combining marks for symbols."""


def clean_text(text: str) -> str:
    """Text of a file or an order, with any run of white space as one plain space.

    Raises ValueError for text that is empty or endless, and for characters that could make it look
    like something else (decision 025): those that nobody sees, marks that cover or enclose others,
    marks without a letter, and piles of marks.
    """
    plain = _WHITE_SPACE.sub(" ", text).strip(" ")
    if not plain:
        raise ValueError(_("is empty; write its text, or leave it out"))
    if len(plain) > _LONGEST_TEXT:
        sentence = _("is {length} characters long; write at most {most}")
        raise ValueError(sentence.format(length=f"{len(plain):,}", most=f"{_LONGEST_TEXT:,}"))
    if not (plain.isascii() and plain.isprintable()):
        _check_characters(plain)
    return plain


def _check_characters(text: str) -> None:
    """Refuses what cannot be seen, and marks that are not on a letter. Raises ValueError."""
    on_a_letter, marks = False, ""
    for place, character in enumerate(text, 1):
        if is_hidden(character):
            sentence = _(
                "has {character} at position {place}, which cannot be seen; delete it, or write a "
                "plain space in its place"
            )
        elif not unicodedata.category(character).startswith("M"):
            on_a_letter = unicodedata.category(character).startswith("L")
            marks = unicodedata.normalize("NFD", character)[1:]
            continue
        elif _COVERS.match(character) or unicodedata.category(character) == "Me":
            if len(unicodedata.normalize("NFC", text[place - 2 : place])) == 1:
                # Written apart, as in a = that is struck through, it is one character of Unicode.
                continue
            sentence = _(
                "has {character} at position {place}, which is drawn over what stands before it; "
                "leave it out"
            )
        elif not on_a_letter:
            sentence = _(
                "has {character} at position {place}, which belongs on a letter; write it after "
                "one, or leave it out"
            )
        elif character in marks:
            sentence = _("has {character} twice on a letter, at position {place}; write it once")
        else:
            marks = marks + character if unicodedata.category(character) == "Mn" else ""
            if len(marks) <= _MOST_MARKS:
                continue
            sentence = _(
                "has {character} at position {place}, one mark too many on a letter; write at most "
                "{most}"
            )
        raise ValueError(
            sentence.format(character=_named(character), place=place, most=_MOST_MARKS)
        )


def _named(character: str) -> str:
    """`U+200B ZERO WIDTH SPACE`; control characters have no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


Text: TypeAlias = Annotated[str, AfterValidator(clean_text)]

_TAG = r"[a-z]{2}(-[A-Z][A-Za-z]+)?"


def _check_tag(text: str) -> str:
    if not re.fullmatch(_TAG, text):
        raise ValueError(_("is not the tag of a language; write it as en or zh-CN"))
    return text


Tag: TypeAlias = Annotated[str, AfterValidator(_check_tag)]
"""The tag of a language, such as `en` or `zh-CN`."""


def is_by_language(written: object) -> bool:
    """Whether these are texts by language, if anything: every key is a tag."""
    return isinstance(written, Mapping) and all(re.fullmatch(_TAG, str(key)) for key in written)


def _texts_by_language(written: object) -> dict[str, str]:
    """Texts by the tags of their languages. Raises ValueError."""
    if not isinstance(written, Mapping):
        raise ValueError(_("must be texts by language, such as {sample}").format(sample=_SAMPLE))
    found = {}
    for tag, text in written.items():
        if not isinstance(text, str):
            raise WrongAt((str(tag),), _("must be text"))
        try:
            found[_check_tag(str(tag))] = clean_text(text)
        except ValueError as error:
            raise WrongAt((str(tag),), str(error)) from None
    return found


def file_text(written: object) -> FileText:
    """A text for people: in English, or by the languages that it is stated in."""
    if isinstance(written, FileText):
        return written
    if isinstance(written, str):
        return FileText(clean_text(written))
    if not isinstance(written, Mapping):
        sentence = _("must be text, or texts by language, such as {sample}")
        raise ValueError(sentence.format(sample=_SAMPLE))
    found = _texts_by_language(written)
    if not found:
        raise ValueError(_("is empty; write its text, or leave it out"))
    own = ENGLISH if ENGLISH in found else next(iter(found))
    text = found.pop(own)
    return FileText(text, own, FrozenDict(found))


def _as_written(text: str) -> str | dict[str, str]:
    return text.by_language if isinstance(text, FileText) else text


_SAMPLE = "{en: Slowly, zh-CN: 缓慢}"
_BY_LANGUAGE = {
    "type": "object",
    "propertyNames": {"pattern": f"^{_TAG}$"},
    "additionalProperties": {"type": "string"},
}
Said: TypeAlias = Annotated[
    str,
    PlainValidator(file_text),
    PlainSerializer(_as_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, _BY_LANGUAGE]}),
]
"""A text for people, in English, or in several languages."""
ByLanguage: TypeAlias = Annotated[
    Mapping[str, str],
    PlainValidator(lambda written: FrozenDict(_texts_by_language(written))),
    WithJsonSchema(_BY_LANGUAGE),
]
"""A text for people in each of several languages."""


def is_name(text: str) -> bool:
    """Whether a text can be the name of a file of ours."""
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text)) and len(text) <= 60


def check_name(text: str) -> str:
    """The name of a file of ours, or the id of a protocol, as given. Raises ValueError."""
    if not is_name(text):
        sentence = _("write lower-case letters, digits and single hyphens, such as {sample}")
        raise ValueError(sentence.format(sample="slow-start-2"))
    return text


Name: TypeAlias = Annotated[str, AfterValidator(check_name)]


def _whole_number(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError(_("write a whole number such as 1"))
    return text


WholeNumber: TypeAlias = Annotated[
    str,
    AfterValidator(_whole_number),
    # An editor reads `1` as a number; here every scalar is text.
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]}),
]
