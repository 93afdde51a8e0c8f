"""Every text that a person reads, in one gettext template for a translator: `make words`.

A sentence marked with `_` stands under itself, a text of the book under its code as context.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from rechallenge.words.book import BOOK

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


def template() -> str:
    """The template, the same for the same texts."""
    texts = Catalog()
    for path in sorted(SOURCE.rglob("*.py")):
        for sentence in _marked(ast.parse(path.read_text("utf-8"))):
            place = f"src/rechallenge/{path.relative_to(SOURCE).as_posix()}"
            texts.add(sentence, locations=[(place, 1)])
    for code, text in BOOK.items():
        texts.add(text, context=code)
    written = BytesIO()
    write_po(written, texts, omit_header=True, sort_output=True, include_lineno=False)
    return _HEAD + written.getvalue().decode()


def _marked(module: ast.Module) -> Iterator[str]:
    """The sentences marked with `_`, also those inside an f-string, which Babel passes over."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(sentence))]):
                yield sentence


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
