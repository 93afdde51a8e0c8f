"""Take the pictures of the printed sheet in `docs/pictures`: `python -m tools.sheet_pictures`."""

from pathlib import Path

import pypdfium2

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.pdf.render import step_sheet_pdf

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ORDER = Order(
    dose="2000 mg", line="20 mL", primed="diluent", sets="shared", start="2026-11-23 09:00"
)
PAGES = ("before", "steps", "vitals")
"""The first pages, by what stands on them."""
_SCALE = 1.2


def main() -> None:
    """Write a picture of each of the nurse's pages, in grey as a copier sees them."""
    pages = pypdfium2.PdfDocument(step_sheet_pdf(plan(read_protocol("ceftazidime-12-step"), ORDER)))
    for number, name in enumerate(PAGES):
        picture = pages[number].render(scale=_SCALE, grayscale=True).to_pil().quantize(8)
        picture.save(PICTURES / f"sheet-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
