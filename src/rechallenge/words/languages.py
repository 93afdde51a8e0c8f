"""Which languages there are, which of them the environment asks for, and one made up for tests."""

import os
from gettext import NullTranslations

from . import _, speak

VARIABLE = "RECHALLENGE_LANGUAGE"
LANGUAGES = ("en", "pseudo")
"""English, and the made-up language of the tests."""


class UnknownLanguage(ValueError):
    """A language without a book. The sentence names those that have one."""


def choose_language() -> None:
    """Use the language that the environment names, or English. Call this before a front end is
    loaded. Raises UnknownLanguage."""
    named = os.environ.get(VARIABLE) or "en"
    if named == "pseudo":
        speak(Pseudo())
        return
    speak(NullTranslations())
    if named != "en":
        sentence = _("{variable}: the language {named} is not available; write one of {known}")
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(sentence.format(variable=VARIABLE, named=named, known=known))


OPEN, CLOSE, FILLER = "«", "»", "ø"


class Pseudo(NullTranslations):
    """Text without brackets bypassed the book; text without a closing bracket was cut."""

    def gettext(self, message: str) -> str:
        """The message, marked and made longer."""
        return f"{OPEN}{message}{FILLER * (len(message) // 2)}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:
        """As `gettext`."""
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """As `gettext`, of the text for so many."""
        return self.gettext(msgid1 if n == 1 else msgid2)
