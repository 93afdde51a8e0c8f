"""Texts for people that a file holds: in one language, or in several.

A plan is made and compared with the text in the language of its file; a reader is shown the text in
the language in use. What has no translation is shown as it is, with its language beside it.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from .languages import ENGLISH, LANGUAGES, language_in_use

_IN_CHINESE = re.compile(r"[\u3400-\u9fff]")
_A_WORD = re.compile(r"[^\W\d_a-zA-Z]|[a-zA-Z]{2}")
"""A letter of another script, or two Latin ones: `25 C` has none."""


class FileText(str):
    """A text of a file, in the `language` of the file, and `others` by the tags of their languages.

    It is the text of the file wherever it is compared, written or covered by a fingerprint. Set
    into a sentence, it is the text for the reader."""

    language: str
    others: Mapping[str, str]

    def __new__(
        cls, text: str, language: str = ENGLISH, others: Mapping[str, str] = MappingProxyType({})
    ) -> "FileText":
        """A text with its translations."""
        made = super().__new__(cls, text)
        made.language, made.others = language, others
        return made

    def __reduce__(self) -> tuple[type, tuple[str, str, dict[str, str]]]:
        return FileText, (str(self), self.language, dict(self.others))

    def __format__(self, how: str) -> str:
        return format(for_reader(self), how)

    @property
    def by_language(self) -> "str | dict[str, str]":
        """The text as its file has it."""
        if self.language == ENGLISH and not self.others:
            return str(self)
        return {self.language: str(self), **self.others}


def for_reader(text: str) -> str:
    """A text as a reader is shown it. One that no file states is as it is."""
    if not isinstance(text, FileText):
        return text
    reader, own = language_in_use(), str(text)
    if reader in text.others:
        return text.others[reader]
    if reader == text.language or reader not in LANGUAGES or _needs_no_translation(own, reader):
        return own
    return f"{own} [{text.language}]"


def _needs_no_translation(text: str, reader: str) -> bool:
    """Whether a text is the same in every language, or was written in that of the reader."""
    return not _A_WORD.search(text) or (reader != ENGLISH and bool(_IN_CHINESE.search(text)))
