"""What is drawn over something else on a page: a letter across a line of a table or across another
letter, or past the edge."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

ROOM = 1.0
"""Points that a letter may reach over a line: boxes of letters are a little larger than ink."""
THIN = 2.5
SHORT = 12
"""What is lower than THIN and longer than SHORT is a line, not a part of a code or a picture."""
SIDE = 40
"""The side of the squares in which letters are compared: none is as high or as wide."""


class Box(NamedTuple):
    """Left, bottom, right and top in points."""

    left: float
    bottom: float
    right: float
    top: float

    def on(self, other: "Box") -> bool:
        """Whether both share more than their edges."""
        return (
            self.left + ROOM < other.right
            and other.left + ROOM < self.right
            and self.bottom + ROOM < other.top
            and other.bottom + ROOM < self.top
        )


def drawn_over(pdf: bytes) -> list[str]:
    """Each letter that is drawn over a line, over another letter or past the edge, with its
    page."""
    pages = enumerate(pypdfium2.PdfDocument(pdf), 1)
    return [f"{letter} on page {number}" for number, page in pages for letter in _over(page)]


def _over(page: Any) -> Iterator[str]:
    edge = Box(0, 0, *page.get_size())
    lines = [
        (box.left, box.right, (box.bottom + box.top) / 2)
        for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=9)
        if (box := Box(*path.get_bounds())).top - box.bottom < THIN and box.right - box.left > SHORT
    ]
    before: defaultdict[tuple[int, ...], list[Box]] = defaultdict(list)
    for letter, box in _letters(page.get_textpage()):
        within = box.left >= 0 and box.bottom >= 0 and box.right <= edge.right
        crossed = any(
            box.bottom + ROOM < y < box.top - ROOM and left < box.left + ROOM and box.right < right
            for left, right, y in lines
        )
        near = [*product(*({int(at // SIDE) for at in ends} for ends in (box[::2], box[1::2])))]
        over = any(box.on(other) for square in near for other in before[square])
        if crossed or not within or box.top > edge.top or over:
            yield letter
        for square in near:
            before[square].append(box)


def _letters(text: Any) -> Iterator[tuple[str, Box]]:
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if letter.strip() and letter.isprintable():
            yield letter, Box(*text.get_charbox(at))
