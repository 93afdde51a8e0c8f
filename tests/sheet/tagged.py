"""A tagged PDF as text: headings and table cells, read from what the pages draw.

The tags of a PDF say which pieces of a page make up a cell. The pieces themselves are the glyphs
that are drawn, so text that was changed in the file is read as it was changed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any, TypeAlias

from rechallenge.sheet.pdf.drawn import HEADER, DrawnText, drawn_on

_SAME_LINE = 0.5
"""Text whose heights differ by less than this many points stands on one line."""


@dataclass
class Lines:
    """Pieces of text put together; a piece at another height than the one before begins a line."""

    text: str = ""
    first: float | None = None
    last: float | None = None

    def add(self, text: str, first: float | None, last: float | None) -> None:
        """Add text that was drawn from one height to another."""
        if self.last is None or first is None:
            apart = bool(self.text) and first is None
        else:
            apart = abs(first - self.last) > _SAME_LINE
        self.text += ("\n" if apart else "") + text
        self.first = first if self.first is None else self.first
        self.last = last


Marked: TypeAlias = dict[tuple[int, int], Lines]
"""Drawn text by page number and the mark that the tags refer to it with."""


class Unreadable(ValueError):
    """A file that is no PDF, or none with tags; the sentence says what it lacks."""


@dataclass
class Element:
    """One tag: its kind (`H1`, `Table`, `TD`), the text and the elements in it, and the pages it
    stands on, the first being 0; `described` is what is said in place of a drawing, and
    `scope` what a header of a table heads: `Column` or `Row`."""

    kind: str
    lines: Lines = field(default_factory=Lines)
    below: list["Element"] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    described: str = ""
    scope: str = ""

    @property
    def text(self) -> str:
        """All text in it."""
        return self.lines.text

    def every(self, *kinds: str) -> Iterator["Element"]:
        """Every element of these kinds below, in reading order."""
        for element in self.below:
            if element.kind in kinds:
                yield element
            yield from element.every(*kinds)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A PDF read by its tags. `pages` is all text that each page draws, headers included; `stray`
    is text that belongs to no tag and to no header, and notes put on a page by another program.
    `around` is what the headers, the footers and the marks across each page say; `drawn` are the
    texts of each page as they are drawn."""

    root: Element
    pages: tuple[str, ...]
    stray: tuple[str, ...]
    around: tuple[str, ...]
    title: str | None
    language: str | None
    drawn: tuple[tuple[DrawnText, ...], ...]

    def tables(self) -> list[list[list[str]]]:
        """Every table as rows of cells, its header first."""
        return [
            [[cell.text for cell in row.below] for row in table.every("TR")]
            for table in self.root.every("Table")
        ]

    def headings(self) -> list[tuple[int, str]]:
        """Level and text of every heading, in reading order."""
        found = self.root.every(*(f"H{level}" for level in range(1, 7)))
        return [(int(element.kind[1:]), element.text) for element in found]


@lru_cache(maxsize=64)
def read_tagged(content: bytes) -> Tagged:
    """The tags and texts of a PDF. Raises Unreadable."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        catalogue: Any = reader.trailer["/Root"]
        if "/StructTreeRoot" not in catalogue:
            raise Unreadable("has no tags; a sheet that was printed and scanned cannot be read")
        marked: Marked = {}
        pages, stray, around, drawn = [], [], [], []
        for number, page in enumerate(reader.pages):
            whole, marks = Lines(), defaultdict[int | None, Lines](Lines)
            drawn.append(tuple(one for one in drawn_on(page) if isinstance(one, DrawnText)))
            for text in drawn[-1]:
                whole.add(text.text, text.y, text.y)
                marks[text.mark].add(text.text, text.y, text.y)
            pages.append(whole.text)
            around.append(marks.pop(HEADER, Lines()).text)
            stray += [marks.pop(None).text] if None in marks else []
            stray += ["a note" for _ in page.get("/Annots", [])]
            marked |= {(number, mark): lines for mark, lines in marks.items() if mark is not None}
        numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)
                   if page.indirect_reference}  # fmt: skip
        root = _element(catalogue["/StructTreeRoot"], 0, marked, numbers)
        title = reader.metadata.title if reader.metadata else None
        return Tagged(
            *(root, tuple(pages), tuple(stray), tuple(around)),
            *(title, catalogue.get("/Lang"), tuple(drawn)),
        )
    except (PyPdfError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable(f"is not a PDF that can be read ({type(error).__name__})") from None


def _element(node: Any, page: int, marked: Marked, numbers: dict[int, int]) -> Element:
    if "/Pg" in node:
        page = numbers[node.raw_get("/Pg").idnum]
    element = Element(
        str(node.get("/S", ""))[1:], described=str(node.get("/Alt", "")), scope=_scope(node)
    )
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        child: Any = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(child, int):
            _add(element, marked.get((page, child)), {page})
        elif child.get("/Type") == "/MCR":
            at = numbers[child.raw_get("/Pg").idnum] if "/Pg" in child else page
            _add(element, marked.get((at, child["/MCID"])), {at})
        elif child.get("/Type") != "/OBJR":
            element.below.append(_element(child, page, marked, numbers))
            _add(element, element.below[-1].lines, element.below[-1].pages)
    return element


def _scope(node: Any) -> str:
    attributes: Any = node.get("/A", [])
    for one in attributes if isinstance(attributes, list) else [attributes]:
        found: Any = one.get_object()
        if "/Scope" in found:
            return str(found["/Scope"])[1:]
    return ""


def _add(element: Element, lines: Lines | None, pages: set[int]) -> None:
    if lines is not None and lines.text:
        element.pages |= pages
        element.lines.add(lines.text, lines.first, lines.last)
