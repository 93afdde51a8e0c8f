"""Every text that a person reads, in one gettext template for a translator: `make words`.

A sentence marked with `_` stands under itself, a text of the book under its code as context.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
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
    marked = extract_from_dir(SOURCE, [("**.py", "python")], keywords={"_": None})
    for file, _line, sentence, _comments, _context in marked:
        texts.add(sentence, locations=[(f"src/rechallenge/{file}", 1)])
    for code, text in BOOK.items():
        texts.add(text, context=code)
    written = BytesIO()
    write_po(written, texts, omit_header=True, sort_output=True, include_lineno=False)
    return _HEAD + written.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
