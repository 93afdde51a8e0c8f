"""Click's own words in the language in use. Click asks gettext for them, and gettext would look for
a catalogue of click; here they are looked up in the book."""

import click._textwrap
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from rechallenge.words import spoken
from rechallenge.words.click import CLICK
from rechallenge.words.languages import ENGLISH, language_in_use

MODULES = (
    click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types,
)  # fmt: skip
"""The modules of click that say anything here."""
_CODES = {text: code for code, text in CLICK.items()}


def speak_for_click() -> None:
    """Have click say its words in the language in use, and set them in columns of a terminal: it
    takes a Chinese letter for one column."""
    for module in MODULES:
        vars(module).update(_=_said, ngettext=_counted)
    vars(click._textwrap).update(TextWrapper=_InColumns)


class _InColumns(click._textwrap.TextWrapper):
    def wrap(self, text: str) -> list[str]:
        if language_in_use() == ENGLISH:
            return super().wrap(text)
        from rechallenge.sheet.text.columns import lines_of

        return lines_of(text, self.width, self.initial_indent, self.subsequent_indent)


def _said(sentence: str) -> str:
    code = _CODES.get(sentence)
    return sentence if code is None else spoken().pgettext(code, sentence)


def _counted(one: str, several: str, number: int) -> str:
    code = _CODES.get((one, several))
    if code is None:
        return one if number == 1 else several
    return spoken().npgettext(code, one, several, number)
