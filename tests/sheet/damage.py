"""Damage done to the PDF of a sheet: to what a page draws, to the page, and to the file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeAlias

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    FloatObject,
    NameObject,
    NumberObject,
)

from rechallenge.sheet.pdf.drawn import _letters

Operations: TypeAlias = list[tuple[Any, bytes]]
SHOWS = (b"Tj", b"TJ")


def resaved(pdf: bytes, damage: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """The file as another program writes it, after some damage."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    damage(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def redrawn(pdf: bytes, number: int, change: Callable[["Content"], None]) -> bytes:
    """The file with the content of a page changed; the first page is 1."""
    return resaved(pdf, lambda writer: redraw(writer, number, change))


def redraw(writer: PdfWriter, number: int, change: Callable[["Content"], None]) -> None:
    """Change what a page draws."""
    content = Content(writer, number)
    change(content)
    content.keep()


class Content:
    """What a page draws, as operations that can be changed."""

    def __init__(self, writer: PdfWriter, number: int) -> None:
        self.page: Any = writer.pages[number - 1]
        self.writer = writer
        self.stream = ContentStream(self.page.get_contents(), writer)
        self.operations: Operations = list(self.stream.operations)
        resources: Any = self.page["/Resources"]
        fonts = resources["/Font"]
        self.letters = {name: _letters(fonts[name]) for name in fonts}
        self.texts: list[tuple[int, str, str]] = []
        """Place in the operations, font and text of everything that is written."""
        font = ""
        for place, (operands, operator) in enumerate(self.operations):
            if operator == b"Tf":
                font = str(operands[0])
            elif operator in SHOWS:
                codes = _codes(operands[0] if operator == b"TJ" else operands)
                text = "".join(self.letters[font].get(code, "?") for code in codes)
                self.texts.append((place, font, text))

    def place_of(self, text: str, nth: int = 0) -> int:
        """Where the nth text of this wording is written."""
        wanted = text.replace(" ", "\u00a0")
        found = [place for place, _, its in self.texts if its.replace(" ", "\u00a0") == wanted]
        assert found, [its for _, _, its in self.texts]
        return found[nth]

    def retype(self, place: int, text: str) -> None:
        """Write another text there, in letters that the font of that place has."""
        font = next(font for at, font, _ in self.texts if at == place)
        codes = {letter: code for code, letter in self.letters[font].items()}
        written = b"".join(codes[letter].to_bytes(2, "big") for letter in text)
        self.operations[place] = ([ArrayObject([ByteStringObject(written)])], b"TJ")

    def can_write(self, place: int, text: str) -> bool:
        """Whether the font of that place has all letters of a text."""
        font = next(font for at, font, _ in self.texts if at == place)
        return set(text) <= set(self.letters[font].values())

    def remove(self, place: int) -> None:
        """Write nothing there."""
        self.operations[place] = ([ArrayObject([])], b"TJ")

    def insert(self, place: int, *operations: tuple[bytes, tuple[float | str, ...]]) -> None:
        """Operations more at a place; -1 is the end."""
        made = [([_operand(one) for one in operands], name) for name, operands in operations]
        at = len(self.operations) if place < 0 else place
        self.operations[at:at] = made

    def keep(self) -> None:
        """Put the operations back into the page."""
        self.stream.operations = self.operations
        self.page[NameObject("/Contents")] = self.writer._add_object(self.stream)


def _codes(parts: Any) -> list[int]:
    codes = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
    return [int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2)]


def _operand(value: float | str) -> Any:
    if isinstance(value, str):
        return NameObject(value)
    return NumberObject(value) if isinstance(value, int) else FloatObject(value)
