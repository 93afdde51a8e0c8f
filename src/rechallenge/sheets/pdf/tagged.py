"""A tagged PDF as text: headings and table cells, read from what the pages draw.

The tags of a PDF say which pieces of a page make up a cell. The pieces themselves are the glyphs
that are drawn, so text that was changed in the file is read as it was changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias

_SAME_LINE = 0.5
"""Text whose heights differ by less than this many points stands on one line."""
_WHOLE_PAGE, _STRAY, _ARTIFACT = -1, -2, -3
"""Beside the marks of a page: all of it, what has no mark, and headers and decoration."""
Marked: TypeAlias = dict[tuple[int, int], "Lines"]
"""Drawn text by page number and the mark that the tags refer to it with."""


class Unreadable(ValueError):
    """A file that is no PDF, or none with tags; the sentence says what it lacks."""


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


@dataclass
class Element:
    """One tag: its kind (`H1`, `Table`, `TD`), the text and the elements in it, and the pages it
    stands on, the first being 0; `described` is what is said in place of a drawing."""

    kind: str
    lines: Lines = field(default_factory=Lines)
    below: list["Element"] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    described: str = ""

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
    is text that belongs to no tag and to no header, and notes put on a page by another program."""

    root: Element
    pages: tuple[str, ...]
    stray: tuple[str, ...]
    title: str | None
    language: str | None

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
        pages, stray = [], []
        for number, page in enumerate(reader.pages):
            marks = _drawn(page)
            pages.append(marks.pop(_WHOLE_PAGE, Lines()).text)
            stray += [marks.pop(_STRAY).text] if _STRAY in marks else []
            stray += ["a note" for _ in page.get("/Annots", [])]
            marked |= {(number, mark): lines for mark, lines in marks.items()}
        numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)
                   if page.indirect_reference}  # fmt: skip
        root = _element(catalogue["/StructTreeRoot"], 0, marked, numbers)
        title = reader.metadata.title if reader.metadata else None
        return Tagged(root, tuple(pages), tuple(stray), title, catalogue.get("/Lang"))
    except (PyPdfError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable(f"is not a PDF that can be read ({type(error).__name__})") from None


def _element(node: Any, page: int, marked: Marked, numbers: dict[int, int]) -> Element:
    if "/Pg" in node:
        page = numbers[node.raw_get("/Pg").idnum]
    element = Element(str(node.get("/S", ""))[1:], described=str(node.get("/Alt", "")))
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


def _add(element: Element, lines: Lines | None, pages: set[int]) -> None:
    if lines is not None and lines.text:
        element.pages |= pages
        element.lines.add(lines.text, lines.first, lines.last)


def _drawn(page: Any) -> dict[int, Lines]:
    """The text of each mark, all that the page draws, and what is drawn without a mark."""
    from pypdf.generic import ContentStream

    fonts = page["/Resources"].get("/Font", {})
    letters = {name: _letters(fonts[name]) for name in fonts}
    drawn = defaultdict[int, Lines](Lines)
    open_marks: list[int | None] = []
    known: dict[int, str] = {}
    heights = [0.0]
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            heights.append(heights[-1])
        elif operator == b"Q":
            heights.pop()
        elif operator == b"cm":
            heights[-1] += float(operands[5])
        elif operator == b"Tf":
            known = letters[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            open_marks.append(_mark(operands))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if operator == b"TJ" else operands
            text = "".join(_text(part, known) for part in parts if hasattr(part, "original_bytes"))
            mark = next((m for m in reversed(open_marks) if m is not None), _STRAY)
            for place in (_WHOLE_PAGE, mark):
                drawn[place].add(text, heights[-1], heights[-1])
    drawn.pop(_ARTIFACT, None)
    return dict(drawn)


def _mark(operands: Any) -> int | None:
    """The mark that a piece of a page begins with; None for one inside of another."""
    if operands[0] == "/Artifact":
        return _ARTIFACT
    properties = operands[1] if len(operands) > 1 else {}
    mark: int | None = properties.get("/MCID") if hasattr(properties, "get") else None
    return mark


def _text(written: Any, letters: dict[int, str]) -> str:
    codes = written.original_bytes
    return "".join(
        letters.get(int.from_bytes(codes[n : n + 2], "big"), "\ufffd")
        for n in range(0, len(codes), 2)
    )


def _letters(font: Any) -> dict[int, str]:
    """The letters that a font's codes stand for, from its ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    listed = font["/ToUnicode"].get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", listed, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", listed, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                letters[code] = chr(start + code - int(first, 16))
    return letters
