"""Files packed into one, as workbooks are: unpacked within bounds, their XML without entities."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from rechallenge.words import _

from .spots import BadFile, Spot

_MOST_UNPACKED = 40_000_000
_MOST_PARTS = 2_000
_MOST_XML = (300_000, 400_000, 100)
"""Elements of a part, their attributes, and levels; a cell has two or three and up to four."""
_PIECE = 1 << 16
_ENCRYPTED = 1
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
"""How workbooks are packed; no others are unpacked."""
_UNREADABLE = (
    BadZipFile,
    EOFError,  # a part that ends too early
    zlib.error,  # a part that does not inflate
    NotImplementedError,  # a later edition of ZIP
    ValueError,  # a place before the beginning, a name that is no UTF-8
    OverflowError,  # a place beyond what memory can hold
)
"""What Python raises where it cannot unpack."""


class _Bounded(ET.TreeBuilder):
    """The elements of a part, as many and as deep as a table needs. Workbooks have no document
    type; one could only define entities that grow."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._attributes = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._elements += 1
        self._attributes += len(attrs)
        self._depth += 1
        counted = (self._elements, self._attributes, self._depth)
        if any(one > most for one, most in zip(counted, _MOST_XML, strict=True)):
            sentence = _("has more cells than a table needs; copy the table into a workbook of its "
                         "own")  # fmt: skip
            raise BadFile(Spot(1, 1), sentence)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise ET.ParseError("document type")


class Packed:
    """The parts of a packed file by their names.

    Raises BadFile for bytes that are not packed so, that are encrypted, or that unpack to more
    than a table needs. A part counts by what it unpacks to, not by the size that it declares.
    """

    def __init__(self, raw: bytes) -> None:
        with _unpacking():
            self._zip = ZipFile(BytesIO(raw))
        parts = {part.filename: part for part in self._zip.infolist()}
        if len(parts) > _MOST_PARTS:
            raise _too_large()
        if any(part.flag_bits & _ENCRYPTED for part in parts.values()):
            raise encrypted()
        if any(part.compress_type not in _METHODS for part in parts.values()):
            raise damaged()
        self.names = frozenset(parts)
        self._left = _MOST_UNPACKED

    def read(self, name: str) -> bytes:
        """A part. Raises BadFile where it is missing, damaged, or larger than a table needs."""
        if name not in self.names:
            raise damaged()
        pieces: list[bytes] = []
        with _unpacking(), self._zip.open(name) as part:
            while piece := part.read(_PIECE):
                pieces.append(piece)
                self._left -= len(piece)
                if self._left < 0:
                    raise _too_large()
        return b"".join(pieces)

    def tree(self, name: str) -> ET.Element:
        """A part that is XML, as elements. Raises BadFile."""
        parser = ET.XMLParser(target=_Bounded())
        try:
            raw = self.read(name)
            for at in range(0, len(raw), _PIECE):
                # What is refused in one piece keeps the parser from the next.
                parser.feed(raw[at : at + _PIECE])
            root = parser.close()
        except (ET.ParseError, LookupError, ValueError):
            raise damaged() from None
        if not isinstance(root, ET.Element):
            raise damaged()
        return root


@contextmanager
def _unpacking() -> Iterator[None]:
    """Within, what cannot be unpacked is a damaged workbook."""
    try:
        yield
    except _UNREADABLE:
        raise damaged() from None


def plain(name: str) -> str:
    """The name of an element or attribute without its namespace, which has several editions."""
    return name.rpartition("}")[2]


def of(element: ET.Element, name: str) -> str:
    """The attribute of this name in whichever namespace; empty where there is none."""
    return next((text for key, text in element.attrib.items() if plain(key) == name), "")


def whole_number(text: str, otherwise: int) -> int:
    """The number that an attribute states, in at most eight figures; else `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def under(element: ET.Element, name: str) -> list[ET.Element]:
    """The elements of this name anywhere below an element, in order."""
    return [one for one in element.iter() if plain(str(one.tag)) == name]


def damaged() -> BadFile:
    """What is said of a workbook that cannot be read."""
    sentence = _("cannot be read as a workbook; open it in a spreadsheet and save it as .xlsx")
    return BadFile(Spot(1, 1), sentence)


def encrypted() -> BadFile:
    """What is said of a workbook with a password."""
    sentence = _("is encrypted; open it with its password and save a copy without one")
    return BadFile(Spot(1, 1), sentence)


def _too_large() -> BadFile:
    sentence = _("unpacks to more than {most} bytes; copy the table into a workbook of its own")
    return BadFile(Spot(1, 1), sentence.format(most=f"{_MOST_UNPACKED:,}"))
