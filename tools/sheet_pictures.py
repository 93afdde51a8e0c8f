"""Take the pictures of the printed sheet in `docs/pictures`: `python -m tools.sheet_pictures`.

A picture carries the text of its page, so that a test can see when the page has become another.
"""

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.pdf.render import step_sheet_pdf

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ORDER = Order(
    dose="2000 mg", line="20 mL", primed="diluent", sets="shared", start="2026-11-23 09:00"
)
PAGES = ("before", "steps", "vitals")
"""The first pages, by what stands on them."""
TEXT = "Text of the page"
_SCALE = 1.2


def sheet() -> bytes:
    """The sheet that is pictured."""
    return step_sheet_pdf(plan(read_protocol("ceftazidime-12-step"), ORDER))


def texts(pdf: bytes) -> list[str]:
    """What the pictured pages say."""
    pages = PdfReader(BytesIO(pdf)).pages
    return [" ".join(pages[number].extract_text().split()) for number in range(len(PAGES))]


def main() -> None:
    """Write a picture of each of the nurse's pages, in grey as a copier sees them."""
    pdf = sheet()
    pages = pypdfium2.PdfDocument(pdf)
    for number, (name, text) in enumerate(zip(PAGES, texts(pdf), strict=True)):
        said = PngInfo()
        said.add_itxt(TEXT, text)
        picture = pages[number].render(scale=_SCALE, grayscale=True).to_pil().quantize(8)
        picture.save(PICTURES / f"sheet-{name}.png", optimize=True, pnginfo=said)


if __name__ == "__main__":
    main()
