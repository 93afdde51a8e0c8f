"""Whether a PDF is the sheet of a plan: the same bytes as a fresh print, or what differs and where.

Only equal bytes prove a sheet. Any other file is compared with the fresh print page by page, for a
person to see what is wrong with it; a comparison that finds nothing is no proof. It knows nothing
of what a number or a word means, so it leaves out nothing.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple, get_args

from rechallenge.model.plan import Plan
from rechallenge.model.site import Paper
from rechallenge.words import _

from .file_parts import parts_of_file_that_differ
from .page_differences import OF_A_PLANNED_TEXT, Difference, Differs, Page, page_differences

_MOST_UNPACKED = 5_000_000
"""Bytes of one part of a file; those of a sheet have a tenth."""
_SAME_PAGE = 0.8
"""A page with this share of another's texts is that page wherever it stands; one with less is taken
for the page at its own place."""


class Unreadable(ValueError):
    """A file that is not a PDF; the sentence says why it cannot be read."""


class SheetCheck(NamedTuple):
    """A file beside a fresh print: whether they have the same bytes, and otherwise what differs;
    the pages and texts of the fresh print, and how many of these texts the file has in their
    place; the programs that each file says it was made by."""

    same_bytes: bool
    differences: tuple[Difference, ...]
    pages: int
    texts: int
    agreeing: int
    made_by: tuple[str, ...]
    fresh_made_by: tuple[str, ...]


class _File(NamedTuple):
    pages: tuple[Page, ...]
    catalogue: Any
    title: str
    made_by: tuple[str, ...]


def check_sheet(plan: Plan, pdf: bytes) -> SheetCheck:
    """Compare a file with a fresh print of the plan, on the paper that is nearest to it.

    Raises Unreadable for a file that is not a PDF, and Unprintable where the plan cannot be
    printed.
    """
    from .render import step_sheet_pdf

    size, prints = _size_of_paper(pdf), list[bytes]()
    for paper in get_args(Paper):
        prints.append(step_sheet_pdf(plan, paper=paper))
        if _size_of_paper(prints[-1]) == size:
            return compared(pdf, prints[-1])
    return compared(pdf, prints[0])


def compared(pdf: bytes, fresh: bytes) -> SheetCheck:
    """Compare a file with a fresh print. Raises Unreadable."""
    ours = _read(fresh)
    file, matched, found = ours, list[int | None](range(len(ours.pages))), tuple[Difference, ...]()
    if pdf != fresh:
        with _readable():
            file = _read(pdf)
            matched = [_most_alike(n, page, ours.pages) for n, page in enumerate(file.pages)]
            found = tuple(_differences(file, ours, matched))
    texts = [len(page.texts) for page in ours.pages]
    there = sum(texts[number] for number in set(matched) if number is not None)
    return SheetCheck(
        same_bytes=pdf == fresh,
        differences=found,
        pages=len(texts),
        texts=sum(texts),
        agreeing=max(0, there - sum(one.what in OF_A_PLANNED_TEXT for one in found)),
        made_by=file.made_by,
        fresh_made_by=ours.made_by,
    )


@contextmanager
def _readable() -> Iterator[None]:
    """A damaged or hostile file can make its reader raise any exception, or unpack for ever."""
    from pypdf import apply_configuration, get_configuration

    limits = get_configuration().with_overwrites(
        zlib_maximum_output_length=_MOST_UNPACKED,
        lzw_maximum_output_length=_MOST_UNPACKED,
        run_length_maximum_output_length=_MOST_UNPACKED,
    )
    try:
        with apply_configuration(limits):
            yield
    except Exception as error:
        sentence = _("is not a PDF that can be read ({cause})")
        raise Unreadable(sentence.format(cause=type(error).__name__)) from None


def _size_of_paper(pdf: bytes) -> tuple[float, float]:
    from pypdf import PdfReader

    with _readable():
        box = PdfReader(BytesIO(pdf)).pages[0].mediabox
        return float(box.width), float(box.height)


def _read(pdf: bytes) -> _File:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf))
    about: Any = reader.metadata or {}
    made_by = [str(about[key]) for key in ("/Keywords", "/Creator", "/Producer") if key in about]
    pages = tuple(map(Page.read, reader.pages))
    return _File(pages, reader.trailer["/Root"], str(about.get("/Title", "")), tuple(made_by))


def _differences(file: _File, ours: _File, matched: list[int | None]) -> Iterator[Difference]:
    for number, same in enumerate(matched, 1):
        if same is None:
            yield Difference(Differs.PAGE_UNKNOWN, number)
        elif same in matched[: number - 1]:
            yield Difference(Differs.PAGE_DOUBLED, number, planned=str(same + 1))
        elif same + 1 != number:
            yield Difference(Differs.PAGE_ELSEWHERE, number, planned=str(same + 1))
    for place in range(len(ours.pages)):
        if place not in matched:
            yield Difference(Differs.PAGE_MISSING, place + 1)
    for number, (page, same) in enumerate(zip(file.pages, matched, strict=True), 1):
        if same is not None:
            yield from page_differences(number, page, ours.pages[same])
    parts = parts_of_file_that_differ(file.catalogue, ours.catalogue)
    for part in [*parts, *(["/Title"] if file.title != ours.title else [])]:
        yield Difference(Differs.FILE_PART, 0, found=part)


def _most_alike(number: int, page: Page, ours: tuple[Page, ...]) -> int | None:
    """Which page of the fresh print a page of the file is, by the texts that both have."""
    texts = Counter(text.text for text in page.texts)
    shares = [
        (texts & Counter(text.text for text in other.texts)).total() / max(1, len(other.texts))
        for other in ours
    ]
    best = max(range(len(ours)), key=lambda n: (shares[n], n == number))
    if shares[best] >= _SAME_PAGE:
        return best
    return number if number < len(ours) and shares[number] else None
