"""The pages of a printed sheet as text, each in the order in which its tags are read.

Two columns of a page are read one after the other, as a person reads them, and a value stands in
its row under the header of its column; where a table has no room, beside that header.
"""

import re
from dataclasses import dataclass, field

from .table_text import Table, table_lines, wrapped
from .tagged import Element, Tagged, read_tagged

_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_OF_A_LINE = frozenset({"Strong", "Span", "Em", "Lbl", "Link", "Sub", "Code"})
_PAGE = re.compile(r"(?<=\S)(page \d+ of \d+)$")
_SET_APART = "   "


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list."""

    text: str
    heading: bool = False
    mark: str = ""


@dataclass(slots=True)
class Page:
    """One page: what stands in it, and what its header and footer say."""

    blocks: list[Block | Table] = field(default_factory=list)
    around: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, and whether it is a heading."""

    text: str
    heading: bool = False


def pages_of(pdf: bytes) -> tuple[Page, ...]:
    """The pages of a sheet. Raises Unreadable for a file that has no tags."""
    read: Tagged = read_tagged(pdf)
    pages = tuple(Page(around=_PAGE.sub(r"\n\1", text)) for text in read.around)
    _place(read.root, pages)
    return pages


def page_lines(page: Page, width: int) -> list[PageLine]:
    """A page in lines of a width: wrapped, never cut."""
    lines: list[PageLine] = []
    for number, block in enumerate(page.blocks):
        if isinstance(block, Table):
            lines += map(PageLine, table_lines(block, width))
            continue
        if block.heading and number:
            lines.append(PageLine(""))
        parts = wrapped(block.text, width, first=block.mark, hang=len(block.mark) or 2)
        lines += [PageLine(part, block.heading) for part in parts]
    lines += [PageLine(""), PageLine("In the header and the footer of this page", heading=True)]
    lines += [PageLine(part) for part in wrapped(page.around, width, hang=2)]
    return lines


def _place(element: Element, pages: tuple[Page, ...]) -> None:
    if not element.pages:
        return
    if element.kind == "Table":
        _place_table(element, pages)
        return
    blocks = pages[min(element.pages)].blocks
    if element.kind in _HEADINGS:
        blocks.append(Block(element.text, heading=True))
    elif element.kind == "Figure":
        blocks.append(Block(f"[{element.described}]"))
    elif element.kind == "LI":
        body = "\n".join(e.text for e in element.below if e.kind != "Lbl")
        label = "".join(e.text for e in element.below if e.kind == "Lbl")
        blocks.append(Block(body, mark=f"{label} "))
    elif _is_line(element) or not _all_below(element):
        blocks.append(Block(element.text))
    elif len(element.below) > 1 and all(map(_is_line, element.below)):
        blocks.append(Block(_SET_APART.join(e.text for e in element.below if e.text)))
    else:
        for below in element.below:
            _place(below, pages)


def _place_table(element: Element, pages: tuple[Page, ...]) -> None:
    """The rows of a table, each on its page, under the header that every page repeats."""
    heads = [row for head in element.every("THead") for row in head.every("TR")]
    header = _cells(heads[-1]) if heads else ()
    body = [row for row in element.every("TR") if not any(row is head for head in heads[-1:])]
    rows: dict[int, list[tuple[str, ...]]] = {}
    for row in body:
        if row.pages:
            rows.setdefault(min(row.pages), []).append(_cells(row))
    for number, on_page in rows.items():
        pages[number].blocks.append(Table(header, tuple(on_page)))


def _cells(row: Element) -> tuple[str, ...]:
    return tuple(" ".join(cell.text.split("\n")) for cell in row.below)


def _is_line(element: Element) -> bool:
    """Whether it is one piece of text: no paragraph, table or box stands in it beside another."""
    if element.kind in (*_HEADINGS, "Table", "Figure", "L", "LI"):
        return False
    below = element.below
    if len(below) == 1 and _all_below(element):
        return _is_line(below[0])
    return all(e.kind in _OF_A_LINE and _is_line(e) for e in below)


def _all_below(element: Element) -> bool:
    """Whether all its text is that of the elements in it, so that walking them loses none."""
    own, below = element.text.split(), " ".join(e.text for e in element.below).split()
    return "".join(own) == "".join(below)
