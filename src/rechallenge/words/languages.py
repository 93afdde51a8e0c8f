"""Which languages there are, and which of them is used; and one made up for tests."""

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from . import _, speak, spoken

OPTION, VARIABLE = "--language", "RECHALLENGE_LANGUAGE"
ENGLISH, CHINESE = "en", "zh-CN"
TRANSLATIONS = (CHINESE,)
"""What a site reviews: English is what each of them is compared with."""
LANGUAGES = (ENGLISH, *TRANSLATIONS)
"""The languages with a book, by their tags."""
_MADE_UP = "pseudo"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of a locale; the first that is set decides, as POSIX has it."""
_CHINESE_LOCALES = ("zh-cn", "zh-hans", "zh-sg")
_TAG = "language"
"""The head of a catalogue that holds its tag."""


class UnknownLanguage(ValueError):
    """A language without a book. The sentence names those that have one."""


def choose_language(
    option: str | None = None,
    of_site: Callable[[], str | None] = lambda: None,
    is_reviewed: Callable[[str], bool] = lambda _tag: False,
) -> None:
    """Use the language that the option states, else the environment's variable, else the site's
    file, else the locale of the system; English if none of them does. `is_reviewed` says whether
    the site has reviewed a translation. Call this before a front end is loaded. Raises
    UnknownLanguage."""
    speak(NullTranslations())
    for place, tag in ((OPTION, option), (VARIABLE, os.environ.get(VARIABLE) or None)):
        if tag is not None:
            if tag not in (*LANGUAGES, _MADE_UP):
                sentence = _("{place}: the language {named} is not available; write one of {known}")
                known = ", ".join(LANGUAGES)
                raise UnknownLanguage(sentence.format(place=place, named=tag, known=known))
            break
    else:
        tag = of_site() or of_locale(os.environ)
    use(tag, is_reviewed)


def use(tag: str, is_reviewed: Callable[[str], bool]) -> None:
    """Use a language. Whether a translation is reviewed is looked up when it is asked for, until
    the answer is yes: a review may be recorded while a planner is open."""
    found = False

    def reviewed() -> bool:
        nonlocal found
        found = found or is_reviewed(tag)
        return found

    if tag in TRANSLATIONS:
        speak(book_in(tag), reviewed)
    else:
        speak(book_in(tag))


def language_in_use() -> str:
    return spoken().info().get(_TAG, ENGLISH)


def of_locale(environment: Mapping[str, str]) -> str:
    """The language that a locale asks for: simplified Chinese by any of its names, else English."""
    locale = next((named for name in _LOCALES if (named := environment.get(name))), "")
    tag = locale.replace("_", "-").lower()
    return CHINESE if tag.startswith(_CHINESE_LOCALES) else ENGLISH


@cache
def book_in(tag: str) -> NullTranslations:
    """The book of a language. A text without a translation is English."""
    if tag == _MADE_UP:
        return Pseudo()
    if tag == ENGLISH:
        return NullTranslations()
    with compiled(tag).open("rb") as file:
        return GNUTranslations(file)


def compiled(tag: str) -> Path:
    """The file of a translation: its source, compiled."""
    return Path(__file__).with_name(f"{tag.replace('-', '_')}.mo")


@cache
def fingerprint_of_book(tag: str) -> str:
    """SHA-256, in hex, of a translation: of each of its texts beside the English."""
    return hashlib.sha256(compiled(tag).read_bytes()).hexdigest()


OPEN, CLOSE, FILLER = "«", "»", "ø"


class Pseudo(NullTranslations):
    """Text without brackets bypassed the book; text without a closing bracket was cut."""

    def info(self) -> dict[str, str]:
        return {_TAG: _MADE_UP}

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{FILLER * (len(message) // 2)}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)
