"""Sheets that are looked at: as PDF, as tags and text, and as images of their pages.

`python -m tests.sheet.printed` writes the images anew; look at each of them before keeping it.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.sheet.pdf.render import step_sheet_pdf
from tests.planning.making import planned
from tests.sheet.tagged import Tagged, read_tagged

PAGES = Path(__file__).parent / "goldens" / "pages"
DOTS_PER_INCH = 50

ORDERS = {
    "case-2": (
        "cadonilimab-stepwise",
        Order(
            dose="375 mg", volume="250 mL", start="2026-11-23 09:00", weight="61 kg",
            patient="WANG Xiaoming 王小明, MRN 0048213", line="20 mL", primed="diluent",
            premed_lead="30 min", reaction_grade="2",
        ),
    ),
    "case-4": (
        "cadonilimab-slow-start",
        Order(dose="10 mg/kg", weight="48 kg", volume="250 mL", start="2026-12-31 23:00"),
    ),
    "twelve-steps": (
        "ceftazidime-12-step",
        Order(dose="2000 mg", line="20 mL", primed="diluent", sets="fresh", clear_line="40 mL/h"),
    ),
    "three-bags": (
        "carboplatin-13-step",
        Order(
            dose="600 mg", strength="10 mg/mL", technique="withdraw first", container="500 mL",
            settings={"volume_a": "500 mL", "volume_b": "500 mL", "volume_c": "500 mL"},
        ),
    ),
    "by-drops": (
        "stepwise",
        Order(
            dose="375 mg/m2", height="170 cm", weight="70 kg", volume="500 mL", drug="rituximab",
            pump="gravity-20", settings={"first_share": "5 %"},
        ),
    ),
}  # fmt: skip
LOOKED_AT = ("case-2", "twelve-steps", "three-bags")


@lru_cache
def made(name: str) -> Plan:
    """The plan of a named order."""
    named, order = ORDERS[name]
    return plan(read_protocol(named), order)


@lru_cache
def sheet(name: str) -> bytes:
    """Its sheet on A4."""
    return step_sheet_pdf(made(name))


@lru_cache
def tagged(name: str) -> Tagged:
    """Its sheet, read by its tags."""
    return read_tagged(sheet(name))


def of_steps(*steps: dict[str, str], order: dict[str, Any] | None = None, **more: Any) -> Plan:
    """The plan of these steps for 100 mg of a drug with a name, in 100 mL."""
    return planned(*steps, order={"drug": "anything"} | (order or {}), **more)


def page_texts(pdf: bytes) -> list[str]:
    """What each page says, its header and footer included, with single ordinary spaces."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return [" ".join(text.replace("\u00a0", " ").split()) for text in pages]


def images(pdf: bytes) -> list[Image.Image]:
    """Its pages in grey."""
    pages = pypdfium2.PdfDocument(pdf)
    scale = DOTS_PER_INCH / 72
    return [page.render(scale=scale, grayscale=True).to_pil() for page in pages]


def letters_by_line(pdf: bytes) -> list[list[tuple[float, str]]]:
    """The letters of the first page with their distance from the left, line by line."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    lines: dict[int, list[tuple[float, str]]] = {}
    for number in range(text.count_chars()):
        left, below, right, above = text.get_charbox(number, loose=True)
        if right > left:
            middle = round((below + above) / 2 / 8)
            lines.setdefault(middle, []).append((left, text.get_text_range(number, 1)))
    return list(lines.values())


def golden(name: str, number: int) -> Path:
    """Where the image of a page is kept."""
    return PAGES / f"{name}-{number}.png"


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for old in PAGES.glob("*.png"):
        old.unlink()
    for looked_at in LOOKED_AT:
        for number, image in enumerate(images(sheet(looked_at)), 1):
            image.quantize(16).save(golden(looked_at, number), optimize=True)
