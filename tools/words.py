"""Every text that a person reads, for translators: `make words`.

python -m tools.words                           the template, and each translation brought up to it
python -m tools.words LANGUAGE FILE.jsonl...    the same, with what was translated: a line for each
                                                text with its context, en and translation

A sentence marked with `_` stands under itself, a text of the book under its code as context. In a
translation a text that has changed is untranslated, and what was said for it is kept at the end of
the file as obsolete until it is wanted again. Nothing is guessed.

After a merge in which both sides have changed a .po file, take either side, run this, and take in
the lines of the other side again.
"""

import ast
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rechallenge.words.book import BOOK
from rechallenge.words.languages import ENGLISH, LANGUAGES, compiled

_Key: TypeAlias = tuple[str | None, tuple[str, ...]]
"""The code of a text, and its English, for one and for several."""
SOURCE = Path(__file__).parents[1] / "src" / "rechallenge"
TEMPLATE = SOURCE / "words" / "rechallenge.pot"
# Without the date and the version of Babel, which would change while no text does.
_HEAD = """\
# Texts of rechallenge. A text of the book has its code as context.
msgid ""
msgstr ""
"Project-Id-Version: rechallenge\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Translation(Catalog):
    """A translation, whose head has neither a date nor the version of Babel."""

    def __init__(self, tag: str) -> None:
        super().__init__(locale=tag.replace("-", "_"))
        self._tag = tag

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head."""
        return [
            ("Project-Id-Version", "rechallenge"),
            ("Language", self._tag),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def texts(found: Catalog) -> Catalog:
    """The catalogue with every text in it, without a translation."""
    for place, sentence in _marked():
        found.add(sentence, locations=[(place, 1)])
    for code, text in BOOK.items():
        found.add(text, context=code)
    return found


def template() -> str:
    """The template, the same for the same texts."""
    written = BytesIO()
    write_po(written, texts(Catalog()), omit_header=True, sort_output=True, include_lineno=False)
    return _HEAD + written.getvalue().decode()


@cache
def _marked() -> tuple[tuple[str, str], ...]:
    """The sentences marked with `_`, also those inside an f-string, which Babel passes over; each
    after its module."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = f"src/rechallenge/{path.relative_to(SOURCE).as_posix()}"
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "_(" in text else ():
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(sentence))]):
                    found.append((place, sentence))
    return tuple(found)


def source_of(tag: str) -> Path:
    """The file of a translation that people edit."""
    return compiled(tag).with_suffix(".po")


def brought_up(tag: str) -> Translation:
    """The translation of the texts of now: what its source says for the very same English, and what
    it says for others as obsolete."""
    known: dict[_Key, Message] = {}
    if source_of(tag).exists():
        with source_of(tag).open("rb") as file:
            old = read_po(file, locale=tag.replace("-", "_"), abort_invalid=True)
        known = {_key(m): m for m in (*old.obsolete.values(), *old) if m.id and _is_said(m)}
    new = Translation(tag)
    for message in _messages(texts(new)):
        if was := known.pop(_key(message), None):
            message.string = was.string
    for left in known.values():
        new.obsolete[f"{_key(left)}"] = left
    return new


def in_po(translation: Translation) -> str:
    """A translation as it is committed: sorted, a text a line, without the modules it is from."""
    written = BytesIO()
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in translation.mime_headers)
    write_po(written, translation, omit_header=True, no_location=True, sort_output=True, width=0)
    return f'msgid ""\nmsgstr ""\n{head}\n' + written.getvalue().decode()


def in_mo(translation: Translation) -> bytes:
    """A translation as the program reads it; the same bytes for the same texts."""
    written = BytesIO()
    write_mo(written, translation)
    return written.getvalue()


def take_in(translation: Translation, lines: Iterable[str]) -> Iterator[str]:
    """Put what was translated into a translation; the English of each line that is no text now."""
    by_key = {(m.context, _key(m)[1][0]): m for m in _messages(translation)}
    for line in lines:
        said = json.loads(line)
        message = by_key.get((said["context"], said["en"]))
        if message is None:
            yield said["en"]
        else:
            text = said["translation"]
            message.string = (text,) if message.pluralizable else text


def missing(translation: Translation) -> list[Message]:
    """The texts without a translation."""
    return [message for message in _messages(translation) if not _is_said(message)]


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> _Key:
    english = (message.id,) if isinstance(message.id, str) else message.id
    return message.context, tuple(map(str, english))


def _is_said(message: Message) -> bool:
    said = message.string or ()
    return any((said,) if isinstance(said, str) else said)


def main(*arguments: str) -> None:
    """Write the template and each translation; say what is missing."""
    TEMPLATE.write_text(template(), encoding="utf-8")
    for tag in LANGUAGES:
        if tag == ENGLISH:
            continue
        translation = brought_up(tag)
        for name in arguments[1:] if arguments[:1] == (tag,) else ():
            for unknown in take_in(translation, Path(name).read_text("utf-8").splitlines()):
                print(f"{name}: not a text now: {unknown}")
        source_of(tag).write_text(in_po(translation), encoding="utf-8")
        compiled(tag).write_bytes(in_mo(translation))
        left = missing(translation)
        for message in left[:20]:
            print(f"{tag}: {message.context or ''}: {message.id}")
        print(f"{tag}: {len(left)} texts without a translation")


if __name__ == "__main__":
    main(*sys.argv[1:])
