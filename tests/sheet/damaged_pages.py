"""Damage to a page as a whole: what is laid over it, and what shows it otherwise."""

from collections.abc import Callable
from typing import Any

from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
)

from rechallenge.sheet.pdf.page_differences import Differs

from .damage import Content, redraw


def _drawn(*operations: tuple[bytes, tuple[float | str, ...]], first: bool = False) -> Any:
    def damage(writer: PdfWriter, number: int) -> None:
        redraw(writer, number, lambda c: c.insert(0 if first else -1, *operations))

    return damage


def _part(name: str, value: Any) -> Any:
    def damage(writer: PdfWriter, number: int) -> None:
        writer.pages[number - 1][NameObject(name)] = value

    return damage


def _note(writer: PdfWriter, number: int) -> None:
    writer.add_annotation(number - 1, FreeText(text="60 mL/h", rect=(100, 100, 200, 150)))


def _picture(writer: PdfWriter, number: int) -> None:
    picture = DecodedStreamObject()
    picture.set_data(b"\xff")
    for key, value in (("/Subtype", NameObject("/Image")), ("/Width", NumberObject(1)),
                       ("/Height", NumberObject(1)), ("/BitsPerComponent", NumberObject(8)),
                       ("/ColorSpace", NameObject("/DeviceGray"))):  # fmt: skip
        picture[NameObject(key)] = value
    page: Any = writer.pages[number - 1]
    laid = DictionaryObject({NameObject("/White"): writer._add_object(picture)})
    page["/Resources"][NameObject("/XObject")] = laid
    content = Content(writer, number)
    content.insert(-1, (b"cm", (500, 0, 0, 200, 0, 0)), (b"Do", ("/White",)))
    content.keep()


def _invisible(writer: PdfWriter, number: int) -> None:
    content = Content(writer, number)
    for place, _font, _text in reversed(content.texts):
        content.insert(place, (b"Tr", (3,)))
    content.keep()


def _letters(key: str) -> Any:
    """Letters that are read, or drawn, as others: fonts are shared by the pages."""

    def damage(writer: PdfWriter, number: int) -> None:
        page: Any = writer.pages[number - 1]
        font = next(iter(page["/Resources"]["/Font"].values())).get_object()
        if key == "/FontFile":
            about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            stream = about[next(name for name in about if name.startswith(key))]
        else:
            stream = font[key]
        stream.set_data(stream.get_data().replace(b"A", b"B"))

    return damage


PageDamage = Callable[[PdfWriter, int], None]
PAGE_DAMAGES: dict[str, tuple[PageDamage, Differs]] = {
    "a white box": (_drawn((b"g", (1,)), (b"re", (0, 0, 842, 300)), (b"f", ())),
                    Differs.SHAPE_ADDED),
    "a curve": (_drawn((b"m", (1, 1)), (b"c", (1, 2, 3, 4, 5, 6)), (b"S", ())),
                Differs.SHAPE_ADDED),
    "a picture": (_picture, Differs.SHAPE_ADDED),
    "a note": (_note, Differs.PAGE_PART),
    "empty notes": (_part("/Annots", ArrayObject([DictionaryObject()])), Differs.PAGE_PART),
    "text invisible": (_invisible, Differs.TEXT_LOOK),
    "text clipped away": (_drawn((b"re", (0, 0, 1, 1)), (b"W", ()), (b"n", ()), first=True),
                          Differs.TEXT_LOOK),
    "cropped": (_part("/CropBox", RectangleObject((0, 0, 842, 300))), Differs.PAGE_PART),
    "other paper": (_part("/MediaBox", RectangleObject((0, 0, 842, 594))), Differs.PAGE_PART),
    "turned": (_part("/Rotate", NumberObject(180)), Differs.PAGE_PART),
    "enlarged": (_part("/UserUnit", NumberObject(2)), Differs.PAGE_PART),
    "letters read as others": (_letters("/ToUnicode"), Differs.PAGE_PART),
    "letters drawn as others": (_letters("/FontFile"), Differs.PAGE_PART),
}  # fmt: skip
"""What is done to a page, and how the report tells it."""
OF_EVERY_PAGE = ("letters read as others", "letters drawn as others")
"""Pages share their fonts, so these are done to all of them."""
_OTHERS = tuple(name for name in PAGE_DAMAGES if name not in OF_EVERY_PAGE)
PAGE_DAMAGES_OF_A_FILE = (_OTHERS[0::3], _OTHERS[1::3], _OTHERS[2::3], *zip(OF_EVERY_PAGE))
"""Those that are done to one file, each to a page of its own."""


def reordered(*numbers: int) -> Callable[[PdfWriter], None]:
    """A file of these pages in this order: exchanged, doubled, missing."""

    def damage(writer: PdfWriter) -> None:
        kids = [writer.pages[number - 1].indirect_reference for number in numbers]
        tree: Any = writer._root_object["/Pages"]
        tree[NameObject("/Kids")] = ArrayObject(kids)
        tree[NameObject("/Count")] = NumberObject(len(kids))

    return damage


def page_orders(pages: int) -> dict[str, tuple[tuple[int, ...], Differs, int]]:
    """Every exchange of neighbours, every doubled and every missing page of a file: the pages, how
    the report tells it, and of which page."""
    every = tuple(range(1, pages + 1))
    found: dict[str, tuple[tuple[int, ...], Differs, int]] = {}
    for n in every:
        found[f"{n} doubled"] = (*every[:n], *every[n - 1 :]), Differs.PAGE_DOUBLED, n + 1
        found[f"{n} missing"] = (*every[: n - 1], *every[n:]), Differs.PAGE_MISSING, n
        if n < pages:
            other = (*every[: n - 1], n + 1, n, *every[n + 1 :])
            found[f"{n} and {n + 1} exchanged"] = other, Differs.PAGE_ELSEWHERE, n
    return found
