"""Every text that a person reads, in the language in use.

A heading, label or finding has a code, and its English is in the book (`book.py`). The sentence of
a refusal is written beside the rule that refuses, marked with `_`. A translation is a gettext
catalogue that holds both: by code as the message's context, and by the English sentence.

The language is chosen once, before a front end is loaded; texts are looked up when they are shown.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import NamedTuple

from .book import BOOK


def _needs_none() -> bool:
    """English needs no review: it is what a translation is compared with."""
    return True


class _Language(NamedTuple):
    catalogue: NullTranslations = NullTranslations()
    is_reviewed: Callable[[], bool] = _needs_none


_language = _Language()
_for_now: ContextVar[_Language | None] = ContextVar("language", default=None)


def speak(language: NullTranslations, is_reviewed: Callable[[], bool] = _needs_none) -> None:
    """Use a language from now on; `is_reviewed` says whether this site has reviewed its texts."""
    global _language
    _language = _Language(language, is_reviewed)


@contextmanager
def speaking(
    language: NullTranslations, is_reviewed: Callable[[], bool] = _needs_none
) -> Iterator[None]:
    """Within, this thread uses another language."""
    before = _for_now.set(_Language(language, is_reviewed))
    try:
        yield
    finally:
        _for_now.reset(before)


def spoken() -> NullTranslations:
    return (_for_now.get() or _language).catalogue


def is_reviewed() -> bool:
    """Whether this site has reviewed the texts of the language in use."""
    return (_for_now.get() or _language).is_reviewed()


def _(sentence: str) -> str:
    """A sentence in the language in use; its values are filled in afterwards, by name."""
    return spoken().gettext(sentence)


def word(code: str, /, **values: object) -> str:
    """The text of a code, with its values filled in. Raises KeyError for a code without a text."""
    text = BOOK[code]
    assert isinstance(text, str), code
    said = spoken().pgettext(code, text)
    return said.format(**values) if values else said


def counted(code: str, number: int, /, **values: object) -> str:
    """The text of a code for a number of things, singular or plural. The text calls the number
    `number`."""
    texts = BOOK[code]
    assert isinstance(texts, tuple), code
    one, several = texts
    said = spoken().npgettext(code, one, several, number)
    return said.format(number=number, **values)
