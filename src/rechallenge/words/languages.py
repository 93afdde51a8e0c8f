"""Which languages there are, and which of them the environment asks for."""

import os
from gettext import NullTranslations

from rechallenge.words import _, speak

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
        from .pseudo import Pseudo

        speak(Pseudo())
        return
    speak(NullTranslations())
    if named != "en":
        sentence = _("{variable}: the language {named} is not available; write one of {known}")
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(sentence.format(variable=VARIABLE, named=named, known=known))
